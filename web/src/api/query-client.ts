import { type Query, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/shared/api-error";

const RETRY_BROKEN_MS = 4_000;

const passing = (error: unknown) => !(error instanceof ApiError) || error.isTransient;

/** When to ask again by itself: every so often, and sooner what failed for a reason that passes. */
export const refetchEvery =
  (everyMs: number | false = false) =>
  (query: Pick<Query, "state">): number | false => {
    if (query.state.status !== "error") return everyMs;
    if (!passing(query.state.error)) return false;
    const told = query.state.error instanceof ApiError ? (query.state.error.retryAfter ?? 0) : 0;
    return Math.max(RETRY_BROKEN_MS, told * 1000);
  };

/** Refreshes are silent and cheap; what fails for a passing reason mends itself. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: "always",
        retry: (count, error) =>
          count < 1 && passing(error) && !(error instanceof ApiError && error.status === 429),
        retryDelay: (_, error) => (error instanceof ApiError ? (error.retryAfter ?? 1) : 1) * 1000,
        refetchInterval: (query) => refetchEvery()(query),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
