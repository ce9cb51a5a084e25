/** Access tokens of the session. All tabs together use a refresh token once: a second use would end the session. */
import { setTokenSource } from "@/api/client";
import type { Tokens } from "@/api/types";
import { createUnreachableError, toApiError } from "@/shared/api-error";
import { withTabLock } from "@/shared/tab-lock";
import { endSession, getSession, reloadSession, startSession } from "./session";

/** An access token with less time left is refreshed before it is used. */
const MIN_VALIDITY_MS = 30_000;

/** Returns an access token that is valid for at least `minValidityMs`, or `null` when logged out. */
export async function getAccessToken(minValidityMs = MIN_VALIDITY_MS): Promise<string | null> {
  const session = getSession();
  if (!session) return null;
  if (session.expiresAt - Date.now() > minValidityMs) return session.access;
  return refreshAccessToken(session.access);
}

let pendingRefresh: Promise<string | null> | null = null;

/** Replaces an access token. Concurrent calls share one request; a token that another tab has refreshed is reused. */
export function refreshAccessToken(staleToken: string): Promise<string | null> {
  pendingRefresh ??= withTabLock("expediter.refresh", () => refreshTokens(staleToken)).finally(() => {
    pendingRefresh = null;
  });
  return pendingRefresh;
}

async function refreshTokens(staleToken: string): Promise<string | null> {
  const session = reloadSession();
  if (!session) return null;
  if (session.access !== staleToken) return session.access;
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: session.refresh }),
  }).catch(() => {
    throw createUnreachableError();
  });
  if (response.ok) return startSession((await response.json()) as Tokens).access;
  if (response.status === 401) {
    endSession({ message: "Your session has ended. Please log in again." });
    return null;
  }
  throw await toApiError(response);
}

setTokenSource({
  getAccessToken,
  refreshAccessToken,
  onTokenRejected(token) {
    if (getSession()?.access === token) endSession();
  },
});
