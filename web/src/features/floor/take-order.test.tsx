// @vitest-environment jsdom
import { act, configure, renderHook, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_LINES } from "@/entities/cart/cart";
import { useCart } from "@/entities/cart/use-cart";
import { setLiveStatus } from "@/live/connection-status";
import { mockChangingMenu } from "@/test/changing-menu";
import { logInAs, makeBusiness, makeItem } from "@/test/fixtures";
import { renderPage } from "@/test/render";
import { TakeOrder } from "./take-order";

// These tests render whole pages, which is slow on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const panna = makeItem({ id: "panna", name: "Panna cotta", price_cents: 600 });
const pizza = makeItem();

beforeEach(() => {
  setLiveStatus({ phase: "off" });
  logInAs("waiter");
});

describe("an order for a table", () => {
  it("is placed without an item that was removed only after a confirmation", async () => {
    const { menu, readPlacedOrders } = mockChangingMenu([pizza, panna]);
    const { cache } = renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Margherita/ }));
    await userEvent.click(screen.getByRole("button", { name: /Panna cotta/ }));
    menu.items = [pizza];
    await act(() => cache.refetchQueries());
    await userEvent.click(await screen.findByRole("button", { name: /^1 item ·/ }));
    expect(await screen.findByText("Panna cotta is no longer available.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: /Send to kitchen/ }));
    expect(await screen.findByRole("button", { name: /Order the other items/ })).toBeVisible();
    expect(await readPlacedOrders()).toEqual([]);
  });

  it("shows a price that has changed", async () => {
    const { menu } = mockChangingMenu([pizza, panna]);
    const { cache } = renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Panna cotta/ }));
    menu.items = [pizza, { ...panna, price_cents: 9900 }];
    await act(() => cache.refetchQueries());
    await userEvent.click(await screen.findByRole("button", { name: /^1 item · €99/ }));
    expect(await screen.findByText("now €99.00 (was €6.00)")).toBeVisible();
  });

  it("has its total in the currency of the menu if the business was fetched with another one", async () => {
    const { readPlacedOrders } = mockChangingMenu([makeItem({ price_cents: 3950, currency: "KWD" })]);
    renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Margherita/ }));
    await userEvent.click(await screen.findByRole("button", { name: /^1 item · KWD\s3\.950/ }));
    const send = await screen.findByRole("button", { name: /Send to kitchen/ });
    expect(send).toHaveTextContent(/KWD\s3\.950/);
    expect(send).not.toHaveTextContent("€");
    await userEvent.click(send);
    expect(await screen.findByText(/sent to the kitchen\./)).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([{ expected_currency: "KWD" }]);
  });

  it("keeps portions with different notes apart", async () => {
    const { readPlacedOrders } = mockChangingMenu([pizza, panna]);
    renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Margherita/ }));
    await userEvent.click(await screen.findByRole("button", { name: /^1 item ·/ }));
    await userEvent.type(await screen.findByLabelText("Note for Margherita"), "no onions");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByLabelText("Note for Margherita")).toBeNull());
    await userEvent.click(await screen.findByRole("button", { name: /^Margherita/ }));
    await userEvent.click(await screen.findByRole("button", { name: /^2 items ·/ }));
    await userEvent.type(await screen.findByLabelText("Note for Margherita, line 2"), "well done");
    await userEvent.click(screen.getByRole("button", { name: "Increase Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: /Send to kitchen/ }));
    expect(await screen.findByText(/sent to the kitchen\./)).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([
      {
        items: [
          { item_id: "pizza", quantity: 2, note: "no onions" },
          { item_id: "pizza", quantity: 1, note: "well done" },
        ],
      },
    ]);
  });
});

describe("the button of an order for a closed business", () => {
  it.each([
    { role: "waiter" as const, reason: "You're closed. The owner can open the business in Settings." },
    { role: "business" as const, reason: "You're closed. To take orders, open your business in Settings." },
  ])("explains to a user with the role $role why it is disabled", async ({ role, reason }) => {
    logInAs(role);
    mockChangingMenu([pizza], {
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ open: false })),
    });
    renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Margherita/ }));
    await userEvent.click(await screen.findByRole("button", { name: /^1 item ·/ }));
    const button = await screen.findByRole("button", { name: /Send to kitchen/ });
    await waitFor(() => expect(button).toBeDisabled());
    expect(button).toHaveAccessibleDescription(reason);
    expect(within(screen.getByRole("dialog")).getByText(reason)).toBeVisible();
  });

  it("is preceded by a notice above the menu", async () => {
    mockChangingMenu([pizza], {
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ open: false })),
    });
    renderPage(<TakeOrder />);
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "You're closed. The owner can open the business in Settings.",
    );
  });
});

describe("the button of an order that cannot be sent", () => {
  const openCart = async () => {
    await userEvent.click(await screen.findByRole("button", { name: /^\d+ items? ·/ }));
    return within(await screen.findByRole("dialog"));
  };
  const expectReason = (cart: Awaited<ReturnType<typeof openCart>>, reason: string) => {
    const button = cart.getByRole("button", { name: /Send to kitchen/ });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(reason);
    expect(cart.getByText(reason)).toBeVisible();
  };

  it.each([
    { change: { stock_quantity: 1 }, reason: "Margherita: only 1 left." },
    { change: { stock_quantity: 0 }, reason: "Margherita is sold out." },
  ])("has the visible reason '$reason'", async ({ change, reason }) => {
    const { menu } = mockChangingMenu([pizza, panna]);
    const { cache } = renderPage(<TakeOrder />);
    for (let n = 0; n < 2; n += 1) {
      await userEvent.click(await screen.findByRole("button", { name: /^Margherita/ }));
    }
    menu.items = [{ ...pizza, ...change }, panna];
    await act(() => cache.refetchQueries());
    const cart = await openCart();
    await waitFor(() => expectReason(cart, reason));
  });

  it("has the visible reason that the order has too many lines", async () => {
    mockChangingMenu([makeItem({ stock_quantity: 100 })]);
    const { result } = renderHook(() => useCart("floor-trattoria", "dine_in"));
    const lines = Array.from({ length: MAX_LINES + 1 }, (_, n) => ({
      id: `line-${n}`,
      item_id: pizza.id,
      quantity: 1,
      note: `guest ${n}`,
    }));
    act(() => result.current.changeCart((cart) => ({ ...cart, lines })));
    renderPage(<TakeOrder />);
    expectReason(
      await openCart(),
      `Your order has ${MAX_LINES + 1} entries. The maximum is ${MAX_LINES}: remove some.`,
    );
  });

  it("has the visible reason that the device is offline", async () => {
    mockChangingMenu([pizza]);
    renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /^Margherita/ }));
    act(() => setLiveStatus({ phase: "offline" }));
    expectReason(await openCart(), "You're offline. Try again when you're back online.");
  });
});
