/** Short messages at the bottom of the page, each with at most one action. */
import { useSyncExternalStore } from "react";

export interface Notice {
  id: number;
  text: string;
  tone: "neutral" | "success" | "error";
  action?: { label: string; run: () => void };
  durationMs: number;
  /** The notice is not announced to screen readers, because the caller announces the text. */
  isSilent?: boolean;
}

const MAX_NOTICES = 3;
const DEFAULT_DURATION_MS = 4_000;

let notices: readonly Notice[] = [];
let nextId = 1;
const noticeListeners = new Set<() => void>();

function publish(list: readonly Notice[]) {
  notices = list;
  for (const listener of noticeListeners) listener();
}

export function notify(text: string, options: Partial<Omit<Notice, "id" | "text">> = {}): number {
  const notice: Notice = { id: nextId, text, tone: "neutral", durationMs: DEFAULT_DURATION_MS, ...options };
  nextId += 1;
  publish([...notices.filter((other) => other.text !== text), notice].slice(-MAX_NOTICES));
  return notice.id;
}

export const dismissNotice = (id: number) => publish(notices.filter((notice) => notice.id !== id));

export const useNotices = (): readonly Notice[] =>
  useSyncExternalStore(
    (listener) => {
      noticeListeners.add(listener);
      return () => noticeListeners.delete(listener);
    },
    () => notices,
  );

let announcement = "";
const announcementListeners = new Set<() => void>();

/** Announces a text to screen readers through the polite live region. */
export function announce(text: string) {
  // Screen readers ignore an unchanged text; a no-break space makes the repetition a change.
  announcement = announcement === text ? `${text}\u00A0` : text;
  for (const listener of announcementListeners) listener();
}

export const useAnnouncement = (): string =>
  useSyncExternalStore(
    (listener) => {
      announcementListeners.add(listener);
      return () => announcementListeners.delete(listener);
    },
    () => announcement,
  );
