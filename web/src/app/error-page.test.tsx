// @vitest-environment jsdom
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, Link, RouterProvider } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setLiveStatus } from "@/live/connection-status";
import { ErrorPage } from "./error-page";
import { ChunkLoadError } from "./chunk-load-error";

describe("a page that could not be fetched", () => {
  const reload = vi.fn();
  beforeEach(() => {
    sessionStorage.clear();
    reload.mockClear();
    vi.stubGlobal("location", { pathname: "/reports", reload });
    setLiveStatus({ phase: "offline" });
  });
  afterEach(() => setLiveStatus({ phase: "off" }));

  async function tap(error: Error) {
    const router = createMemoryRouter([
      { path: "/", element: <Link to="/reports">Reports</Link> },
      { path: "/reports", lazy: () => Promise.reject(error), ErrorBoundary: ErrorPage },
    ]);
    render(<RouterProvider router={router} />);
    await userEvent.click(screen.getByRole("link", { name: "Reports" }));
    await screen.findByRole("button", { name: "Reload" });
  }

  it("loads by itself when the server is back, and not before, and not for ever", async () => {
    let up = false;
    const fetches = vi.fn(() => (up ? Promise.resolve(new Response("")) : Promise.reject(new Error("down"))));
    vi.stubGlobal("fetch", fetches);
    await tap(new ChunkLoadError(new Error("down")));
    expect(fetches).not.toHaveBeenCalled();
    // The feed is live before the page is there: a reload now would leave the browser's own page.
    act(() => setLiveStatus({ phase: "live" }));
    await waitFor(() => expect(fetches).toHaveBeenCalledTimes(1));
    act(() => setLiveStatus({ phase: "reconnecting" }));
    expect(reload).not.toHaveBeenCalled();
    up = true;
    act(() => setLiveStatus({ phase: "live" }));
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    act(() => setLiveStatus({ phase: "offline" }));
    act(() => setLiveStatus({ phase: "live" }));
    await act(() => Promise.resolve());
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("is not the same as one that fails", async () => {
    const fetches = vi.fn(() => Promise.resolve(new Response("")));
    vi.stubGlobal("fetch", fetches);
    setLiveStatus({ phase: "live" });
    await tap(new Error("a fault of ours"));
    await act(() => Promise.resolve());
    expect(fetches).not.toHaveBeenCalled();
  });
});
