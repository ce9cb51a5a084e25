import type { components } from "./schema";

type Schemas = components["schemas"];

export type Business = Schemas["Business"];
export type BusinessChange = Schemas["BusinessChange"];
export type Item = Schemas["Item"];
export type NewItem = Schemas["NewItem"];
export type ItemChange = Schemas["ItemChange"];
export type Order = Schemas["Order"];
export type OrderType = Schemas["OrderType"];
export type Line = Schemas["Line"];
export type Status = Schemas["Status"];
export type Command = Schemas["Command"];
export type OrderEvent = Schemas["Event"];
export type PlaceOrder = Schemas["PlaceOrder"];
export type Role = Schemas["Role"];
export type User = Schemas["User"];
export type NewUser = Schemas["NewUser"];
export type Register = Schemas["Register"];
export type Tokens = Schemas["Session"];
export type FieldError = Schemas["FieldError"];

/** A page of a list. */
export interface Page<T> {
  data: T[];
  next_cursor?: string | null;
}
