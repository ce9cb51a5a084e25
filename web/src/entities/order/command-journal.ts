/**
 * Commands in local storage that the server has not confirmed yet. They survive a page that is closed,
 * crashes, or sleeps before its commands are sent. A page holds a lock on each command that it is working on.
 */
import type { OrderCommand } from "@/api/types";
import { generateUuid } from "@/shared/ids";
import { listStoredKeys, readStored, writeStored } from "@/shared/storage";
import { claimName } from "@/shared/tab-lock";

/** The prefix of the commands' keys in local storage, and of their locks. */
export const COMMAND_PREFIX = "expediter.command.";

/** The format in local storage: do not rename its fields. */
export interface StoredCommand {
  id: string;
  /** The account that issued the command. Only its sessions send the command. */
  userId: string;
  orderId: string;
  /** The number of the order, for messages. */
  number: string;
  /** The recovery sends the command only if the order still has this version. */
  version: number;
  command: OrderCommand;
  reason?: string;
  /** Time of the command in milliseconds by this machine's clock, like `dueAt`. */
  issuedAt: number;
  /** From this time on, the recovery of any page may send the command if no other page holds its lock. */
  dueAt: number;
}

/** A stored command that this page is working on. */
export interface JournalEntry {
  readonly userId: string;
  /** Removes a command that was undone, confirmed, or refused. */
  remove: () => void;
  /** Leaves the command to the recovery of this page or of another one. */
  release: () => void;
}

/** Stores a command and locks it. */
export function storeCommand(details: Omit<StoredCommand, "id">): JournalEntry {
  const command = { ...details, id: generateUuid() };
  const key = COMMAND_PREFIX + command.id;
  writeStored(key, command);
  const lock = claimCommand(command.id);
  const unlock = () => void lock.then((release) => release?.());
  return {
    userId: command.userId,
    remove() {
      writeStored(key, null);
      unlock();
    },
    release() {
      writeStored(key, { ...command, dueAt: Date.now() });
      unlock();
    },
  };
}

/** Locks a command. Returns the function that unlocks it, or `null` if another page is working on the command. */
export const claimCommand = (id: string): Promise<(() => void) | null> => claimName(COMMAND_PREFIX + id);

export const removeCommand = (id: string) => writeStored(COMMAND_PREFIX + id, null);

export const isStored = (id: string): boolean => readStored<StoredCommand>(COMMAND_PREFIX + id) !== null;

/** Returns the stored commands of an account, the oldest first. */
export function listCommands(userId: string): StoredCommand[] {
  return listStoredKeys(COMMAND_PREFIX)
    .flatMap((key) => readStored<StoredCommand>(key) ?? [])
    .filter((command) => command.userId === userId)
    .sort((a, b) => a.issuedAt - b.issuedAt || a.version - b.version);
}
