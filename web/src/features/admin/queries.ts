import { queryOptions } from "@tanstack/react-query";
import { soon } from "@/api/client";
import { keys } from "@/api/keys";
import { refreshing } from "@/api/query-client";
import type { DeadLetter, Overview } from "@/api/soon";
import type { Page } from "@/api/types";

const LOOK_AGAIN_MS = 4_000;

export const overviewQuery = () =>
  queryOptions({
    queryKey: keys.overview,
    refetchInterval: (query) => (query.state.data === null ? false : refreshing(LOOK_AGAIN_MS)(query)),
    queryFn: () => soon<Overview>("/api/overview"),
  });

export const deadLettersQuery = () =>
  queryOptions({
    queryKey: keys.deadLetters,
    refetchInterval: (query) => (query.state.data === null ? false : refreshing(LOOK_AGAIN_MS * 3)(query)),
    queryFn: () => soon<Page<DeadLetter>>("/api/dead-letters?limit=50"),
  });

export const replay = (id: string) => soon<never>(`/api/dead-letters/${id}/replay`, { method: "POST" });
