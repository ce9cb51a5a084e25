// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Tokens } from "@/api/types";
import { startSession, getSession } from "./session";
import { getAccessToken, refreshAccessToken } from "./tokens";

const tokens = (n: number, expires_in = 900): Tokens => ({
  user: { id: "dana", username: "dana", name: "Dana", role: "customer", created_at: "2026-01-01T00:00:00Z" },
  role: "customer",
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
  token_type: "bearer",
  expires_in,
});

const answers = (answer: () => Response | Promise<Response>) => {
  const spy = vi.fn((_url: string, _init?: RequestInit) => Promise.resolve(answer()));
  vi.stubGlobal("fetch", spy);
  return spy;
};

beforeEach(() => void startSession(tokens(1)));

describe("access tokens", () => {
  it("are used while they are good for long enough", async () => {
    const spy = answers(() => Response.json(tokens(2)));
    expect(await getAccessToken()).toBe("access-1");
    expect(spy).not.toHaveBeenCalled();
    startSession(tokens(1, 20));
    expect(await getAccessToken()).toBe("access-2");
  });

  it("are renewed once, however many ask: a refresh token used twice ends the login", async () => {
    const spy = answers(() => Response.json(tokens(2)));
    const all = await Promise.all([
      refreshAccessToken("access-1"),
      refreshAccessToken("access-1"),
      refreshAccessToken("access-1"),
    ]);
    expect(all).toEqual(["access-2", "access-2", "access-2"]);
    expect(spy).toHaveBeenCalledOnce();
    expect(JSON.parse(String(spy.mock.calls[0]?.[1]?.body))).toEqual({ refresh_token: "refresh-1" });
  });

  it("of a tab that was faster are taken over", async () => {
    const spy = answers(() => Response.json(tokens(3)));
    const other = {
      user: tokens(2).user,
      access: "access-2",
      refresh: "refresh-2",
      expiresAt: Date.now() + 900_000,
    };
    localStorage.setItem("expediter.session", JSON.stringify(other));
    expect(await refreshAccessToken("access-1")).toBe("access-2");
    expect(spy).not.toHaveBeenCalled();
    expect(getSession()?.refresh).toBe("refresh-2");
  });

  it("end with the login when the server says so", async () => {
    answers(() => new Response("{}", { status: 401 }));
    expect(await refreshAccessToken("access-1")).toBeNull();
    expect(getSession()).toBeNull();
  });

  it("outlive a server that is down", async () => {
    answers(() => Promise.reject(new TypeError("down")));
    await expect(refreshAccessToken("access-1")).rejects.toMatchObject({ problem: { status: 0 } });
    answers(() => new Response("{}", { status: 503, headers: { "retry-after": "1" } }));
    await expect(refreshAccessToken("access-1")).rejects.toMatchObject({ retryAfter: 1 });
    expect(getSession()?.access).toBe("access-1");
  });
});
