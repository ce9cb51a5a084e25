/**
 * Commands on orders that the server has not confirmed yet. The page shows their effect immediately. Commands
 * that are hard to reverse can be undone for five seconds before they are sent. They are sent earlier if
 * another command on the order follows, at a logout, and when the page is hidden or closed: a page that is
 * not visible may never run again.
 */
import type { Order, OrderCommand } from "@/api/types";
import { asApiError } from "@/shared/api-error";
import type { JournalEntry } from "./command-journal";

export const UNDO_MS = 5_000;
/** A timer that fires with more than this delay was suspended with the page, and the order may have changed. */
const MAX_TIMER_DELAY_MS = 5_000;

export interface PendingCommand {
  order: Order;
  command: OrderCommand;
  reason: string | undefined;
  /** Time of the tap by the server's clock, in milliseconds. */
  issuedAt: number;
  /** The command can be undone for `UNDO_MS` before it is sent. */
  isUndoable: boolean;
  /** The command and those behind it are sent without an undo period. */
  isUrgent: boolean;
  /**
   * The page was hidden or closed before the response. A request that is sent after that outlives the page. If the request
   * fails with a transient error, the recovery repeats it.
   */
  isLeaving: boolean;
  /** Sends the command at the end of its undo period. `null` before and after the period, and if there is none. */
  timer: ReturnType<typeof setTimeout> | null;
  /**
   * Resolves when the command, and those behind it without an undo period, are confirmed, refused or released. `null` until
   * the command is sent.
   */
  sending: Promise<void> | null;
  /** The next command on the same order, sent after this one. */
  next: PendingCommand | null;
  /** The command in local storage. */
  entry: JournalEntry;
}

/** A command to be stored. */
export type IssuedCommand = Pick<PendingCommand, "order" | "command" | "reason">;

interface CommandHandlers {
  /** Sends a command. `isLeaving`: the request must outlive the page. */
  send: (command: PendingCommand, isLeaving: boolean) => Promise<Order>;
  /** Stores a command. `version` is the version of the order to which the command applies. */
  store: (command: IssuedCommand, version: number) => JournalEntry;
  onSuccess: (order: Order) => void;
  onError: (error: unknown, command: PendingCommand) => void;
  /** A command was left to the recovery and remains in storage. */
  onReleased: () => void;
  now: () => number;
}

export class PendingCommands {
  private readonly handlers: CommandHandlers;
  private commands: ReadonlyMap<string, PendingCommand> = new Map();
  private readonly listeners = new Set<() => void>();

  constructor(handlers: CommandHandlers) {
    this.handlers = handlers;
  }

  /** Adds a listener. An arrow function, like `getAll`, because React calls both without `this`. */
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Returns the pending commands by order id. */
  readonly getAll = (): ReadonlyMap<string, PendingCommand> => this.commands;

  /**
   * Issues a command. A second command on the same order is queued behind the first one if it fits the order
   * as shown, and ends the undo period of the first one. Returns `false` for a third command, and for one
   * that does not fit, as after a double tap.
   */
  dispatch(
    order: Order,
    command: OrderCommand,
    { isUndoable = false, reason }: { isUndoable?: boolean; reason?: string } = {},
  ): boolean {
    const previous = this.commands.get(order.id);
    const isFitting =
      !previous || (!previous.next && optimisticOrder(previous.order, previous)?.status === order.status);
    if (!isFitting) return false;
    // Each command raises the version by one.
    const version = previous ? previous.order.version + 1 : order.version;
    const issued: PendingCommand = {
      order,
      command,
      reason,
      isUndoable,
      isUrgent: false,
      isLeaving: false,
      issuedAt: this.handlers.now(),
      timer: null,
      sending: null,
      next: null,
      entry: this.handlers.store({ order, command, reason }, version),
    };
    if (!previous) {
      void this.start(issued);
      return true;
    }
    this.publish(() => {
      previous.next = issued;
    });
    if (previous.timer !== null) void this.sendNow(previous);
    return true;
  }

