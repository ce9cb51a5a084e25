/** The board, from the open orders: pure. */
import type { Order } from "@/api/types";
import { secondsSince } from "@/shared/time";
import { getStatusTime } from "@/entities/order/status";

export type ColumnName = "pending" | "accepted" | "processing" | "ready";

export const COLUMNS: readonly { name: ColumnName; title: string; empty: string }[] = [
  { name: "pending", title: "Pending", empty: "Nothing to accept." },
  { name: "accepted", title: "Accepted", empty: "Nothing waits for a cook." },
  { name: "processing", title: "Processing", empty: "Nothing on the stove." },
  { name: "ready", title: "Ready", empty: "Nothing to hand over." },
];

export function getColumn(order: Order): ColumnName | null {
  switch (order.status) {
    case "pending":
    case "accepted":
    case "processing":
      return order.status;
    case "completed":
      return order.handed_over_at ? null : "ready";
    case "cancelled":
    case "rejected":
      return null;
  }
}

export type Columns = Record<ColumnName, Order[]>;

/** Each order in its column, the one that waits longest on top. */
export function groupByColumn(orders: readonly Order[]): Columns {
  const found: Columns = { pending: [], accepted: [], processing: [], ready: [] };
  for (const order of orders) {
    const column = getColumn(order);
    if (column) found[column].push(order);
  }
  for (const list of Object.values(found))
    list.sort((a, b) =>
      getStatusTime(a) < getStatusTime(b)
        ? -1
        : getStatusTime(a) > getStatusTime(b)
          ? 1
          : a.id < b.id
            ? -1
            : 1,
    );
  return found;
}

/** How many of each dish the kitchen still has to make, the most first. */
export function getAllDayTotals(orders: readonly Order[]): { name: string; quantity: number }[] {
  const sums = new Map<string, number>();
  for (const order of orders) {
    if (getColumn(order) === null || order.status === "completed") continue;
    for (const line of order.lines) sums.set(line.name, (sums.get(line.name) ?? 0) + line.quantity);
  }
  return [...sums]
    .map(([name, quantity]) => ({ name, quantity }))
    .sort((a, b) => b.quantity - a.quantity || a.name.localeCompare(b.name));
}

export type Urgency = "fresh" | "due" | "late";

/** Ready food is late sooner than food that is being made. */
const READY_SECONDS = 300;

/** Where people cook, nobody told the guest a time: a quarter of an hour is what most expect. */
const BY_HAND_SECONDS = 900;

/**
 * How long a guest may wait for an order here before it is late: what guests are told, and never under a minute. How
 * fast the workers are says nothing about people.
 */
export const getPromisedSeconds = (
  byHand: boolean,
  waitSeconds: number | null | undefined,
  prepSeconds: number | null | undefined,
): number => Math.max(60, waitSeconds ?? (byHand ? BY_HAND_SECONDS : (prepSeconds ?? 600)));

/** A ticket's age and what it means, by what was promised. */
export function getTicketAge(
  order: Order,
  promise: number,
  now: number,
): { seconds: number; urgency: Urgency } {
  const ready = order.status === "completed";
  const seconds = secondsSince(ready ? (order.completed_at ?? order.placed_at) : order.placed_at, now);
  const limit = ready ? READY_SECONDS : promise;
  return { seconds, urgency: seconds >= limit ? "late" : seconds >= limit * 0.6 ? "due" : "fresh" };
}
