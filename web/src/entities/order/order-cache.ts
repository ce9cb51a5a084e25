/** Applies order events and command results to the query cache. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { Order, OrderEvent, Page } from "@/api/types";
import { refetchMenu } from "@/live/menu-subscriptions";
import { coalesce } from "@/shared/coalesce";
import { orderVersions } from "./order-versions";
import type { OpenOrders } from "./queries";
import { isOpen } from "./status";

type OrderPages = InfiniteData<Page<Order>>;

/**
 * Applies an event of the live feed. Returns `false` if this version of the order, or a later one, was
 * already known.
 */
export function applyEvent(cache: QueryClient, event: OrderEvent): boolean {
  if (!orderVersions.record(event.order)) return false;
  updateCachedOrder(cache, event.order);
  refetchDependents(cache, event);
  return true;
}

/**
 * Refetches everything. Forgets the versions of orders, because they can be lower than before: the database may have been
 * restored from a backup.
 */
export function resync(cache: QueryClient) {
  orderVersions.clear();
  // An event would mark the cached order as current and keep its version, even though the page never refetched it.
  cache.removeQueries({ queryKey: queryKeys.orders, type: "inactive" });
  void cache.invalidateQueries();
}

/**
 * Replaces older versions of an order in the cached order, open orders and order pages. Adds an unlisted
 * order to the open orders if it is not finished, and to the pages if its version is 1. Removes a finished
 * order from the open orders.
 */
export function updateCachedOrder(cache: QueryClient, order: Order) {
  const pickNewer = (old: Order) =>
    old.version >= order.version ? old : { ...order, estimate: order.estimate ?? old.estimate };

  cache.setQueryData<Order>(queryKeys.order(order.id), (old) => old && pickNewer(old));
  cache.setQueryData<OpenOrders>(queryKeys.openOrders, (old) => old && withOpenOrder(old, order));
  cache.setQueriesData<OrderPages>(
    { queryKey: queryKeys.allOrderPages },
    (old) => old && replaceInPages(old, order),
  );
}

function withOpenOrder(old: OpenOrders, order: Order): OpenOrders {
  const orders = withOrder(old.orders, order);
  return orders === old.orders ? old : { ...old, orders };
}

/**
 * Returns the list of open orders with this order added, replaced, or, if it is finished, removed. Ignores a
 * version that is not newer than the listed one.
 */
export function withOrder(list: Order[], order: Order): Order[] {
  const previous = list.find((other) => other.id === order.id);
  if (previous && previous.version >= order.version) return list;
  if (!isOpen(order)) return list.filter((other) => other.id !== order.id);
  return previous ? list.map((other) => (other.id === order.id ? order : other)) : [order, ...list];
}

function replaceInPages(pages: OrderPages, order: Order): OrderPages {
  let isFound = false;
  const nextPages = pages.pages.map((page) => ({
    ...page,
    data: page.data.map((other) => {
      if (other.id !== order.id) return other;
      isFound = true;
      return other.version >= order.version ? other : order;
    }),
  }));
  const [firstPage] = nextPages;
  // Only a new order is certain to belong at the top.
  if (!isFound && firstPage && order.version === 1) firstPage.data = [order, ...firstPage.data];
  return { ...pages, pages: nextPages };
}

/** Refetches the queries that depend on the order but cannot be updated from the event. */
function refetchDependents(cache: QueryClient, { kind, order }: OrderEvent) {
  const refetchAfter = (delayMs: number, queryKey: readonly unknown[]) =>
    coalesce(queryKey.join("/"), delayMs, () => void cache.invalidateQueries({ queryKey }));
  const changesStock = kind === "order.placed" || kind === "order.cancelled" || kind === "order.rejected";
  // The feed sends the new stock of a live menu.
  if (changesStock) coalesce(`menu/${order.business_id}`, 300, () => refetchMenu(cache, order.business_id));
  if (kind === "order.accepted" || kind === "order.processing") {
    refetchAfter(150, queryKeys.order(order.id));
  }
  refetchAfter(150, queryKeys.history(order.id));
  refetchAfter(1000, queryKeys.overview);
  refetchAfter(1000, queryKeys.kitchen);
  if (kind === "order.completed") refetchAfter(5000, queryKeys.reports);
  const truncated = cache.getQueryData<OpenOrders>(queryKeys.openOrders)?.truncatedGroups;
  // An order that was not listed fits into the group that this one has left.
  const left = LEFT_GROUPS[kind];
  if (left && truncated?.[left]) refetchAfter(10_000, queryKeys.openOrders);
}

/** The group of the open orders that an order leaves with an event. */
const LEFT_GROUPS: Partial<Record<OrderEvent["kind"], keyof OpenOrders["truncatedGroups"]>> = {
  "order.completed": "inProgress",
  "order.cancelled": "inProgress",
  "order.rejected": "inProgress",
  "order.handed_over": "ready",
};
