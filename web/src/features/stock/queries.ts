import { api, readBody } from "@/api/client";
import type { Item, ItemChange, NewItem } from "@/api/types";

export const addItem = (item: NewItem): Promise<Item> => readBody(api.POST("/api/items", { body: item }));

/** Fails with 412 when somebody else has edited the item since `version`. */
export const editItem = (id: string, version: number, change: ItemChange): Promise<Item> =>
  readBody(
    api.PATCH("/api/items/{id}", {
      params: { path: { id }, header: { "If-Match": `"${version}"` } },
      body: change,
    }),
  );

/** The sold-out switch is one person's word at a busy moment: it holds, whatever else was edited meanwhile. */
export const setAvailable = (id: string, available: boolean): Promise<Item> =>
  readBody(api.PATCH("/api/items/{id}", { params: { path: { id } }, body: { available } }));

export const adjustStock = (id: string, delta: number): Promise<Item> =>
  readBody(api.POST("/api/items/{id}/stock", { params: { path: { id } }, body: { delta } }));

export const readItem = (id: string): Promise<Item> =>
  readBody(api.GET("/api/items/{id}", { params: { path: { id } } }));

export const archiveItem = (id: string) => api.DELETE("/api/items/{id}", { params: { path: { id } } });
