import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import { fetchAllPages } from "@/api/pagination";
import { refetchEvery } from "@/api/query-client";
import type { BusinessWithLoad } from "@/api/types";

/** Waiting times and closing hours change without an event. */
const LOOK_AGAIN_MS = 20_000;

export const businessesQuery = () =>
  queryOptions({
    queryKey: queryKeys.businesses,
    refetchInterval: refetchEvery(LOOK_AGAIN_MS),
    queryFn: (): Promise<BusinessWithLoad[]> =>
      fetchAllPages(
        (cursor) => readBody(api.GET("/api/businesses", { params: { query: { limit: 100, cursor } } })),
        500,
      ),
  });

export const businessQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.business(id),
    refetchInterval: refetchEvery(LOOK_AGAIN_MS),
    queryFn: (): Promise<BusinessWithLoad> =>
      readBody(api.GET("/api/businesses/{id}", { params: { path: { id } } })),
  });
