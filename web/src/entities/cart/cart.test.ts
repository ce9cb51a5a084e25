import { describe, expect, it } from "vitest";
import { getAvailableQuantity } from "@/entities/item/item";
import { makeItem } from "@/test/fixtures";
import {
  addLines,
  createCart,
  priceCart,
  toPlaceOrderRequest,
  withLineNote,
  withoutSent,
  withQuantity,
} from "./cart";

const menu = [makeItem(), makeItem({ id: "tea", name: "Tea", price_cents: 380 })];

describe("a cart", () => {
  it("has one line per item", () => {
    const cart = addLines(withQuantity(createCart(), "pizza", 2), [
      { item_id: "pizza", quantity: 1 },
      { item_id: "tea", quantity: 1 },
    ]);
    expect(cart.lines).toEqual([
      { item_id: "pizza", quantity: 3 },
      { item_id: "tea", quantity: 1 },
    ]);
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
    const changed = withLineNote(withQuantity(withQuantity(cart, "pizza", 1), "tea", 2), "tea", "hot");
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
    const cart = {
      ...withLineNote(withQuantity(createCart("dine_in"), "pizza", 2), "pizza", " thin "),
      table: " 7 ",
      note: " ",
    };
    expect(toPlaceOrderRequest(cart, "trattoria", priceCart(cart, menu))).toEqual({
      business_id: "trattoria",
      items: [{ item_id: "pizza", quantity: 2, note: "thin" }],
      order_type: "dine_in",
      customer: { table: "7" },
      expected_total_cents: 1900,
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
