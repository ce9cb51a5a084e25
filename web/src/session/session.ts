/** Who is logged in here: kept in this browser, the same in all its tabs. */
import { useSyncExternalStore } from "react";
import type { Role, Tokens, User } from "@/api/types";
import { readStored, writeStored } from "@/shared/storage";

const KEY = "expediter.session";

export interface Session {
  user: User;
  access: string;
  refresh: string;
  /** By this machine's clock, in milliseconds. */
  expiresAt: number;
}

let current: Session | null = readStored<Session>(KEY);
/** How the last login of this page ended. */
interface SessionEnding {
  /** Where somebody logged out: the next one has no business there. */
  leftAt?: string;
  /** Why it was ended by the server. */
  message?: string;
}

let end: SessionEnding = {};
const listeners = new Set<() => void>();

function publish(next: Session | null) {
  current = next;
  for (const listener of listeners) listener();
}

if (typeof window !== "undefined") {
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) publish(readStored<Session>(KEY));
  });
}

export const getSessionEnding = (): SessionEnding => end;

export const getSession = (): Session | null => current;

/** What is stored now, by whichever tab: listeners hear of other tabs' writes only a little later. */
export function reloadSession(): Session | null {
  const now = readStored<Session>(KEY);
  if (now?.access !== current?.access) publish(now);
  return now;
}

export function startSession(tokens: Tokens): Session {
  const next: Session = {
    user: tokens.user,
    access: tokens.access_token,
    refresh: tokens.refresh_token,
    expiresAt: Date.now() + tokens.expires_in * 1000,
  };
  end = {};
  writeStored(KEY, next);
  publish(next);
  return next;
}

export function endSession(how: SessionEnding = {}) {
  end = how;
  writeStored(KEY, null);
  publish(null);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const onSessionChange = subscribe;

/** The account that is logged in. Changes with it, not with its tokens. */
export function useUser(): User | null {
  const id = useSyncExternalStore(subscribe, () => current?.user.id ?? null);
  return id === null ? null : (current?.user ?? null);
}

export const getHomePath = (role: Role | undefined): string =>
  role === "business" ? "/board" : role === "waiter" ? "/floor" : role === "admin" ? "/admin" : "/";
