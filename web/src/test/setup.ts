import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { endSession } from "@/session/session";
// Registers the session's tokens with the API client, as the app does.
import "@/session/tokens";

if (typeof document !== "undefined") {
  await import("@testing-library/jest-dom/vitest");
  // jsdom has no layout and does not implement this method.
  Element.prototype.scrollIntoView = () => undefined;
  afterEach(() => {
    cleanup();
    endSession();
    localStorage.clear();
  });
}
