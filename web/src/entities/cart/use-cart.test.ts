// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Tokens } from "@/api/types";
import { endSession, startSession } from "@/session/session";
import { useNotices } from "@/shared/notices";
import { createCart, MAX_LINES, withQuantity } from "./cart";
import { useCart } from "./use-cart";

const logIn = (id: string) =>
  act(() => {
    startSession({ user: { id }, access_token: id, refresh_token: id, expires_in: 900 } as Tokens);
  });

const readStorage = () => Object.values({ ...localStorage }).join("\n");

function setUp() {
  const { result } = renderHook(() => useCart("trattoria"));
  const fillCart = () =>
    act(() =>
      result.current.changeCart((cart) => ({
        ...withQuantity(cart, "pizza", 2),
        phone: "+34 600 123 456",
        note: "Calle Mayor 7",
      })),
    );
  return { result, fillCart };
}

describe("the quantity of an item", () => {
  it("is set, unless the cart has no room for another line", () => {
    const { result } = renderHook(() => ({ ...useCart("noodle-bar"), notices: useNotices() }));
    for (let n = 1; n <= MAX_LINES; n += 1) act(() => result.current.setItemQuantity(`dish-${n}`, 1));
    expect(result.current.cart.lines).toHaveLength(MAX_LINES);
    expect(result.current.notices).toEqual([]);
    act(() => result.current.setItemQuantity("tea", 1));
    expect(result.current.cart.lines).toHaveLength(MAX_LINES);
    expect(result.current.notices).toMatchObject([{ text: "An order can have at most 50 entries." }]);
    act(() => result.current.setItemQuantity("dish-1", 2));
    expect(result.current.cart.lines[0]).toMatchObject({ item_id: "dish-1", quantity: 2 });
  });
});

describe("the owner of a cart", () => {
  it("becomes the account that logs in", () => {
    const { result, fillCart } = setUp();
    fillCart();
    logIn("dana");
    expect(result.current.cart.lines).toEqual([{ id: expect.any(String), item_id: "pizza", quantity: 2 }]);
    expect(readStorage()).toContain("Calle Mayor 7");
  });

  it("takes the cart away on logout, from the page and from storage", () => {
    const { result, fillCart } = setUp();
    logIn("dana");
    fillCart();
    expect(readStorage()).toContain("+34 600 123 456");
    act(() => endSession());
    expect(readStorage()).not.toContain("600 123 456");
    expect(readStorage()).not.toContain("Calle Mayor");
    logIn("omar");
    expect(result.current.cart).toMatchObject({ lines: [], phone: "", note: "" });
  });

  it("does not share the cart with the next account, even without a logout", () => {
    const { result, fillCart } = setUp();
    logIn("dana");
    fillCart();
    logIn("omar");
    expect(result.current.cart).toMatchObject({ lines: [], phone: "", note: "" });
    expect(readStorage()).not.toContain("Calle Mayor");
  });

  it("keeps the cart when the tokens are refreshed", () => {
    const { result, fillCart } = setUp();
    logIn("dana");
    fillCart();
    logIn("dana");
    expect(result.current.cart.phone).toBe("+34 600 123 456");
  });
});

describe("a stored cart of an earlier version", () => {
  it("is loaded with its lines and notes", () => {
    const lines = [{ item_id: "pizza", quantity: 2, note: "thin" }];
    localStorage.setItem("expediter.cart.osteria", JSON.stringify({ ...createCart(), lines }));
    const { result } = renderHook(() => useCart("osteria"));
    expect(result.current.cart.lines).toEqual([
      { id: expect.any(String), item_id: "pizza", quantity: 2, note: "thin" },
    ]);
    act(() => result.current.changeCart((cart) => withQuantity(cart, "pizza", 3)));
    expect(result.current.cart.lines).toMatchObject([{ quantity: 2, note: "thin" }, { quantity: 1 }]);
  });
});
