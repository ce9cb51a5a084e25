// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryKeys } from "@/api/query-keys";
import type { Order } from "@/api/types";
import { endSession } from "@/session/session";
import { NoticeHost } from "@/shared/notice-host";
import { logInAs, makeOrder } from "@/test/fixtures";
import { type Handlers, mockApi, problemResponse } from "@/test/render";
import { getPendingCommands, startCommandDelivery } from "./command-delivery";
import { COMMAND_PREFIX } from "./command-journal";
import { UNDO_MS } from "./pending-commands";

/** Replaces the browser's Web Locks with a fake that all pages of the test share. */
function stubLocks() {
  const held = new Map<string, Promise<unknown>>();
  const request = async (name: string, ...args: unknown[]): Promise<unknown> => {
    const [options, work] = (args.length === 1 ? [{}, args[0]] : args) as [
      { ifAvailable?: boolean },
      (lock: object | null) => unknown,
    ];
    if (options.ifAvailable && held.has(name)) return work(null);
    while (held.has(name)) await held.get(name);
    const result = Promise.resolve(work({ name })).finally(() => held.delete(name));
    held.set(name, result);
    return result;
  };
  Object.defineProperty(navigator, "locks", { configurable: true, value: { request } });
  return held;
}

let held: Map<string, Promise<unknown>>;
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  held = stubLocks();
  logInAs("business");
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  Reflect.deleteProperty(navigator, "locks");
  vi.useRealTimers();
});

/** Opens a page of the app. */
function openPage() {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const stop = startCommandDelivery(cache);
  stops.push(stop);
  return { cache, commands: getPendingCommands(cache), stop };
}

/** A server with one order. Requests fail while `isDown`. */
function mockServer(order: Order) {
  const server = { order, isDown: false };
  const applyCommand = (changes: Partial<Order>) => () => {
    server.order = { ...server.order, ...changes, version: server.order.version + 1 };
    return Response.json(server.order);
  };
  const handlers: Handlers = {
    [`GET /api/orders/${order.id}`]: () => Response.json(server.order),
    [`POST /api/orders/${order.id}/complete`]: applyCommand({
      status: "completed",
      completed_at: "2026-11-21",
    }),
    [`POST /api/orders/${order.id}/hand-over`]: applyCommand({ handed_over_at: "2026-11-21" }),
    [`POST /api/orders/${order.id}/reject`]: applyCommand({ status: "rejected" }),
  };
  const whileUp =
    (handler: (request: Request) => Response | Promise<Response>) =>
    (request: Request): Response | Promise<Response> => {
      if (server.isDown) throw new TypeError("Failed to fetch");
      return handler(request);
    };
  const requests = mockApi(
    Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, whileUp(handler)])),
  );
  const listPosts = () =>
    requests
      .filter(({ method }) => method === "POST")
      .map(({ url, keepalive }) => ({ command: url.split("/").at(-1), keepalive }));
  return { server, listPosts };
}

const setVisibility = (state: DocumentVisibilityState) => {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
};

/** Simulates the end of the page's process: its timers stop, and its locks are released. */
function kill(page: { stop: () => void }) {
  page.stop();
  vi.clearAllTimers();
  held.clear();
}

const listStored = () => Object.keys(localStorage).filter((key) => key.startsWith(COMMAND_PREFIX));
const flushPromises = () => vi.advanceTimersByTimeAsync(1);

const processing = (overrides: Partial<Order> = {}) =>
  makeOrder({ status: "processing", accepted_at: "x", processing_at: "x", version: 3, ...overrides });

