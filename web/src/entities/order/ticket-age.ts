import type { Order } from "@/api/types";
import { secondsSince } from "@/shared/time";

export type Urgency = "fresh" | "due" | "late";

/** Time after the completion at which a ready order is late. */
const READY_LIMIT_SECONDS = 300;
/** The wait that customers expect from a manual kitchen without an estimate. */
const MANUAL_KITCHEN_SECONDS = 900;
const DEFAULT_SECONDS = 600;
const MIN_SECONDS = 60;

/**
 * Returns the age in seconds after which an order is late: the wait time that customers are shown, but at
 * least one minute. Without a wait time, it is a fixed time for manual kitchens, and otherwise the
 * preparation time of the kitchen workers, or ten minutes if that is unknown.
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
