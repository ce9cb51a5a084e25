/** A burst of calls under one name becomes one, `ms` after the first. */
const planned = new Set<string>();

export function later(name: string, ms: number, work: () => void) {
  if (planned.has(name)) return;
  planned.add(name);
  setTimeout(() => {
    planned.delete(name);
    work();
  }, ms);
}
