/**
 * The words for statuses, commands, roles and order types. All pages use them, so that each thing has the same name
 * everywhere.
 */
import type { ActorRole, OrderCommand, OrderEventKind, OrderStatus, OrderType, Role } from "@/api/types";

export const STATUS_LABELS: Record<OrderStatus, string> = {
  pending: "Pending",
  accepted: "Accepted",
  processing: "In progress",
  completed: "Ready",
  cancelled: "Cancelled",
  rejected: "Rejected",
};

/** Labels for completed orders that were handed over. */
export const HANDED_OVER_LABELS: Record<OrderType, string> = {
  dine_in: "Served",
  takeaway: "Picked up",
  delivery: "Delivered",
};

/** Labels for statuses in a search filter, where `completed` includes orders that were handed over. */
export const STATUS_FILTER_LABELS: Record<OrderStatus, string> = { ...STATUS_LABELS, completed: "Completed" };

const EVENT_LABELS: Record<OrderEventKind, string> = {
  "order.placed": "Placed",
  "order.accepted": STATUS_LABELS.accepted,
  "order.processing": STATUS_LABELS.processing,
  "order.completed": STATUS_LABELS.completed,
  "order.cancelled": STATUS_LABELS.cancelled,
  "order.rejected": STATUS_LABELS.rejected,
  "order.handed_over": "Handed over",
};

/** Returns the label of an event kind, or the kind itself if this version does not know it. */
export const formatEventKind = (kind: string): string => getLabel(EVENT_LABELS, kind);

export const COMMAND_LABELS: Record<OrderCommand, string> = {
  accept: "Accept",
  reject: "Reject",
  cancel: "Cancel",
  start: "Start",
  complete: "Complete",
  "hand-over": "Hand over",
};

/** The results of commands, for sentences: `ORD1004 wasn't completed.` */
export const COMMAND_RESULTS: Record<OrderCommand, string> = {
  accept: "accepted",
  reject: "rejected",
  cancel: "cancelled",
  start: "started",
  complete: "completed",
  "hand-over": "handed over",
};

export const ORDER_TYPE_LABELS: Record<OrderType, string> = {
  dine_in: "Dine in",
  takeaway: "Takeaway",
  delivery: "Delivery",
};

/** Returns the label of the note of an order. For a delivery, the note is the address. */
export const formatNoteLabel = (orderType: OrderType): string =>
  orderType === "delivery" ? "Delivery address" : "Special instructions";

export const ROLE_LABELS: Record<Role, string> = {
  customer: "Customer",
  business: "Owner",
  waiter: "Waiter",
  admin: "Admin",
};

/** Labels for the users and processes that can change an order. */
const ACTOR_LABELS: Record<ActorRole, string> = {
  ...ROLE_LABELS,
  kitchen: "Kitchen worker",
  system: "System",
};

/** Returns the label of an actor's role, or the role itself if this version does not know it. */
export const formatActorRole = (role: string): string => getLabel(ACTOR_LABELS, role);

/** Returns a label, or the value itself if it is unknown: the server may be newer than the page. */
const getLabel = (labels: Record<string, string | undefined>, value: string): string =>
  labels[value] ?? value;
