/** Sends the stored commands of pages that were closed, crashed, or slept, unless the order has changed. */
import type { Order } from "@/api/types";
import { asApiError } from "@/shared/api-error";
import { REQUEST_TIMEOUT_MS } from "@/shared/fetch-with-timeout";
import { hasWebLocks, withTabLock } from "@/shared/tab-lock";
import { claimCommand, isStored, listCommands, removeCommand, type StoredCommand } from "./command-journal";
import { isApplied } from "./pending-commands";

/**
 * Delay before another attempt after a transient error or a logout, or while another page is working on a
 * command. Maximum delay before the next run.
 */
const RETRY_DELAY_MS = 5_000;

interface RecoveryHandlers {
  /** Returns the id of the account that is logged in. */
  getUserId: () => string | null;
  fetchOrder: (orderId: string) => Promise<Order>;
  send: (command: StoredCommand) => Promise<Order>;
  onSuccess: (order: Order, command: StoredCommand) => void;
  /** The command was not sent: the order has another version, and the command has not been applied to it. */
  onChanged: (order: Order, command: StoredCommand) => void;
  onError: (error: unknown, command: StoredCommand) => void;
}

export class CommandRecovery {
  private readonly handlers: RecoveryHandlers;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private mustRepeat = false;
  private isStopped = false;

  constructor(handlers: RecoveryHandlers) {
    this.handlers = handlers;
  }

  /** Sends the commands that are due, and schedules another run for the rest. */
  run(): Promise<void> {
    if (this.running) this.mustRepeat = true;
    this.running ??= this.runUntilDone().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  start() {
    this.isStopped = false;
    void this.run();
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async runUntilDone() {
    clearTimeout(this.timer);
    let delay: number | null;
    do {
      this.mustRepeat = false;
      delay = this.listOwnCommands().length === 0 ? null : await this.sendAll();
    } while (this.mustRepeat && !this.isStopped);
    if (delay !== null && !this.isStopped) this.timer = setTimeout(() => void this.run(), delay);
  }

  private listOwnCommands(): StoredCommand[] {
    const userId = this.handlers.getUserId();
    return userId === null ? [] : listCommands(userId);
  }

  /** Returns the delay until the next run, or `null` if there is nothing left to send. */
  private sendAll(): Promise<number | null> {
    return withTabLock("expediter.commands", async () => {
      const delays: number[] = [];
      const waitingOrders = new Set<string>();
      for (const command of this.listOwnCommands()) {
        // The commands on an order are sent in their order.
        if (waitingOrders.has(command.orderId)) continue;
        const delay = await this.sendIfDue(command);
        if (delay === null) continue;
        delays.push(delay);
        waitingOrders.add(command.orderId);
      }
      return delays.length > 0 ? Math.min(...delays) : null;
    });
  }

  /** Returns the delay before the next attempt, or `null` if the command is settled. */
  private async sendIfDue(command: StoredCommand): Promise<number | null> {
    // Without locks, a page that is still working on the command is recognized by the maximum time of its request.
    const margin = hasWebLocks() ? 0 : REQUEST_TIMEOUT_MS;
    const delay = command.dueAt + margin - Date.now();
    if (delay > 0) return Math.min(delay, RETRY_DELAY_MS);
    const unlock = await claimCommand(command.id);
    if (!unlock) return RETRY_DELAY_MS;
    try {
      // The page that was working on it may have removed it in the meantime.
      if (!isStored(command.id)) return null;
      const isSettled = await this.sendIfUnchanged(command);
      if (!isSettled) return RETRY_DELAY_MS;
      removeCommand(command.id);
      return null;
    } finally {
      unlock();
    }
  }

  /** Returns `false` if the command must be sent later. */
  private async sendIfUnchanged(command: StoredCommand): Promise<boolean> {
    try {
      const order = await this.handlers.fetchOrder(command.orderId);
      // Another account may have logged in meanwhile.
      if (this.handlers.getUserId() !== command.userId) return false;
      if (order.version === command.version) {
        this.handlers.onSuccess(await this.handlers.send(command), command);
      } else if (!isApplied(order, command.command)) {
        this.handlers.onChanged(order, command);
      }
      return true;
    } catch (error) {
      const { status, isTransient } = asApiError(error);
      if (isTransient || status === 401) return false;
      this.handlers.onError(error, command);
      return true;
    }
  }
}
