const INITIAL_DELAY_MS = 400;
const MAX_DELAY_MS = 5_000;

/** Returns the delay in milliseconds before a connection attempt. Attempt 0 is the first one after a disconnect. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(INITIAL_DELAY_MS * 2 ** attempt, MAX_DELAY_MS);
  // Half of the delay is jitter, so that not all clients reconnect to a restarted server at the same time.
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
