/** JSON values in local storage. */

/**
 * Reads a value. Returns `null` if it is missing or invalid, or if storage is not available, as in some
 * private windows.
 */
export function readStored<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Stores a value; `null` removes the key. */
export function writeStored(key: string, value: unknown) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is not available: the value is lost when the page is closed.
  }
}

/** Returns all keys with this prefix. */
export function listStoredKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return []; // Storage is not available.
  }
}

/** Removes all keys with this prefix. */
export function removeStored(prefix: string) {
  for (const key of listStoredKeys(prefix)) writeStored(key, null);
}
