import { useEffect } from "react";
import { useLiveStatus } from "@/live/connection-status";

/** A page's program could not be fetched: the server is away, or has another version by now. */
export class ChunkLoadError extends Error {
  override name = "Unfetched";
  constructor(cause: unknown) {
    super("The page could not be fetched.", { cause });
  }
}

const KEY = "expediter.reloaded";
const AGAIN_MS = 5_000;
/** If a reload did not mend it, the next one is not likely to either. */
const APART_MS = 60_000;

/** Of this tab: each has a page of its own to mend. */
const reloadedAt = () => {
  try {
    return Number(sessionStorage.getItem(KEY));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** Whether a reload would know of it: a page that reloads without end helps nobody. */
const remembered = (at: number) => {
  try {
    sessionStorage.setItem(KEY, String(at));
    return true;
  } catch {
    return false;
  }
};

/**
 * Reloads as soon as the server can be reached. Not merely imports again: browsers remember what they could not
 * import, and a new version has no such file any more.
 */
export function useReloadWhenBack(wanted: boolean) {
  const { phase } = useLiveStatus();
  // Those without a feed can only try.
  const worthIt = wanted && (phase === "live" || phase === "off");
  useEffect(() => {
    if (!worthIt) return undefined;
    let over = false;
    const attempt = async () => {
      if (Date.now() - reloadedAt() < APART_MS) return;
      // A reload without an answer would leave the browser's own page.
      const there = await fetch(window.location.pathname, { cache: "no-store" }).catch(() => null);
      if (over || !there?.ok) return;
      over = true;
      if (!remembered(Date.now())) return;
      window.location.reload();
    };
    void attempt();
    const again = setInterval(() => void attempt(), AGAIN_MS);
    return () => {
      over = true;
      clearInterval(again);
    };
  }, [worthIt]);
}
