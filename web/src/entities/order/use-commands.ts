import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { Order, OrderCommand } from "@/api/types";
import { notify } from "@/shared/notices";
import { formatNotice, getPendingCommands } from "./command-delivery";
import { optimisticOrder, UNDO_MS } from "./pending-commands";

/** Commands that are hard to reverse. They can be undone before they are sent. */
const UNDOABLE_COMMANDS: readonly OrderCommand[] = ["reject", "cancel", "complete", "hand-over"];

/** Returns the pending commands, and functions to issue and undo commands. A notice offers Undo after an undoable command. */
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
        action: {
          label: "Undo",
          run: () => {
            const isUndone = commands.undo(order.id, command);
            if (!isUndone)
              notify(`It's too late to undo: ${formatNotice(order, command)}`, { tone: "error" });
          },
        },
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
