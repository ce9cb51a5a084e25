import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeEvent, makeOrder } from "@/test/fixtures";
import { connect } from "./feed";

/** A fake WebSocket. The test acts as its server. */
class FakeSocket extends EventTarget {
  sent: Record<string, unknown>[] = [];
  isClosed = false;
  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close() {
    this.isClosed = true;
  }
  emitOpen() {
    this.dispatchEvent(new Event("open"));
  }
  emitMessage(message: unknown) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }
  emitClose(code = 1006, reason = "") {
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
}

const eventMessage = (cursor: string) => ({
  type: "event",
  cursor,
  event: { ...makeEvent(makeOrder(), "order.placed"), id: cursor },
});

const menuMessage = (complete = true) => ({
  type: "menu",
  business_id: "trattoria",
  complete,
  more: false,
  business: null,
  items: [],
  removed: [],
});

interface SetUpOptions {
  getToken?: ((minValidityMs: number) => Promise<string | null>) | undefined;
  getExpiresAt?: () => number;
  getMenus?: () => string[];
}

function setUp(options: SetUpOptions = {}) {
  const { getExpiresAt = () => Date.now() + 900_000, getMenus = () => [] } = options;
  const getToken = "getToken" in options ? options.getToken : () => Promise.resolve("token");
  const sockets: FakeSocket[] = [];
  const calls = {
    events: [] as string[],
    ready: [] as boolean[],
    resync: 0,
    lost: [] as number[],
    rejected: [] as string[],
    menus: [] as string[],
  };
  const feed = connect(
    {
      onEvent: ({ id }) => calls.events.push(id),
      onReady: (isFirst) => calls.ready.push(isFirst),
      onResync: () => (calls.resync += 1),
      onLost: (attempts) => calls.lost.push(attempts),
      onRejected: (reason) => calls.rejected.push(reason),
      onMenu: ({ business_id }) => calls.menus.push(business_id),
    },
    {
      getUrl: () => "ws://server/ws",
      ...(getToken && { getToken }),
      getExpiresAt,
      getMenus,
      random: () => 1,
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
    },
  );
  const socketAt = (index: number) => {
    const socket = sockets[index];
    if (!socket) throw new Error(`no socket ${index}`);
    return socket;
  };
  return { feed, calls, sockets, socketAt };
}

