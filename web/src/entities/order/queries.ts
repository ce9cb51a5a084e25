import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { fetchAllPages } from "@/api/pagination";
import { queryKeys } from "@/api/query-keys";
import type { Order, OrderCommand, PlaceOrderRequest } from "@/api/types";
import { serverNow } from "@/shared/clock";
import { orderVersions } from "./order-versions";
import { isOpen, isReady } from "./status";

/** Older ready orders are not listed: they were probably picked up without a tap on Hand over. */
const MAX_READY_AGE_MS = 3 * 3600_000;
const PAGE_SIZE = 100;
const MAX_RECENT_ORDERS = 20;

const listOrders = (status: string, filter: { from?: string } = {}) =>
  fetchAllPages((cursor) =>
    readBody(api.GET("/api/orders", { params: { query: { status, limit: PAGE_SIZE, cursor, ...filter } } })),
  );

/** All orders that are not finished. */
export const openOrdersQuery = () =>
  queryOptions({
    queryKey: queryKeys.openOrders,
    staleTime: 60_000,
    queryFn: async (): Promise<Order[]> => {
      const requestedAt = performance.now();
      const from = new Date(serverNow() - MAX_READY_AGE_MS).toISOString();
      const [open, completed] = await Promise.all([
        listOrders("pending,accepted,processing"),
        listOrders("completed", { from }),
      ]);
      const openIds = new Set(open.map((order) => order.id));
      const ready = completed.filter((order) => isReady(order) && !openIds.has(order.id));
      return orderVersions.reconcileList([...open, ...ready], requestedAt, isOpen);
    },
  });

/** The last finished orders. */
export const recentOrdersQuery = () =>
  queryOptions({
    queryKey: queryKeys.recentOrders,
    queryFn: async () => {
      // The 30 latest include completed orders that are not handed over.
      const query = { status: "completed,cancelled,rejected", limit: 30 };
      const { data } = await readBody(api.GET("/api/orders", { params: { query } }));
      return data.filter((order) => !isOpen(order)).slice(0, MAX_RECENT_ORDERS);
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
