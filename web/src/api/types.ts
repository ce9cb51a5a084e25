import type { components } from "./schema";

type Schemas = components["schemas"];

export type Business = Schemas["Business"];
/** A business with how long its guests wait. */
export type BusinessWithLoad = Schemas["BusinessNow"];
export type LoadLevel = Schemas["Load"];
export type BusinessChange = Schemas["BusinessChange"];
export type Item = Schemas["Item"];
export type NewItem = Schemas["NewItem"];
export type ItemChange = Schemas["ItemChange"];
export type Order = Schemas["Order"];
export type OrderType = Schemas["OrderType"];
export type OrderLine = Schemas["Line"];
export type OrderStatus = Schemas["Status"];
export type OrderCommand = Schemas["Command"];
export type OrderEvent = Schemas["Event"];
export type PlaceOrderRequest = Schemas["PlaceOrder"];
export type Role = Schemas["Role"];
export type User = Schemas["User"];
export type NewUser = Schemas["NewUser"];
export type RegisterRequest = Schemas["Register"];
export type Tokens = Schemas["Session"];
export type FieldError = Schemas["FieldError"];

/** Workers, their slots, and what waits for them. */
export type KitchenStatus = Schemas["KitchenView"];
export type DeadLetter = Schemas["Letter"];

/** The house at a glance. */
export type Overview = Schemas["Overview"];
export type ProductReport = Schemas["ProductReport"];
export type SummaryReport = Schemas["SummaryReport"];
export type DaySummary = Schemas["DaySummary"];
export type ProductSort = "quantity" | "revenue" | "name";
export type SortDirection = "asc" | "desc";

/** A page of a list. */
export interface Page<T> {
  data: T[];
  next_cursor?: string | null;
}
