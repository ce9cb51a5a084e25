// @vitest-environment jsdom
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryKeys } from "@/api/query-keys";
import type { Order } from "@/api/types";
import { setMenuLive, useLiveMenu } from "@/live/menu-subscriptions";
import { makeEvent, makeItem, makeOrder } from "@/test/fixtures";
import { applyEvent, resync, updateCachedOrder, withOrder } from "./order-cache";
import { orderVersions } from "./order-versions";
import type { OpenOrders } from "./queries";

const makePages = (...orders: Order[]) => ({
  pages: [{ data: orders, next_cursor: null }],
  pageParams: [""],
});

beforeEach(() => orderVersions.clear());

describe("an order event", () => {
  it("updates each cached list once", () => {
    const cache = new QueryClient();
    const order = makeOrder();
    cache.setQueryData(queryKeys.openOrders, { orders: [], isTruncated: false });
    cache.setQueryData(queryKeys.orderPages("|"), makePages());
    expect(applyEvent(cache, makeEvent(order, "order.placed"))).toBe(true);
    expect(applyEvent(cache, makeEvent(order, "order.placed"))).toBe(false);
    expect(cache.getQueryData(queryKeys.openOrders)).toEqual({ orders: [order], isTruncated: false });
    expect(cache.getQueryData(queryKeys.orderPages("|"))).toEqual(makePages(order));
  });

  it("never replaces a later version", () => {
    const cache = new QueryClient();
    const order = makeOrder({ version: 3, status: "processing" });
    cache.setQueryData(queryKeys.order(order.id), order);
    cache.setQueryData(queryKeys.openOrders, { orders: [order], isTruncated: false });
    applyEvent(cache, makeEvent({ ...order, version: 2, status: "accepted" }, "order.accepted"));
    expect(cache.getQueryData<Order>(queryKeys.order(order.id))?.status).toBe("processing");
    expect(cache.getQueryData<OpenOrders>(queryKeys.openOrders)?.orders[0]?.status).toBe("processing");
  });

  it("keeps the estimate, which events do not contain", () => {
    const cache = new QueryClient();
    const order = makeOrder({ estimate: { ahead: 1, ready_in_seconds: 12 } });
    cache.setQueryData(queryKeys.order(order.id), order);
    applyEvent(
      cache,
      makeEvent({ ...order, version: 2, status: "accepted", estimate: null }, "order.accepted"),
    );
    expect(cache.getQueryData<Order>(queryKeys.order(order.id))).toMatchObject({
      status: "accepted",
      estimate: { ahead: 1 },
    });
  });

  it("does not create a list that was not cached", () => {
    const cache = new QueryClient();
    applyEvent(cache, makeEvent(makeOrder(), "order.placed"));
    expect(cache.getQueryData(queryKeys.openOrders)).toBeUndefined();
  });

  it("removes an order that was handed over from the open orders", () => {
    const order = makeOrder({ status: "completed", version: 4 });
    const handedOver = { ...order, version: 5, handed_over_at: "2026-11-21T12:10:00Z" };
    expect(withOrder([order], handedOver)).toEqual([]);
    expect(withOrder([], handedOver)).toEqual([]);
  });

  it("of a change made by this page leaves the cache unchanged", () => {
    const cache = new QueryClient();
    const order = makeOrder();
    cache.setQueryData(queryKeys.openOrders, { orders: [order], isTruncated: false });
    updateCachedOrder(cache, { ...order, version: 2, status: "accepted" });
    const cached = cache.getQueryData(queryKeys.openOrders);
    applyEvent(cache, makeEvent({ ...order, version: 2, status: "accepted" }, "order.accepted"));
    expect(cache.getQueryData(queryKeys.openOrders)).toBe(cached);
  });
});

describe("the menu after an order", () => {
  const businessId = "0192f0c1-0000-7000-8000-000000000001";
  const queryKey = queryKeys.items(businessId);

  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function placeOrder(cache: QueryClient) {
    cache.setQueryData(queryKey, [makeItem({ business_id: businessId })]);
    applyEvent(cache, makeEvent(makeOrder({ business_id: businessId }), "order.placed"));
    vi.advanceTimersByTime(300);
    return cache.getQueryState(queryKey);
  }

  it("is refetched only while the feed does not send its changes", () => {
    const cache = new QueryClient();
    expect(placeOrder(cache)?.isInvalidated).toBe(true);
    const { unmount } = renderHook(() => useLiveMenu(businessId));
    expect(placeOrder(cache)?.isInvalidated).toBe(true);
    setMenuLive(businessId);
    expect(placeOrder(cache)?.isInvalidated).toBe(false);
    unmount();
    expect(placeOrder(cache)?.isInvalidated).toBe(true);
  });
});

describe("a truncated list of open orders", () => {
  afterEach(() => vi.useRealTimers());

  const accepted = makeEvent(makeOrder({ version: 2, status: "accepted" }), "order.accepted");
  const completed = makeEvent(makeOrder({ version: 4, status: "completed" }), "order.completed");
  const cancelled = makeEvent(makeOrder({ version: 2, status: "cancelled" }), "order.cancelled");
  const rejected = makeEvent(makeOrder({ version: 2, status: "rejected" }), "order.rejected");
  const handedOver = makeEvent(
    makeOrder({ version: 5, status: "completed", handed_over_at: "2026-11-21T12:10:00.000Z" }),
    "order.handed_over",
  );

  it.each([
    { group: "inProgress", event: accepted, isRefetched: false },
    { group: "inProgress", event: completed, isRefetched: true },
    { group: "inProgress", event: cancelled, isRefetched: true },
    { group: "inProgress", event: rejected, isRefetched: true },
    { group: "ready", event: completed, isRefetched: false },
    { group: "ready", event: handedOver, isRefetched: true },
    { group: "inProgress", event: handedOver, isRefetched: false },
    { group: "none", event: handedOver, isRefetched: false },
  ])("is refetched if $event.kind makes room in $group: $isRefetched", ({ group, event, isRefetched }) => {
    vi.useFakeTimers();
    const cache = new QueryClient();
    cache.setQueryData(queryKeys.openOrders, {
      orders: [],
      isTruncated: group !== "none",
      truncatedGroups: { inProgress: group === "inProgress", ready: group === "ready" },
    });
    applyEvent(cache, event);
    vi.advanceTimersByTime(10_000);
    expect(cache.getQueryState(queryKeys.openOrders)?.isInvalidated).toBe(isRefetched);
  });
});

describe("a resync", () => {
  const order = makeOrder({ version: 4, status: "completed" });
  const restored = { ...order, version: 2, status: "accepted" } as const;

  it("accepts versions of a restored database, which are lower than the known ones", () => {
    const cache = new QueryClient();
    applyEvent(cache, makeEvent(order, "order.completed"));
    cache.setQueryData(queryKeys.order(order.id), order);
    resync(cache);
    expect(applyEvent(cache, makeEvent(restored, "order.accepted"))).toBe(true);
    // The page fetches the order when it shows it again.
    expect(cache.getQueryData(queryKeys.order(order.id))).toBeUndefined();
  });

  it("refetches the queries that are shown", async () => {
    const cache = new QueryClient();
    const answers = [order, restored];
    const queryFn = () => Promise.resolve(answers.shift());
    const observer = new QueryObserver(cache, { queryKey: queryKeys.order(order.id), queryFn });
    const unsubscribe = observer.subscribe(() => undefined);
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual(order));
    resync(cache);
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual(restored));
    unsubscribe();
  });
});
