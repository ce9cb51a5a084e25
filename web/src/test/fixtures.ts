import type { Item, Order, OrderEvent } from "@/api/types";

let next = 1000;

/** An order as the API tells it; only what a test is about is said. */
export function makeOrder(more: Partial<Order> = {}): Order {
  next += 1;
  return {
    id: `order-${next}`,
    number: `ORD${next}`,
    status: "pending",
    version: 1,
    business_id: "house",
    business_name: "Trattoria Lucia",
    customer_id: "dana",
    placed_by: "dana",
    order_type: "takeaway",
    customer: { name: "Dana", phone: null, table: null },
    note: null,
    lines: [
      {
        item_id: "pizza",
        name: "Margherita",
        quantity: 2,
        unit_price_cents: 950,
        line_total_cents: 1900,
        note: null,
      },
    ],
    total_cents: 1900,
    currency: "EUR",
    reason: null,
    placed_at: "2026-11-21T12:00:00.000Z",
    accepted_at: null,
    processing_at: null,
    completed_at: null,
    cancelled_at: null,
    handed_over_at: null,
    estimate: null,
    ...more,
  };
}

export const makeItem = (more: Partial<Item> = {}): Item => ({
  id: "pizza",
  number: 103,
  business_id: "house",
  name: "Margherita",
  description: "",
  category: "Pizza",
  image_url: null,
  price_cents: 950,
  currency: "EUR",
  stock_quantity: 10,
  available: true,
  version: 1,
  ...more,
});

export const makeEvent = (order: Order, kind: OrderEvent["kind"]): OrderEvent => ({
  id: `event-${order.id}-${order.version}`,
  kind,
  order,
  actor: { role: "business", id: "lucia", name: "Lucia" },
  occurred_at: order.placed_at,
});
