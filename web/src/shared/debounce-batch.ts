/** Collects what comes in quick succession, and tells of it once. */
const QUIET_MS = 900;
const PATIENCE_MS = 3_000;

export function debounceBatch<T>(tell: (all: T[]) => void) {
  let all: T[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  const clear = () => {
    clearTimeout(quiet);
    clearTimeout(patience);
    quiet = undefined;
    patience = undefined;
  };
  const end = () => {
    clear();
    const told = all;
    all = [];
    tell(told);
  };
  return {
    add(one: T) {
      all.push(one);
      clearTimeout(quiet);
      quiet = setTimeout(end, QUIET_MS);
      patience ??= setTimeout(end, PATIENCE_MS);
    },
    stop: clear,
  };
}
