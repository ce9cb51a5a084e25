// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
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

beforeEach(() => void startSession(makeTokens(1)));

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
