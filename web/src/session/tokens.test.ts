// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Tokens } from "@/api/types";
import { getSession, startSession } from "./session";
import { getAccessToken, refreshAccessToken } from "./tokens";

const makeTokens = (n: number, expires_in = 900): Tokens => ({
  user: { id: "dana", username: "dana", name: "Dana", role: "customer", created_at: "2026-01-01T00:00:00Z" },
  role: "customer",
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
  token_type: "bearer",
  expires_in,
});

const mockRefresh = (respond: () => Response | Promise<Response>) => {
  const fetchMock = vi.fn((_url: string, _init?: RequestInit) => Promise.resolve(respond()));
  vi.stubGlobal("fetch", fetchMock);
  return fetchMock;
};

/** Replaces the browser's Web Locks with a fake that has no queues. */
const stubLocks = (heldNames: string[] = []) => {
  const held = new Set(heldNames);
  const request = async (name: string, ...args: unknown[]) => {
    const work = args.at(-1) as (lock: object | null) => unknown;
    if (held.has(name)) return work(null);
    held.add(name);
    try {
      return await work({ name });
    } finally {
      held.delete(name);
    }
  };
  vi.stubGlobal("navigator", { locks: { request } });
  return held;
};

const storeFromOtherTab = (value: string | null) => {
  const key = "expediter.session";
  if (value === null) localStorage.removeItem(key);
  else localStorage.setItem(key, value);
  window.dispatchEvent(new StorageEvent("storage", { key }));
};

beforeEach(() => void startSession(makeTokens(1)));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("access tokens", () => {
  it("are reused until they are about to expire", async () => {
    const fetchMock = mockRefresh(() => Response.json(makeTokens(2)));
    expect(await getAccessToken()).toBe("access-1");
    expect(fetchMock).not.toHaveBeenCalled();
    startSession(makeTokens(1, 20));
    expect(await getAccessToken()).toBe("access-2");
  });

  it("are refreshed once for concurrent requests", async () => {
    const fetchMock = mockRefresh(() => Response.json(makeTokens(2)));
    const tokens = await Promise.all([
      refreshAccessToken("access-1"),
      refreshAccessToken("access-1"),
      refreshAccessToken("access-1"),
    ]);
    expect(tokens).toEqual(["access-2", "access-2", "access-2"]);
    expect(fetchMock).toHaveBeenCalledOnce();
    expect(JSON.parse(String(fetchMock.mock.calls[0]?.[1]?.body))).toEqual({ refresh_token: "refresh-1" });
  });

  it("are taken from another tab that has refreshed them", async () => {
    const fetchMock = mockRefresh(() => Response.json(makeTokens(3)));
    const otherTab = {
      user: makeTokens(2).user,
      access: "access-2",
      refresh: "refresh-2",
      expiresAt: Date.now() + 900_000,
    };
    localStorage.setItem("expediter.session", JSON.stringify(otherTab));
    expect(await refreshAccessToken("access-1")).toBe("access-2");
    expect(fetchMock).not.toHaveBeenCalled();
    expect(getSession()?.refresh).toBe("refresh-2");
  });

  it("are awaited when another tab has used the refresh token and its session has not arrived", async () => {
    stubLocks(["expediter.refresh.refresh-1"]);
    const fetchMock = mockRefresh(() => Response.json(makeTokens(3)));
    const token = refreshAccessToken("access-1");
    const session = { ...getSession(), access: "access-2", refresh: "refresh-2" };
    setTimeout(() => storeFromOtherTab(JSON.stringify(session)));
    expect(await token).toBe("access-2");

    stubLocks(["expediter.refresh.refresh-2"]);
    const lastToken = refreshAccessToken("access-2");
    setTimeout(() => storeFromOtherTab(null));
    expect(await lastToken).toBeNull();
    expect(fetchMock).not.toHaveBeenCalled();
  });

  it("are requested if the session of the other tab does not arrive", async () => {
    vi.useFakeTimers();
    stubLocks(["expediter.refresh.refresh-1"]);
    mockRefresh(() => new Response("{}", { status: 401 }));
    const token = refreshAccessToken("access-1");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await token).toBeNull();
    expect(getSession()).toBeNull();
  });

  it("claim the used refresh token for a minute, and release it after a failure", async () => {
    vi.useFakeTimers();
    const held = stubLocks();
    mockRefresh(() => Promise.reject(new TypeError("down")));
    await expect(refreshAccessToken("access-1")).rejects.toMatchObject({ problem: { status: 0 } });
    await vi.advanceTimersByTimeAsync(0);
    expect([...held]).toEqual([]);
    mockRefresh(() => Response.json(makeTokens(2)));
    await refreshAccessToken("access-1");
    await vi.advanceTimersByTimeAsync(59_000);
    expect([...held]).toEqual(["expediter.refresh.refresh-1"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...held]).toEqual([]);
  });

  it("end the session when the server rejects the refresh token", async () => {
    mockRefresh(() => new Response("{}", { status: 401 }));
    expect(await refreshAccessToken("access-1")).toBeNull();
    expect(getSession()).toBeNull();
  });

  it("are kept when the server is down", async () => {
    mockRefresh(() => Promise.reject(new TypeError("down")));
    await expect(refreshAccessToken("access-1")).rejects.toMatchObject({ problem: { status: 0 } });
    mockRefresh(() => new Response("{}", { status: 503, headers: { "retry-after": "1" } }));
    await expect(refreshAccessToken("access-1")).rejects.toMatchObject({ retryAfter: 1 });
    expect(getSession()?.access).toBe("access-1");
  });
});
