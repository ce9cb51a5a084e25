import type { Order } from "@/api/types";

/** Formats the table and name on an order: `Table 7 · Dana`. */
export function formatGuest(order: Order): string {
  const { name, table } = order.customer;
  return [table ? `Table ${table}` : null, name].filter(Boolean).join(" · ");
}

/** Formats the lines of an order: `2 × Margherita, 1 × Tea`. */
export const formatLines = (order: Order): string =>
  order.lines.map((line) => `${line.quantity} × ${line.name}`).join(", ");
