/** Connects the commands on orders to the API, the query cache, the notices, and the lifecycle of the page. */
import type { QueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { Order, OrderCommand } from "@/api/types";
import { COMMAND_RESULTS, HANDED_OVER_LABELS, STATUS_LABELS } from "@/entities/labels";
import { refetchMenu } from "@/live/menu-subscriptions";
import { getSession, onSessionChange } from "@/session/session";
import { createUnauthenticatedError } from "@/shared/api-error";
import { serverNow } from "@/shared/clock";
import { notify } from "@/shared/notices";
import { onSuspend, onWakeUp } from "@/shared/page-lifecycle";
import { isOutcomeUnknown, showFailure } from "@/shared/show-error";
import { COMMAND_PREFIX, storeCommand } from "./command-journal";
import { CommandRecovery } from "./command-recovery";
import { updateCachedOrder } from "./order-cache";
import { type IssuedCommand, PendingCommands, UNDO_MS } from "./pending-commands";
import { orderQuery, sendCommand } from "./queries";

/** Time after which another page may send a stored command. By then, all pages have noticed an undo. */
const RECOVER_AFTER_MS = UNDO_MS + 2_000;

interface CommandServices {
  commands: PendingCommands;
  recovery: CommandRecovery;
}

const instances = new WeakMap<QueryClient, CommandServices>();

/** Returns the pending commands of this tab. All routes share them, so that none is lost when the route changes. */
export const getPendingCommands = (cache: QueryClient): PendingCommands => getServices(cache).commands;

function getServices(cache: QueryClient): CommandServices {
  const existing = instances.get(cache);
  if (existing) return existing;
  const recovery = createRecovery(cache);
  const services = { recovery, commands: createPendingCommands(cache, recovery) };
  instances.set(cache, services);
  return services;
}

/**
 * Sends the pending commands when the page is hidden or closed. Runs the recovery of stored commands when the page is opened
 * or wakes up, when the session changes, and when another tab stores a command. Returns a function to stop.
 */
export function startCommandDelivery(cache: QueryClient): () => void {
  const { commands, recovery } = getServices(cache);
  const recover = () => void recovery.run();
  const handleStorage = ({ key, newValue }: StorageEvent) => {
    if (newValue !== null && key?.startsWith(COMMAND_PREFIX)) recover();
  };
  const stops = [
    onSuspend(() => void commands.flush(true)),
    onWakeUp(recover),
    onSessionChange(recover),
    () => window.removeEventListener("storage", handleStorage),
    () => recovery.stop(),
  ];
  window.addEventListener("storage", handleStorage);
  recovery.start();
  return () => {
    for (const stop of stops) stop();
  };
}

const getUserId = (): string | null => getSession()?.user.id ?? null;

function createPendingCommands(cache: QueryClient, recovery: CommandRecovery): PendingCommands {
  return new PendingCommands({
    now: serverNow,
    store: storeIssued,
    send: ({ order, command, reason, entry }, isLeaving) => {
      // Another account may have logged in since.
      if (getUserId() !== entry.userId) return Promise.reject(createUnauthenticatedError());
      return sendCommand(order.id, command, reason, isLeaving);
    },
    onSuccess: (order) => handleSuccess(cache, order),
    onError: (error, { order, command }) => {
      if (isOutcomeUnknown(error)) {
        notify(formatUnknownOutcome(order.number, command), { tone: "error", durationMs: 7_000 });
        // The order is fetched again when the connection returns, even if the next request fails as well.
        void cache.invalidateQueries({ queryKey: queryKeys.orders });
      } else {
        showFailure(formatFailure(order.number, command), error);
      }
      refetchOrder(cache, order.id);
    },
    onReleased: () => void recovery.run(),
  });
}

function storeIssued({ order, command, reason }: IssuedCommand, version: number) {
  const issuedAt = Date.now();
  return storeCommand({
    userId: getUserId() ?? "",
    orderId: order.id,
    number: order.number,
    version,
    command,
    ...(reason ? { reason } : {}),
    issuedAt,
    dueAt: issuedAt + RECOVER_AFTER_MS,
  });
}

function createRecovery(cache: QueryClient): CommandRecovery {
  return new CommandRecovery({
    getUserId,
    fetchOrder: (orderId) => cache.fetchQuery({ ...orderQuery(orderId), staleTime: 0, retry: false }),
    send: ({ orderId, command, reason }) => sendCommand(orderId, command, reason),
    onSuccess: (order, { command }) => {
      handleSuccess(cache, order);
      notify(formatNotice(order, command));
    },
    onChanged: (order, { number, command }) => {
      updateCachedOrder(cache, order);
      const text = `${formatFailure(number, command)} The order changed in the meantime.`;
      notify(text, { tone: "error", durationMs: 7_000 });
    },
    onError: (error, { number, command }) => showFailure(formatFailure(number, command), error),
  });
}

function handleSuccess(cache: QueryClient, order: Order) {
  updateCachedOrder(cache, order);
  if (order.status === "cancelled" || order.status === "rejected") {
    refetchMenu(cache, order.business_id);
  }
}

/** Shows the actual status instead of the optimistic one. */
function refetchOrder(cache: QueryClient, orderId: string) {
  void cache.fetchQuery({ ...orderQuery(orderId), staleTime: 0 }).then(
    (actual) => updateCachedOrder(cache, actual),
    () => undefined,
  );
}

const formatFailure = (number: string, command: OrderCommand): string =>
  `${number} wasn't ${COMMAND_RESULTS[command]}.`;

const formatUnknownOutcome = (number: string, command: OrderCommand): string =>
  `No response from the server. We can't tell if ${number} was ${COMMAND_RESULTS[command]}. Check its status before you try again.`;

/** Formats the notice about the result of a command: `ORD1004 is ready.` */
export function formatNotice(order: Order, command: OrderCommand): string {
  const result = {
    reject: STATUS_LABELS.rejected.toLowerCase(),
    cancel: STATUS_LABELS.cancelled.toLowerCase(),
    complete: `is ${STATUS_LABELS.completed.toLowerCase()}`,
    "hand-over": HANDED_OVER_LABELS[order.order_type].toLowerCase(),
    accept: STATUS_LABELS.accepted.toLowerCase(),
    start: `is ${STATUS_LABELS.processing.toLowerCase()}`,
  }[command];
  return `${order.number} ${result}.`;
}
