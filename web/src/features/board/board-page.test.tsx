// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Order } from "@/api/types";
import { getPendingCommands } from "@/entities/order/command-delivery";
import { applyEvent } from "@/entities/order/order-cache";
import { openOrdersQuery } from "@/entities/order/queries";
import { orderVersions } from "@/entities/order/order-versions";
import { logInAs, makeBusiness, makeEvent, makeOrder } from "@/test/fixtures";
import { type Handlers, mockApi, problemResponse, renderPage } from "@/test/render";
import BoardPage from "./board-page";

const mockBoard = (orders: Order[], handlers: Handlers = {}) =>
  mockApi({
    "GET /api/businesses/trattoria": () => Response.json(makeBusiness()),
    "GET /api/orders": ({ url }) =>
      Response.json({ data: url.includes("pending") ? orders : [], next_cursor: null }),
    ...handlers,
  });

const mockAccept = (order: Order): Handlers => ({
  [`POST /api/orders/${order.id}/accept`]: () => Response.json({ ...order, version: 2, status: "accepted" }),
});

const inColumn = (name: string) => within(screen.getByTestId(`column-${name}`));

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
  logInAs("business");
});

describe("the board", () => {
  it("accepts with one tap and shows the result before the server responds", async () => {
    const order = makeOrder();
    let respond: (response: Response) => void = () => undefined;
    mockBoard([order], {
      [`POST /api/orders/${order.id}/accept`]: () => new Promise((resolve) => (respond = resolve)),
    });
    renderPage(<BoardPage />);
    await userEvent.click(await screen.findByRole("button", { name: `Accept ${order.number}` }));
    expect(inColumn("accepted").getByText(order.number)).toBeVisible();
    respond(Response.json({ ...order, version: 2, status: "accepted" }));
    await waitFor(() =>
      expect(inColumn("accepted").getByRole("button", { name: `Start ${order.number}` })).toBeEnabled(),
    );
    expect(inColumn("pending").queryByText(order.number)).toBeNull();
  });

  it("shows the problem and the actual status after a lost race", async () => {
    const order = makeOrder();
    mockBoard([order], {
      [`POST /api/orders/${order.id}/accept`]: problemResponse(409, {
        detail: `${order.number} was cancelled 1 s ago.`,
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

  it("undoes a rejection without a request", async () => {
    const order = makeOrder();
    const requests = mockBoard([order]);
    renderPage(<BoardPage />);
    await userEvent.click(await screen.findByRole("button", { name: `Reject ${order.number}` }));
    expect(inColumn("pending").queryByText(order.number)).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(inColumn("pending").getByText(order.number)).toBeVisible();
    expect(requests.some((request) => request.method === "POST")).toBe(false);
  });

  it("says so if it is too late to undo, because the page was hidden", async () => {
    const order = makeOrder();
    mockBoard([order], {
      [`POST /api/orders/${order.id}/reject`]: () =>
        Response.json({ ...order, version: 2, status: "rejected" }),
    });
    const { cache } = renderPage(<BoardPage />);
    await userEvent.click(await screen.findByRole("button", { name: `Reject ${order.number}` }));
    await act(() => getPendingCommands(cache).flush(true));
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(screen.getByText(`It's too late to undo: ${order.number} rejected.`)).toBeVisible();
    expect(inColumn("pending").queryByText(order.number)).toBeNull();
  });

  it("shows a new order once and adds it to the totals", async () => {
    mockBoard([]);
    const { cache } = renderPage(<BoardPage />);
    expect(await screen.findByText("No orders to accept.")).toBeVisible();
    const event = makeEvent(makeOrder(), "order.placed");
    applyEvent(cache, event);
    applyEvent(cache, event);
    expect(await inColumn("pending").findAllByTestId("ticket")).toHaveLength(1);
    expect(screen.getByRole("list", { name: "All day" })).toHaveTextContent("2Margherita");
  });

  it("has keyboard shortcuts and lists them", async () => {
    const order = makeOrder();
    const requests = mockBoard([order], mockAccept(order));
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    fireEvent.keyDown(window, { key: "ArrowDown" });
    fireEvent.keyDown(window, { key: "a" });
    expect(inColumn("accepted").getByText(order.number)).toBeVisible();
    await waitFor(() => expect(requests.filter((request) => request.method === "POST")).toHaveLength(1));
    fireEvent.keyDown(window, { key: "?" });
    expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  });

  it("takes one step while a key is held", async () => {
    const order = makeOrder();
    const requests = mockBoard([order], mockAccept(order));
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    fireEvent.keyDown(window, { key: "ArrowDown" });
    fireEvent.keyDown(window, { key: "Enter" });
    for (let n = 0; n < 20; n += 1) fireEvent.keyDown(window, { key: "Enter", repeat: true });
    await waitFor(() =>
      expect(inColumn("accepted").getByRole("button", { name: `Start ${order.number}` })).toBeEnabled(),
    );
    for (let n = 0; n < 20; n += 1) fireEvent.keyDown(window, { key: "Enter", repeat: true });
    expect(inColumn("accepted").getByText(order.number)).toBeVisible();
    expect(requests.filter((request) => request.method === "POST")).toHaveLength(1);
  });

  it.each(["menu", "dialog"])("ignores keys while a %s is open over it", async (role) => {
    const order = makeOrder();
    mockBoard([order]);
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    fireEvent.keyDown(window, { key: "ArrowDown" });
    const overlay = document.createElement("div");
    overlay.setAttribute("role", role);
    document.body.append(overlay);
    fireEvent.keyDown(window, { key: "a" });
    fireEvent.keyDown(overlay, { key: "Enter", bubbles: true });
    overlay.remove();
    expect(inColumn("pending").getByText(order.number)).toBeVisible();
    fireEvent.keyDown(window, { key: "a" });
    expect(inColumn("accepted").getByText(order.number)).toBeVisible();
  });

  it("allows 15 minutes in a manual kitchen, not the workers' preparation time", async () => {
    const order = makeOrder({ placed_at: new Date(Date.now() - 700_000).toISOString() });
    mockBoard([order], { "GET /api/kitchen": () => Response.json({ prep_seconds: 10, workers: [] }) });
    renderPage(<BoardPage />);
    await screen.findByText(order.number);
    await waitFor(() => expect(screen.getByTestId("ticket")).toHaveAttribute("data-urgency", "due"));
  });

  it("marks counts and totals as incomplete if not all orders are listed", async () => {
    mockBoard([]);
    const { cache } = renderPage(<BoardPage />);
    await screen.findByText("No orders to accept.");
    const truncated = { isTruncated: true, truncatedGroups: { inProgress: true, ready: false } };
    act(() => {
      cache.setQueryData(openOrdersQuery().queryKey, { orders: [makeOrder()], ...truncated });
    });
    expect(await screen.findByRole("heading", { name: "All day (some orders missing)" })).toBeVisible();
    expect(inColumn("pending").getByRole("heading", { level: 2 })).toHaveTextContent("1+");
    expect(inColumn("accepted").getByRole("heading", { level: 2 })).toHaveTextContent("0+");
    expect(inColumn("ready").getByRole("heading", { level: 2 })).toHaveTextContent("0");
    expect(inColumn("ready").getByRole("heading", { level: 2 })).not.toHaveTextContent("+");
    expect(inColumn("accepted").getByText("No listed order has this status.")).toBeVisible();
    expect(inColumn("ready").getByText("No orders to hand over.")).toBeVisible();
    expect(document.title).toMatch(/^\(1\+\) Board/);
  });

  it("shows the table apart from the guest's name, which has a tooltip", async () => {
    const name = "Maximiliane von Hohenstein-Sonnenberg";
    mockBoard([makeOrder({ order_type: "dine_in", customer: { name, phone: null, table: "7" } })]);
    renderPage(<BoardPage />);
    expect(await screen.findByText("Table 7 ·")).not.toContainElement(screen.getByTitle(name));
    expect(screen.getByTitle(name)).toHaveTextContent(name);
  });
});
