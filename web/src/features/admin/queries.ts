import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import { refetchEvery } from "@/api/query-client";
import type { Overview } from "@/api/types";

const LOOK_AGAIN_MS = 4_000;

export const overviewQuery = () =>
  queryOptions({
    queryKey: queryKeys.overview,
    refetchInterval: refetchEvery(LOOK_AGAIN_MS),
    queryFn: (): Promise<Overview> => readBody(api.GET("/api/overview")),
  });

export const deadLettersQuery = () =>
  queryOptions({
    queryKey: queryKeys.deadLetters,
    refetchInterval: refetchEvery(LOOK_AGAIN_MS * 3),
    queryFn: async () => (await readBody(api.GET("/api/dead-letters"))).data,
  });

export const replayDeadLetter = (id: string) =>
  api.POST("/api/dead-letters/{id}/replay", { params: { path: { id } } });
