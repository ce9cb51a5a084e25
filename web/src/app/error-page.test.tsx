// @vitest-environment jsdom
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, Link, RouterProvider } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setLiveStatus } from "@/live/connection-status";
import { ChunkLoadError } from "./chunk-load-error";
import { ErrorPage } from "./error-page";

describe("the error page", () => {
  const reload = vi.fn();
  beforeEach(() => {
    sessionStorage.clear();
    reload.mockClear();
    vi.stubGlobal("location", { pathname: "/reports", reload });
    setLiveStatus({ phase: "offline" });
  });
  afterEach(() => setLiveStatus({ phase: "off" }));

  async function openFailingPage(error: Error) {
    const router = createMemoryRouter([
      { path: "/", element: <Link to="/reports">Reports</Link> },
      { path: "/reports", lazy: () => Promise.reject(error), ErrorBoundary: ErrorPage },
    ]);
    render(<RouterProvider router={router} />);
    await userEvent.click(screen.getByRole("link", { name: "Reports" }));
    await screen.findByRole("button", { name: "Reload" });
  }

  it("reloads once, when the server is reachable, after a chunk load error", async () => {
    let isUp = false;
    const fetchMock = vi.fn(() =>
      isUp ? Promise.resolve(new Response("")) : Promise.reject(new Error("down")),
    );
    vi.stubGlobal("fetch", fetchMock);
    await openFailingPage(new ChunkLoadError(new Error("down")));
    expect(fetchMock).not.toHaveBeenCalled();
    // The feed is live before the page can be fetched: a reload now would show the browser's own error page.
    act(() => setLiveStatus({ phase: "live" }));
    await waitFor(() => expect(fetchMock).toHaveBeenCalledTimes(1));
    act(() => setLiveStatus({ phase: "reconnecting" }));
    expect(reload).not.toHaveBeenCalled();
    isUp = true;
    act(() => setLiveStatus({ phase: "live" }));
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    act(() => setLiveStatus({ phase: "offline" }));
    act(() => setLiveStatus({ phase: "live" }));
    await act(() => Promise.resolve());
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("does not reload after another error", async () => {
    const fetchMock = vi.fn(() => Promise.resolve(new Response("")));
    vi.stubGlobal("fetch", fetchMock);
    setLiveStatus({ phase: "live" });
    await openFailingPage(new Error("a rendering error"));
    await act(() => Promise.resolve());
    expect(fetchMock).not.toHaveBeenCalled();
  });
});
