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

/** Puts a menu, or a change of it, from the live feed into the query cache. */
export function applyMenuUpdate(cache: QueryClient, update: MenuUpdate) {
  const { business_id, complete, business, items, removed } = update;
  const itemsKey = queryKeys.items(business_id);
  // A response that is still on its way may be older than this update.
  void cache.cancelQueries({ queryKey: itemsKey, exact: true });
  cache.setQueryData<Item[]>(itemsKey, (old) => {
    if (complete) return items.toSorted((a, b) => a.number - b.number);
    return old && mergeItems(old, items, removed);
  });
  if (!business) return;
  const withSettings = <T extends Business>(old: T): T => ({ ...old, ...business });
  cache.setQueryData<BusinessWithLoad>(queryKeys.business(business_id), (old) => old && withSettings(old));
  cache.setQueryData<BusinessWithLoad[]>(queryKeys.businesses, (old) =>
    old?.map((other) => (other.id === business_id ? withSettings(other) : other)),
  );
}

/** Replaces, adds and removes items. The result is sorted by number, like the menu that the server returns. */
function mergeItems(old: Item[], changed: Item[], removed: string[]): Item[] {
  const byId = new Map(old.map((item) => [item.id, item]));
  for (const item of changed) byId.set(item.id, item);
  for (const id of removed) byId.delete(id);
  return [...byId.values()].sort((a, b) => a.number - b.number);
}
