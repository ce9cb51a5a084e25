import { describe, expect, it } from "vitest";
import { getAvailableQuantity } from "@/entities/item/item";
import { makeItem } from "@/test/fixtures";
import {
  addLines,
  type Cart,
  createCart,
  exceedsStock,
  formatShortage,
  getMaxLineQuantity,
  getQuantity,
  hasTooManyLines,
  listWarnings,
  MAX_LINES,
  MAX_NOTE_LENGTH,
  priceCart,
  rememberItems,
  removeItems,
  toPlaceOrderRequest,
  upgradeCart,
  withLineNote,
  withLineQuantity,
  withoutSent,
  withQuantity,
} from "./cart";

const menu = [makeItem(), makeItem({ id: "tea", name: "Tea", price_cents: 380 })];

const anyId: unknown = expect.any(String);

const lineIdAt = (cart: Cart, index: number): string => {
  const line = cart.lines[index];
  if (!line) throw new Error(`no line ${index}`);
  return line.id;
};

/** A cart with a pizza with the note "no onions" and a pizza without a note. */
function createCartWithNote(): Cart {
  const one = withQuantity(createCart(), "pizza", 1);
  return withQuantity(withLineNote(one, lineIdAt(one, 0), "no onions"), "pizza", 2);
}

const withoutIds = (cart: Cart) =>
  cart.lines.map((line) => Object.fromEntries(Object.entries(line).filter(([name]) => name !== "id")));

describe("a cart", () => {
  it("adds to the line of the same item", () => {
    const cart = addLines(withQuantity(createCart(), "pizza", 2), [
      { item_id: "pizza", quantity: 1 },
      { item_id: "tea", quantity: 1 },
    ]);
    expect(cart.lines).toEqual([
      { id: anyId, item_id: "pizza", quantity: 3 },
      { id: anyId, item_id: "tea", quantity: 1 },
    ]);
  });

  it("holds at most 50 lines", () => {
    const lines = Array.from({ length: 60 }, (_, n) => ({ item_id: `dish-${n}`, quantity: 1 }));
    const cart = addLines(createCart(), lines);
    expect(cart.lines).toHaveLength(MAX_LINES);
    expect(withQuantity(cart, "tea", 1)).toBe(cart);
    expect(getQuantity(withQuantity(cart, "dish-7", 3), "dish-7")).toBe(3);
    const withRoom = withQuantity(cart, "dish-7", 0);
    expect(getQuantity(withQuantity(withRoom, "tea", 1), "tea")).toBe(1);
  });

  it("warns about the lines beyond 50 of an older cart", () => {
    const items = Array.from({ length: 52 }, (_, n) => makeItem({ id: `dish-${n}`, name: `Dish ${n}` }));
    const lines = items.map(({ id }) => ({ id, item_id: id, quantity: 1 }));
    const priced = priceCart({ ...createCart(), lines }, items);
    expect(hasTooManyLines(priced)).toBe(true);
    expect(listWarnings(priced)).toEqual(["Your order has 52 entries. The maximum is 50: remove some."]);
    const full = priceCart({ ...createCart(), lines: lines.slice(2) }, items);
    expect(hasTooManyLines(full)).toBe(false);
    expect(listWarnings(full)).toEqual([]);
  });

  it("holds whole quantities from 1 to 999", () => {
    const cart = withQuantity(createCart(), "pizza", 1);
    expect(withQuantity(cart, "pizza", 0).lines).toEqual([]);
    expect(withQuantity(cart, "pizza", -4).lines).toEqual([]);
    expect(withQuantity(cart, "pizza", 4000).lines[0]?.quantity).toBe(999);
    expect(withQuantity(cart, "pizza", 2.7).lines[0]?.quantity).toBe(2);
  });

  it("keeps its idempotency key through every change", () => {
    const cart = createCart("takeaway", () => "the-key");
    const filled = withQuantity(withQuantity(cart, "pizza", 1), "tea", 2);
    const changed = withLineNote(filled, lineIdAt(filled, 1), "hot");
    expect(changed.lines[1]).toMatchObject({ item_id: "tea", note: "hot" });
    expect(changed.key).toBe("the-key");
    expect(createCart().key).not.toBe(createCart().key);
  });

  it("uses the menu's current prices and lists items that are no longer on it", () => {
    const cart = withQuantity(withQuantity(withQuantity(createCart(), "pizza", 2), "tea", 1), "gone", 1);
    expect(priceCart(cart, menu)).toMatchObject({
      count: 3,
      total: 2280,
      unavailable: [{ item_id: "gone" }],
    });
  });

  it("becomes a request with trimmed texts and the total that was shown", () => {
    const pizza = withQuantity(createCart("dine_in"), "pizza", 2);
    const cart = {
      ...withLineNote(pizza, lineIdAt(pizza, 0), " thin "),
      table: " 7 ",
      note: " ",
    };
    expect(toPlaceOrderRequest(cart, "trattoria", priceCart(cart, menu))).toEqual({
      business_id: "trattoria",
      items: [{ item_id: "pizza", quantity: 2, note: "thin" }],
      order_type: "dine_in",
      customer: { table: "7" },
      expected_total_cents: 1900,
      expected_currency: "EUR",
    });
  });

  it("keeps the lines that were not sent under a new key", () => {
    const sent = { ...withQuantity(createCart("dine_in"), "pizza", 2), table: "7", note: "no salt" };
    expect(withoutSent(sent, sent)).toBeNull();
    const changed = withQuantity(withQuantity(sent, "pizza", 3), "tea", 1);
    const rest = withoutSent(changed, sent);
    expect(rest).toMatchObject({
      lines: [
        { item_id: "pizza", quantity: 1 },
        { item_id: "tea", quantity: 1 },
      ],
      table: "7",
      note: "",
    });
    expect(rest?.key).not.toBe(sent.key);
    const other = withQuantity(createCart(), "pizza", 2);
    expect(withoutSent(other, sent)).toBe(other);
  });

  it("has no available quantity of an item that is switched off", () => {
    expect(getAvailableQuantity(makeItem({ available: false }))).toBe(0);
    expect(getAvailableQuantity(makeItem({ stock_quantity: 3 }))).toBe(3);
  });
});

