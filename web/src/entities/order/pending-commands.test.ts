import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Order } from "@/api/types";
import { makeOrder } from "@/test/fixtures";
import { type PendingCommand, createPendingCommands, optimisticOrder, UNDO_MS } from "./pending-commands";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function kitchen(
  answer: (act: PendingCommand) => Promise<Order> = ({ order }) =>
    Promise.resolve({ ...order, version: order.version + 1 }),
) {
  const send = vi.fn((act: PendingCommand, _leaving: boolean) => answer(act));
  const done = vi.fn();
  const refused = vi.fn();
  return { send, done, refused, acts: createPendingCommands({ send, done, refused, now: () => 0 }) };
}

describe("what people do to orders", () => {
  it("is sent at once when it does no harm", async () => {
    const { acts, send, done } = kitchen();
    acts.dispatch(makeOrder(), "accept");
    expect(send).toHaveBeenCalledOnce();
    expect(acts.current().size).toBe(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalledOnce();
    expect(acts.current().size).toBe(0);
  });

  it("is sent once, however often it is tapped", async () => {
    const { acts, send } = kitchen();
    const order = makeOrder();
    expect(acts.dispatch(order, "accept")).toBe(true);
    expect(acts.dispatch(order, "accept")).toBe(false);
    expect(acts.dispatch(order, "reject", { held: true })).toBe(false);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send).toHaveBeenCalledOnce();
  });

  it("waits for the step before it, when somebody is faster than the network", async () => {
    const answers: ((order: Order) => void)[] = [];
    const { acts, send } = kitchen(() => new Promise((done) => answers.push(done)));
    const order = makeOrder();
    acts.dispatch(order, "accept");
    expect(acts.dispatch({ ...order, status: "accepted" }, "start")).toBe(true);
    expect(send).toHaveBeenCalledOnce();
    const act = acts.current().get(order.id);
    expect(act && optimisticOrder(order, act)).toMatchObject({ status: "processing" });
    answers[0]?.({ ...order, version: 2, status: "accepted" });
    await vi.advanceTimersByTimeAsync(0);
    expect(send.mock.calls.map(([sent]) => [sent.command, sent.order.version])).toEqual([
      ["accept", 1],
      ["start", 2],
    ]);
  });

  it("is sent at once when the next step follows", async () => {
    const { acts, send } = kitchen();
    const order = makeOrder({ status: "processing" });
    acts.dispatch(order, "complete", { held: true });
    expect(send).not.toHaveBeenCalled();
    acts.dispatch({ ...order, status: "completed" }, "hand-over", { held: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(send.mock.calls.map(([act]) => act.command)).toEqual(["complete"]);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send.mock.calls.map(([act]) => act.command)).toEqual(["complete", "hand-over"]);
  });

  it("can be taken back for five seconds, and then not any more", async () => {
    const { acts, send } = kitchen();
    const [first, second] = [makeOrder(), makeOrder()];
    acts.dispatch(first, "reject", { held: true });
    acts.dispatch(second, "complete", { held: true });
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(acts.undo(first.id)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(send.mock.calls.map(([act]) => act.order.id)).toEqual([second.id]);
    expect(acts.undo(second.id)).toBe(false);
  });

  it("is undone from the last", () => {
    const { acts } = kitchen();
    const [first, second] = [makeOrder(), makeOrder()];
    acts.dispatch(first, "hand-over", { held: true });
    acts.dispatch(second, "hand-over", { held: true });
    expect(acts.undoLast()?.order).toBe(second);
    expect(acts.undoLast()?.order).toBe(first);
    expect(acts.undoLast()).toBeNull();
  });

  it("is not lost when the page is left", async () => {
    const { acts, send } = kitchen();
    acts.dispatch(makeOrder(), "hand-over", { held: true });
    await acts.flush(true);
    expect(send).toHaveBeenCalledExactlyOnceWith(expect.anything(), true);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(send).toHaveBeenCalledOnce();
  });

  it("goes back to the truth when it is refused", async () => {
    const { acts, refused, done } = kitchen(() => Promise.reject(new Error("409")));
    acts.dispatch(makeOrder(), "accept");
    await vi.advanceTimersByTimeAsync(0);
    expect(refused).toHaveBeenCalledOnce();
    expect(done).not.toHaveBeenCalled();
    expect(acts.current().size).toBe(0);
  });

  it("is on screen before the server has said so", () => {
    const order = makeOrder();
    expect(optimisticOrder(order, { command: "accept", at: 0 })).toMatchObject({ status: "accepted" });
    expect(optimisticOrder(order, { command: "start", at: 0 })).toMatchObject({ status: "processing" });
    expect(optimisticOrder(order, { command: "complete", at: 0 })).toMatchObject({ status: "completed" });
    for (const command of ["reject", "cancel", "hand-over"] as const)
      expect(optimisticOrder(order, { command, at: 0 })).toBeNull();
  });
});
