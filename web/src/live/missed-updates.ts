/** Counts the updates that the client missed while it was disconnected. */
import type { OrderEvent } from "@/api/types";

/** The replay of missed events counts as complete after this time without another event. */
const QUIET_MS = 500;

export function countMissed(onMissed: (updates: number) => void) {
  let reconnectedAt = Number.NEGATIVE_INFINITY;
  let missed = 0;
  let quietTimer: ReturnType<typeof setTimeout> | undefined;
  return {
    /** Starts to count. `serverTime` is the time of the reconnect by the server's clock. */
    reconnected(serverTime: number) {
      reconnectedAt = serverTime;
      missed = 0;
    },
    /** Counts an event if it is older than the reconnect. */
    record({ occurred_at: occurredAt }: OrderEvent) {
      if (Date.parse(occurredAt) >= reconnectedAt) return;
      missed += 1;
      clearTimeout(quietTimer);
      quietTimer = setTimeout(() => {
        onMissed(missed);
        missed = 0;
      }, QUIET_MS);
    },
    stop: () => clearTimeout(quietTimer),
  };
}
