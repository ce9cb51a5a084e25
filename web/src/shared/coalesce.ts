/** A burst of calls under one name becomes one, `ms` after the first. */
const planned = new Set<string>();

export function coalesce(name: string, ms: number, work: () => void) {
  if (planned.has(name)) return;
  planned.add(name);
  setTimeout(() => {
    planned.delete(name);
    work();
  }, ms);
}
