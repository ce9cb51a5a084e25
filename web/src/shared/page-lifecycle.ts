/**
 * Events that tell whether the page is running. Browsers stop the timers of hidden pages, and can close such pages without
 * a further event.
 */

type Target = Window | Document;

/** Adds listeners. Returns a function that removes them. */
function listen(types: readonly (readonly [Target, string])[], listener: () => void): () => void {
  for (const [target, type] of types) target.addEventListener(type, listener);
  return () => {
    for (const [target, type] of types) target.removeEventListener(type, listener);
  };
}

/**
 * Calls `listener` when the page may have been suspended or without a network before: it becomes visible, gains focus,
 * continues, or comes online. Several of these events often occur together. A hidden page comes online, too: its timers
 * are too slow to notice it, and it may play a sound for new orders.
 */
export const onWakeUp = (listener: () => void): (() => void) => {
  const stopListening = listen(
    [
      [document, "visibilitychange"],
      [document, "resume"],
      [window, "pageshow"],
      [window, "focus"],
    ],
    () => {
      if (document.visibilityState === "visible") listener();
    },
  );
  const stopListeningToNetwork = listen([[window, "online"]], listener);
  return () => {
    stopListening();
    stopListeningToNetwork();
  };
};

/** Calls `listener` when the page may not run any longer: it is hidden, frozen, or closed. */
export const onSuspend = (listener: () => void): (() => void) => {
  const stopListening = listen(
    [
      [document, "freeze"],
      [window, "pagehide"],
    ],
    listener,
  );
  const stopListeningToVisibility = listen([[document, "visibilitychange"]], () => {
    if (document.visibilityState === "hidden") listener();
  });
  return () => {
    stopListening();
    stopListeningToVisibility();
  };
};
