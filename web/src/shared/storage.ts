/** JSON values in local storage. */

/** Reads a value. Returns `null` if storage is not available, as in some private windows. */
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

/** Removes all keys with this prefix. */
export function removeStored(prefix: string) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Storage is not available.
  }
}
