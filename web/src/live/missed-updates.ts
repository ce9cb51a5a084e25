/** Counts what happened while the connection was away, and says it once. */
import type { OrderEvent } from "@/api/types";

/** What was missed comes in one go: it is over when nothing has come for so long. */
const QUIET_MS = 500;

export function countMissed(tell: (updates: number) => void) {
  let backAt = Number.NEGATIVE_INFINITY;
  let missed = 0;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  return {
    /** The connection is back, at this time of the server. */
    back(at: number) {
      backAt = at;
      missed = 0;
    },
    saw({ occurred_at: at }: OrderEvent) {
      if (Date.parse(at) >= backAt) return;
      missed += 1;
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        tell(missed);
        missed = 0;
      }, QUIET_MS);
    },
    stop: () => clearTimeout(quiet),
  };
}
