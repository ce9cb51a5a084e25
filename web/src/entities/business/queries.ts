import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { keys } from "@/api/query-keys";
import { everything } from "@/api/pagination";
import { refreshing } from "@/api/query-client";
import type { BusinessNow } from "@/api/types";

/** Waiting times and closing hours change without an event. */
const LOOK_AGAIN_MS = 20_000;

export const businessesQuery = () =>
  queryOptions({
    queryKey: keys.businesses,
    refetchInterval: refreshing(LOOK_AGAIN_MS),
    queryFn: (): Promise<BusinessNow[]> =>
      everything(
        (cursor) => body(api.GET("/api/businesses", { params: { query: { limit: 100, cursor } } })),
        500,
      ),
  });

export const businessQuery = (id: string) =>
  queryOptions({
    queryKey: keys.business(id),
    refetchInterval: refreshing(LOOK_AGAIN_MS),
    queryFn: (): Promise<BusinessNow> => body(api.GET("/api/businesses/{id}", { params: { path: { id } } })),
  });
