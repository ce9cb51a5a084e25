import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { keys } from "@/api/query-keys";
import { everything } from "@/api/pagination";
import { refreshing } from "@/api/query-client";

/** A diner does not hear of what others order: stock is looked at again while the menu is on screen. */
const LOOK_AGAIN_MS = 8_000;

export const itemsQuery = (business: string) =>
  queryOptions({
    queryKey: keys.items(business),
    refetchInterval: refreshing(LOOK_AGAIN_MS),
    queryFn: () =>
      everything((cursor) =>
        body(
          api.GET("/api/businesses/{id}/items", {
            params: { path: { id: business }, query: { limit: 100, cursor } },
          }),
        ),
      ),
  });
