import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchWithTimeout, REQUEST_TIMEOUT_MS } from "./fetch-with-timeout";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Mocks a server that never responds. */
function mockFrozenServer() {
  const fetchMock = vi.fn(
    (_request: Request | string, { signal }: RequestInit) =>
      new Promise<Response>((_, reject) => {
        if (signal?.aborted) reject(signal.reason as Error);
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      }),
  );
  vi.stubGlobal("fetch", fetchMock);
  return fetchMock;
}

describe("a request", () => {
  it("fails after ten seconds without a response", async () => {
    mockFrozenServer();
    const onError = vi.fn();
    void fetchWithTimeout(new Request("http://localhost/api")).catch(onError);
    await vi.advanceTimersByTimeAsync(REQUEST_TIMEOUT_MS - 1);
    expect(REQUEST_TIMEOUT_MS).toBe(10_000);
    expect(onError).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: "TimeoutError" }));
  });

  it("fails if the transfer of the body does not end in time", async () => {
    let signal: AbortSignal | null | undefined;
    vi.stubGlobal("fetch", (_request: string, init: RequestInit) => {
      signal = init.signal;
      return Promise.resolve(new Response("{}"));
    });
    await fetchWithTimeout("/api", { timeoutMs: 2_000 });
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(signal?.aborted).toBe(true);
  });

  it("can still be aborted by the caller", async () => {
    mockFrozenServer();
    const controller = new AbortController();
    const pending = fetchWithTimeout(new Request("http://localhost/api", { signal: controller.signal }));
    controller.abort(new Error("the page was left"));
    await expect(pending).rejects.toThrow();
    await expect(fetchWithTimeout("/api", { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
