// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Item } from "@/api/types";
import { makeItem } from "@/test/fixtures";
import { addLines, createCart, priceCart } from "./cart";
import { useSeenTotal } from "./use-seen-total";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const cart = addLines(createCart("takeaway"), [{ item_id: "pizza", quantity: 2 }]);

function setUp() {
  const { result, rerender } = renderHook(
    ({ price, currency, current }) =>
      useSeenTotal(current, priceCart(current, [makeItem({ id: "pizza", price_cents: price, currency })])),
    { initialProps: { price: 950, currency: "EUR", current: cart } },
  );
  return { getSeenTotal: () => result.current(), rerender };
}

describe("the total that the customer has seen", () => {
  it("follows a change of prices only after the time to react", () => {
    const { getSeenTotal, rerender } = setUp();
    expect(getSeenTotal()).toEqual({ total: 1_900, currency: "EUR" });
    vi.advanceTimersByTime(60_000);
    rerender({ price: 1_200, currency: "EUR", current: cart });
    expect(getSeenTotal()).toEqual({ total: 1_900, currency: "EUR" });
    vi.advanceTimersByTime(399);
    expect(getSeenTotal()).toEqual({ total: 1_900, currency: "EUR" });
    vi.advanceTimersByTime(1);
    expect(getSeenTotal()).toEqual({ total: 2_400, currency: "EUR" });
  });

  it("follows a change of the currency in the same way", () => {
    const { getSeenTotal, rerender } = setUp();
    rerender({ price: 950, currency: "USD", current: cart });
    expect(getSeenTotal()).toEqual({ total: 1_900, currency: "EUR" });
    vi.advanceTimersByTime(400);
    expect(getSeenTotal()).toEqual({ total: 1_900, currency: "USD" });
  });

  it("is the first one as soon as the menu is loaded", () => {
    const { result, rerender } = renderHook(({ items }) => useSeenTotal(cart, priceCart(cart, items)), {
      initialProps: { items: [] as Item[] },
    });
    rerender({ items: [makeItem({ id: "pizza", price_cents: 950 })] });
    expect(result.current()).toEqual({ total: 1_900, currency: "EUR" });
  });

  it("follows a change of the cart immediately", () => {
    const { getSeenTotal, rerender } = setUp();
    const larger = addLines(cart, [{ item_id: "pizza", quantity: 1 }]);
    rerender({ price: 950, currency: "EUR", current: larger });
    expect(getSeenTotal()).toEqual({ total: 2_850, currency: "EUR" });
  });
});
