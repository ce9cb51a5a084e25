import { type Query, QueryClient } from "@tanstack/react-query";
import { Refused } from "@/shared/api-error";

const RETRY_BROKEN_MS = 4_000;

const passing = (error: unknown) => !(error instanceof Refused) || error.passing;

/** When to ask again by itself: every so often, and sooner what failed for a reason that passes. */
export const refreshing =
  (everyMs: number | false = false) =>
  (query: Pick<Query, "state">): number | false => {
    if (query.state.status !== "error") return everyMs;
    if (!passing(query.state.error)) return false;
    const told = query.state.error instanceof Refused ? (query.state.error.retryAfter ?? 0) : 0;
    return Math.max(RETRY_BROKEN_MS, told * 1000);
  };

/** Refreshes are silent and cheap; what fails for a passing reason mends itself. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: "always",
        retry: (count, error) =>
          count < 1 && passing(error) && !(error instanceof Refused && error.status === 429),
        retryDelay: (_, error) => (error instanceof Refused ? (error.retryAfter ?? 1) : 1) * 1000,
        refetchInterval: (query) => refreshing()(query),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