  /**
   * Undoes the last command on an order if it is undoable, not sent yet, and equal to `command` where given.
   * Returns `false` otherwise.
   */
  undo(orderId: string, command?: OrderCommand): boolean {
    const first = this.commands.get(orderId);
    const pending = first && findUndoable(first);
    if (!pending || (command && pending.command !== command)) return false;
    pending.entry.remove();
    if (pending.timer !== null) clearTimeout(pending.timer);
    if (pending === first) this.remove(first);
    else this.publish(() => (first.next = null));
    return true;
  }

  /**
   * Undoes and returns the most recent undoable command that is not sent yet. Returns `null` if there is
   * none.
   */
  undoLast(): PendingCommand | null {
    const last = [...this.commands.values()]
      .flatMap((first) => findUndoable(first) ?? [])
      .toSorted((a, b) => a.issuedAt - b.issuedAt)
      .at(-1);
    return last && this.undo(last.order.id) ? last : null;
  }

  /** Sends all commands that are waiting for their undo period to end. Returns when all are confirmed, refused or released. */
  async flush(isLeaving = false) {
    await Promise.all(
      [...this.commands.values()].map((pending) => {
        pending.isUrgent = true;
        pending.isLeaving ||= isLeaving;
        return pending.timer === null ? pending.sending : this.sendNow(pending);
      }),
    );
  }

  private start(pending: PendingCommand): Promise<void> | undefined {
    const isDelayed = pending.isUndoable && !pending.isUrgent;
    const dueAt = Date.now() + UNDO_MS;
    if (isDelayed) pending.timer = setTimeout(() => this.sendDue(pending, dueAt), UNDO_MS);
    this.publish((commands) => commands.set(pending.order.id, pending));
    return isDelayed ? undefined : this.sendNow(pending);
  }

  private sendDue(pending: PendingCommand, dueAt: number) {
    if (Date.now() - dueAt <= MAX_TIMER_DELAY_MS) void this.sendNow(pending);
    else this.release(pending);
  }

  private sendNow(pending: PendingCommand): Promise<void> {
    if (pending.timer !== null) clearTimeout(pending.timer);
    pending.timer = null;
    pending.sending = this.send(pending);
    return pending.sending;
  }

  private async send(pending: PendingCommand) {
    try {
      const order = await this.handlers.send(pending, pending.isLeaving);
      this.handlers.onSuccess(order);
      pending.entry.remove();
      const { next, isUrgent, isLeaving } = pending;
      this.remove(pending);
      if (next) await this.start({ ...next, order, isUrgent, isLeaving });
    } catch (error) {
      const { status, isTransient } = asApiError(error);
      // Without a session, the command is sent after the next login.
      if (status === 401 || (pending.isLeaving && isTransient)) {
        this.release(pending);
        return;
      }
      pending.entry.remove();
      pending.next?.entry.remove();
      this.remove(pending);
      this.handlers.onError(error, pending);
    }
  }

  /** Leaves a command to the recovery, which first checks whether the order has changed. */
  private release(pending: PendingCommand) {
    pending.timer = null;
    pending.entry.release();
    pending.next?.entry.release();
    this.remove(pending);
    this.handlers.onReleased();
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

/**
 * Returns the last command on an order if it can be undone: it is undoable, and queued or in its undo period.
 */
function findUndoable(first: PendingCommand): PendingCommand | null {
  if (first.next) return first.next.isUndoable ? first.next : null;
  return first.timer === null ? null : first;
}

type AppliedCommand = Pick<PendingCommand, "command" | "issuedAt">;

/** Returns the order as it will be after the pending command and the next one, or `null` if it will leave the board. */
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

/** Returns `true` if the command has already been applied to the order, by any actor. */
export function isApplied(order: Order, command: OrderCommand): boolean {
  switch (command) {
    case "accept":
      return Boolean(order.accepted_at);
    case "start":
      return Boolean(order.processing_at);
    case "complete":
      return Boolean(order.completed_at);
    case "hand-over":
      return Boolean(order.handed_over_at);
    case "reject":
      return order.status === "rejected";
    case "cancel":
      return order.status === "cancelled";
  }
}
