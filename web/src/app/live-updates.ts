import type { QueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { OrderEvent } from "@/api/types";
import { applyMenuUpdate } from "@/entities/item/menu-cache";
import { applyEvent, resync } from "@/entities/order/order-cache";
import { orderVersions } from "@/entities/order/order-versions";
import { getLiveStatus, setLiveStatus } from "@/live/connection-status";
import { connect, type Feed, type FeedListener, type MenuMessage } from "@/live/feed";
import { clearLiveMenus, getOpenMenus, onOpenMenusChange, setMenuLive } from "@/live/menu-subscriptions";
import { countMissed } from "@/live/missed-updates";
import { endSession, getSession, onSessionChange } from "@/session/session";
import { getAccessToken } from "@/session/tokens";
import { serverNow } from "@/shared/clock";
import { onWakeUp } from "@/shared/page-lifecycle";

/** The reason with which the server closes the connection of a deactivated account. */
const ACCOUNT_CLOSED_REASON = "the account was closed";
/** A disconnect that lasts longer counts as offline. */
const OFFLINE_AFTER_MS = 8_000;

interface LiveUpdateHandlers {
  /** Called after a reconnect with the number of updates that were missed. */
  onMissedUpdates: (updates: number) => void;
  onEvent: (event: OrderEvent) => void;
}

/**
 * Keeps the query cache up to date through the live feed while a user is logged in or a menu is open. Returns a function to
 * stop.
 */
export function startLiveUpdates(cache: QueryClient, handlers: LiveUpdateHandlers): () => void {
  let feed: Feed | null = null;
  let accountId: string | null = null;
  const { listener, reset } = createFeedListener(cache, handlers);

  function startFeed() {
    setLiveStatus({ phase: "connecting", lostAt: null });
    feed = connect(listener, {
      getUrl,
      getToken: getAccessToken,
      getExpiresAt: () => getSession()?.expiresAt ?? 0,
      getMenus: getOpenMenus,
    });
  }

  function followOpenMenus() {
    if (accountId === null && feed === null && getOpenMenus().length > 0) {
      feed = connect(createMenuListener(cache), { getUrl, getMenus: getOpenMenus });
    } else if (accountId === null && feed !== null && getOpenMenus().length === 0) {
      feed.stop();
      feed = null;
    } else {
      feed?.updateMenus();
    }
  }

  function stopFeed() {
    feed?.stop();
    feed = null;
    clearLiveMenus();
    reset();
    orderVersions.clear();
    setLiveStatus({ phase: "off", freshAt: null, lostAt: null });
  }

  function followSession() {
    const userId = getSession()?.user.id ?? null;
    if (userId === accountId) return;
    stopFeed();
    if (accountId !== null) {
      // The next account must not see the data of this one.
      cache.removeQueries({ predicate: ({ queryKey }) => !isPublic(queryKey) });
    }
    accountId = userId;
    if (userId === null) followOpenMenus();
    else startFeed();
  }

  const disconnect = () => feed?.disconnect();
  window.addEventListener("offline", disconnect);
  const stopWatching = onWakeUp(() => feed?.checkNow());
  const unsubscribe = onSessionChange(followSession);
  const stopFollowingMenus = onOpenMenusChange(followOpenMenus);
  followSession();
  followOpenMenus();
  return () => {
    unsubscribe();
    stopFollowingMenus();
    stopWatching();
    window.removeEventListener("offline", disconnect);
    stopFeed();
    accountId = null;
  };
}

const getUrl = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;

/** Connects the menus of a feed to the query cache. */
function createMenuListener(cache: QueryClient): FeedListener {
  /** The updates whose remaining items have not arrived yet, by business. */
  const incomplete = new Map<string, MenuMessage>();
  return {
    onMenu(message) {
      const { business_id, more } = message;
      const first = incomplete.get(business_id);
      const update = first ? { ...first, items: [...first.items, ...message.items] } : message;
      if (more) {
        incomplete.set(business_id, update);
        return;
      }
      incomplete.delete(business_id);
      applyMenuUpdate(cache, update);
      setMenuLive(business_id);
    },
    onLost() {
      incomplete.clear();
      // Fetches the menus now, and then at the interval for menus that are not live.
      for (const id of clearLiveMenus()) void cache.invalidateQueries({ queryKey: queryKeys.items(id) });
    },
    onEvent: () => undefined,
    onReady: () => undefined,
    onResync: () => undefined,
  };
}

/** Connects the feed's callbacks to the query cache and the connection status. */
function createFeedListener(cache: QueryClient, handlers: LiveUpdateHandlers) {
  let offlineTimer: ReturnType<typeof setTimeout> | undefined;
  const missedUpdates = countMissed(handlers.onMissedUpdates);
  const clearOfflineTimer = () => {
    clearTimeout(offlineTimer);
    offlineTimer = undefined;
  };
  const refetchOrders = () =>
    void cache.invalidateQueries({ predicate: ({ queryKey }) => isOrderKey(queryKey) });
  const refetchOthers = () =>
    void cache.invalidateQueries({ predicate: ({ queryKey }) => !isOrderKey(queryKey) });
  const refetchFailed = () =>
    void cache.invalidateQueries({ predicate: ({ state }) => state.status === "error" });

  const menus = createMenuListener(cache);
  const listener: FeedListener = {
    ...menus,
    onEvent(event) {
      if (!applyEvent(cache, event)) return;
      missedUpdates.record(event);
      handlers.onEvent(event);
    },
    onReady(isFirst) {
      const { lostAt } = getLiveStatus();
      clearOfflineTimer();
      setLiveStatus({ phase: "live", freshAt: Date.now(), lostAt: null });
      // Orders that were fetched before the feed started may be outdated.
      if (isFirst) refetchOrders();
      if (lostAt !== null) {
        // The feed replays order events only: stock and settings may have changed, too.
        refetchOthers();
        missedUpdates.reconnected(serverNow());
      }
      // The feed replays changes, but not the data that a query failed to fetch.
      refetchFailed();
    },
    onResync: () => resync(cache),
    onRejected(reason) {
      if (reason === ACCOUNT_CLOSED_REASON) endSession({ message: "Your account has been deactivated." });
    },
    onLost(attempts) {
      menus.onLost(attempts);
      const { lostAt, phase, freshAt } = getLiveStatus();
      setLiveStatus({
        phase: phase === "offline" || !navigator.onLine ? "offline" : "reconnecting",
        freshAt: phase === "live" ? Date.now() : freshAt,
        lostAt: lostAt ?? Date.now(),
      });
      offlineTimer ??= setTimeout(() => setLiveStatus({ phase: "offline" }), OFFLINE_AFTER_MS);
    },
  };
  const reset = () => {
    missedUpdates.stop();
    clearOfflineTimer();
  };
  return { listener, reset };
}

const isOrderKey = (key: readonly unknown[]) => key[0] === queryKeys.orders[0];

const isPublic = (key: readonly unknown[]) =>
  key[0] === queryKeys.businesses[0] || key[0] === queryKeys.allItems[0] || key[0] === queryKeys.demo[0];
