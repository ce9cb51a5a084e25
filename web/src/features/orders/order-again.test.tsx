// @vitest-environment jsdom
import { renderHook, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { useCart } from "@/entities/cart/use-cart";
import { logInAs, makeOrder } from "@/test/fixtures";
import { renderPage } from "@/test/render";
import { OrderAgain } from "./order-again";

it("keeps the lines of a past order and their notes", async () => {
  logInAs("customer");
  const line = { item_id: "pizza", name: "Margherita", unit_price_cents: 950 };
  const order = makeOrder({
    status: "completed",
    lines: [
      { ...line, quantity: 1, line_total_cents: 950, note: "no onions" },
      { ...line, quantity: 2, line_total_cents: 1900, note: null },
    ],
  });
  renderPage(<OrderAgain order={order} />);
  await userEvent.click(screen.getByRole("button", { name: "Order again" }));
  expect(await screen.findByText("another page")).toBeVisible();
  const { result } = renderHook(() => useCart(order.business_id));
  expect(result.current.cart.lines).toEqual([
    { id: expect.any(String), item_id: "pizza", name: "Margherita", quantity: 1, note: "no onions" },
    { id: expect.any(String), item_id: "pizza", name: "Margherita", quantity: 2 },
  ]);
});
