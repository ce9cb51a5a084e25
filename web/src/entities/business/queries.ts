import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { fetchAllPages } from "@/api/pagination";
import { refetchEvery } from "@/api/query-client";
import { queryKeys } from "@/api/query-keys";
import type { Business, BusinessChange, BusinessWithLoad } from "@/api/types";

/** Wait times change without an event, and the feed sends other changes only for menus that are open on a page. */
const REFETCH_INTERVAL_MS = 20_000;
const MAX_BUSINESSES = 500;

export const businessesQuery = () =>
  queryOptions({
    queryKey: queryKeys.businesses,
    refetchInterval: refetchEvery(REFETCH_INTERVAL_MS),
    queryFn: (): Promise<BusinessWithLoad[]> =>
      fetchAllPages(
        (cursor) => readBody(api.GET("/api/businesses", { params: { query: { limit: 100, cursor } } })),
        MAX_BUSINESSES,
      ),
  });

export const businessQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.business(id),
    refetchInterval: refetchEvery(REFETCH_INTERVAL_MS),
    queryFn: (): Promise<BusinessWithLoad> =>
      readBody(api.GET("/api/businesses/{id}", { params: { path: { id } } })),
  });

export const updateBusiness = (id: string, change: BusinessChange): Promise<Business> =>
  readBody(api.PATCH("/api/businesses/{id}", { params: { path: { id } }, body: change }));
