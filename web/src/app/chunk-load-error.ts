import { useEffect } from "react";
import { useLiveStatus } from "@/live/connection-status";
import { fetchWithTimeout } from "@/shared/fetch-with-timeout";

/**
 * A page's JavaScript could not be loaded: the server cannot be reached, or it has a newer version without
 * this file.
 */
export class ChunkLoadError extends Error {
  override name = "ChunkLoadError";
  constructor(cause: unknown) {
    super("The page could not be loaded.", { cause });
  }
}

const STORAGE_KEY = "expediter.reloaded";
const RETRY_INTERVAL_MS = 5_000;
/** Prevents reload loops: after one reload, another one is unlikely to help. */
const MIN_RELOAD_INTERVAL_MS = 60_000;

const getReloadedAt = () => {
  try {
    return Number(sessionStorage.getItem(STORAGE_KEY));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** Stores the time of the reload. Returns `false` if storage is not available. */
const storeReloadedAt = (time: number) => {
  try {
    sessionStorage.setItem(STORAGE_KEY, String(time));
    return true;
  } catch {
    return false;
  }
};

/**
 * Reloads the page when the server can be reached, at most once per minute. A second import would not help: browsers cache a
 * failed import, and a new version of the app has other file names.
 */
export function useReloadWhenReachable(isEnabled: boolean) {
  const { phase } = useLiveStatus();
  // Without a login there is no live connection; poll the server instead.
  const shouldTry = isEnabled && (phase === "live" || phase === "off");
  useEffect(() => {
    if (!shouldTry) return undefined;
    let isDone = false;
    const tryReload = async () => {
      if (Date.now() - getReloadedAt() < MIN_RELOAD_INTERVAL_MS) return;
      // A reload while the server is down would show the browser's own error page.
      const response = await fetchWithTimeout(window.location.pathname, { cache: "no-store" }).catch(
        () => null,
      );
      if (isDone || !response?.ok) return;
      isDone = true;
      if (!storeReloadedAt(Date.now())) return;
      window.location.reload();
    };
    void tryReload();
    const timer = setInterval(() => void tryReload(), RETRY_INTERVAL_MS);
    return () => {
      isDone = true;
      clearInterval(timer);
    };
  }, [shouldTry]);
}
