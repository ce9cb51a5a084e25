/**
 * Commands on orders that the server has not confirmed yet. The page shows their effect immediately. Commands that are
 * hard to reverse are sent after five seconds, during which they can be undone.
 */
import type { Order, OrderCommand } from "@/api/types";

export const UNDO_MS = 5_000;

export interface PendingCommand {
  order: Order;
  command: OrderCommand;
  reason: string | undefined;
  /** Time of the tap by the server's clock, in milliseconds. */
  issuedAt: number;
  /** The command can be undone for `UNDO_MS` before it is sent. */
  isUndoable: boolean;
  /** Sends the command after `UNDO_MS`. `null` once it is sent. */
  timer: ReturnType<typeof setTimeout> | null;
  /** The next command on the same order, sent after this one. */
  next: PendingCommand | null;
}

interface CommandHandlers {
  /** Sends the command. `isLeaving`: the request must outlive the page. */
  send: (command: PendingCommand, isLeaving: boolean) => Promise<Order>;
  onSuccess: (order: Order) => void;
  onError: (error: unknown, command: PendingCommand) => void;
  now: () => number;
}

export class PendingCommands {
  private readonly handlers: CommandHandlers;
  private commands: ReadonlyMap<string, PendingCommand> = new Map();
  private readonly listeners = new Set<() => void>();

  constructor(handlers: CommandHandlers) {
    this.handlers = handlers;
  }

  /** An arrow function, like `getAll`, because React calls both without `this`. */
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Returns the pending commands by order id. */
  readonly getAll = (): ReadonlyMap<string, PendingCommand> => this.commands;

  /**
   * Issues a command. A second command on the same order is queued behind the first one if it fits the order as shown.
   * Returns `false` for a command that does not fit, such as a double tap.
   */
  dispatch(
    order: Order,
    command: OrderCommand,
    { isUndoable = false, reason }: { isUndoable?: boolean; reason?: string } = {},
  ): boolean {
    const issuedAt = this.handlers.now();
    const issued: PendingCommand = { order, command, reason, isUndoable, issuedAt, timer: null, next: null };
    const previous = this.commands.get(order.id);
    if (!previous) {
      this.start(issued);
      return true;
    }
    if (previous.next || optimisticOrder(previous.order, previous)?.status !== order.status) return false;
    this.publish(() => {
      previous.next = issued;
    });
    void this.sendNow(previous);
    return true;
  }

  /** Undoes a command that is not sent yet. Returns `false` if it is too late. */
  undo(orderId: string, command?: OrderCommand): boolean {
    const pending = this.commands.get(orderId);
    if (!pending || pending.timer === null || (command && pending.command !== command)) return false;
    clearTimeout(pending.timer);
    this.remove(pending);
    return true;
  }

  /** Undoes the last command that is not sent yet. */
  undoLast(): PendingCommand | null {
    const last = [...this.commands.values()].findLast((pending) => pending.timer !== null);
    return last && this.undo(last.order.id) ? last : null;
  }

  /** Sends all commands that are waiting for their undo period to end. */
  async flush(isLeaving = false) {
    await Promise.all([...this.commands.values()].map((pending) => this.sendNow(pending, isLeaving)));
  }

  private start(pending: PendingCommand, isLeaving = false) {
    const isDelayed = pending.isUndoable && !isLeaving;
    if (isDelayed) pending.timer = setTimeout(() => void this.send(pending), UNDO_MS);
    this.publish((commands) => commands.set(pending.order.id, pending));
    if (!isDelayed) void this.send(pending, isLeaving);
  }

  private sendNow(pending: PendingCommand, isLeaving = false) {
    if (pending.timer === null) return undefined;
    clearTimeout(pending.timer);
    return this.send(pending, isLeaving);
  }

  private async send(pending: PendingCommand, isLeaving = false) {
    pending.timer = null;
    try {
      const order = await this.handlers.send(pending, isLeaving);
      this.handlers.onSuccess(order);
      const { next } = pending;
      this.remove(pending);
      if (next) this.start({ ...next, order }, isLeaving);
    } catch (error) {
      this.remove(pending);
      this.handlers.onError(error, pending);
    }
  }

  private remove(pending: PendingCommand) {
    const id = pending.order.id;
    if (this.commands.get(id) === pending) this.publish((commands) => commands.delete(id));
  }

  /** Replaces the map, so that React notices the change. */
  private publish(change: (commands: Map<string, PendingCommand>) => void) {
    const commands = new Map(this.commands);
    change(commands);
    this.commands = commands;
    for (const listener of this.listeners) listener();
  }
}

type AppliedCommand = Pick<PendingCommand, "command" | "issuedAt">;

/** Returns the order as it will be after the pending command, or `null` if it will leave the board. */
export function optimisticOrder(
  order: Order,
  pending: AppliedCommand & { next?: PendingCommand | null },
): Order | null {
  const result = applyCommand(order, pending);
  return result && pending.next ? applyCommand(result, pending.next) : result;
}

function applyCommand(order: Order, { command, issuedAt }: AppliedCommand): Order | null {
  const time = new Date(issuedAt).toISOString();
  switch (command) {
    case "accept":
      return { ...order, status: "accepted", accepted_at: time };
    case "start":
      return { ...order, status: "processing", processing_at: time };
    case "complete":
      return { ...order, status: "completed", completed_at: time };
    case "hand-over":
    case "reject":
    case "cancel":
      return null;
  }
}
