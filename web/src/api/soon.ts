/**
 * Parts of the API that the generated document does not have yet. Each moves to `types.ts` when it does; until then
 * an installation without them answers 404, and pages leave out what they would show.
 */
import type { Business } from "./types";

export type Load = "quiet" | "busy" | "packed";

/** A business with how long its guests wait. */
export type BusinessNow = Business & { wait_seconds?: number | null; load?: Load };

/** `GET /api/demo`: who can be tried on a demo installation. */
export interface Demo {
  logins: { username: string; what: string }[];
  password: string;
}

/** `GET /api/kitchen` */
export interface KitchenNow {
  workers: { id: string; name: string; slots: number; busy: number; beat_at: string }[];
  slots: number;
  busy: number;
  queue_depth: number;
  oldest_wait_seconds: number | null;
  prep_seconds: number | null;
}

export type ProductSort = "quantity" | "revenue" | "name";
export type Direction = "asc" | "desc";

/** `GET /api/reports/products` */
export interface ProductReport {
  data: {
    item_id: string;
    number: number;
    name: string;
    category: string;
    quantity: number;
    revenue_cents: number;
  }[];
  currency: string;
  start_date: string;
  end_date: string;
  total_quantity: number;
  total_revenue_cents: number;
}

/** One day of `GET /api/reports/summary`. */
export interface DaySummary {
  date: string;
  orders: number;
  revenue_cents: number;
  average_preparation_seconds: number | null;
  p95_preparation_seconds: number | null;
  average_waiting_seconds: number | null;
  p95_waiting_seconds: number | null;
}

/** `GET /api/reports/summary` */
export interface SummaryReport {
  currency: string;
  timezone: string;
  days: DaySummary[];
  hours: { hour: number; orders: number; revenue_cents: number }[];
}

/** `GET /api/dead-letters` */
export interface DeadLetter {
  id: string;
  order_id: string | null;
  order_number: string | null;
  kind: string;
  reason: string;
  died_at: string;
  body: unknown;
}

/** `GET /api/overview` */
export interface Overview {
  orders: Record<"pending" | "accepted" | "processing" | "completed" | "cancelled" | "rejected", number>;
  orders_today: number;
  revenue_today_cents: number;
  outbox_depth: number;
  oldest_outbox_seconds: number | null;
  queue_depth: number;
  dead_letters: number;
  sockets: number | null;
}
