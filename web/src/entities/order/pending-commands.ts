/**
 * What people do to orders: on screen at once, told to the server at once or, where a wrong tap would hurt, five seconds
 * later, so that it can be taken back.
 */
import type { OrderCommand, Order } from "@/api/types";

export const UNDO_MS = 5_000;

export interface PendingCommand {
  order: Order;
  command: OrderCommand;
  reason: string | undefined;
  /** When it was asked for, by the server's clock. */
  at: number;
  /** Can be taken back for a while. */
  isUndoable: boolean;
  /** Until it is sent; none if it is on its way already. */
  timer: ReturnType<typeof setTimeout> | null;
  /** What was tapped meanwhile, and is done after it. */
  next: PendingCommand | null;
}

export interface CommandHandlers {
  send: (act: PendingCommand, leaving: boolean) => Promise<Order>;
  done: (order: Order) => void;
  refused: (error: unknown, act: PendingCommand) => void;
  now: () => number;
}

export type PendingCommands = ReturnType<typeof createPendingCommands>;

export function createPendingCommands({ send, done, refused, now }: CommandHandlers) {
  let acts: ReadonlyMap<string, PendingCommand> = new Map();
  const listeners = new Set<() => void>();

  function publish(change: (next: Map<string, PendingCommand>) => void) {
    const next = new Map(acts);
    change(next);
    acts = next;
    for (const listener of listeners) listener();
  }
  const over = (act: PendingCommand) => {
    if (acts.get(act.order.id) === act) publish((next) => next.delete(act.order.id));
  };

  async function go(act: PendingCommand, leaving = false) {
    act.timer = null;
    try {
      const order = await send(act, leaving);
      done(order);
      const { next } = act;
      over(act);
      if (next) begin({ ...next, order }, leaving);
    } catch (error) {
      over(act);
      refused(error, act);
    }
  }

  function begin(act: PendingCommand, leaving = false) {
    const held = act.isUndoable && !leaving;
    if (held) act.timer = setTimeout(() => void go(act), UNDO_MS);
    publish((all) => all.set(act.order.id, act));
    if (!held) void go(act, leaving);
  }

  function sendNow(act: PendingCommand, leaving = false) {
    if (act.timer === null) return undefined;
    clearTimeout(act.timer);
    return go(act, leaving);
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** What is shown as done, by order. */
    current: () => acts,
    /**
     * Does it. `held`: it can be taken back for a while. What comes before the last step was sent or answered waits for
     * it; what does not fit the order as it is shown is a tap too many.
     */
    dispatch(
      order: Order,
      command: OrderCommand,
      { held = false, reason }: { held?: boolean; reason?: string } = {},
    ) {
      const act: PendingCommand = {
        order,
        command,
        reason,
        isUndoable: held,
        at: now(),
        timer: null,
        next: null,
      };
      const before = acts.get(order.id);
      if (!before) {
        begin(act);
        return true;
      }
      if (before.next || optimisticOrder(before.order, before)?.status !== order.status) return false;
      publish(() => {
        before.next = act;
      });
      void sendNow(before);
      return true;
    },
    /** Takes back what was not sent yet; whether there was still time to. */
    undo(id: string, command?: OrderCommand): boolean {
      const act = acts.get(id);
      if (!act || act.timer === null || (command && act.command !== command)) return false;
      clearTimeout(act.timer);
      over(act);
      return true;
    },
    /** Takes back the latest that still can be. */
    undoLast(): PendingCommand | null {
      const last = [...acts.values()].findLast((act) => act.timer !== null);
      return last && this.undo(last.order.id) ? last : null;
    },
    /** Sends now what was held. */
    async flush(leaving = false) {
      await Promise.all([...acts.values()].map((act) => sendNow(act, leaving)));
    },
  };
}

/** The order as it will be, before the server has said so; none if it will be gone from the board. */
export function optimisticOrder(
  order: Order,
  act: Pick<PendingCommand, "command" | "at"> & { next?: PendingCommand | null },
): Order | null {
  const after = step(order, act);
  return after && act.next ? step(after, act.next) : after;
}

function step(order: Order, { command, at: asked }: Pick<PendingCommand, "command" | "at">): Order | null {
  const at = new Date(asked).toISOString();
  switch (command) {
    case "accept":
      return { ...order, status: "accepted", accepted_at: at };
    case "start":
      return { ...order, status: "processing", processing_at: at };
    case "complete":
      return { ...order, status: "completed", completed_at: at };
    case "hand-over":
    case "reject":
    case "cancel":
      return null;
  }
}
