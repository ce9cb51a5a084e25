import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { keys } from "@/api/query-keys";
import { refreshing } from "@/api/query-client";

const LOOK_AGAIN_MS = 5_000;

/** Workers, their slots and what waits for them. */
export const kitchenQuery = () =>
  queryOptions({
    queryKey: keys.kitchen,
    refetchInterval: refreshing(LOOK_AGAIN_MS),
    queryFn: () => body(api.GET("/api/kitchen")),
  });
