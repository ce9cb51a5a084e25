import { describe, expect, it } from "vitest";
import { anItem } from "@/test/fixtures";
import { asOrder, emptyCart, left, merged, priced, unsent, withLineNote, withQuantity } from "./cart";

const menu = [anItem(), anItem({ id: "tea", name: "Tea", price_cents: 380 })];

describe("a cart", () => {
  it("has each dish once, however often it is added", () => {
    const cart = merged(withQuantity(emptyCart(), "pizza", 2), [
      { item_id: "pizza", quantity: 1 },
      { item_id: "tea", quantity: 1 },
    ]);
    expect(cart.lines).toEqual([
      { item_id: "pizza", quantity: 3 },
      { item_id: "tea", quantity: 1 },
    ]);
  });

  it("holds whole quantities from 1 to 999 only", () => {
    const one = withQuantity(emptyCart(), "pizza", 1);
    expect(withQuantity(one, "pizza", 0).lines).toEqual([]);
    expect(withQuantity(one, "pizza", -4).lines).toEqual([]);
    expect(withQuantity(one, "pizza", 4000).lines[0]?.quantity).toBe(999);
    expect(withQuantity(one, "pizza", 2.7).lines[0]?.quantity).toBe(2);
  });

  it("keeps one key through every change: one cart is one order", () => {
    const cart = emptyCart("takeaway", () => "the-key");
    const changed = withLineNote(withQuantity(withQuantity(cart, "pizza", 1), "tea", 2), "tea", "hot");
    expect(changed.key).toBe("the-key");
    expect(emptyCart().key).not.toBe(emptyCart().key);
  });

  it("costs what the menu says now, and tells what left the menu", () => {
    const cart = withQuantity(withQuantity(withQuantity(emptyCart(), "pizza", 2), "tea", 1), "gone", 1);
    expect(priced(cart, menu)).toMatchObject({ count: 3, total: 2280, gone: [{ item_id: "gone" }] });
  });

  it("asks for exactly what was shown", () => {
    const cart = {
      ...withLineNote(withQuantity(emptyCart("dine_in"), "pizza", 2), "pizza", " thin "),
      table: " 7 ",
      note: " ",
    };
    expect(asOrder(cart, "house", priced(cart, menu))).toEqual({
      business_id: "house",
      items: [{ item_id: "pizza", quantity: 2, note: "thin" }],
      order_type: "dine_in",
      customer: { table: "7" },
      expected_total_cents: 1900,
    });
  });

  it("is left with what was not sent, as an order of its own", () => {
    const sent = { ...withQuantity(emptyCart("dine_in"), "pizza", 2), table: "7", note: "no salt" };
    expect(unsent(sent, sent)).toBeNull();
    const more = withQuantity(withQuantity(sent, "pizza", 3), "tea", 1);
    const rest = unsent(more, sent);
    expect(rest).toMatchObject({
      lines: [
        { item_id: "pizza", quantity: 1 },
        { item_id: "tea", quantity: 1 },
      ],
      table: "7",
      note: "",
    });
    expect(rest?.key).not.toBe(sent.key);
    const other = withQuantity(emptyCart(), "pizza", 2);
    expect(unsent(other, sent)).toBe(other);
  });

  it("has nothing of a dish that is switched off, whatever its stock", () => {
    expect(left(anItem({ available: false }))).toBe(0);
    expect(left(anItem({ stock_quantity: 3 }))).toBe(3);
  });
});
