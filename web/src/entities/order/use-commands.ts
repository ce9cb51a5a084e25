import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { queryKeys } from "@/api/query-keys";
import type { Order, OrderCommand } from "@/api/types";
import { HANDED_OVER_LABELS, STATUS_LABELS } from "@/entities/labels";
import { serverNow } from "@/shared/clock";
import { notify } from "@/shared/notices";
import { showError } from "@/shared/show-error";
import { updateCachedOrder } from "./order-cache";
import { optimisticOrder, PendingCommands, UNDO_MS } from "./pending-commands";
import { orderQuery, sendCommand } from "./queries";

const instances = new WeakMap<QueryClient, PendingCommands>();

/** Returns the pending commands of the app. All pages share them, so that none is lost when a user leaves a page. */
export function getPendingCommands(cache: QueryClient): PendingCommands {
  const existing = instances.get(cache);
  if (existing) return existing;
  const commands = new PendingCommands({
    now: serverNow,
    send: ({ order, command, reason }, isLeaving) => sendCommand(order.id, command, reason, isLeaving),
    onSuccess: (order) => {
      updateCachedOrder(cache, order);
      if (order.status === "cancelled" || order.status === "rejected") {
        void cache.invalidateQueries({ queryKey: queryKeys.items(order.business_id) });
      }
    },
    onError: (error, { order }) => {
      showError(error);
      // Show the actual status instead of the optimistic one.
      void cache.fetchQuery({ ...orderQuery(order.id), staleTime: 0 }).then(
        (actual) => updateCachedOrder(cache, actual),
        () => undefined,
      );
    },
  });
  window.addEventListener("pagehide", () => void commands.flush(true));
  instances.set(cache, commands);
  return commands;
}

/** The customer sees the effect of these commands, so they can be undone before they are sent. */
const UNDOABLE_COMMANDS: readonly OrderCommand[] = ["reject", "cancel", "complete", "hand-over"];

/** Formats the notice about an undoable command: `ORD1004 is ready.` */
function formatNotice(order: Order, command: OrderCommand): string {
  const result = {
    reject: STATUS_LABELS.rejected.toLowerCase(),
    cancel: STATUS_LABELS.cancelled.toLowerCase(),
    complete: `is ${STATUS_LABELS.completed.toLowerCase()}`,
    "hand-over": HANDED_OVER_LABELS[order.order_type].toLowerCase(),
    accept: STATUS_LABELS.accepted.toLowerCase(),
    start: STATUS_LABELS.processing.toLowerCase(),
  }[command];
  return `${order.number} ${result}.`;
}

/** Commands on orders, with a notice that offers Undo. */
export function useOrderCommands() {
  const cache = useQueryClient();
  const commands = useMemo(() => getPendingCommands(cache), [cache]);
  const pending = useSyncExternalStore(commands.subscribe, commands.getAll);

  const dispatch = useCallback(
    (order: Order, command: OrderCommand, reason?: string) => {
      const isUndoable = UNDOABLE_COMMANDS.includes(command);
      const isIssued = commands.dispatch(order, command, { isUndoable, ...(reason ? { reason } : {}) });
      if (!isIssued || !isUndoable) return;
      notify(formatNotice(order, command), {
        durationMs: UNDO_MS,
        action: { label: "Undo", run: () => void commands.undo(order.id, command) },
      });
    },
    [commands],
  );
  return { pending, dispatch, undoLast: () => commands.undoLast() };
}

/** Returns the orders with the pending commands applied. */
export function useOptimisticOrders(orders: Order[] | undefined): Order[] | undefined {
  const { pending } = useOrderCommands();
  return useMemo(() => {
    if (!orders || pending.size === 0) return orders;
    return orders.flatMap((order) => {
      const command = pending.get(order.id);
      return command ? (optimisticOrder(order, command) ?? []) : order;
    });
  }, [orders, pending]);
}
