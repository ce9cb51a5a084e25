import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import { fetchAllPages } from "@/api/pagination";
import { refetchEvery } from "@/api/query-client";

/** A diner does not hear of what others order: stock is looked at again while the menu is on screen. */
const LOOK_AGAIN_MS = 8_000;

export const itemsQuery = (business: string) =>
  queryOptions({
    queryKey: queryKeys.items(business),
    refetchInterval: refetchEvery(LOOK_AGAIN_MS),
    queryFn: () =>
      fetchAllPages((cursor) =>
        readBody(
          api.GET("/api/businesses/{id}/items", {
            params: { path: { id: business }, query: { limit: 100, cursor } },
          }),
        ),
      ),
  });
