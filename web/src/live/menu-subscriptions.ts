/** The menus that are open on a page. The live feed sends their changes. */
import type { QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { queryKeys } from "@/api/query-keys";
import { isUuid } from "@/shared/uuid";

const subscriberCounts = new Map<string, number>();
/** The menus whose changes are currently received. */
const liveMenus = new Set<string>();
const listeners = new Set<() => void>();

/** Returns the ids of the businesses whose menus are open. */
export const getOpenMenus = (): string[] => [...subscriberCounts.keys()];

/** Adds a listener for changes of `getOpenMenus`. Returns a function that removes it. */
export function onOpenMenusChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Returns `true` while the changes of a menu are received, so that it can be fetched less often. */
export const isMenuLive = (businessId: string): boolean => liveMenus.has(businessId);

/** Fetches a menu whose stock has changed, unless its changes are received. */
export function refetchMenu(cache: QueryClient, businessId: string) {
  if (!isMenuLive(businessId)) void cache.invalidateQueries({ queryKey: queryKeys.items(businessId) });
}

export function setMenuLive(businessId: string) {
  if (subscriberCounts.has(businessId)) liveMenus.add(businessId);
}

/** Marks all menus as no longer live when the connection ends. Returns the ids of the businesses whose menus were live. */
export function clearLiveMenus(): string[] {
  const lost = [...liveMenus];
  liveMenus.clear();
  return lost;
}

/** Receives the changes of a menu through the live feed while the component is mounted. */
export function useLiveMenu(businessId: string) {
  useEffect(() => {
    // The server closes the connection of a client that subscribes to anything else.
    if (!isUuid(businessId)) return;
    changeCount(businessId, 1);
    return () => changeCount(businessId, -1);
  }, [businessId]);
}

function changeCount(businessId: string, delta: number) {
  const count = (subscriberCounts.get(businessId) ?? 0) + delta;
  if (count > 0) {
    subscriberCounts.set(businessId, count);
  } else {
    subscriberCounts.delete(businessId);
    liveMenus.delete(businessId);
  }
  for (const listener of listeners) listener();
}
