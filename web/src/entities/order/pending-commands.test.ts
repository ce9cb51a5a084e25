import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Order } from "@/api/types";
import { makeOrder } from "@/test/fixtures";
import { optimisticOrder, type PendingCommand, PendingCommands, UNDO_MS } from "./pending-commands";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp(
  respond: (pending: PendingCommand) => Promise<Order> = ({ order }) =>
    Promise.resolve({ ...order, version: order.version + 1 }),
) {
  const send = vi.fn((pending: PendingCommand, _isLeaving: boolean) => respond(pending));
  const onSuccess = vi.fn();
  const onError = vi.fn();
  const commands = new PendingCommands({ send, onSuccess, onError, now: () => 0 });
  return { send, onSuccess, onError, commands };
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
});
