import { type Query, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/shared/api-error";

const MIN_RETRY_INTERVAL_MS = 4_000;

const isTransient = (error: unknown) => !(error instanceof ApiError) || error.isTransient;

/** Returns a `refetchInterval`: `intervalMs`, the retry delay after a transient error, or `false` after a permanent error. */
export const refetchEvery =
  (intervalMs: number | false = false) =>
  (query: Pick<Query, "state">): number | false => {
    const { status, error } = query.state;
    if (status !== "error") return intervalMs;
    if (!isTransient(error)) return false;
    const retryAfter = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    return Math.max(MIN_RETRY_INTERVAL_MS, retryAfter * 1000);
  };

/** Creates the query client. Queries of a visible page that fail with a transient error are retried until they succeed. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: "always",
        retry: (failureCount, error) =>
          failureCount < 1 && isTransient(error) && !(error instanceof ApiError && error.status === 429),
        retryDelay: (_, error) => (error instanceof ApiError ? (error.retryAfter ?? 1) : 1) * 1000,
        refetchInterval: (query) => refetchEvery()(query),
        // Off by default in this network mode. The live feed updates the queries that have data.
        refetchOnReconnect: ({ state }) => (state.status === "error" ? "always" : false),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
