// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Tokens } from "@/api/types";
import * as session from "@/session/session";
import { withQuantity } from "./cart";
import { useCart } from "./use-cart";

const logIn = (id: string) =>
  act(() => {
    session.startSession({ user: { id }, access_token: id, refresh_token: id, expires_in: 900 } as Tokens);
  });

const kept = () => Object.values({ ...localStorage }).join("\n");

function shopping() {
  const { result } = renderHook(() => useCart("house"));
  const fill = () =>
    act(() =>
      result.current.change((cart) => ({
        ...withQuantity(cart, "pizza", 2),
        phone: "+34 600 123 456",
        note: "Calle Mayor 7",
      })),
    );
  return { result, fill };
}

describe("whose a cart is", () => {
  it("goes along from a guest into an account", () => {
    const { result, fill } = shopping();
    fill();
    logIn("dana");
    expect(result.current.cart.lines).toEqual([{ item_id: "pizza", quantity: 2 }]);
    expect(kept()).toContain("Calle Mayor 7");
  });

  it("ends with the session, on screen and in the browser's memory", () => {
    const { result, fill } = shopping();
    logIn("dana");
    fill();
    expect(kept()).toContain("+34 600 123 456");
    act(() => session.endSession());
    expect(kept()).not.toContain("600 123 456");
    expect(kept()).not.toContain("Calle Mayor");
    logIn("omar");
    expect(result.current.cart).toMatchObject({ lines: [], phone: "", note: "" });
  });

  it("is not the next account's, also when nobody logged out", () => {
    const { result, fill } = shopping();
    logIn("dana");
    fill();
    logIn("omar");
    expect(result.current.cart).toMatchObject({ lines: [], phone: "", note: "" });
    expect(kept()).not.toContain("Calle Mayor");
  });

  it("stays through a renewed token", () => {
    const { result, fill } = shopping();
    logIn("dana");
    fill();
    logIn("dana");
    expect(result.current.cart.phone).toBe("+34 600 123 456");
  });
});
