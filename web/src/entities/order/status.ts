import type { Order, OrderType, OrderStatus } from "@/api/types";

/** Ready, but nobody has it yet. */
export const isReady = (order: Order): boolean => order.status === "completed" && !order.handed_over_at;

/** Somebody still has something to do about it. */
export const isOpen = (order: Order): boolean =>
  order.status === "pending" ||
  order.status === "accepted" ||
  order.status === "processing" ||
  isReady(order);

export type DisplayStatus = OrderStatus | "handed_over";

export const getDisplayStatus = (order: Order): DisplayStatus =>
  order.handed_over_at ? "handed_over" : order.status;

/** What a state is called where people work. */
export const STATUS_NAME: Record<DisplayStatus, string> = {
  pending: "Pending",
  accepted: "Accepted",
  processing: "Processing",
  completed: "Ready",
  handed_over: "Handed over",
  cancelled: "Cancelled",
  rejected: "Rejected",
};

export const TYPE_NAME: Record<OrderType, string> = {
  dine_in: "Dine in",
  takeaway: "Takeaway",
  delivery: "Delivery",
};

/** When it came into the state that it is in. */
export function getStatusTime(order: Order): string {
  const at = {
    pending: order.placed_at,
    accepted: order.accepted_at,
    processing: order.processing_at,
    completed: order.handed_over_at ?? order.completed_at,
    cancelled: order.cancelled_at,
    rejected: order.cancelled_at,
  }[order.status];
  return at ?? order.placed_at;
}

/** Whom to call out, and where. */
export function formatGuest(order: Order): string {
  const { name, table } = order.customer;
  return [table ? `Table ${table}` : null, name].filter(Boolean).join(" · ");
}
