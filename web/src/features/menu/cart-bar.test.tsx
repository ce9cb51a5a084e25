// @vitest-environment jsdom
import { act, configure, renderHook, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Item, Tokens } from "@/api/types";
import { TakeOrder } from "@/features/floor/take-order";
import MenuPage from "./menu-page";
import * as session from "@/session/session";
import { makeItem, makeOrder } from "@/test/fixtures";
import { mockApi, renderPage, problemResponse } from "@/test/render";
import { useCart } from "@/entities/cart/use-cart";

// Whole pages: they take their time on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const panna = makeItem({ id: "panna", name: "Panna cotta", price_cents: 600 });
const pizza = makeItem();

const logIn = (role: string) =>
  session.startSession({
    user: { id: "dana", role, name: "Dana", business_id: role === "waiter" ? "house" : null },
    access_token: "a",
    refresh_token: "r",
    expires_in: 900,
  } as Tokens);

/** A house whose menu changes while somebody looks at it. */
function house(more: Parameters<typeof mockApi>[0] = {}) {
  const now: { items: Item[] } = { items: [pizza, panna] };
  const asked = mockApi({
    "GET /api/businesses/house": () =>
      Response.json({ id: "house", name: "Trattoria Lucia", currency: "EUR", timezone: "UTC", open: true }),
    "GET /api/businesses/house/items": () => Response.json({ data: now.items, next_cursor: null }),
    "POST /api/orders": () => Response.json(makeOrder(), { status: 201 }),
    ...more,
  });
  const ordered = async () =>
    Promise.all(
      asked
        .filter((request) => request.method === "POST" && request.url.endsWith("/api/orders"))
        .map((request) => request.clone().json() as Promise<{ items: object[] }>),
    );
  return { now, ordered };
}

async function diner(dishes: string[]) {
  const { cache } = renderPage(<MenuPage />, { path: "/b/:id", at: "/b/house" });
  for (const dish of dishes)
    await userEvent.click(await screen.findByRole("button", { name: `Add ${dish}` }));
  return { lookAgain: () => act(() => cache.refetchQueries()) };
}

beforeEach(() => logIn("customer"));

describe("a dish that leaves the menu while it is in the cart", () => {
  it("is told by its name, and the rest is ordered only when that is wanted", async () => {
    const { now, ordered } = house();
    const { lookAgain } = await diner(["Margherita", "Panna cotta"]);
    now.items = [pizza];
    await lookAgain();
    const bar = screen.getByRole("region", { name: "Your cart" });
    expect(await within(bar).findByText("Panna cotta is not on the menu any more.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("Panna cotta is not on the menu any more.");
    expect(await ordered()).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: /Order the rest.*€9\.50/ }));
    expect(await screen.findByText("elsewhere")).toBeVisible();
    expect(await ordered()).toMatchObject([{ items: [{ item_id: "pizza", quantity: 1 }] }]);
  });

  it("is told by its name when the API knew it first", async () => {
    let first = true;
    const gone = problemResponse(422, {
      type: "/problems/validation-failed",
      title: "Not acceptable",
      detail: "items[1].item_id is no item of this menu.",
      errors: [{ field: "items[1].item_id", message: "is no item of this menu" }],
    });
    const { ordered } = house({
      "POST /api/orders": () => {
        const answer = first ? gone() : Response.json(makeOrder(), { status: 201 });
        first = false;
        return answer;
      },
    });
    await diner(["Margherita", "Panna cotta"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("Panna cotta is not on the menu any more.");
    expect(dialog).not.toHaveTextContent("Not acceptable");
    await userEvent.click(within(dialog).getByRole("button", { name: /Order the rest/ }));
    expect(await screen.findByText("elsewhere")).toBeVisible();
    expect((await ordered())[1]).toMatchObject({ items: [{ item_id: "pizza" }] });
  });

  it("is asked of the waiter too", async () => {
    logIn("waiter");
    const { now, ordered } = house();
    const { cache } = renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Margherita/ }));
    await userEvent.click(screen.getByRole("button", { name: /Panna cotta/ }));
    now.items = [pizza];
    await act(() => cache.refetchQueries());
    await userEvent.click(await screen.findByRole("button", { name: /^1 item ·/ }));
    expect(await screen.findByText("Panna cotta is not on the menu any more.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: /Send to the kitchen/ }));
    expect(await screen.findByRole("button", { name: /Order the rest/ })).toBeVisible();
    expect(await ordered()).toEqual([]);
  });
});

describe("stock that falls below the cart", () => {
  it("is why it cannot be placed, and that is said", async () => {
    const { now } = house();
    const { lookAgain } = await diner(["Margherita", "Panna cotta"]);
    await userEvent.click(screen.getByRole("button", { name: "One more Margherita" }));
    now.items = [makeItem({ stock_quantity: 1 }), { ...panna, available: false }];
    await lookAgain();
    const bar = screen.getByRole("region", { name: "Your cart" });
    expect(await within(bar).findByText("Only 1 Margherita left.")).toBeVisible();
    expect(within(bar).getByText("Panna cotta is sold out.")).toBeVisible();
    expect(screen.getByRole("button", { name: /Place order/ })).toBeDisabled();
  });
});

describe("what is added while an order is being sent", () => {
  it("stays in the cart, and is another order", async () => {
    let answer: (response: Response) => void = () => undefined;
    const sending = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    const { ordered } = house({ "POST /api/orders": () => sending });
    await diner(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    await userEvent.click(screen.getByRole("button", { name: "One more Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: "Add Panna cotta" }));
    answer(Response.json(makeOrder(), { status: 201 }));
    expect(await screen.findByText("elsewhere")).toBeVisible();
    expect(await ordered()).toMatchObject([{ items: [{ item_id: "pizza", quantity: 1 }] }]);
    const { result } = renderHook(() => useCart("house"));
    expect(result.current.cart.lines).toMatchObject([
      { item_id: "pizza", quantity: 1 },
      { item_id: "panna", quantity: 1 },
    ]);
  });
});

describe("a price that changes while the cart is open", () => {
  it("is said before the order is placed", async () => {
    const { now } = house();
    const { lookAgain } = await diner(["Margherita", "Panna cotta"]);
    expect(screen.queryByText(/costs/)).toBeNull();
    now.items = [pizza, { ...panna, price_cents: 9900 }];
    await lookAgain();
    const bar = screen.getByRole("region", { name: "Your cart" });
    expect(await within(bar).findByText("Panna cotta costs €99.00 now.")).toBeVisible();
    expect(screen.getByRole("button", { name: /Place order.*€108\.50/ })).toBeEnabled();
  });

  it("is said to the waiter too", async () => {
    logIn("waiter");
    const { now } = house();
    const { cache } = renderPage(<TakeOrder />);
    await userEvent.click(await screen.findByRole("button", { name: /Panna cotta/ }));
    now.items = [pizza, { ...panna, price_cents: 9900 }];
    await act(() => cache.refetchQueries());
    await userEvent.click(await screen.findByRole("button", { name: /^1 item · €99/ }));
    expect(await screen.findByText("costs €99.00 now")).toBeVisible();
  });
});
