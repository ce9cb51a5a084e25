/** The status of the live connection. */
import { useSyncExternalStore } from "react";

type ConnectionPhase = "off" | "connecting" | "live" | "reconnecting" | "offline";

interface LiveStatus {
  phase: ConnectionPhase;
  /**
   * The last time the page was up to date, in milliseconds by this machine's clock. Not updated while the
   * connection is live.
   */
  freshAt: number | null;
  /**
   * Time of the disconnect, or of the first failed attempt to connect. `null` once the connection is
   * established.
   */
  lostAt: number | null;
}

let status: LiveStatus = { phase: "off", freshAt: null, lostAt: null };
const listeners = new Set<() => void>();

export const getLiveStatus = (): LiveStatus => status;

export function setLiveStatus(changes: Partial<LiveStatus>) {
  status = { ...status, ...changes };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLiveStatus = (): LiveStatus => useSyncExternalStore(subscribe, getLiveStatus);

/** Returns whether changes are possible and, if not, the reason as a text for a tooltip. */
export function useCanWrite(): { canWrite: boolean; reason: string | undefined } {
  const { phase } = useLiveStatus();
  return phase === "offline"
    ? { canWrite: false, reason: "You're offline. Try again when you're back online." }
    : { canWrite: true, reason: undefined };
}
