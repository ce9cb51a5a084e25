// @vitest-environment jsdom
import { act, configure, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { mockChangingMenu } from "@/test/changing-menu";
import { logInAs, makeBusiness, makeItem } from "@/test/fixtures";
import { renderPage } from "@/test/render";
import { TakeOrder } from "./take-order";

// These tests render whole pages, which is slow on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const panna = makeItem({ id: "panna", name: "Panna cotta", price_cents: 600 });
const pizza = makeItem();

beforeEach(() => logInAs("waiter"));

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
    expect(button).toHaveAttribute("title", reason);
  });
});
