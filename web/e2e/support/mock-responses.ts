/** What no test can wait for: a week of sales, and messages that have died. */
import type { BrowserContext } from "@playwright/test";
import type { components } from "../../src/api/schema";

type Schemas = components["schemas"];

const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

const DISHES: [number, string, string, number, number][] = [
  [103, "Margherita", "Pizza", 64, 950],
  [107, "Spaghetti alla carbonara", "Pasta", 41, 1350],
  [104, "Diavola", "Pizza", 38, 1150],
  [110, "Tiramisù", "Dolci", 35, 650],
  [113, "Espresso", "Bevande", 1188, 220],
];

const products = (): Schemas["ProductReport"] => ({
  data: DISHES.map(([number, name, category, quantity, price]) => ({
    item_id: String(number),
    business_id: "",
    number,
    name,
    category,
    quantity,
    currency: "EUR",
    revenue_cents: quantity * price,
  })),
  currency: "EUR",
  start_date: day(6),
  end_date: day(0),
  total_quantity: DISHES.reduce((sum, dish) => sum + dish[3], 0),
  total_revenue_cents: DISHES.reduce((sum, dish) => sum + dish[3] * dish[4], 0),
});

const summary = (): Schemas["SummaryReport"] => ({
  currency: "EUR",
  timezone: "Europe/Rome",
  days: [31, 28, 44, 39, 62, 171, 53].map((orders, index) => ({
    date: day(6 - index),
    orders,
    revenue_cents: orders * 1840,
    average_preparation_seconds: index === 1 ? null : 480 + orders * 3,
    p95_preparation_seconds: index === 1 ? null : 760 + orders * 5,
    average_waiting_seconds: index === 1 ? null : 60 + orders * 2,
    p95_waiting_seconds: index === 1 ? null : 140 + orders * 4,
  })),
  hours: Array.from({ length: 24 }, (_, hour) => ({
    hour,
    orders: hour > 10 && hour < 23 ? (hour * 7) % 19 : 0,
    revenue_cents: 0,
  })),
});

export async function mockReports(context: BrowserContext) {
  await context.route(/\/api\/reports\/products/, (route) => route.fulfill({ json: products() }));
  await context.route(/\/api\/reports\/summary/, (route) => route.fulfill({ json: summary() }));
}

export async function mockDeadLetters(context: BrowserContext) {
  const letter = {
    id: "01a1fdd3-0000-7000-8000-000000000001",
    order_id: null,
    occurred_at: new Date().toISOString(),
    order_number: "ORD1007",
    kind: "order.accepted",
    reason: "delivery limit reached",
    body: { kind: "order.accepted", order: { number: "ORD1007" } },
  };
  await context.route(/\/api\/dead-letters(\?|$)/, (route) =>
    route.fulfill({ json: { data: [letter], next_cursor: null } }),
  );
}
