/** The feed of whoever is logged in, from the time they log in until they log out. */
import type { QueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { OrderEvent } from "@/api/types";
import { endSession, onSessionChange, getSession } from "@/session/session";
import { getAccessToken } from "@/session/tokens";
import { serverNow } from "@/shared/clock";
import { applyEvent } from "@/entities/order/order-cache";
import { countMissed } from "@/live/missed-updates";
import { connect, type Feed } from "@/live/feed";
import { orderVersions } from "@/entities/order/order-versions";
import { getLiveStatus, setLiveStatus } from "@/live/connection-status";

/** As the server says it when it closes a connection. */
const ACCOUNT_CLOSED = "the account was closed";
/** Away for longer than this is offline. */
export const OFFLINE_AFTER_MS = 8_000;

export interface LiveHooks {
  /** So many changes were missed, and are on the page now. */
  away?: (updates: number) => void;
  event?: (event: OrderEvent) => void;
}

export function startLiveUpdates(cache: QueryClient, hooks: LiveHooks = {}): () => void {
  let feed: Feed | null = null;
  let account: string | null = null;
  let offline: ReturnType<typeof setTimeout> | undefined;

  const away = countMissed((updates) => hooks.away?.(updates));
  const url = () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
  const refetch = (orders: boolean) =>
    void cache.invalidateQueries({
      predicate: ({ queryKey }) => (queryKey[0] === queryKeys.orders[0]) === orders,
    });

  function begin() {
    setLiveStatus({ phase: "connecting", lostAt: null });
    feed = connect(
      {
        event(event) {
          if (!applyEvent(cache, event)) return;
          away.saw(event);
          hooks.event?.(event);
        },
        ready(first) {
          const lostAt = getLiveStatus().lostAt;
          clearTimeout(offline);
          offline = undefined;
          setLiveStatus({ phase: "live", freshAt: Date.now(), lostAt: null });
          // Orders that were fetched before the feed began may lack what happened in between; what is not in the
          // feed (stock, settings) may have changed while it was away.
          if (first) refetch(true);
          if (lostAt !== null) {
            refetch(false);
            away.back(serverNow());
          }
        },
        resync() {
          orderVersions.clear();
          void cache.invalidateQueries();
        },
        refused(why) {
          if (why === ACCOUNT_CLOSED) endSession({ message: "This account has been closed." });
        },
        lost() {
          const { lostAt, phase } = getLiveStatus();
          setLiveStatus({
            phase: phase === "offline" || !navigator.onLine ? "offline" : "reconnecting",
            freshAt: phase === "live" ? Date.now() : getLiveStatus().freshAt,
            lostAt: lostAt ?? Date.now(),
          });
          offline ??= setTimeout(() => setLiveStatus({ phase: "offline" }), OFFLINE_AFTER_MS);
        },
      },
      { url, token: getAccessToken, expiresAt: () => getSession()?.expiresAt ?? 0 },
    );
  }

  function end() {
    feed?.stop();
    feed = null;
    away.stop();
    clearTimeout(offline);
    offline = undefined;
    orderVersions.clear();
    setLiveStatus({ phase: "off", freshAt: null, lostAt: null });
  }

  function adjust() {
    const user = getSession()?.user.id ?? null;
    if (user === account) return;
    if (account !== null) {
      end();
      // What one account has seen is not for the next.
      cache.removeQueries({ predicate: ({ queryKey }) => !isPublic(queryKey) });
    }
    account = user;
    if (user !== null) begin();
  }

  const online = () => feed?.retryNow();
  const gone = () => feed?.drop();
  const seen = () => document.visibilityState === "visible" && feed?.retryNow();
  window.addEventListener("online", online);
  window.addEventListener("offline", gone);
  document.addEventListener("visibilitychange", seen);
  const unsubscribe = onSessionChange(adjust);
  adjust();
  return () => {
    unsubscribe();
    window.removeEventListener("online", online);
    window.removeEventListener("offline", gone);
    document.removeEventListener("visibilitychange", seen);
    end();
    account = null;
  };
}

const isPublic = (key: readonly unknown[]) =>
  key[0] === queryKeys.businesses[0] || key[0] === "items" || key[0] === queryKeys.demo[0];
