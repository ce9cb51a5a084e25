/** Names for the schemas of the API. Only this file refers to a schema by its name. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Business = Schemas["Business"];
/** A business with its current wait time and load. */
export type BusinessWithLoad = Schemas["BusinessWithLoad"];
export type LoadLevel = Schemas["LoadLevel"];
export type BusinessChange = Schemas["BusinessChange"];

export type Item = Schemas["Item"];
export type NewItem = Schemas["NewItem"];
export type ItemChange = Schemas["ItemChange"];

export type Order = Schemas["Order"];
export type OrderType = Schemas["OrderType"];
export type OrderStatus = Schemas["Status"];
export type OrderCommand = Schemas["Command"];
export type OrderEvent = Schemas["Event"];
export type OrderEventKind = Schemas["EventKind"];
export type PlaceOrderRequest = Schemas["PlaceOrder"];

export type Role = Schemas["Role"];
export type ActorRole = Schemas["ActorRole"];
export type User = Schemas["User"];
export type NewUser = Schemas["NewUser"];
export type RegisterRequest = Schemas["Register"];
export type Tokens = Schemas["Session"];

/** The kitchen workers, their slots, and the queue. */
export type KitchenStatus = Schemas["KitchenView"];
export type DeadLetter = Schemas["DeadLetter"];
/** A row of the database that is skipped until it is repaired. */
export type IsolatedRow = Schemas["IsolatedRow"];
export type Overview = Schemas["Overview"];

export type ProductReport = Schemas["ProductReport"];
export type SummaryReport = Schemas["SummaryReport"];
export type DaySummary = Schemas["DaySummary"];
export type ProductSort = "quantity" | "revenue" | "name";
export type SortDirection = "asc" | "desc";

/** One page of a list. */
export interface Page<T> {
  data: T[];
  next_cursor?: string | null;
}
