import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { queryKeys } from "@/api/query-keys";
import type { OrderCommand, Order } from "@/api/types";
import { updateCachedOrder } from "./order-cache";
import { serverNow } from "@/shared/clock";
import { notify } from "@/shared/notices";
import { showError } from "@/shared/show-error";
import { type PendingCommands, createPendingCommands, optimisticOrder, UNDO_MS } from "./pending-commands";
import { sendCommand as send, orderQuery } from "./queries";

const known = new WeakMap<QueryClient, PendingCommands>();

/** One for the whole app: what is held is sent also when its page is left. */
export function getPendingCommands(cache: QueryClient): PendingCommands {
  const here = known.get(cache);
  if (here) return here;
  const acts = createPendingCommands({
    now: serverNow,
    send: ({ order, command, reason }, leaving) => send(order.id, command, reason, leaving),
    done: (order) => {
      updateCachedOrder(cache, order);
      if (order.status === "cancelled" || order.status === "rejected") {
        void cache.invalidateQueries({ queryKey: queryKeys.items(order.business_id) });
      }
    },
    refused: (error, { order }) => {
      showError(error);
      // The true state, instead of the one that was hoped for.
      void cache.fetchQuery({ ...orderQuery(order.id), staleTime: 0 }).then(
        (truth) => updateCachedOrder(cache, truth),
        () => undefined,
      );
    },
  });
  window.addEventListener("pagehide", () => void acts.flush(true));
  known.set(cache, acts);
  return acts;
}

const SAID: Partial<Record<OrderCommand, string>> = {
  reject: "rejected",
  cancel: "cancelled",
  complete: "is ready",
  "hand-over": "handed over",
};

/** A wrong tap on one of these would be told to the guest: they wait a moment. */
const HELD: readonly OrderCommand[] = ["reject", "cancel", "complete", "hand-over"];

export function useOrderCommands() {
  const cache = useQueryClient();
  const acts = useMemo(() => getPendingCommands(cache), [cache]);
  const current = useSyncExternalStore(acts.subscribe, acts.current);

  const carryOut = useCallback(
    (order: Order, command: OrderCommand, reason?: string) => {
      const held = HELD.includes(command);
      if (!acts.dispatch(order, command, { held, ...(reason ? { reason } : {}) }) || !held) return;
      notify(`${order.number} ${SAID[command]}.`, {
        ms: UNDO_MS,
        action: { label: "Undo", run: () => void acts.undo(order.id, command) },
      });
    },
    [acts],
  );
  return { current, carryOut, undoLast: () => acts.undoLast() };
}

/** The list as it will be when everything that was tapped has happened. */
export function useOptimisticOrders(orders: Order[] | undefined): Order[] | undefined {
  const { current } = useOrderCommands();
  return useMemo(() => {
    if (!orders || current.size === 0) return orders;
    return orders.flatMap((order) => {
      const act = current.get(order.id);
      return act ? (optimisticOrder(order, act) ?? []) : order;
    });
  }, [orders, current]);
}