describe("lines of the same item with different notes", () => {
  it("stay apart, in the cart and in the request", () => {
    const cart = createCartWithNote();
    expect(withoutIds(cart)).toEqual([
      { item_id: "pizza", quantity: 1, note: "no onions" },
      { item_id: "pizza", quantity: 1 },
    ]);
    expect(new Set(cart.lines.map((line) => line.id)).size).toBe(2);
    expect(toPlaceOrderRequest(cart, "trattoria", priceCart(cart, menu)).items).toEqual([
      { item_id: "pizza", quantity: 1, note: "no onions" },
      { item_id: "pizza", quantity: 1 },
    ]);
  });

  it("are changed separately", () => {
    const cart = createCartWithNote();
    const [first, second] = [lineIdAt(cart, 0), lineIdAt(cart, 1)];
    const changed = withLineNote(withLineQuantity(cart, first, 3), second, "well done");
    expect(withoutIds(changed)).toEqual([
      { item_id: "pizza", quantity: 3, note: "no onions" },
      { item_id: "pizza", quantity: 1, note: "well done" },
    ]);
    expect(withoutIds(withLineQuantity(changed, first, 0))).toEqual([
      { item_id: "pizza", quantity: 1, note: "well done" },
    ]);
    expect(withLineQuantity(changed, "unknown", 5)).toBe(changed);
  });

  it("lose portions without a note first when the item's quantity is reduced", () => {
    const cart = withQuantity(createCartWithNote(), "pizza", 4);
    expect(cart.lines.map((line) => line.quantity)).toEqual([1, 3]);
    expect(withQuantity(cart, "pizza", 2).lines.map((line) => line.quantity)).toEqual([1, 1]);
    expect(withoutIds(withQuantity(cart, "pizza", 1))).toEqual([
      { item_id: "pizza", quantity: 1, note: "no onions" },
    ]);
    expect(withQuantity(cart, "pizza", 0).lines).toEqual([]);
  });

  it("keep their notes when a past order is ordered again", () => {
    const cart = addLines(createCart(), [
      { item_id: "pizza", quantity: 1, note: "no onions", name: "Margherita" },
      { item_id: "pizza", quantity: 2, note: null, name: "Margherita" },
      { item_id: "pizza", quantity: 1, note: " no onions ", name: "Margherita" },
    ]);
    expect(withoutIds(cart)).toEqual([
      { item_id: "pizza", quantity: 2, note: "no onions", name: "Margherita" },
      { item_id: "pizza", quantity: 2, name: "Margherita" },
    ]);
  });

  it("share the stock of the item", () => {
    const cart = createCartWithNote();
    const price = (stock: number) => priceCart(cart, [makeItem({ stock_quantity: stock })]);
    expect(price(2).lines.map(exceedsStock)).toEqual([false, false]);
    expect(price(2).lines.map(getMaxLineQuantity)).toEqual([1, 1]);
    expect(price(5).lines.map(getMaxLineQuantity)).toEqual([4, 4]);
    expect(price(1).lines.map(exceedsStock)).toEqual([true, true]);
    expect(listWarnings(price(1))).toEqual(["Margherita: only 1 left."]);
  });

  it("share the maximum quantity if their notes are equal", () => {
    const cart = createCartWithNote();
    const [first, second] = [lineIdAt(cart, 0), lineIdAt(cart, 1)];
    const separate = withLineQuantity(withLineQuantity(cart, first, 999), second, 999);
    expect(getQuantity(separate, "pizza")).toBe(1998);
    const equal = withLineNote(cart, second, "no onions ");
    expect(withLineQuantity(equal, first, 999).lines.map((line) => line.quantity)).toEqual([998, 1]);
  });

  it("can be reduced if their notes were made equal and they exceed the maximum quantity together", () => {
    const cart = createCartWithNote();
    const [first, second] = [lineIdAt(cart, 0), lineIdAt(cart, 1)];
    const separate = withLineQuantity(withLineQuantity(cart, first, 999), second, 700);
    const equal = withLineNote(separate, second, "no onions");
    const quantitiesAfter = (quantity: number) =>
      withLineQuantity(equal, second, quantity).lines.map((line) => line.quantity);
    expect(quantitiesAfter(699)).toEqual([999, 699]);
    expect(quantitiesAfter(701)).toEqual([999, 700]);
    expect(quantitiesAfter(0)).toEqual([999]);
    expect(withQuantity(equal, "pizza", 1698).lines.map((line) => line.quantity)).toEqual([999, 699]);
  });

  it("have labels that differ", () => {
    const { lines } = priceCart(createCartWithNote(), menu);
    expect(lines.map(({ label }) => label)).toEqual(["Margherita", "Margherita, line 2"]);
  });

  it("are removed together when their item is no longer available", () => {
    const cart = withQuantity(createCartWithNote(), "tea", 1);
    expect(withoutIds(removeItems(cart, [{ item_id: "pizza" }]))).toEqual([{ item_id: "tea", quantity: 1 }]);
    const { unavailable } = priceCart(cart, menu.slice(1));
    expect(unavailable).toHaveLength(2);
    expect(listWarnings(priceCart(cart, menu.slice(1)))).toEqual(["One dish is no longer available."]);
  });

  it("that were added while the order was placed stay in the cart", () => {
    const sent = createCartWithNote();
    const changed = withLineQuantity(sent, lineIdAt(sent, 0), 3);
    expect(withoutIds(withoutSent(changed, sent) ?? createCart())).toEqual([
      { item_id: "pizza", quantity: 2, note: "no onions" },
    ]);
  });
});

