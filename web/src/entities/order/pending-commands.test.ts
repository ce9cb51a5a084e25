import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Order } from "@/api/types";
import { ApiError, createUnauthenticatedError, createUnreachableError } from "@/shared/api-error";
import { makeOrder } from "@/test/fixtures";
import {
  isApplied,
  type IssuedCommand,
  optimisticOrder,
  type PendingCommand,
  PendingCommands,
  UNDO_MS,
} from "./pending-commands";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp(
  respond: (pending: PendingCommand) => Promise<Order> = ({ order }) =>
    Promise.resolve({ ...order, version: order.version + 1 }),
  now = () => 0,
) {
  const send = vi.fn((pending: PendingCommand, _isLeaving: boolean) => respond(pending));
  const onSuccess = vi.fn();
  const onError = vi.fn();
  const onReleased = vi.fn();
  /** The stored commands: `complete 3` for a command that applies to version 3. */
  const stored: Record<"pending" | "released", string[]> = { pending: [], released: [] };
  const store = ({ command }: IssuedCommand, version: number) => {
    const text = `${command} ${version}`;
    const remove = () => {
      stored.pending = stored.pending.filter((other) => other !== text);
    };
    stored.pending.push(text);
    return {
      userId: "lucia",
      remove,
      release() {
        remove();
        stored.released.push(text);
      },
    };
  };
  const commands = new PendingCommands({ send, store, onSuccess, onError, onReleased, now });
  return { send, onSuccess, onError, onReleased, commands, stored };
}

