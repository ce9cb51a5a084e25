import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import { refetchEvery } from "@/api/query-client";

const LOOK_AGAIN_MS = 5_000;

/** Workers, their slots and what waits for them. */
export const kitchenQuery = () =>
  queryOptions({
    queryKey: queryKeys.kitchen,
    refetchInterval: refetchEvery(LOOK_AGAIN_MS),
    queryFn: () => readBody(api.GET("/api/kitchen")),
  });
