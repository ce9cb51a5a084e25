/** How long to wait before connection attempt `attempt` (0 is the first one after a loss). */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
  // Half of it is jitter: a restarted server is not met by everybody at once, and nobody waits for nothing.
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

const FIRST_MS = 400;
const LONGEST_MS = 5_000;
