import type { Order } from "@/api/types";
import { serverNow, useClock } from "@/shared/clock";
import { formatAge, formatDateTime, secondsSince } from "@/shared/time";
import { isOpen } from "./status";

/**
 * Returns the time of placement: an age for open orders (`4 min ago`), and otherwise a time (`12:04`), with
 * the date unless it is today.
 */
export const usePlacedAt = (order: Order): string =>
  useClock((now) =>
    isOpen(order)
      ? `${formatAge(secondsSince(order.placed_at, now))} ago`
      : formatDateTime(order.placed_at, serverNow()),
  );
