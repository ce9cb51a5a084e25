/** How the page is connected, for whoever shows it. */
import { useSyncExternalStore } from "react";

export type ConnectionPhase = "off" | "connecting" | "live" | "reconnecting" | "offline";

export interface LiveStatus {
  phase: ConnectionPhase;
  /** When the page last knew that it was up to date, in milliseconds by this machine's clock. */
  freshAt: number | null;
  /** When the connection was lost. */
  lostAt: number | null;
}

let status: LiveStatus = { phase: "off", freshAt: null, lostAt: null };
const listeners = new Set<() => void>();

export const getLiveStatus = (): LiveStatus => status;

export function setLiveStatus(next: Partial<LiveStatus>) {
  status = { ...status, ...next };
  for (const listener of listeners) listener();
}

export function onLiveStatus(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLiveStatus = (): LiveStatus => useSyncExternalStore(onLiveStatus, getLiveStatus);

/** Whether the page can be trusted to change things now; if not, why. */
export function useCanWrite(): { canWrite: boolean; reason: string } {
  const { phase } = useLiveStatus();
  return phase === "offline"
    ? { canWrite: false, reason: "Offline: this can be changed again when the connection is back." }
    : { canWrite: true, reason: "" };
}
