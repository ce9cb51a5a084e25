/**
 * Stands in for parts of the API that this binary does not have yet, and for what a healthy house has not got: dead
 * letters. What it has is asked.
 */
import type { BrowserContext, Route } from "@playwright/test";

const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

const now = () => new Date().toISOString();

const DISHES: [number, string, string, number, number][] = [
  [103, "Margherita", "Pizza", 64, 950],
  [107, "Spaghetti alla carbonara", "Pasta", 41, 1350],
  [104, "Diavola", "Pizza", 38, 1150],
  [110, "Tiramisù", "Dolci", 35, 650],
  [113, "Espresso", "Bevande", 88, 220],
];

const LETTERS = /\/api\/dead-letters(\?|$)/;

const ANSWERS: [RegExp, () => unknown][] = [
  [
    /\/api\/kitchen$/,
    () => ({
      workers: [
        { id: "1", name: "worker-1", slots: 2, busy: 2, beat_at: now() },
        { id: "2", name: "worker-2", slots: 2, busy: 1, beat_at: now() },
      ],
      slots: 4,
      busy: 3,
      queue_depth: 2,
      oldest_wait_seconds: 7,
      prep_seconds: 10,
    }),
  ],
  [
    /\/api\/reports\/products/,
    () => ({
      data: DISHES.map(([number, name, category, quantity, price]) => ({
        item_id: String(number),
        number,
        name,
        category,
        quantity,
        revenue_cents: quantity * price,
      })),
      currency: "EUR",
      start_date: day(6),
      end_date: day(0),
      total_quantity: DISHES.reduce((sum, dish) => sum + dish[3], 0),
      total_revenue_cents: DISHES.reduce((sum, dish) => sum + dish[3] * dish[4], 0),
    }),
  ],
  [
    /\/api\/reports\/summary/,
    () => ({
      currency: "EUR",
      timezone: "Europe/Rome",
      days: [31, 28, 44, 39, 62, 71, 53].map((orders, index) => ({
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
    }),
  ],
  [
    LETTERS,
    () => ({
      data: [
        {
          id: "01a1fdd3-0000-7000-8000-000000000001",
          order_id: null,
          occurred_at: now(),
          order_number: "ORD1007",
          kind: "order.accepted",
          reason: "delivery limit reached",
          body: { kind: "order.accepted", order: { number: "ORD1007" } },
        },
      ],
      next_cursor: null,
    }),
  ],
  [
    /\/api\/overview$/,
    () => ({
      orders: { pending: 2, accepted: 3, processing: 3, completed: 128, cancelled: 4, rejected: 1 },
      orders_today: 141,
      revenue_today_cents: 268_430,
      outbox_depth: 0,
      oldest_outbox_seconds: null,
      queue_depth: 2,
      dead_letters: 1,
      sockets: 9,
    }),
  ],
  [
    /\/api\/demo$/,
    () => ({
      password: "expediter",
      logins: [
        { username: "diner", what: "a customer: orders for herself" },
        { username: "trattoria", what: "Trattoria Lucia: accepts after 5 s, kitchen workers cook" },
        { username: "noodles", what: "Noodle Bar Nine: accepts by hand, kitchen workers cook" },
        { username: "bakery", what: "Corner Bakery: accepts after 5 s, cooks by hand" },
        { username: "waiter", what: "a waiter of Trattoria Lucia: orders for tables, hands over" },
        { username: "admin", what: "sees everything" },
      ],
    }),
  ],
];

export async function standIn(context: BrowserContext) {
  for (const [path, answer] of ANSWERS) {
    await context.route(path, async (route: Route) => {
      if (path === LETTERS) return route.fulfill({ json: answer() });
      const real = await route.fetch().catch(() => null);
      if (!real) return route.abort();
      if (real.status() !== 404) return route.fulfill({ response: real });
      return route.fulfill({ json: answer() });
    });
  }
  const waits: Record<string, [number, string]> = {
    "Trattoria Lucia": [740, "busy"],
    "Noodle Bar Nine": [320, "quiet"],
    "Corner Bakery": [1300, "packed"],
  };
  await context.route(/\/api\/businesses(\?.*)?$/, async (route) => {
    const real = await route.fetch().catch(() => null);
    if (!real) return route.abort();
    const page = (await real.json()) as { data: Record<string, unknown>[] };
    for (const business of page.data) {
      if ("wait_seconds" in business) continue;
      const [wait, load] = waits[String(business["name"])] ?? [null, "quiet"];
      Object.assign(business, { wait_seconds: wait, load });
    }
    return route.fulfill({ response: real, json: page });
  });
}