describe("a pending command", () => {
  it("is sent immediately if it is not undoable", async () => {
    const { commands, send, onSuccess } = setUp();
    commands.dispatch(makeOrder(), "accept");
    expect(send).toHaveBeenCalledOnce();
    expect(commands.getAll().size).toBe(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(onSuccess).toHaveBeenCalledOnce();
    expect(commands.getAll().size).toBe(0);
  });

  it("is sent once for several taps", async () => {
    const { commands, send } = setUp();
    const order = makeOrder();
    expect(commands.dispatch(order, "accept")).toBe(true);
    expect(commands.dispatch(order, "accept")).toBe(false);
    expect(commands.dispatch(order, "reject", { isUndoable: true })).toBe(false);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send).toHaveBeenCalledOnce();
  });

  it("waits for the response to the previous command on the same order", async () => {
    const responses: ((order: Order) => void)[] = [];
    const { commands, send } = setUp(() => new Promise((resolve) => responses.push(resolve)));
    const order = makeOrder();
    commands.dispatch(order, "accept");
    expect(commands.dispatch({ ...order, status: "accepted" }, "start")).toBe(true);
    expect(send).toHaveBeenCalledOnce();
    const pending = commands.getAll().get(order.id);
    expect(pending && optimisticOrder(order, pending)).toMatchObject({ status: "processing" });
    responses[0]?.({ ...order, version: 2, status: "accepted" });
    await vi.advanceTimersByTimeAsync(0);
    expect(send.mock.calls.map(([sent]) => [sent.command, sent.order.version])).toEqual([
      ["accept", 1],
      ["start", 2],
    ]);
  });

  it("is sent before its undo period ends when the next command follows", async () => {
    const { commands, send } = setUp();
    const order = makeOrder({ status: "processing" });
    commands.dispatch(order, "complete", { isUndoable: true });
    expect(send).not.toHaveBeenCalled();
    commands.dispatch({ ...order, status: "completed" }, "hand-over", { isUndoable: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(send.mock.calls.map(([sent]) => sent.command)).toEqual(["complete"]);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send.mock.calls.map(([sent]) => sent.command)).toEqual(["complete", "hand-over"]);
  });

  it("can be undone for five seconds", async () => {
    const { commands, send } = setUp();
    const [first, second] = [makeOrder(), makeOrder()];
    commands.dispatch(first, "reject", { isUndoable: true });
    commands.dispatch(second, "complete", { isUndoable: true });
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(commands.undo(first.id)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(send.mock.calls.map(([sent]) => sent.order.id)).toEqual([second.id]);
    expect(commands.undo(second.id)).toBe(false);
  });

  it("can be undone while it is queued behind another command", async () => {
    const responses: ((order: Order) => void)[] = [];
    const { commands, send, stored } = setUp(() => new Promise((resolve) => responses.push(resolve)));
    const order = makeOrder({ status: "processing", version: 3 });
    const completed = { ...order, status: "completed" } as const;
    commands.dispatch(order, "complete", { isUndoable: true });
    commands.dispatch(completed, "hand-over", { isUndoable: true });
    expect(commands.undo(order.id, "complete")).toBe(false);
    const before = commands.getAll();
    expect(commands.undo(order.id, "hand-over")).toBe(true);
    expect(commands.getAll()).not.toBe(before);
    const pending = commands.getAll().get(order.id);
    expect(pending && optimisticOrder(order, pending)).toMatchObject({ status: "completed" });
    expect(stored.pending).toEqual(["complete 3"]);
    expect(commands.undo(order.id, "hand-over")).toBe(false);
    // The command can be issued again.
    expect(commands.dispatch(completed, "hand-over", { isUndoable: true })).toBe(true);
    expect(commands.undo(order.id, "hand-over")).toBe(true);
    responses[0]?.({ ...completed, version: 4 });
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send.mock.calls.map(([sent]) => sent.command)).toEqual(["complete"]);
    expect(commands.getAll().size).toBe(0);
  });

  it("is undone by undoLast if it was issued last and is queued", async () => {
    let now = 0;
    const { commands, send } = setUp(
      () => new Promise(() => undefined),
      () => (now += 1),
    );
    const [first, second] = [makeOrder({ status: "processing" }), makeOrder()];
    commands.dispatch(first, "complete", { isUndoable: true });
    commands.dispatch(second, "reject", { isUndoable: true });
    commands.dispatch({ ...first, status: "completed" }, "hand-over", { isUndoable: true });
    expect(commands.undoLast()).toMatchObject({ order: { id: first.id }, command: "hand-over" });
    expect(commands.undoLast()).toMatchObject({ order: { id: second.id }, command: "reject" });
    expect(commands.undoLast()).toBeNull();
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send.mock.calls.map(([sent]) => sent.command)).toEqual(["complete"]);
  });

  it("is undone in reverse order by undoLast", () => {
    const { commands } = setUp();
    const [first, second] = [makeOrder(), makeOrder()];
    commands.dispatch(first, "hand-over", { isUndoable: true });
    commands.dispatch(second, "hand-over", { isUndoable: true });
    expect(commands.undoLast()?.order).toBe(second);
    expect(commands.undoLast()?.order).toBe(first);
    expect(commands.undoLast()).toBeNull();
  });

  it("is sent by flush when the page is closed", async () => {
    const { commands, send } = setUp();
    commands.dispatch(makeOrder(), "hand-over", { isUndoable: true });
    await commands.flush(true);
    expect(send).toHaveBeenCalledExactlyOnceWith(expect.anything(), true);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send).toHaveBeenCalledOnce();
  });

  it("is removed when the server rejects it", async () => {
    const { commands, onError, onSuccess } = setUp(() => Promise.reject(new Error("409")));
    commands.dispatch(makeOrder(), "accept");
    await vi.advanceTimersByTimeAsync(0);
    expect(onError).toHaveBeenCalledOnce();
    expect(onSuccess).not.toHaveBeenCalled();
    expect(commands.getAll().size).toBe(0);
  });

  it("changes the order optimistically", () => {
    const order = makeOrder();
    const apply = (command: PendingCommand["command"]) => optimisticOrder(order, { command, issuedAt: 0 });
    expect(apply("accept")).toMatchObject({ status: "accepted" });
    expect(apply("start")).toMatchObject({ status: "processing" });
    expect(apply("complete")).toMatchObject({ status: "completed" });
    for (const command of ["reject", "cancel", "hand-over"] as const) expect(apply(command)).toBeNull();
  });

  it("recognizes a command that the order has already been through", () => {
    const time = "2026-11-21T12:00:00.000Z";
    const applied: [PendingCommand["command"], Partial<Order>][] = [
      ["accept", { accepted_at: time }],
      ["start", { processing_at: time }],
      ["complete", { completed_at: time }],
      ["hand-over", { handed_over_at: time }],
      ["reject", { status: "rejected" }],
      ["cancel", { status: "cancelled" }],
    ];
    for (const [command, changes] of applied) {
      expect(isApplied(makeOrder(), command)).toBe(false);
      expect(isApplied(makeOrder(changes), command)).toBe(true);
    }
  });
});