const flushPromises = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("the feed", () => {
  it("authenticates first and is ready when the server says so", async () => {
    const { calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    expect(socketAt(0).sent).toEqual([{ type: "auth", token: "token" }]);
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    socketAt(0).emitMessage(eventMessage("c.2"));
    expect(calls).toMatchObject({ ready: [true], events: ["c.2"] });
  });

  it("reconnects with its last cursor", async () => {
    const { calls, socketAt, sockets } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    socketAt(0).emitMessage(eventMessage("c.7"));
    socketAt(0).emitClose();
    expect(calls.lost).toEqual([1]);
    await vi.advanceTimersByTimeAsync(399);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    socketAt(1).emitOpen();
    expect(socketAt(1).sent).toEqual([{ type: "auth", token: "token", since: "c.7" }]);
    socketAt(1).emitMessage({ type: "ready", cursor: "c.7" });
    socketAt(1).emitMessage(eventMessage("c.8"));
    socketAt(1).emitMessage(eventMessage("c.9"));
    socketAt(1).emitClose();
    await vi.advanceTimersByTimeAsync(400);
    socketAt(2).emitOpen();
    expect(socketAt(2).sent).toEqual([{ type: "auth", token: "token", since: "c.9" }]);
    expect(calls.events).toEqual(["c.7", "c.8", "c.9"]);
    expect(calls.ready).toEqual([true, false]);
  });

  it("increases the delay with each attempt and resets it when ready", async () => {
    const { calls, socketAt, sockets } = setUp();
    await flushPromises();
    socketAt(0).emitClose();
    await vi.advanceTimersByTimeAsync(400);
    socketAt(1).emitClose();
    await vi.advanceTimersByTimeAsync(400);
    expect(sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(400);
    socketAt(2).emitOpen();
    socketAt(2).emitMessage({ type: "ready", cursor: "c.1" });
    socketAt(2).emitClose();
    expect(calls.lost).toEqual([1, 2, 1]);
  });

  it("reconnects immediately on retryNow, once", async () => {
    const { feed, socketAt, sockets } = setUp();
    await flushPromises();
    socketAt(0).emitClose();
    feed.retryNow();
    await flushPromises();
    expect(sockets).toHaveLength(2);
    feed.retryNow();
    await flushPromises();
    expect(sockets).toHaveLength(2);
  });

  it("reports a resync", async () => {
    const { calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "resync" });
    socketAt(0).emitMessage({ type: "ready", cursor: "d.1" });
    expect(calls.resync).toBe(1);
  });

  it("closes a connection that is not ready in time", async () => {
    const { calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(socketAt(0).isClosed).toBe(true);
    expect(calls.lost).toEqual([1]);
  });

  it("detects a dead connection with a ping", async () => {
    const { calls, socketAt, sockets } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    await vi.advanceTimersByTimeAsync(15_000);
    socketAt(0).emitMessage(eventMessage("c.2"));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(socketAt(0).sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(socketAt(0).sent[1]).toEqual({ type: "ping" });
    // A pong restarts the quiet period.
    await vi.advanceTimersByTimeAsync(9_000);
    socketAt(0).emitMessage({ type: "pong" });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(socketAt(0).sent).toHaveLength(3);
    expect(calls.lost).toEqual([]);
    // No pong arrives. The dead socket emits no close event, either.
    await vi.advanceTimersByTimeAsync(1);
    expect(socketAt(0).isClosed).toBe(true);
    expect(calls.lost).toEqual([1]);
    await vi.advanceTimersByTimeAsync(400);
    expect(sockets).toHaveLength(2);
    socketAt(1).emitOpen();
    expect(socketAt(1).sent).toEqual([{ type: "auth", token: "token", since: "c.2" }]);
  });

  it("checks a connection immediately on checkNow and reconnects after three seconds without an answer", async () => {
    const { feed, calls, socketAt, sockets } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    feed.checkNow();
    expect(socketAt(0).sent).toHaveLength(1);
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    feed.checkNow();
    expect(socketAt(0).sent[1]).toEqual({ type: "ping" });
    socketAt(0).emitMessage({ type: "pong" });
    await vi.advanceTimersByTimeAsync(19_000);
    expect(calls.lost).toEqual([]);

    // The connection is frozen. Several events, such as `focus` and `online`, do not extend the timeout.
    feed.checkNow();
    await vi.advanceTimersByTimeAsync(2_000);
    feed.checkNow();
    expect(socketAt(0).sent).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(999);
    expect(calls.lost).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.lost).toEqual([1]);
    expect(socketAt(0).isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(400);
    expect(sockets).toHaveLength(2);
    socketAt(1).emitOpen();
    expect(socketAt(1).sent).toEqual([{ type: "auth", token: "token", since: "c.1" }]);
  });

  it("ends the check of checkNow with the pong, not with a message that was sent before", async () => {
    const { feed, calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    // The server answers after it has sent the missed events.
    feed.checkNow();
    await vi.advanceTimersByTimeAsync(2_000);
    socketAt(0).emitMessage(eventMessage("c.2"));
    await vi.advanceTimersByTimeAsync(2_999);
    socketAt(0).emitMessage(eventMessage("c.3"));
    socketAt(0).emitMessage({ type: "pong" });
    await vi.advanceTimersByTimeAsync(19_999);
    expect(calls.lost).toEqual([]);

    // The connection is dead. The event was received before.
    feed.checkNow();
    socketAt(0).emitMessage(eventMessage("c.4"));
    feed.checkNow();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(calls.lost).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls.lost).toEqual([1]);
    expect(socketAt(0).isClosed).toBe(true);
    expect(socketAt(0).sent.filter(({ type }) => type === "ping")).toHaveLength(2);
  });

  it("does not take the answer to an earlier ping for the answer to checkNow", async () => {
    const { feed, calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    await vi.advanceTimersByTimeAsync(20_000);
    feed.checkNow();
    socketAt(0).emitMessage({ type: "pong" });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(calls.lost).toEqual([1]);
  });

  it("shortens the timeout of a ping that is already sent on checkNow", async () => {
    const { feed, calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(socketAt(0).sent[1]).toEqual({ type: "ping" });
    feed.checkNow();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(calls.lost).toEqual([1]);
  });

  it("reconnects immediately on checkNow if it is waiting for the next attempt", async () => {
    const { feed, socketAt, sockets } = setUp();
    await flushPromises();
    socketAt(0).emitClose();
    feed.checkNow();
    await flushPromises();
    expect(sockets).toHaveLength(2);
  });

  it("ignores messages of an unknown type", async () => {
    const { calls, socketAt } = setUp();
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "unknown", cursor: "x.9" });
    expect(calls).toMatchObject({ ready: [], events: [] });
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    socketAt(0).emitMessage({ type: "unknown", cursor: "x.9" });
    socketAt(0).emitMessage({ type: "pong" });
    socketAt(0).emitClose();
    await vi.advanceTimersByTimeAsync(400);
    socketAt(1).emitOpen();
    expect(socketAt(1).sent[0]).toMatchObject({ since: "c.1" });
    expect(calls.ready).toEqual([true]);
  });

  it("refreshes its token before it expires, on the same connection", async () => {
    let n = 0;
    const getToken = vi.fn((_minValidityMs?: number) => Promise.resolve<string | null>(`token-${(n += 1)}`));
    const expiry = Date.now() + 900_000;
    const { socketAt, sockets } = setUp({
      getToken,
      getExpiresAt: () => (n < 2 ? expiry : expiry + 900_000),
    });
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    const authMessages = () => socketAt(0).sent.filter(({ type }) => type === "auth");
    for (let second = 0; second < 809; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      socketAt(0).emitMessage({ type: "pong" });
    }
    expect(authMessages()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(authMessages()[1]).toEqual({ type: "auth", token: "token-2" });
    expect(sockets).toHaveLength(1);
  });

  it("retries when the token request fails and does not connect when logged out", async () => {
    let isDown = true;
    const failing = setUp({
      getToken: () => (isDown ? Promise.reject(new Error("down")) : Promise.resolve("token")),
    });
    await flushPromises();
    expect(failing.calls.lost).toEqual([1]);
    isDown = false;
    await vi.advanceTimersByTimeAsync(400);
    expect(failing.sockets).toHaveLength(1);

    const loggedOut = setUp({ getToken: () => Promise.resolve(null) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loggedOut.sockets).toHaveLength(0);
    expect(loggedOut.calls.lost).toEqual([]);
  });

  it("reconnects with a new token when the server rejects the current one", async () => {
    const getToken = vi.fn((_minValidityMs?: number) => Promise.resolve<string | null>("token"));
    const { calls, socketAt } = setUp({ getToken });
    await flushPromises();
    socketAt(0).emitClose(1008, "the account was closed");
    await vi.advanceTimersByTimeAsync(400);
    socketAt(1).emitClose(1012);
    await vi.advanceTimersByTimeAsync(800);
    expect(getToken.mock.calls).toEqual([[30_000], [Infinity], [30_000]]);
    expect(calls.rejected).toEqual(["the account was closed"]);
  });

  it("does not reconnect after stop", async () => {
    const { feed, calls, socketAt, sockets } = setUp();
    await flushPromises();
    feed.stop();
    socketAt(0).emitClose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(calls.lost).toEqual([]);
  });
});

describe("subscriptions to menus", () => {
  const subscribe = (business_id: string) => ({ type: "subscribe", business_id });
  const unsubscribe = (business_id: string) => ({ type: "unsubscribe", business_id });

  it("follow the open menus, and are repeated after a reconnect", async () => {
    let menus = ["trattoria"];
    const { feed, calls, socketAt } = setUp({ getMenus: () => menus });
    await flushPromises();
    socketAt(0).emitOpen();
    expect(socketAt(0).sent).toEqual([{ type: "auth", token: "token" }]);
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    socketAt(0).emitMessage(menuMessage());
    expect(calls.menus).toEqual(["trattoria"]);
    menus = ["noodles"];
    feed.updateMenus();
    feed.updateMenus();
    expect(socketAt(0).sent.slice(1)).toEqual([
      subscribe("trattoria"),
      subscribe("noodles"),
      unsubscribe("trattoria"),
    ]);
    socketAt(0).emitClose();
    feed.retryNow();
    await flushPromises();
    socketAt(1).emitOpen();
    socketAt(1).emitMessage({ type: "ready", cursor: "c.1" });
    expect(socketAt(1).sent.slice(1)).toEqual([subscribe("noodles")]);
    feed.stop();
  });

  it("need no account", async () => {
    const { feed, calls, socketAt, sockets } = setUp({ getToken: undefined, getMenus: () => ["trattoria"] });
    await flushPromises();
    socketAt(0).emitOpen();
    expect(socketAt(0).sent).toEqual([subscribe("trattoria")]);
    socketAt(0).emitMessage(menuMessage());
    socketAt(0).emitMessage(menuMessage(false));
    expect(calls.menus).toEqual(["trattoria", "trattoria"]);
    // The connection is complete: it is not replaced.
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sockets).toHaveLength(1);
    socketAt(0).emitClose();
    expect(calls.lost).toEqual([1]);
    feed.retryNow();
    await flushPromises();
    socketAt(1).emitOpen();
    expect(socketAt(1).sent).toEqual([subscribe("trattoria")]);
    feed.stop();
  });

  it("are omitted if an older server does not support them", async () => {
    const { feed, calls, socketAt } = setUp({ getMenus: () => ["trattoria"] });
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitMessage({ type: "ready", cursor: "c.1" });
    socketAt(0).emitClose(1008, "only messages of the types auth and ping are supported");
    expect(calls.rejected).toEqual([]);
    feed.retryNow();
    await flushPromises();
    socketAt(1).emitOpen();
    socketAt(1).emitMessage({ type: "ready", cursor: "c.1" });
    expect(socketAt(1).sent).toHaveLength(1);
    feed.stop();
  });

  it("continue after a connection without an account was rejected for another reason", async () => {
    const { sockets, socketAt } = setUp({ getToken: undefined, getMenus: () => ["trattoria"] });
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitClose(1008, "no auth or subscribe message in time");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it("do not cause a new token or immediate reconnects if the server rejects them", async () => {
    const validities: number[] = [];
    const getToken = (minValidityMs: number) => {
      validities.push(minValidityMs);
      return Promise.resolve("token");
    };
    const { feed, sockets } = setUp({ getToken, getMenus: () => ["trattoria"] });
    // The server accepts the token and then rejects the subscription, for a minute.
    for (let second = 0; second < 60; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      const socket = sockets.at(-1);
      if (!socket || socket.isClosed) continue;
      socket.emitOpen();
      socket.emitMessage({ type: "ready", cursor: "c.1" });
      socket.emitClose(
        1008,
        "a client can subscribe to at most 10 menus at a time, and at most 30 times per minute",
      );
      socket.isClosed = true;
    }
    expect(sockets.length).toBeLessThan(20);
    expect(validities.every((validity) => validity < Infinity)).toBe(true);
    feed.stop();
  });

  it("end if an older server requires an account", async () => {
    const { calls, sockets, socketAt } = setUp({ getToken: undefined, getMenus: () => ["trattoria"] });
    await flushPromises();
    socketAt(0).emitOpen();
    socketAt(0).emitClose(1008, 'the first message must be {"type":"auth","token":"…"}');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sockets).toHaveLength(1);
    expect(calls.rejected).toEqual([]);
  });
});
