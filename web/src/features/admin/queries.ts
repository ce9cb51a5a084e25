import { queryOptions } from "@tanstack/react-query";
import { api, readBody } from "@/api/client";
import { refetchEvery } from "@/api/query-client";
import { queryKeys } from "@/api/query-keys";
import type { DeadLetter, IsolatedRow, Overview } from "@/api/types";

const OVERVIEW_INTERVAL_MS = 4_000;
const DEAD_LETTERS_INTERVAL_MS = 12_000;
const ISOLATED_ROWS_INTERVAL_MS = 12_000;

export const overviewQuery = () =>
  queryOptions({
    queryKey: queryKeys.overview,
    refetchInterval: refetchEvery(OVERVIEW_INTERVAL_MS),
    queryFn: (): Promise<Overview> => readBody(api.GET("/api/overview")),
  });

export const deadLettersQuery = () =>
  queryOptions({
    queryKey: queryKeys.deadLetters,
    refetchInterval: refetchEvery(DEAD_LETTERS_INTERVAL_MS),
    queryFn: async (): Promise<DeadLetter[]> => (await readBody(api.GET("/api/dead-letters"))).data,
  });

export const isolatedRowsQuery = () =>
  queryOptions({
    queryKey: queryKeys.isolatedRows,
    refetchInterval: refetchEvery(ISOLATED_ROWS_INTERVAL_MS),
    queryFn: async (): Promise<IsolatedRow[]> => (await readBody(api.GET("/api/isolated-rows"))).data,
  });

export const replayDeadLetter = (id: string) =>
  api.POST("/api/dead-letters/{id}/replay", { params: { path: { id } } });
