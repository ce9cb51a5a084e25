// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Order, Tokens } from "@/api/types";
import { applyEvent } from "@/entities/order/order-cache";
import { orderVersions } from "@/entities/order/order-versions";
import * as session from "@/session/session";
import { makeEvent, makeOrder } from "@/test/fixtures";
import { mockApi, renderPage, problemResponse } from "@/test/render";
import BoardPage from "./board-page";

const house = {
  id: "house",
  name: "Noodle Bar",
  currency: "EUR",
  timezone: "UTC",
  open: true,
  acceptance: "manual",
  grace_seconds: 5,
  kitchen: "manual",
};

const board = (orders: Order[], more: Parameters<typeof mockApi>[0] = {}) =>
  mockApi({
    "GET /api/businesses/house": () => Response.json(house),
    "GET /api/orders": ({ url }) =>
      Response.json({ data: url.includes("pending") ? orders : [], next_cursor: null }),
    ...more,
  });

const column = (name: string) => within(screen.getByTestId(`column-${name}`));

beforeEach(() => {
  orderVersions.clear();
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }));
  const user = { id: "lucia", role: "business", name: "Lucia", business_id: "house" };
  session.startSession({ user, access_token: "a", refresh_token: "r", expires_in: 900 } as Tokens);
});

describe("the board", () => {
  it("accepts by one tap, before the server has answered", async () => {
    const order = makeOrder();
    let answer: (response: Response) => void = () => undefined;
    board([order], { [`POST /api/orders/${order.id}/accept`]: () => new Promise((done) => (answer = done)) });
    renderPage(<BoardPage />);
    await userEvent.click(await screen.findByRole("button", { name: `Accept ${order.number}` }));
    expect(column("accepted").getByText(order.number)).toBeVisible();
    answer(Response.json({ ...order, version: 2, status: "accepted" }));
    await waitFor(() =>
      expect(column("accepted").getByRole("button", { name: `Start ${order.number}` })).toBeEnabled(),
    );
    expect(column("pending").queryByText(order.number)).toBeNull();
  });

  it("says why not, and shows the true state, when somebody was faster", async () => {
    const order = makeOrder();
    board([order], {
      [`POST /api/orders/${order.id}/accept`]: problemResponse(409, {
        detail: `Order ${order.number} was cancelled 1 s ago; it cannot be accepted now.`,
      }),
      [`GET /api/orders/${order.id}`]: () => Response.json({ ...order, version: 2, status: "cancelled" }),
    });
    renderPage(<BoardPage />);
    await userEvent.click(await screen.findByRole("button", { name: `Accept ${order.number}` }));
    expect(await screen.findByText(/was cancelled 1 s ago/)).toBeVisible();
    await waitFor(() =>
      expect(screen.queryByRole("listitem", { name: new RegExp(order.number) })).toBeNull(),
    );
  });

  it("takes a rejection back", async () => {
    const order = makeOrder();
    const asked = board([order]);
    renderPage(<BoardPage />);
    await userEvent.click(await screen.findByRole("button", { name: `Reject ${order.number}` }));
    expect(column("pending").queryByText(order.number)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(column("pending").getByText(order.number)).toBeVisible();
    expect(asked.some((request) => request.method === "POST")).toBe(false);
  });

  it("shows what comes in, once, and counts it", async () => {
    board([]);
    const { cache } = renderPage(<BoardPage />);
    expect(await screen.findByText("Nothing to accept.")).toBeVisible();
    const event = makeEvent(makeOrder(), "order.placed");
    applyEvent(cache, event);
    applyEvent(cache, event);
    expect(await column("pending").findAllByTestId("ticket")).toHaveLength(1);
    expect(screen.getByRole("list", { name: "All day" })).toHaveTextContent("2Margherita");
  });

  it("is worked by keyboard, and lists its keys", async () => {
    const order = makeOrder();
    const asked = board([order], {
      [`POST /api/orders/${order.id}/accept`]: () =>
        Response.json({ ...order, version: 2, status: "accepted" }),
    });
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    fireEvent.keyDown(window, { key: "ArrowDown" });
    fireEvent.keyDown(window, { key: "a" });
    expect(column("accepted").getByText(order.number)).toBeVisible();
    await waitFor(() => expect(asked.filter((request) => request.method === "POST")).toHaveLength(1));
    fireEvent.keyDown(window, { key: "?" });
    expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  });

  it("takes one step for a key that is held", async () => {
    const order = makeOrder();
    const asked = board([order], {
      [`POST /api/orders/${order.id}/accept`]: () =>
        Response.json({ ...order, version: 2, status: "accepted" }),
    });
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    fireEvent.keyDown(window, { key: "ArrowDown" });
    fireEvent.keyDown(window, { key: "Enter" });
    for (let n = 0; n < 20; n += 1) fireEvent.keyDown(window, { key: "Enter", repeat: true });
    await waitFor(() =>
      expect(column("accepted").getByRole("button", { name: `Start ${order.number}` })).toBeEnabled(),
    );
    for (let n = 0; n < 20; n += 1) fireEvent.keyDown(window, { key: "Enter", repeat: true });
    expect(column("accepted").getByText(order.number)).toBeVisible();
    expect(asked.filter((request) => request.method === "POST")).toHaveLength(1);
  });

  it.each(["menu", "dialog"])("leaves the keys to a %s that is open over it", async (role) => {
    const order = makeOrder();
    board([order]);
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    fireEvent.keyDown(window, { key: "ArrowDown" });
    const over = document.createElement("div");
    over.setAttribute("role", role);
    document.body.append(over);
    fireEvent.keyDown(window, { key: "a" });
    fireEvent.keyDown(over, { key: "Enter", bubbles: true });
    over.remove();
    expect(column("pending").getByText(order.number)).toBeVisible();
    fireEvent.keyDown(window, { key: "a" });
    expect(column("accepted").getByText(order.number)).toBeVisible();
  });

  it("gives people who cook by hand a quarter of an hour, not the workers' seconds", async () => {
    const order = makeOrder({ placed_at: new Date(Date.now() - 700_000).toISOString() });
    board([order], { "GET /api/kitchen": () => Response.json({ prep_seconds: 10, workers: [] }) });
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    await waitFor(() => expect(screen.getByTestId("ticket")).toHaveAttribute("data-urgency", "due"));
  });

  it("names the table apart from the guest, whose whole name is in the title", async () => {
    const name = "Maximiliane von Hohenstein-Sonnenberg";
    board([makeOrder({ order_type: "dine_in", customer: { name, phone: null, table: "7" } })]);
    renderPage(<BoardPage />);
    expect(await screen.findByText("Table 7 ·")).not.toContainElement(screen.getByTitle(name));
    expect(screen.getByTitle(name)).toHaveTextContent(name);
  });
});
