import { describe, expect, it } from "vitest";
import { makeItem } from "@/test/fixtures";
import {
  toPlaceOrderRequest,
  createCart,
  getAvailableQuantity,
  addLines,
  priceCart,
  withoutSent,
  withLineNote,
  withQuantity,
} from "./cart";

const menu = [makeItem(), makeItem({ id: "tea", name: "Tea", price_cents: 380 })];

describe("a cart", () => {
  it("has each dish once, however often it is added", () => {
    const cart = addLines(withQuantity(createCart(), "pizza", 2), [
      { item_id: "pizza", quantity: 1 },
      { item_id: "tea", quantity: 1 },
    ]);
    expect(cart.lines).toEqual([
      { item_id: "pizza", quantity: 3 },
      { item_id: "tea", quantity: 1 },
    ]);
  });

  it("holds whole quantities from 1 to 999 only", () => {
    const one = withQuantity(createCart(), "pizza", 1);
    expect(withQuantity(one, "pizza", 0).lines).toEqual([]);
    expect(withQuantity(one, "pizza", -4).lines).toEqual([]);
    expect(withQuantity(one, "pizza", 4000).lines[0]?.quantity).toBe(999);
    expect(withQuantity(one, "pizza", 2.7).lines[0]?.quantity).toBe(2);
  });

  it("keeps one key through every change: one cart is one order", () => {
    const cart = createCart("takeaway", () => "the-key");
    const changed = withLineNote(withQuantity(withQuantity(cart, "pizza", 1), "tea", 2), "tea", "hot");
    expect(changed.key).toBe("the-key");
    expect(createCart().key).not.toBe(createCart().key);
  });

  it("costs what the menu says now, and tells what left the menu", () => {
    const cart = withQuantity(withQuantity(withQuantity(createCart(), "pizza", 2), "tea", 1), "gone", 1);
    expect(priceCart(cart, menu)).toMatchObject({ count: 3, total: 2280, gone: [{ item_id: "gone" }] });
  });

  it("asks for exactly what was shown", () => {
    const cart = {
      ...withLineNote(withQuantity(createCart("dine_in"), "pizza", 2), "pizza", " thin "),
      table: " 7 ",
      note: " ",
    };
    expect(toPlaceOrderRequest(cart, "house", priceCart(cart, menu))).toEqual({
      business_id: "house",
      items: [{ item_id: "pizza", quantity: 2, note: "thin" }],
      order_type: "dine_in",
      customer: { table: "7" },
      expected_total_cents: 1900,
    });
  });

  it("is left with what was not sent, as an order of its own", () => {
    const sent = { ...withQuantity(createCart("dine_in"), "pizza", 2), table: "7", note: "no salt" };
    expect(withoutSent(sent, sent)).toBeNull();
    const more = withQuantity(withQuantity(sent, "pizza", 3), "tea", 1);
    const rest = withoutSent(more, sent);
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

  it("has nothing of a dish that is switched off, whatever its stock", () => {
    expect(getAvailableQuantity(makeItem({ available: false }))).toBe(0);
    expect(getAvailableQuantity(makeItem({ stock_quantity: 3 }))).toBe(3);
  });
});
