/** The server's time, and one ticking clock for everything on the page that shows an age. */
import { useSyncExternalStore } from "react";

/** Smaller differences are the rounding of the `Date` header and the way of the answer. */
const NOTICEABLE_MS = 2_000;

let offset = 0;

export function recordServerTime(date: string | null) {
  const told = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(told)) return;
  const difference = told + 500 - Date.now();
  offset = Math.abs(difference) > NOTICEABLE_MS ? difference : 0;
}

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = (): number => Date.now() + offset;

/** The same moment by the server's clock. */
export const toServerTime = (here: number): number => here + offset;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tick of listeners) tick();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** What `read` makes of the server's time: looked at once a second, renders only when it changes. */
export function useClock<T extends string | number | boolean | null>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(serverNow()));
}

export const useSecondTick = (): number => useClock((now) => Math.floor(now / 1000));
