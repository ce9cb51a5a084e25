// @vitest-environment jsdom
import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createQueryClient } from "@/api/query-client";
import { queryKeys } from "@/api/query-keys";
import { logInAs } from "@/test/fixtures";
import { startLiveUpdates } from "./live-updates";

/** A fake WebSocket. `becomeReady` opens it and delivers the `ready` message. */
class FakeSocket extends EventTarget {
  static readonly sockets: FakeSocket[] = [];
  constructor() {
    super();
    FakeSocket.sockets.push(this);
  }
  send() {
    // The test does not read the messages.
  }
  close() {
    // The feed does not wait for the end of the connection.
  }
  becomeReady() {
    this.dispatchEvent(new Event("open"));
    const data = JSON.stringify({ type: "ready", cursor: "c.1" });
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  lose() {
    this.dispatchEvent(Object.assign(new Event("close"), { code: 1006, reason: "" }));
  }
}

const lastSocket = () => FakeSocket.sockets.at(-1);
let stop = () => undefined as void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  logInAs("business");
});
afterEach(() => {
  stop();
  FakeSocket.sockets.length = 0;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Opens a page with a query whose requests fail until `server.isUp`. */
async function openPage(queryKey: readonly string[]) {
  const server = { isUp: false, requests: 0 };
  const cache = createQueryClient();
  cache.mount();
  stop = startLiveUpdates(cache, { onMissedUpdates: vi.fn(), onEvent: vi.fn() });
  const observer = new QueryObserver(cache, {
    queryKey,
    retry: false,
    // Without polling, only the return of the connection can cause a request.
    refetchInterval: false,
    queryFn: () => {
      server.requests += 1;
      return server.isUp ? Promise.resolve("data") : Promise.reject(new Error("unreachable"));
    },
  });
  const unsubscribe = observer.subscribe(() => undefined);
  const stopFeed = stop;
  stop = () => {
    unsubscribe();
    stopFeed();
    cache.unmount();
    cache.clear();
  };
  await vi.advanceTimersByTimeAsync(1);
  return { server, observer };
}

describe("a query that failed", () => {
  it.each([
    ["orders", queryKeys.openOrders],
    ["a business", queryKeys.business("trattoria")],
  ])("of %s is repeated when the feed reconnects", async (_, queryKey) => {
    const { server, observer } = await openPage(queryKey);
    lastSocket()?.becomeReady();
    await vi.advanceTimersByTimeAsync(1);
    lastSocket()?.lose();
    await vi.advanceTimersByTimeAsync(1);
    expect(observer.getCurrentResult().status).toBe("error");
    server.isUp = true;
    await vi.advanceTimersByTimeAsync(5_000);
    lastSocket()?.becomeReady();
    await vi.advanceTimersByTimeAsync(1);
    expect(observer.getCurrentResult()).toMatchObject({ status: "success", data: "data" });
  });

  it("is repeated when the browser comes online, without a feed", async () => {
    const { server, observer } = await openPage(queryKeys.businesses);
    window.dispatchEvent(new Event("offline"));
    server.isUp = true;
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1);
    expect(observer.getCurrentResult()).toMatchObject({ status: "success", data: "data" });
  });
});

describe("a query that succeeded", () => {
  it("of orders is not repeated, because the feed replays the changes", async () => {
    const { server } = await openPage(queryKeys.openOrders);
    server.isUp = true;
    lastSocket()?.becomeReady();
    await vi.advanceTimersByTimeAsync(1);
    const requests = server.requests;
    lastSocket()?.lose();
    await vi.advanceTimersByTimeAsync(5_000);
    lastSocket()?.becomeReady();
    await vi.advanceTimersByTimeAsync(1);
    expect(server.requests).toBe(requests);
  });
});
