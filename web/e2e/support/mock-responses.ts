/** Mock responses for data that takes too long to create: a week of sales, and a dead letter. */
import type { BrowserContext } from "@playwright/test";
import type { ProductReport, SummaryReport } from "../../src/api/types";

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const PRODUCTS = [
  { number: 103, name: "Margherita", category: "Pizza", quantity: 64, priceCents: 950 },
  { number: 107, name: "Spaghetti alla carbonara", category: "Pasta", quantity: 41, priceCents: 1350 },
  { number: 104, name: "Diavola", category: "Pizza", quantity: 38, priceCents: 1150 },
  { number: 110, name: "Tiramisù", category: "Dolci", quantity: 35, priceCents: 650 },
  { number: 113, name: "Espresso", category: "Bevande", quantity: 1188, priceCents: 220 },
];
const ORDERS_PER_DAY = [31, 28, 44, 39, 62, 171, 53];

const makeProductReport = (): ProductReport => ({
  data: PRODUCTS.map(({ number, name, category, quantity, priceCents }) => ({
    item_id: String(number),
    business_id: "",
    number,
    name,
    category,
    quantity,
    currency: "EUR",
    revenue_cents: quantity * priceCents,
  })),
  currency: "EUR",
  start_date: daysAgo(6),
  end_date: daysAgo(0),
  total_quantity: PRODUCTS.reduce((sum, { quantity }) => sum + quantity, 0),
  total_revenue_cents: PRODUCTS.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0),
});

const makeSummaryReport = (): SummaryReport => ({
  currency: "EUR",
  timezone: "Europe/Rome",
  days: ORDERS_PER_DAY.map((orders, index) => ({
    date: daysAgo(6 - index),
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
  await context.route(/\/api\/reports\/products/, (route) => route.fulfill({ json: makeProductReport() }));
  await context.route(/\/api\/reports\/summary/, (route) => route.fulfill({ json: makeSummaryReport() }));
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
