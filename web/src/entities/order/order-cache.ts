/** Writes what the feed tells into the query cache. */
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { Order, OrderEvent, Page } from "@/api/types";
import { isOpen } from "./status";
import { orderVersions } from "./order-versions";
import { coalesce } from "@/shared/coalesce";

type Pages = InfiniteData<Page<Order>>;

/** An event's order takes its place everywhere it is shown. Answers whether it was news. */
export function applyEvent(cache: QueryClient, event: OrderEvent): boolean {
  if (!orderVersions.record(event.order)) return false;
  updateCachedOrder(cache, event.order);
  refetchDependents(cache, event);
  return true;
}

/** An order that this page has changed itself takes its place, too. */
export function updateCachedOrder(cache: QueryClient, order: Order) {
  const newer = (old: Order | undefined) =>
    old && old.version >= order.version ? old : { ...order, estimate: order.estimate ?? old?.estimate };

  cache.setQueryData<Order>(queryKeys.order(order.id), (old) => old && newer(old));
  cache.setQueryData<Order[]>(queryKeys.openOrders, (old) => old && withOrder(old, order));
  cache.setQueriesData<Pages>({ queryKey: ["orders", "pages"] }, (old) => old && replaceInPages(old, order));
}

export function withOrder(list: Order[], order: Order): Order[] {
  const before = list.find((other) => other.id === order.id);
  if (before && before.version >= order.version) return list;
  if (!isOpen(order)) return list.filter((other) => other.id !== order.id);
  return before ? list.map((other) => (other.id === order.id ? order : other)) : [order, ...list];
}

function replaceInPages(pages: Pages, order: Order): Pages {
  let found = false;
  const next = pages.pages.map((page) => ({
    ...page,
    data: page.data.map((other) => {
      if (other.id !== order.id) return other;
      found = true;
      return other.version >= order.version ? other : order;
    }),
  }));
  const [first] = next;
  // Only an order that has just been placed is sure to belong on top.
  if (!found && first && order.version === 1) first.data = [order, ...first.data];
  return { ...pages, pages: next };
}

function refetchDependents(cache: QueryClient, { kind, order }: OrderEvent) {
  const again = (key: readonly unknown[], ms: number) =>
    coalesce(key.join("/"), ms, () => void cache.invalidateQueries({ queryKey: key }));
  if (kind === "order.placed" || kind === "order.cancelled" || kind === "order.rejected") {
    again(queryKeys.items(order.business_id), 300);
  }
  if (kind === "order.accepted" || kind === "order.processing") again(queryKeys.order(order.id), 150);
  again(queryKeys.history(order.id), 150);
  again(queryKeys.overview, 1000);
  again(queryKeys.kitchen, 1000);
  if (kind === "order.completed") again(queryKeys.reports, 5000);
}
