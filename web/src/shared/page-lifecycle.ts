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
 * Calls `listener` after the page may have been suspended or offline: it becomes visible, gains focus, resumes, or comes
 * online. Several of these events often occur together. While the page is hidden, only coming online counts: the page may
 * have to play a sound for new orders, and its timers would reconnect too slowly. Returns a function that removes the
 * listener.
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

/** Calls `listener` when the page may soon stop running, because it is hidden, frozen, or closed. */
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
