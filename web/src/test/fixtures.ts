/** Test data with default values, as the API returns it. */
import type { Item, Order, OrderEvent, Role, Tokens } from "@/api/types";
import { startSession } from "@/session/session";

let lastNumber = 1000;

export function makeOrder(overrides: Partial<Order> = {}): Order {
  lastNumber += 1;
  return {
    id: `order-${lastNumber}`,
    number: `ORD${lastNumber}`,
    status: "pending",
    version: 1,
    business_id: "trattoria",
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
    ...overrides,
  };
}

export const makeItem = (overrides: Partial<Item> = {}): Item => ({
  id: "pizza",
  number: 103,
  business_id: "trattoria",
  name: "Margherita",
  description: "",
  category: "Pizza",
  image_url: null,
  price_cents: 950,
  currency: "EUR",
  stock_quantity: 10,
  available: true,
  version: 1,
  ...overrides,
});

export const makeEvent = (order: Order, kind: OrderEvent["kind"]): OrderEvent => ({
  id: `event-${order.id}-${order.version}`,
  kind,
  order,
  actor: { role: "business", id: "lucia", name: "Lucia" },
  occurred_at: order.placed_at,
});

export const makeBusiness = (overrides: object = {}): object => ({
  id: "trattoria",
  name: "Trattoria Lucia",
  currency: "EUR",
  timezone: "UTC",
  open: true,
  acceptance: "manual",
  grace_seconds: 5,
  kitchen: "manual",
  ...overrides,
});

/** Starts a session of a user with this role. Owners and waiters belong to the business of `makeBusiness`. */
export function logInAs(role: Role) {
  const isStaff = role === "business" || role === "waiter";
  const user = { id: `${role}-1`, role, name: "Dana", business_id: isStaff ? "trattoria" : null };
  startSession({ user, access_token: "a", refresh_token: "r", expires_in: 900 } as Tokens);
}
