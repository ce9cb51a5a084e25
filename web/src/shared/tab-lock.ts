/** One tab at a time. */
import { generateUuid } from "./ids";
import { readStored, writeStored } from "./storage";

interface Lease {
  holder: string;
  until: number;
}

const LEASE_MS = 5_000;
const LOOK_MS = 40;

/** Runs `work` while no other tab of this browser runs work under the same name. */
export async function withTabLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== "undefined" && "locks" in navigator && navigator.locks) {
    return navigator.locks.request(name, work);
  }
  // Pages opened over plain http have no Web Locks: a lease in the storage that all tabs share. Two that write it in
  // the same instant look again a moment later, and the one that was overwritten waits.
  const holder = generateUuid();
  const mine = () => readStored<Lease>(name)?.holder === holder;
  for (;;) {
    const lease = readStored<Lease>(name);
    if (!lease || lease.until < Date.now()) {
      writeStored(name, { holder, until: Date.now() + LEASE_MS });
      await pause(LOOK_MS);
      if (mine()) break;
      if (readStored<Lease>(name) === null) break; // nothing is remembered here: nobody to wait for
    } else {
      await pause(LOOK_MS);
    }
  }
  try {
    return await work();
  } finally {
    if (mine()) writeStored(name, null);
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
