import { queryOptions } from "@tanstack/react-query";
import { soon } from "@/api/client";
import { keys } from "@/api/keys";
import { refreshing } from "@/api/query-client";
import type { KitchenNow } from "@/api/soon";

const LOOK_AGAIN_MS = 5_000;

/** Workers, their slots and what waits for them; null where the installation does not tell. */
export const kitchenQuery = () =>
  queryOptions({
    queryKey: keys.kitchen,
    refetchInterval: (query) => (query.state.data === null ? false : refreshing(LOOK_AGAIN_MS)(query)),
    queryFn: () => soon<KitchenNow>("/api/kitchen"),
  });
