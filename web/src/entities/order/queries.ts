import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import { fetchAllPages } from "@/api/pagination";
import type { OrderCommand, Order, PlaceOrderRequest } from "@/api/types";
import { orderVersions } from "./order-versions";
import { serverNow } from "@/shared/clock";
import { isOpen, isReady } from "./status";

/** Orders that are ready for longer than this have been fetched, whatever nobody has pressed. */
const READY_FOR_MS = 3 * 3600_000;

const PAGE = 100;

const list = (status: string, more: { from?: string } = {}) =>
  fetchAllPages((cursor) =>
    readBody(api.GET("/api/orders", { params: { query: { status, limit: PAGE, cursor, ...more } } })),
  );

/** Everything that somebody still has something to do about. */
export const openOrdersQuery = () =>
  queryOptions({
    queryKey: queryKeys.openOrders,
    staleTime: 60_000,
    queryFn: async (): Promise<Order[]> => {
      const asked = performance.now();
      const from = new Date(serverNow() - READY_FOR_MS).toISOString();
      const [open, completed] = await Promise.all([
        list("pending,accepted,processing"),
        list("completed", { from }),
      ]);
      const seen = new Set(open.map((order) => order.id));
      const ready = completed.filter((order) => isReady(order) && !seen.has(order.id));
      return orderVersions.reconcileList([...open, ...ready], asked, isOpen);
    },
  });

/** What was finished lately: to look at it again. */
export const recentOrdersQuery = () =>
  queryOptions({
    queryKey: ["orders", "recent"],
    queryFn: async () => {
      const { data } = await readBody(
        api.GET("/api/orders", { params: { query: { status: "completed,cancelled,rejected", limit: 30 } } }),
      );
      return data.filter((order) => !isOpen(order)).slice(0, 20);
    },
  });

export interface OrderFilter {
  status?: string;
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

export const placeOrder = (order: PlaceOrderRequest, key: string): Promise<Order> =>
  readBody(api.POST("/api/orders", { body: order, params: { header: { "Idempotency-Key": key } } }));

/** `leaving`: the page is being closed; the request outlives it. */
export const sendCommand = (
  id: string,
  what: OrderCommand,
  reason?: string,
  leaving = false,
): Promise<Order> =>
  readBody(
    api.POST("/api/orders/{id}/{command}", {
      params: { path: { id, command: what } },
      body: reason ? { reason } : {},
      ...(leaving ? { keepalive: true } : {}),
    }),
  );
