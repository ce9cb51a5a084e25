/**
 * Parts of the API that the generated document does not have yet. Each moves to `types.ts` when it does; until then
 * an installation without them answers 404, and pages leave out what they would show.
 */
import type { components } from "./schema";

/** `GET /api/demo`: who can be tried on a demo installation. */
export interface Demo {
  logins: { username: string; what: string }[];
  password: string;
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

/** `GET /api/overview`, with what it will tell of the outbox and the sockets. */
export type Overview = components["schemas"]["Overview"] & {
  oldest_outbox_seconds?: number | null;
  sockets?: number | null;
};
