/** Short messages at the bottom of the page, each with at most one thing to do about it. */
import { useSyncExternalStore } from "react";

export interface Notice {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  action?: { label: string; run: () => void };
  ms: number;
  /** Whether screen readers hear of it from elsewhere. */
  silent?: boolean;
}

const MOST = 3;
const DEFAULT_MS = 4_000;

let notices: readonly Notice[] = [];
let next = 1;
const listeners = new Set<() => void>();

function publish(list: readonly Notice[]) {
  notices = list;
  for (const listener of listeners) listener();
}

export function notify(text: string, more: Partial<Omit<Notice, "id" | "text">> = {}): number {
  const notice: Notice = { id: next, text, tone: "plain", ms: DEFAULT_MS, ...more };
  next += 1;
  publish([...notices.filter((other) => other.text !== text), notice].slice(-MOST));
  return notice.id;
}

export const dismissNotice = (id: number) => publish(notices.filter((notice) => notice.id !== id));

export const useNotices = (): readonly Notice[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );

/** Told to screen readers only, politely. */
let told = "";
const ears = new Set<() => void>();

export function announce(text: string) {
  told = told === text ? `${text}\u00A0` : text;
  for (const ear of ears) ear();
}

export const useAnnouncement = (): string =>
  useSyncExternalStore(
    (ear) => {
      ears.add(ear);
      return () => ears.delete(ear);
    },
    () => told,
  );