describe("a shortage", () => {
  it("has one text for all lists", () => {
    expect(formatShortage(0)).toBe("sold out");
    expect(formatShortage(3)).toBe("only 3 left");
    const listWarningsFor = (stock: number) =>
      listWarnings(priceCart(withQuantity(createCart(), "pizza", 9), [makeItem({ stock_quantity: stock })]));
    expect(listWarningsFor(0)).toEqual(["Margherita is sold out."]);
    expect(listWarningsFor(3)).toEqual(["Margherita: only 3 left."]);
  });
});

describe("a note", () => {
  it("has at most 500 characters, as the server counts them", () => {
    const cart = withQuantity(createCart(), "pizza", 1);
    const noteOf = (note: string) => withLineNote(cart, lineIdAt(cart, 0), note).lines[0]?.note;
    expect(noteOf("x".repeat(600))).toBe("x".repeat(MAX_NOTE_LENGTH));
    expect(noteOf("🌶".repeat(500))).toBe("🌶".repeat(500));
    expect(noteOf("🌶".repeat(501))).toBe("🌶".repeat(500));
  });
});

describe("a price change", () => {
  it("contains both currencies if the business has changed its currency", () => {
    const cart = rememberItems(withQuantity(createCart(), "pizza", 1), menu);
    const inYen = [makeItem({ price_cents: 1520, currency: "JPY" })];
    expect(listWarnings(priceCart(cart, inYen))).toEqual(["Margherita is now ¥1,520 (was €9.50)."]);
    expect(listWarnings(priceCart(rememberItems(cart, inYen), menu))).toEqual([]);
  });
});

describe("a stored cart of an earlier version", () => {
  it("gets line ids, and is then the same as a new one", () => {
    const stored = {
      ...createCart(),
      lines: [
        { item_id: "pizza", quantity: 2, note: "thin", name: "Margherita", price_cents: 950 },
        { item_id: "tea", quantity: 1 },
      ],
    } as unknown as Cart;
    const cart = upgradeCart(stored);
    expect(withoutIds(cart)).toEqual(stored.lines);
    expect(new Set(cart.lines.map((line) => line.id)).size).toBe(2);
    // Tabs that upgrade the same cart agree on its ids.
    expect(upgradeCart(stored)).toEqual(cart);
    const changed = withQuantity(withLineNote(cart, lineIdAt(cart, 1), "hot"), "tea", 2);
    expect(withoutIds(changed).slice(1)).toEqual([
      { item_id: "tea", quantity: 1, note: "hot" },
      { item_id: "tea", quantity: 1 },
    ]);
  });
});