describe("a command in its undo period", () => {
  it.each<[string, () => void]>([
    ["hidden", () => setVisibility("hidden")],
    ["frozen", () => document.dispatchEvent(new Event("freeze"))],
    ["closed", () => window.dispatchEvent(new Event("pagehide"))],
  ])("is sent when the page is %s", async (_, suspend) => {
    const order = processing();
    const { listPosts } = mockServer(order);
    openPage().commands.dispatch(order, "complete", { isUndoable: true });
    await flushPromises();
    expect(listPosts()).toEqual([]);
    suspend();
    await flushPromises();
    expect(listPosts()).toEqual([{ command: "complete", keepalive: true }]);
    expect(listStored()).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listPosts()).toHaveLength(1);
  });

  it("is sent by the next page if its page is killed", async () => {
    const order = processing();
    const { listPosts } = mockServer(order);
    const page = openPage();
    page.commands.dispatch(order, "complete", { isUndoable: true });
    await flushPromises();
    kill(page);
    render(<NoticeHost />);
    openPage();
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(listPosts()).toEqual([]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(listPosts()).toEqual([{ command: "complete", keepalive: false }]);
    expect(screen.getByText(`${order.number} is ready.`)).toBeVisible();
    expect(listStored()).toEqual([]);
  });

  it("is not sent by other pages, whether it is undone or not", async () => {
    const [undone, kept] = [processing(), processing()];
    const { listPosts } = mockServer(kept);
    const page = openPage();
    openPage();
    page.commands.dispatch(undone, "complete", { isUndoable: true });
    page.commands.dispatch(kept, "complete", { isUndoable: true });
    for (const key of listStored())
      window.dispatchEvent(new StorageEvent("storage", { key, newValue: localStorage.getItem(key) }));
    await vi.advanceTimersByTimeAsync(4_000);
    page.commands.undo(undone.id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listPosts()).toHaveLength(1);
    expect(listStored()).toEqual([]);
  });

  it("is sent by another open page if its page is killed", async () => {
    const order = processing();
    const { listPosts } = mockServer(order);
    const page = openPage();
    page.commands.dispatch(order, "complete", { isUndoable: true });
    await flushPromises();
    kill(page);
    openPage();
    openPage();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(listPosts()).toHaveLength(1);
  });

  it("is not sent, with a message, if the order has changed meanwhile", async () => {
    const order = makeOrder({ version: 1 });
    const { server, listPosts } = mockServer(order);
    const page = openPage();
    page.commands.dispatch(order, "reject", { isUndoable: true });
    await flushPromises();
    kill(page);
    server.order = { ...order, status: "accepted", accepted_at: "x", version: 2 };
    render(<NoticeHost />);
    openPage();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(
      screen.getByText(`${order.number} wasn't rejected. The order changed in the meantime.`),
    ).toBeVisible();
    expect(listPosts()).toEqual([]);
    expect(listStored()).toEqual([]);
  });

  it("is dropped silently if its response was lost", async () => {
    const order = processing();
    const { server, listPosts } = mockServer(order);
    const page = openPage();
    page.commands.dispatch(order, "complete", { isUndoable: true });
    await flushPromises();
    kill(page);
    server.order = { ...order, status: "completed", completed_at: "x", version: 4 };
    render(<NoticeHost />);
    openPage();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(listPosts()).toEqual([]);
    expect(screen.queryByRole("alert")).toBeNull();
    expect(listStored()).toEqual([]);
  });

  it("is sent after the page wakes up if there was no network when it was hidden", async () => {
    const order = processing();
    const { server, listPosts } = mockServer(order);
    const page = openPage();
    page.commands.dispatch(order, "complete", { isUndoable: true });
    page.commands.dispatch({ ...order, status: "completed" }, "hand-over", { isUndoable: true });
    server.isDown = true;
    setVisibility("hidden");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listStored()).toHaveLength(2);
    expect(server.order).toBe(order);
    const failedCount = listPosts().length;
    server.isDown = false;
    setVisibility("visible");
    await flushPromises();
    expect(listPosts().slice(failedCount)).toEqual([
      { command: "complete", keepalive: false },
      { command: "hand-over", keepalive: false },
    ]);
    expect(listStored()).toEqual([]);
  });

  it("is reported if the server refuses it later", async () => {
    const order = processing();
    const detail = `${order.number} was cancelled 2 s ago.`;
    mockApi({
      [`GET /api/orders/${order.id}`]: () => Response.json(order),
      [`POST /api/orders/${order.id}/complete`]: problemResponse(409, { detail }),
    });
    const page = openPage();
    page.commands.dispatch(order, "complete", { isUndoable: true });
    await flushPromises();
    kill(page);
    render(<NoticeHost />);
    openPage();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(screen.getByText(detail)).toBeVisible();
    expect(listStored()).toEqual([]);
  });

  it("is named if it fails without a response", async () => {
    const order = processing();
    const { server } = mockServer(order);
    render(<NoticeHost />);
    openPage().commands.dispatch(order, "complete", { isUndoable: true });
    server.isDown = true;
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(screen.getByText(new RegExp(`can't tell if ${order.number} was completed`))).toBeVisible();
    expect(listStored()).toEqual([]);
  });

  it("has an unknown outcome, and its order is fetched again, if the response is lost", async () => {
    const order = processing();
    const { server } = mockServer(order);
    const page = openPage();
    page.cache.setQueryData(queryKeys.order(order.id), order);
    const respond = fetch;
    vi.stubGlobal("fetch", async (request: Request) => {
      const response = await respond(request);
      // The server has completed the order, but the response does not arrive.
      if (request.method === "POST") throw new DOMException("timeout", "TimeoutError");
      return response;
    });
    render(<NoticeHost />);
    page.commands.dispatch(order, "complete", { isUndoable: true });
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(server.order.status).toBe("completed");
    expect(screen.getByText(new RegExp(`can't tell if ${order.number} was completed`))).toBeVisible();
    expect(screen.queryByText(/wasn't/)).toBeNull();
    expect(page.cache.getQueryData(queryKeys.order(order.id))).toMatchObject({ status: "completed" });
  });

  it("is sent only in a session of the account that issued it", async () => {
    const order = processing();
    const { listPosts } = mockServer(order);
    openPage().commands.dispatch(order, "complete", { isUndoable: true });
    endSession();
    logInAs("waiter");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listPosts()).toEqual([]);
    expect(listStored()).toHaveLength(1);
    logInAs("business");
    await flushPromises();
    expect(listPosts()).toEqual([{ command: "complete", keepalive: false }]);
    expect(listStored()).toEqual([]);
  });
});
