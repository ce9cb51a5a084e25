import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { fetchAllPages } from "@/api/pagination";
import { refetchEvery } from "@/api/query-client";
import { queryKeys } from "@/api/query-keys";
import type { Item, ItemChange, NewItem } from "@/api/types";
import { isMenuLive } from "@/live/menu-subscriptions";
import { fetchMenu } from "./menu-cache";

/** The interval while the live feed does not send the changes of the menu. */
const REFETCH_INTERVAL_MS = 8_000;
/** The interval while the live feed sends the changes of the menu. */
const LIVE_REFETCH_INTERVAL_MS = 60_000;

const fetchItems = (businessId: string): Promise<Item[]> =>
  fetchAllPages((cursor) =>
    readBody(
      api.GET("/api/businesses/{id}/items", {
        params: { path: { id: businessId }, query: { limit: 100, cursor } },
      }),
    ),
  );

export const itemsQuery = (businessId: string) =>
  queryOptions({
    queryKey: queryKeys.items(businessId),
    refetchInterval: (query) =>
      refetchEvery(isMenuLive(businessId) ? LIVE_REFETCH_INTERVAL_MS : REFETCH_INTERVAL_MS)(query),
    queryFn: () => fetchMenu(businessId, () => fetchItems(businessId)),
  });

export const getItem = (id: string): Promise<Item> =>
  readBody(api.GET("/api/items/{id}", { params: { path: { id } } }));

export const addItem = (item: NewItem): Promise<Item> => readBody(api.POST("/api/items", { body: item }));

/** Edits an item. Fails with 412 if it was changed since `version`. */
export const editItem = (id: string, version: number, change: ItemChange): Promise<Item> =>
  readBody(
    api.PATCH("/api/items/{id}", {
      params: { path: { id }, header: { "If-Match": `"${version}"` } },
      body: change,
    }),
  );

/** Switches an item on or off. Does not check the version: the switch must work during concurrent edits. */
export const setAvailable = (id: string, available: boolean): Promise<Item> =>
  readBody(api.PATCH("/api/items/{id}", { params: { path: { id } }, body: { available } }));

export const adjustStock = (id: string, delta: number): Promise<Item> =>
  readBody(api.POST("/api/items/{id}/stock", { params: { path: { id } }, body: { delta } }));

/** Removes an item from the menu. Past orders keep it. */
export const removeItem = (id: string) => api.DELETE("/api/items/{id}", { params: { path: { id } } });
