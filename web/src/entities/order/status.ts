import type { Order, OrderStatus } from "@/api/types";
import { HANDED_OVER_LABELS, STATUS_LABELS } from "@/entities/labels";

/** An order's status that distinguishes between ready orders and orders that were handed over. */
export type DisplayStatus = OrderStatus | "handed_over";

/** Returns `true` if the order is completed but not handed over. */
export const isReady = (order: Order): boolean => order.status === "completed" && !order.handed_over_at;

/** Returns `true` if the order is not finished. */
export const isOpen = (order: Order): boolean =>
  order.status === "pending" ||
  order.status === "accepted" ||
  order.status === "processing" ||
  isReady(order);

export const getDisplayStatus = (order: Order): DisplayStatus =>
  order.handed_over_at ? "handed_over" : order.status;

export const getStatusLabel = (order: Order): string =>
  order.handed_over_at ? HANDED_OVER_LABELS[order.order_type] : STATUS_LABELS[order.status];

/** Returns the time at which the order reached its status. */
export function getStatusTime(order: Order): string {
  const time = {
    pending: order.placed_at,
    accepted: order.accepted_at,
    processing: order.processing_at,
    completed: order.handed_over_at ?? order.completed_at,
    cancelled: order.cancelled_at,
    rejected: order.cancelled_at,
  }[order.status];
  return time ?? order.placed_at;
}
