import type { Order } from "@/api/types";
import { secondsSince } from "@/shared/time";

export type Urgency = "fresh" | "due" | "late";

/** A ready order is late sooner than one that is being prepared. */
const READY_LIMIT_SECONDS = 300;
/** Without an estimate for a manual kitchen, customers expect to wait about a quarter of an hour. */
const MANUAL_KITCHEN_SECONDS = 900;
const DEFAULT_SECONDS = 600;
const MIN_SECONDS = 60;

/**
 * Returns the age in seconds after which an order is late: the wait time that customers were shown, and at least a
 * minute. The preparation time of the kitchen workers applies only where they prepare the orders.
 */
export const getPromisedSeconds = (
  isManualKitchen: boolean,
  waitSeconds: number | null | undefined,
  prepSeconds: number | null | undefined,
): number =>
  Math.max(
    MIN_SECONDS,
    waitSeconds ?? (isManualKitchen ? MANUAL_KITCHEN_SECONDS : (prepSeconds ?? DEFAULT_SECONDS)),
  );

/** Returns the age of a ticket and its urgency. The age of a ready order starts at its completion. */
export function getTicketAge(
  order: Order,
  promisedSeconds: number,
  now: number,
): { seconds: number; urgency: Urgency } {
  const isCompleted = order.status === "completed";
  const startedAt = isCompleted ? (order.completed_at ?? order.placed_at) : order.placed_at;
  const seconds = secondsSince(startedAt, now);
  const limit = isCompleted ? READY_LIMIT_SECONDS : promisedSeconds;
  return { seconds, urgency: seconds >= limit ? "late" : seconds >= limit * 0.6 ? "due" : "fresh" };
}
