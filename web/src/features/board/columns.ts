/** The columns and totals of the board. */
import type { Order } from "@/api/types";
import { STATUS_LABELS } from "@/entities/labels";
import { getStatusTime } from "@/entities/order/status";

export type ColumnName = "pending" | "accepted" | "processing" | "ready";

export const COLUMNS: readonly { name: ColumnName; title: string; emptyText: string }[] = [
  { name: "pending", title: STATUS_LABELS.pending, emptyText: "No orders to accept." },
  { name: "accepted", title: STATUS_LABELS.accepted, emptyText: "No orders to start." },
  { name: "processing", title: STATUS_LABELS.processing, emptyText: "No orders in progress." },
  { name: "ready", title: STATUS_LABELS.completed, emptyText: "No orders to hand over." },
];

/** Returns the column of an order, or `null` if the order is finished. */
function getColumn(order: Order): ColumnName | null {
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

/** Sorts orders into columns. The order that has been in its status longest is at the top. */
export function groupByColumn(orders: readonly Order[]): Columns {
  const columns: Columns = { pending: [], accepted: [], processing: [], ready: [] };
  for (const order of orders) {
    const column = getColumn(order);
    if (column) columns[column].push(order);
  }
  for (const column of Object.values(columns)) column.sort(compareOrders);
  return columns;
}

function compareOrders(a: Order, b: Order): number {
  const [timeA, timeB] = [getStatusTime(a), getStatusTime(b)];
  return timeA < timeB ? -1 : timeA > timeB ? 1 : a.id < b.id ? -1 : 1;
}

/** Alphabetical, with numbers by their value: "Menu 9" precedes "Menu 10". */
const NAME_ORDER = new Intl.Collator(undefined, { numeric: true });

/** Returns the total quantity of each item in the orders that are not ready yet, the largest first. */
export function getAllDayTotals(orders: readonly Order[]): { name: string; quantity: number }[] {
  const totals = new Map<string, number>();
  for (const order of orders) {
    if (getColumn(order) === null || order.status === "completed") continue;
    for (const line of order.lines) totals.set(line.name, (totals.get(line.name) ?? 0) + line.quantity);
  }
  return [...totals]
    .map(([name, quantity]) => ({ name, quantity }))
    .sort((a, b) => b.quantity - a.quantity || NAME_ORDER.compare(a.name, b.name));
}