describe("a stored command", () => {
  it("is removed when it is undone, confirmed, or refused", async () => {
    const { commands, stored } = setUp();
    const order = makeOrder({ version: 3 });
    commands.dispatch(order, "reject", { isUndoable: true });
    expect(stored.pending).toEqual(["reject 3"]);
    commands.undo(order.id);
    expect(stored.pending).toEqual([]);
    commands.dispatch(order, "accept");
    expect(stored.pending).toEqual(["accept 3"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(stored.pending).toEqual([]);

    const refusing = setUp(() => Promise.reject(createUnreachableError()));
    refusing.commands.dispatch(order, "complete", { isUndoable: true });
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(refusing.onError).toHaveBeenCalledOnce();
    expect(refusing.stored).toEqual({ pending: [], released: [] });
  });

  it("applies to the next version of the order if it is queued behind another command", async () => {
    const { commands, stored } = setUp(() => new Promise(() => undefined));
    const order = makeOrder({ status: "processing", version: 3 });
    commands.dispatch(order, "complete", { isUndoable: true });
    commands.dispatch({ ...order, status: "completed" }, "hand-over", { isUndoable: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(stored.pending).toEqual(["complete 3", "hand-over 4"]);
  });

  it("is released if the page is hidden and the request fails", async () => {
    const { commands, stored, send, onError, onReleased } = setUp(() =>
      Promise.reject(createUnreachableError()),
    );
    const order = makeOrder({ status: "processing", version: 3 });
    commands.dispatch(order, "complete", { isUndoable: true });
    commands.dispatch({ ...order, status: "completed" }, "hand-over", { isUndoable: true });
    await commands.flush(true);
    expect(send).toHaveBeenCalledOnce();
    expect(stored).toEqual({ pending: [], released: ["complete 3", "hand-over 4"] });
    expect(onReleased).toHaveBeenCalled();
    expect(onError).not.toHaveBeenCalled();
    expect(commands.getAll().size).toBe(0);
  });

  it("is released if the page is hidden while the request is in flight", async () => {
    let fail: (error: Error) => void = () => undefined;
    const { commands, stored, onError } = setUp(() => new Promise((_, reject) => (fail = reject)));
    commands.dispatch(makeOrder({ version: 3 }), "accept");
    const flushed = commands.flush(true);
    fail(createUnreachableError());
    await flushed;
    expect(stored.released).toEqual(["accept 3"]);
    expect(onError).not.toHaveBeenCalled();
  });

  it("is reported if the server refuses it after the page was hidden", async () => {
    const conflict = new ApiError({ type: "/problems/wrong-state", title: "", status: 409, detail: "" });
    const { commands, stored, onError } = setUp(() => Promise.reject(conflict));
    commands.dispatch(makeOrder(), "reject", { isUndoable: true });
    await commands.flush(true);
    expect(onError).toHaveBeenCalledOnce();
    expect(stored).toEqual({ pending: [], released: [] });
  });

  it("is released if the session has ended", async () => {
    const { commands, stored, onError } = setUp(() => Promise.reject(createUnauthenticatedError()));
    commands.dispatch(makeOrder({ version: 2 }), "reject", { isUndoable: true });
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(stored.released).toEqual(["reject 2"]);
    expect(onError).not.toHaveBeenCalled();
  });

  it("is released if the device slept during the undo period", async () => {
    const { commands, stored, send } = setUp();
    commands.dispatch(makeOrder({ version: 2 }), "reject", { isUndoable: true });
    // The timer fires an hour late.
    vi.setSystemTime(Date.now() + 3600_000);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send).not.toHaveBeenCalled();
    expect(stored).toEqual({ pending: [], released: ["reject 2"] });
    expect(commands.getAll().size).toBe(0);
  });

  it("is sent by flush with the commands behind it, also before a logout", async () => {
    const { commands, send, stored } = setUp();
    const order = makeOrder({ status: "processing" });
    commands.dispatch(order, "complete", { isUndoable: true });
    commands.dispatch({ ...order, status: "completed" }, "hand-over", { isUndoable: true });
    await commands.flush();
    expect(send.mock.calls.map(([sent, isLeaving]) => [sent.command, isLeaving])).toEqual([
      ["complete", false],
      ["hand-over", false],
    ]);
    expect(stored).toEqual({ pending: [], released: [] });
  });
});
