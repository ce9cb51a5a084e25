import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeEvent, makeOrder } from "@/test/fixtures";
import { connect } from "./feed";

/** A socket whose other end is the test. */
class Wire extends EventTarget {
  sent: Record<string, unknown>[] = [];
  closed = false;
  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close() {
    this.closed = true;
  }
  says(frame: unknown) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
  opens() {
    this.dispatchEvent(new Event("open"));
  }
  drops(code = 1006, reason = "") {
    this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
  }
}

const event = (cursor: string) => ({
  type: "event",
  cursor,
  event: { ...makeEvent(makeOrder(), "order.placed"), id: cursor },
});

function connected({
  token = () => Promise.resolve<string | null>("token"),
  expiresAt = () => Date.now() + 900_000,
} = {}) {
  const wires: Wire[] = [];
  const told = {
    events: [] as string[],
    ready: [] as boolean[],
    resync: 0,
    lost: [] as number[],
    refused: [] as string[],
  };
  const feed = connect(
    {
      event: ({ id }) => told.events.push(id),
      ready: (first) => told.ready.push(first),
      resync: () => (told.resync += 1),
      lost: (attempts) => told.lost.push(attempts),
      refused: (why) => told.refused.push(why),
    },
    {
      url: () => "ws://house/ws",
      token,
      expiresAt,
      random: () => 1,
      connect: () => {
        const wire = new Wire();
        wires.push(wire);
        return wire as unknown as WebSocket;
      },
    },
  );
  const wire = (n: number) => {
    const found = wires[n];
    if (!found) throw new Error(`there is no connection ${n}`);
    return found;
  };
  return { feed, told, wires, wire };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("the feed", () => {
  it("says who it is first, and is ready when the server says so", async () => {
    const { told, wire } = connected();
    await settled();
    wire(0).opens();
    expect(wire(0).sent).toEqual([{ type: "auth", token: "token" }]);
    wire(0).says({ type: "ready", cursor: "c.1" });
    wire(0).says(event("c.2"));
    expect(told).toMatchObject({ ready: [true], events: ["c.2"] });
  });

  it("comes back with its last cursor", async () => {
    const { told, wire, wires } = connected();
    await settled();
    wire(0).opens();
    wire(0).says({ type: "ready", cursor: "c.1" });
    wire(0).says(event("c.7"));
    wire(0).drops();
    expect(told.lost).toEqual([1]);
    await vi.advanceTimersByTimeAsync(399);
    expect(wires).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    wire(1).opens();
    expect(wire(1).sent).toEqual([{ type: "auth", token: "token", since: "c.7" }]);
    wire(1).says({ type: "ready", cursor: "c.7" });
    wire(1).says(event("c.8"));
    wire(1).says(event("c.9"));
    wire(1).drops();
    await vi.advanceTimersByTimeAsync(400);
    wire(2).opens();
    expect(wire(2).sent).toEqual([{ type: "auth", token: "token", since: "c.9" }]);
    expect(told.events).toEqual(["c.7", "c.8", "c.9"]);
    expect(told.ready).toEqual([true, false]);
  });

  it("waits longer each time, and starts over once it was ready", async () => {
    const { told, wire, wires } = connected();
    await settled();
    wire(0).drops();
    await vi.advanceTimersByTimeAsync(400);
    wire(1).drops();
    await vi.advanceTimersByTimeAsync(400);
    expect(wires).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(400);
    wire(2).opens();
    wire(2).says({ type: "ready", cursor: "c.1" });
    wire(2).drops();
    expect(told.lost).toEqual([1, 2, 1]);
  });

  it("goes on at once when somebody looks, or the network is back", async () => {
    const { feed, wire, wires } = connected();
    await settled();
    wire(0).drops();
    feed.retryNow();
    await settled();
    expect(wires).toHaveLength(2);
    feed.retryNow();
    await settled();
    expect(wires).toHaveLength(2);
  });

  it("tells of a history that is gone", async () => {
    const { told, wire } = connected();
    await settled();
    wire(0).opens();
    wire(0).says({ type: "resync" });
    wire(0).says({ type: "ready", cursor: "d.1" });
    expect(told.resync).toBe(1);
  });

  it("gives up a connection that never becomes ready", async () => {
    const { told, wire } = connected();
    await settled();
    wire(0).opens();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(wire(0).closed).toBe(true);
    expect(told.lost).toEqual([1]);
  });

  it("notices a line that was cut without a word", async () => {
    const { told, wire, wires } = connected();
    await settled();
    wire(0).opens();
    wire(0).says({ type: "ready", cursor: "c.1" });
    await vi.advanceTimersByTimeAsync(15_000);
    wire(0).says(event("c.2"));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(wire(0).sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(wire(0).sent[1]).toEqual({ type: "ping" });
    // The server is there: it may be quiet for as long again.
    await vi.advanceTimersByTimeAsync(9_000);
    wire(0).says({ type: "pong" });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(wire(0).sent).toHaveLength(3);
    expect(told.lost).toEqual([]);
    // It does not answer any more, and a socket that nobody reads does not even close.
    await vi.advanceTimersByTimeAsync(1);
    expect(wire(0).closed).toBe(true);
    expect(told.lost).toEqual([1]);
    await vi.advanceTimersByTimeAsync(400);
    expect(wires).toHaveLength(2);
    wire(1).opens();
    expect(wire(1).sent).toEqual([{ type: "auth", token: "token", since: "c.2" }]);
  });

  it("takes no word that it does not know for another", async () => {
    const { told, wire } = connected();
    await settled();
    wire(0).opens();
    wire(0).says({ type: "tidings", cursor: "x.9" });
    expect(told).toMatchObject({ ready: [], events: [] });
    wire(0).says({ type: "ready", cursor: "c.1" });
    wire(0).says({ type: "tidings", cursor: "x.9" });
    wire(0).says({ type: "pong" });
    wire(0).drops();
    await vi.advanceTimersByTimeAsync(400);
    wire(1).opens();
    expect(wire(1).sent[0]).toMatchObject({ since: "c.1" });
    expect(told.ready).toEqual([true]);
  });

  it("renews its token before the old one ends, on the same connection", async () => {
    let n = 0;
    const token = vi.fn((_marginMs?: number) => Promise.resolve<string | null>(`token-${(n += 1)}`));
    const end = Date.now() + 900_000;
    const { wire, wires } = connected({ token, expiresAt: () => (n < 2 ? end : end + 900_000) });
    await settled();
    wire(0).opens();
    wire(0).says({ type: "ready", cursor: "c.1" });
    const said = () => wire(0).sent.filter(({ type }) => type === "auth");
    for (let s = 0; s < 809; s += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      wire(0).says({ type: "pong" });
    }
    expect(said()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said()[1]).toEqual({ type: "auth", token: "token-2" });
    expect(wires).toHaveLength(1);
  });

  it("tries again when no token can be had, and not at all when nobody is logged in", async () => {
    let fails = true;
    const waiting = connected({
      token: () => (fails ? Promise.reject(new Error("down")) : Promise.resolve("token")),
    });
    await settled();
    expect(waiting.told.lost).toEqual([1]);
    fails = false;
    await vi.advanceTimersByTimeAsync(400);
    expect(waiting.wires).toHaveLength(1);

    const nobody = connected({ token: () => Promise.resolve(null) });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(nobody.wires).toHaveLength(0);
    expect(nobody.told.lost).toEqual([]);
  });

  it("comes back with another token when the server does not take this one", async () => {
    const token = vi.fn((_marginMs?: number) => Promise.resolve<string | null>("token"));
    const { told, wire } = connected({ token });
    await settled();
    wire(0).drops(1008, "the account was closed");
    await vi.advanceTimersByTimeAsync(400);
    wire(1).drops(1012);
    await vi.advanceTimersByTimeAsync(800);
    expect(token.mock.calls).toEqual([[30_000], [Infinity], [30_000]]);
    expect(told.refused).toEqual(["the account was closed"]);
  });

  it("is silent after it was stopped", async () => {
    const { feed, told, wire, wires } = connected();
    await settled();
    feed.stop();
    wire(0).drops();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wires).toHaveLength(1);
    expect(told.lost).toEqual([]);
  });
});
