const QUIET_MS = 900;
const MAX_WAIT_MS = 3_000;

/** Collects items and delivers them as one batch, 900 ms after the last one and at most 3 s after the first. */
export function debounceBatch<T>(onBatch: (items: T[]) => void) {
  let items: T[] = [];
  let quietTimer: ReturnType<typeof setTimeout> | undefined;
  let maxWaitTimer: ReturnType<typeof setTimeout> | undefined;
  const clearTimers = () => {
    clearTimeout(quietTimer);
    clearTimeout(maxWaitTimer);
    quietTimer = undefined;
    maxWaitTimer = undefined;
  };
  const deliver = () => {
    clearTimers();
    const batch = items;
    items = [];
    onBatch(batch);
  };
  return {
    add(item: T) {
      items.push(item);
      clearTimeout(quietTimer);
      quietTimer = setTimeout(deliver, QUIET_MS);
      maxWaitTimer ??= setTimeout(deliver, MAX_WAIT_MS);
    },
    stop: clearTimers,
  };
}
