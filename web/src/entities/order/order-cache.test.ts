import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";
import { keys } from "@/api/query-keys";
import type { Order } from "@/api/types";
import { anEvent, anOrder } from "@/test/fixtures";
import { apply, show, withOrder } from "./order-cache";
import { ledger } from "./order-versions";

const pages = (...orders: Order[]) => ({ pages: [{ data: orders, next_cursor: null }], pageParams: [""] });

beforeEach(() => ledger.forget());

describe("an event in the cache", () => {
  it("takes its place in every list, once", () => {
    const cache = new QueryClient();
    const order = anOrder();
    cache.setQueryData(keys.openOrders, []);
    cache.setQueryData(keys.orderPages("|"), pages());
    expect(apply(cache, anEvent(order, "order.placed"))).toBe(true);
    expect(apply(cache, anEvent(order, "order.placed"))).toBe(false);
    expect(cache.getQueryData(keys.openOrders)).toEqual([order]);
    expect(cache.getQueryData(keys.orderPages("|"))).toEqual(pages(order));
  });

  it("never goes back, whatever comes late", () => {
    const cache = new QueryClient();
    const order = anOrder({ version: 3, status: "processing" });
    cache.setQueryData(keys.order(order.id), order);
    cache.setQueryData(keys.openOrders, [order]);
    apply(cache, anEvent({ ...order, version: 2, status: "accepted" }, "order.accepted"));
    expect(cache.getQueryData<Order>(keys.order(order.id))?.status).toBe("processing");
    expect(cache.getQueryData<Order[]>(keys.openOrders)?.[0]?.status).toBe("processing");
  });

  it("keeps the estimate, which events do not tell, until it is fetched anew", () => {
    const cache = new QueryClient();
    const order = anOrder({ estimate: { ahead: 1, ready_in_seconds: 12 } });
    cache.setQueryData(keys.order(order.id), order);
    apply(cache, anEvent({ ...order, version: 2, status: "accepted", estimate: null }, "order.accepted"));
    expect(cache.getQueryData<Order>(keys.order(order.id))).toMatchObject({
      status: "accepted",
      estimate: { ahead: 1 },
    });
  });

  it("invents no list that was not there", () => {
    const cache = new QueryClient();
    apply(cache, anEvent(anOrder(), "order.placed"));
    expect(cache.getQueryData(keys.openOrders)).toBeUndefined();
  });

  it("takes away what is over", () => {
    const order = anOrder({ status: "completed", version: 4 });
    const handed = { ...order, version: 5, handed_over_at: "2026-11-21T12:10:00Z" };
    expect(withOrder([order], handed)).toEqual([]);
    expect(withOrder([], handed)).toEqual([]);
  });

  it("of a change made here is not repeated by its own event", () => {
    const cache = new QueryClient();
    const order = anOrder();
    cache.setQueryData(keys.openOrders, [order]);
    show(cache, { ...order, version: 2, status: "accepted" });
    const shown = cache.getQueryData(keys.openOrders);
    apply(cache, anEvent({ ...order, version: 2, status: "accepted" }, "order.accepted"));
    expect(cache.getQueryData(keys.openOrders)).toBe(shown);
  });
});
