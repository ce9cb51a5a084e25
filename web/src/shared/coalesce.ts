const scheduled = new Set<string>();

/** Merges calls with the same name: runs `work` once, `delayMs` after the first call. */
export function coalesce(name: string, delayMs: number, work: () => void) {
  if (scheduled.has(name)) return;
  scheduled.add(name);
  setTimeout(() => {
    scheduled.delete(name);
    work();
  }, delayMs);
}
