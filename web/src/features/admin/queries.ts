import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { keys } from "@/api/query-keys";
import { refreshing } from "@/api/query-client";
import type { Overview } from "@/api/types";

const LOOK_AGAIN_MS = 4_000;

export const overviewQuery = () =>
  queryOptions({
    queryKey: keys.overview,
    refetchInterval: refreshing(LOOK_AGAIN_MS),
    queryFn: (): Promise<Overview> => body(api.GET("/api/overview")),
  });

export const deadLettersQuery = () =>
  queryOptions({
    queryKey: keys.deadLetters,
    refetchInterval: refreshing(LOOK_AGAIN_MS * 3),
    queryFn: async () => (await body(api.GET("/api/dead-letters"))).data,
  });

export const replay = (id: string) => api.POST("/api/dead-letters/{id}/replay", { params: { path: { id } } });
