import { generateUuid } from "./ids";
import { readStored, writeStored } from "./storage";

interface Lease {
  holder: string;
  /** Expiry in milliseconds since the epoch. */
  until: number;
}

const LEASE_MS = 5_000;
const POLL_INTERVAL_MS = 40;

/** Returns `true` if the browser provides Web Locks. Pages on plain HTTP have none. */
export const hasWebLocks = () =>
  typeof navigator !== "undefined" && "locks" in navigator && Boolean(navigator.locks);

/**
 * Claims a name for this tab until it releases the name or closes. Returns the function that releases it, or `null` if a
 * tab already holds it. Without Web Locks, every claim succeeds.
 */
export function claimName(name: string): Promise<(() => void) | null> {
  if (!hasWebLocks()) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((release) => resolve(release));
        resolve(null);
        return undefined;
      })
      .catch(reject);
  });
}

/**
 * Runs `work` while no other tab runs work under the same name. Without Web Locks, the lock expires after five seconds, even
 * if `work` is still running.
 */
export async function withTabLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (hasWebLocks()) return navigator.locks.request(name, work);
  // Use a lease in local storage. If two tabs write it at the same time, the second read shows which one won.
  const holder = generateUuid();
  const isHolder = () => readStored<Lease>(name)?.holder === holder;
  for (;;) {
    const lease = readStored<Lease>(name);
    if (!lease || lease.until < Date.now()) {
      writeStored(name, { holder, until: Date.now() + LEASE_MS });
      await pause(POLL_INTERVAL_MS);
      if (isHolder()) break;
      if (readStored<Lease>(name) === null) break; // storage is not available, so no tab can hold a lease
    } else {
      await pause(POLL_INTERVAL_MS);
    }
  }
  try {
    return await work();
  } finally {
    if (isHolder()) writeStored(name, null);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
