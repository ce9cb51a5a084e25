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

/**
 * The businesses whose menu is fetched after a change by this user, because an update or a response was
 * discarded.
 */
const skippedMenus = new Set<string>();

/**
 * Cancels a fetch of a menu that is in progress at the start of a change by this user. If there was one, the
 * menu is fetched at the end of the change.
 */
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

/** The fetches of menus in progress, with the updates from the live feed that have arrived meanwhile. */
const fetches = new Set<{ businessId: string; updates: MenuUpdate[] }>();

/** Fetches a menu. Applies the updates that arrive meanwhile to the response, because it may be older than they are. */
export async function fetchMenu(businessId: string, fetchItems: () => Promise<Item[]>): Promise<Item[]> {
  const fetch = { businessId, updates: [] as MenuUpdate[] };
  fetches.add(fetch);
  try {
    const items = await fetchItems();
    return fetch.updates.reduce(updateItems, items);
  } finally {
    fetches.delete(fetch);
  }
}

/** Returns the ids of the items whose stock or availability this user is changing. */
function listChangingItems(cache: QueryClient): Set<unknown> {
  const changes = cache.getMutationCache().findAll({ mutationKey: ITEM_MUTATION_KEY, status: "pending" });
  return new Set(changes.map(({ state }) => (state.variables as { id?: unknown } | undefined)?.id));
}

/** Puts a menu, or a change to it, from the live feed into the query cache. */
export function applyMenuUpdate(cache: QueryClient, update: MenuUpdate) {
  const { business_id, complete, business } = update;
  for (const { businessId, updates } of fetches) if (businessId === business_id) updates.push(update);
  // The page shows the result of a change by this user in advance. If its item is updated meanwhile, the menu is fetched
  // afterwards.
  const changing = listChangingItems(cache);
  if (update.items.some(({ id }) => changing.has(id))) skippedMenus.add(business_id);
  cache.setQueryData<Item[]>(queryKeys.items(business_id), (old) => {
    if (!old) return complete ? updateItems([], update) : undefined;
    const shown = old.filter(({ id }) => changing.has(id) && !update.removed.includes(id));
    return updateItems(updateItems(old, update), { ...update, complete: false, items: shown, removed: [] });
  });
  if (!business) return;
  // Responses that are on their way may be older. They contain the wait time as well, so they are requested again.
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
function updateItems(old: Item[], { complete, items, removed }: MenuUpdate): Item[] {
  const byId = new Map(complete ? [] : old.map((item) => [item.id, item]));
  for (const item of items) byId.set(item.id, item);
  for (const id of removed) byId.delete(id);
  return [...byId.values()].sort((a, b) => a.number - b.number);
}
