/** The server's time, and a one-second clock that all components share. */
import { useSyncExternalStore } from "react";

/** Smaller offsets may result from network latency and the rounding of the `Date` header. They are ignored. */
const MIN_OFFSET_MS = 2_000;

let offsetMs = 0;

/** Records the clock offset from a response's `Date` header. */
export function recordServerTime(dateHeader: string | null) {
  const serverMs = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(serverMs)) return;
  // The header has whole seconds; half a second is the expected rounding error.
  const difference = serverMs + 500 - Date.now();
  offsetMs = Math.abs(difference) > MIN_OFFSET_MS ? difference : 0;
}

/** Milliseconds since the epoch by the server's clock. */
export const serverNow = (): number => Date.now() + offsetMs;

/** Converts a time of this machine's clock to the server's clock. */
export const toServerTime = (localMs: number): number => localMs + offsetMs;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notifyListener of listeners) notifyListener();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** Computes a value from the server's time every second. Renders only when the value changes. */
export function useClock<T extends string | number | boolean | null>(compute: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => compute(serverNow()));
}

/** Renders the component every second. */
export const useSecondTick = (): number => useClock((now) => Math.floor(now / 1000));
