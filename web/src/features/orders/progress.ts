/** The progress of an order as the customer sees it. */
import type { Business, Order } from "@/api/types";
import { STATUS_LABELS } from "@/entities/labels";
import { secondsSince } from "@/shared/time";

export interface Step {
  name: string;
  /** Time at which the step was reached. */
  time: string | null;
  state: "done" | "current" | "upcoming";
}

const STEP_NAMES = ["Placed", STATUS_LABELS.accepted, STATUS_LABELS.processing, STATUS_LABELS.completed];

/** Returns the four steps of an order. */
export function getSteps(order: Order): Step[] {
  const times = [order.placed_at, order.accepted_at, order.processing_at, order.completed_at];
  const lastReached = times.findLastIndex((time) => Boolean(time));
  const isAborted = order.status === "cancelled" || order.status === "rejected";
  const isCompleted = order.status === "completed";
  const getState = (index: number): Step["state"] => {
    if (index > lastReached && !isCompleted) return "upcoming";
    return index === lastReached && !isAborted && !isCompleted ? "current" : "done";
  };
  return STEP_NAMES.map((name, index) => ({ name, time: times[index] ?? null, state: getState(index) }));
}

export type Progress =
  | { kind: "cancellation-window"; seconds: number }
  | { kind: "ready-in"; seconds: number; ahead: number }
  | { kind: "late" }
  | { kind: "waiting"; ahead: number | null }
  | { kind: "finished" };

interface Estimate {
  /** Number of orders before this one. */
  ahead: number;
  readyInSeconds: number;
  /** Time of the estimate by the server's clock, in milliseconds. */
  estimatedAt: number;
}

/**
 * Returns the progress of an order. After the estimated time, an order that is accepted or in preparation is
 * late, and a pending one is still waiting.
 */
export function getProgress(
  order: Order,
  estimate: Estimate | null,
  business: Business | undefined,
  now: number,
): Progress {
  if (order.status === "completed" || order.status === "cancelled" || order.status === "rejected")
    return { kind: "finished" };
  if (order.status === "pending" && business?.acceptance === "automatic") {
    const seconds = business.grace_seconds - secondsSince(order.placed_at, now);
    if (seconds > 0) return { kind: "cancellation-window", seconds };
  }
  if (!estimate) return { kind: "waiting", ahead: null };
  const seconds = estimate.readyInSeconds - Math.floor((now - estimate.estimatedAt) / 1000);
  if (seconds > 0) return { kind: "ready-in", seconds, ahead: estimate.ahead };
  return order.status === "pending" ? { kind: "waiting", ahead: estimate.ahead } : { kind: "late" };
}

function formatOrdinal(n: number): string {
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(n);
  return `${n}${{ one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" }[rule]}`;
}

/** Formats the position in the kitchen's queue: `Next in line`, `3rd in line`. */
export const formatQueuePosition = (ahead: number): string =>
  ahead === 0 ? "Next in line" : `${formatOrdinal(ahead + 1)} in line`;

/** Formats the status as a headline for the customer. */
export function formatHeadline(order: Order): string {
  if (order.handed_over_at) return "Enjoy your meal";
  switch (order.status) {
    case "pending":
      return "Waiting to be accepted";
    case "processing":
      return "Being prepared";
    case "completed":
      return order.order_type === "takeaway" ? "Ready for pickup" : STATUS_LABELS.completed;
    case "accepted":
    case "cancelled":
    case "rejected":
      return STATUS_LABELS[order.status];
  }
}
