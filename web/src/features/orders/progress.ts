/** What a diner is told of an order: pure. */
import type { Business, Order } from "@/api/types";
import { secondsSince } from "@/shared/time";

export interface Step {
  name: string;
  at: string | null;
  state: "done" | "now" | "next";
}

/** The four steps of a meal, with the time at which each was reached. */
export function getSteps(order: Order): Step[] {
  const times = [order.placed_at, order.accepted_at, order.processing_at, order.completed_at];
  const reached = times.findLastIndex((at) => Boolean(at));
  const over = order.status === "cancelled" || order.status === "rejected";
  return ["Placed", "Accepted", "Cooking", "Ready"].map((name, index) => ({
    name,
    at: times[index] ?? null,
    state:
      index < reached || order.status === "completed"
        ? "done"
        : index === reached && !over
          ? "now"
          : index <= reached
            ? "done"
            : "next",
  }));
}

export type Progress =
  | { kind: "grace"; seconds: number }
  | { kind: "ready-in"; seconds: number; ahead: number }
  | { kind: "late" }
  | { kind: "waiting"; ahead: number | null }
  | { kind: "over" };

interface Estimate {
  ahead: number;
  readyInSeconds: number;
  /** When that was said, in milliseconds. */
  at: number;
}

/** What the big line says now. Never a negative time: what takes longer is said to. */
export function getProgress(
  order: Order,
  estimate: Estimate | null,
  business: Business | undefined,
  now: number,
): Progress {
  if (order.status === "completed" || order.status === "cancelled" || order.status === "rejected")
    return { kind: "over" };
  if (order.status === "pending" && business?.acceptance === "automatic") {
    const seconds = business.grace_seconds - secondsSince(order.placed_at, now);
    if (seconds > 0) return { kind: "grace", seconds };
  }
  if (!estimate) return { kind: "waiting", ahead: null };
  const seconds = estimate.readyInSeconds - Math.floor((now - estimate.at) / 1000);
  if (seconds > 0) return { kind: "ready-in", seconds, ahead: estimate.ahead };
  return order.status === "pending" ? { kind: "waiting", ahead: estimate.ahead } : { kind: "late" };
}

const ordinal = (n: number): string => {
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(n);
  return `${n}${{ one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" }[rule]}`;
};

/** `Next in line`, `3rd in line`. */
export const formatQueuePosition = (ahead: number): string =>
  ahead === 0 ? "Next in line" : `${ordinal(ahead + 1)} in line`;

/** The state of an order in the words of its guest. */
export function formatHeadline(order: Order): string {
  if (order.handed_over_at) return "Enjoy your meal";
  switch (order.status) {
    case "pending":
      return "Waiting to be accepted";
    case "accepted":
      return "Accepted";
    case "processing":
      return "Being cooked";
    case "completed":
      return order.order_type === "takeaway" ? "Ready to collect" : "Ready";
    case "cancelled":
      return "Cancelled";
    case "rejected":
      return "Declined";
  }
}
