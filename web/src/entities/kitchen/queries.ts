import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { refetchEvery } from "@/api/query-client";
import { queryKeys } from "@/api/query-keys";

const REFETCH_INTERVAL_MS = 5_000;

/** The kitchen workers, their slots, and the queue. */
export const kitchenQuery = () =>
  queryOptions({
    queryKey: queryKeys.kitchen,
    refetchInterval: refetchEvery(REFETCH_INTERVAL_MS),
    queryFn: () => readBody(api.GET("/api/kitchen")),
  });
