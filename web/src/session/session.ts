/** The session of this browser. Local storage shares it between tabs. */
import { useSyncExternalStore } from "react";
import type { Tokens, User } from "@/api/types";
import { readStored, writeStored } from "@/shared/storage";

const STORAGE_KEY = "expediter.session";

/** The format in local storage, which tabs with an older version also read: do not rename its fields. */
interface Session {
  user: User;
  access: string;
  refresh: string;
  /** Expiry of the access token by this machine's clock, in milliseconds. */
  expiresAt: number;
}

/** The end of this tab's last session. */
interface SessionEnding {
  /** The path on which the user logged out. The next login does not return to it. */
  leftAt?: string;
  /** The reason for the end of the session, if the server ended it and the reason is known. */
  message?: string;
}

let current: Session | null = readStored<Session>(STORAGE_KEY);
let ending: SessionEnding = {};
const listeners = new Set<() => void>();

function publish(next: Session | null) {
  current = next;
  for (const listener of listeners) listener();
}

if (typeof window !== "undefined") {
  window.addEventListener("storage", (event) => {
    if (event.key === STORAGE_KEY || event.key === null) publish(readStored<Session>(STORAGE_KEY));
  });
}

export const getSession = (): Session | null => current;

export const getSessionEnding = (): SessionEnding => ending;

/** Reads the session from storage. A write by another tab can be visible there before its `storage` event arrives. */
export function reloadSession(): Session | null {
  const stored = readStored<Session>(STORAGE_KEY);
  if (stored?.access !== current?.access) publish(stored);
  return stored;
}

export function startSession(tokens: Tokens): Session {
  const session: Session = {
    user: tokens.user,
    access: tokens.access_token,
    refresh: tokens.refresh_token,
    expiresAt: Date.now() + tokens.expires_in * 1000,
  };
  ending = {};
  writeStored(STORAGE_KEY, session);
  publish(session);
  return session;
}

export function endSession(reason: SessionEnding = {}) {
  ending = reason;
  writeStored(STORAGE_KEY, null);
  publish(null);
}

export function onSessionChange(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns the account that is logged in. Renders when the account changes, not when its tokens are refreshed. */
export function useUser(): User | null {
  const id = useSyncExternalStore(onSessionChange, () => current?.user.id ?? null);
  return id === null ? null : (current?.user ?? null);
}
