import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { fetchPages } from "@/api/pagination";
import { queryKeys } from "@/api/query-keys";
import type { Order, OrderCommand, PlaceOrderRequest } from "@/api/types";
import { orderVersions } from "./order-versions";
import { getStatusTime, isOpen } from "./status";

const PAGE_SIZE = 100;
const MAX_RECENT_ORDERS = 20;
/** Maximum number of orders that boards list per group: not ready yet (`inProgress`), and ready. */
const MAX_LISTED_ORDERS = 2_000;

/** The orders that are not finished. Completed orders are finished when they are handed over, however long that takes. */
export interface OpenOrders {
  orders: Order[];
  /** `true` if newer orders are missing, because there are too many. */
  isTruncated: boolean;
  /** The groups in which newer orders are missing. `inProgress` stands for all orders that are not ready yet. */
  truncatedGroups: { inProgress: boolean; ready: boolean };
}

/** Lists the orders with these statuses that are not handed over, the oldest first. */
const listOpenOrders = (status: string) =>
  fetchPages((cursor) => {
    const query = { status, handed_over: false, order: "oldest", limit: PAGE_SIZE, cursor } as const;
    return readBody(api.GET("/api/orders", { params: { query } }));
  }, MAX_LISTED_ORDERS);

export const openOrdersQuery = () =>
  queryOptions({
    queryKey: queryKeys.openOrders,
    staleTime: 60_000,
    queryFn: async (): Promise<OpenOrders> => {
      const requestedAt = performance.now();
      const [inProgress, ready] = await Promise.all([
        listOpenOrders("pending,accepted,processing"),
        listOpenOrders("completed"),
      ]);
      const ids = new Set(inProgress.items.map((order) => order.id));
      const listed = [...inProgress.items, ...ready.items.filter((order) => !ids.has(order.id))];
      return {
        orders: orderVersions.reconcileList(listed, requestedAt, isOpen),
        isTruncated: inProgress.isTruncated || ready.isTruncated,
        truncatedGroups: { inProgress: inProgress.isTruncated, ready: ready.isTruncated },
      };
    },
  });

/**
 * The 20 orders that finished last, of the newest 20 that were handed over and the newest 20 that were
 * cancelled or rejected.
 */
export const recentOrdersQuery = () =>
  queryOptions({
    queryKey: queryKeys.recentOrders,
    queryFn: async () => {
      const list = (query: { status: string; handed_over?: boolean }) =>
        readBody(api.GET("/api/orders", { params: { query: { ...query, limit: MAX_RECENT_ORDERS } } }));
      const lists = await Promise.all([
        list({ status: "completed", handed_over: true }),
        list({ status: "cancelled,rejected" }),
      ]);
      return lists
        .flatMap((page) => page.data)
        .sort((a, b) => (getStatusTime(a) > getStatusTime(b) ? -1 : 1))
        .slice(0, MAX_RECENT_ORDERS);
    },
  });

interface OrderFilter {
  status?: string;
  /** Search text. */
  q?: string;
}

export const orderPagesQuery = ({ status = "", q = "" }: OrderFilter = {}) =>
  infiniteQueryOptions({
    queryKey: queryKeys.orderPages(`${status}|${q}`),
    initialPageParam: "",
    queryFn: async ({ pageParam }) => {
      const query = {
        limit: 20,
        ...(status ? { status } : {}),
        ...(q ? { q } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      const page = await readBody(api.GET("/api/orders", { params: { query } }));
      return { ...page, data: page.data.map(orderVersions.getLatest) };
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.order(id),
    queryFn: async (): Promise<Order> =>
      orderVersions.getLatest(await readBody(api.GET("/api/orders/{id}", { params: { path: { id } } }))),
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.history(id),
    queryFn: async () =>
      (await readBody(api.GET("/api/orders/{id}/events", { params: { path: { id } } }))).data,
  });

export const placeOrder = (order: PlaceOrderRequest, idempotencyKey: string): Promise<Order> =>
  readBody(
    api.POST("/api/orders", { body: order, params: { header: { "Idempotency-Key": idempotencyKey } } }),
  );

/** Sends a command. With `isLeaving`, the request outlives the page. */
export const sendCommand = (
  id: string,
  command: OrderCommand,
  reason?: string,
  isLeaving = false,
): Promise<Order> =>
  readBody(
    api.POST("/api/orders/{id}/{command}", {
      params: { path: { id, command } },
      body: reason ? { reason } : {},
      ...(isLeaving ? { keepalive: true } : {}),
    }),
  );
