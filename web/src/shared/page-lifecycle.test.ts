// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { onSuspend, onWakeUp } from "./page-lifecycle";

const setVisibility = (state: DocumentVisibilityState) =>
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);

const EVENTS: [EventTarget, string][] = [
  [document, "visibilitychange"],
  [document, "freeze"],
  [document, "resume"],
  [window, "pagehide"],
  [window, "pageshow"],
  [window, "focus"],
  [window, "online"],
];

/** Returns the events after which the listener is called. */
function listCalls(addListener: (listener: () => void) => () => void): string[] {
  const listener = vi.fn();
  const removeListener = addListener(listener);
  const calls = EVENTS.filter(([target, type]) => {
    listener.mockClear();
    target.dispatchEvent(new Event(type));
    return listener.mock.calls.length > 0;
  });
  removeListener();
  listener.mockClear();
  for (const [target, type] of EVENTS) target.dispatchEvent(new Event(type));
  expect(listener).not.toHaveBeenCalled();
  return calls.map(([, type]) => type);
}

describe("the lifecycle of a page", () => {
  it("includes waking up while the page is visible, and coming online at any time", () => {
    setVisibility("visible");
    expect(listCalls(onWakeUp)).toEqual(["visibilitychange", "resume", "pageshow", "focus", "online"]);
    setVisibility("hidden");
    expect(listCalls(onWakeUp)).toEqual(["online"]);
  });

  it("includes being suspended", () => {
    setVisibility("visible");
    expect(listCalls(onSuspend)).toEqual(["freeze", "pagehide"]);
    setVisibility("hidden");
    expect(listCalls(onSuspend)).toEqual(["visibilitychange", "freeze", "pagehide"]);
  });
});
