import type { QueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { Business, BusinessWithLoad, Item } from "@/api/types";

interface MenuUpdate {
  business_id: string;
  complete: boolean;
  business: Business | null;
  items: Item[];
  removed: string[];
}

/** Common prefix of the mutation keys for changes of stock or availability. */
export const ITEM_MUTATION_KEY = ["items"];

/** The businesses whose menu is fetched after a change by this user, because it discarded an update or a response. */
const skippedMenus = new Set<string>();

/** Cancels a fetch of a menu at the start of a change by this user. The menu is fetched at the end of the change. */
export async function cancelFetch(cache: QueryClient, businessId: string) {
  const queryKey = queryKeys.items(businessId);
  if (cache.isFetching({ queryKey }) > 0) skippedMenus.add(businessId);
  await cache.cancelQueries({ queryKey });
}

/**
 * Fetches a menu if an update or a response was discarded and no other change by this user is in progress. Called at the
 * end of each change.
 */
export function fetchSkippedUpdate(cache: QueryClient, businessId: string) {
  const isLast = cache.isMutating({ mutationKey: ITEM_MUTATION_KEY }) === 1;
  if (isLast && skippedMenus.delete(businessId))
    void cache.invalidateQueries({ queryKey: queryKeys.items(businessId) });
}

/** Puts a menu, or a change to it, from the live feed into the query cache. */
export function applyMenuUpdate(cache: QueryClient, update: MenuUpdate) {
  const { business_id, complete, business, items, removed } = update;
  const itemsKey = queryKeys.items(business_id);
  // While a change of this user is on its way, the page shows its result in advance. The menu is fetched afterwards.
  if (cache.isMutating({ mutationKey: ITEM_MUTATION_KEY }) > 0) {
    skippedMenus.add(business_id);
  } else {
    // A response that is still on its way may be older than this update.
    if (complete) void cache.cancelQueries({ queryKey: itemsKey, exact: true });
    else restartFetch(cache, itemsKey);
    cache.setQueryData<Item[]>(itemsKey, (old) => {
      if (complete) return items.toSorted((a, b) => a.number - b.number);
      return old && mergeItems(old, items, removed);
    });
  }
  if (!business) return;
  // The same applies to these responses. They contain the wait time as well, so they are requested again.
  restartFetch(cache, queryKeys.business(business_id));
  restartFetch(cache, queryKeys.businesses);
  const withSettings = <T extends Business>(old: T): T => ({ ...old, ...business });
  cache.setQueryData<BusinessWithLoad>(queryKeys.business(business_id), (old) => old && withSettings(old));
  cache.setQueryData<BusinessWithLoad[]>(queryKeys.businesses, (old) =>
    old?.map((other) => (other.id === business_id ? withSettings(other) : other)),
  );
}

/** Requests data again if a response is still on its way. */
function restartFetch(cache: QueryClient, queryKey: readonly string[]) {
  if (cache.isFetching({ queryKey, exact: true }) === 0) return;
  const cancelled = cache.cancelQueries({ queryKey, exact: true });
  void cancelled.then(() => cache.invalidateQueries({ queryKey, exact: true }));
}

/** Replaces, adds and removes items. The result is sorted by number, like the menu that the server returns. */
function mergeItems(old: Item[], changed: Item[], removed: string[]): Item[] {
  const byId = new Map(old.map((item) => [item.id, item]));
  for (const item of changed) byId.set(item.id, item);
  for (const id of removed) byId.delete(id);
  return [...byId.values()].sort((a, b) => a.number - b.number);
}
