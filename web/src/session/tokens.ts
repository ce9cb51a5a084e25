/**
 * Access tokens of the session. Tabs claim a refresh token before they use it: a second use would end the
 * session.
 */
import { setTokenSource } from "@/api/client";
import type { Tokens } from "@/api/types";
import { createUnreachableError, toApiError } from "@/shared/api-error";
import { fetchWithTimeout, TRANSFER_TIMEOUT_MS } from "@/shared/fetch-with-timeout";
import { claimName, withTabLock } from "@/shared/tab-lock";
import { endSession, getSession, onSessionChange, reloadSession, startSession } from "./session";

/** An access token with less time left is refreshed before it is used. */
const MIN_VALIDITY_MS = 30_000;
/** Maximum time to wait for a tab that has claimed the same refresh token to store the new session. */
const OTHER_TAB_TIMEOUT_MS = 5_000;
/** Time for which a used refresh token stays claimed. By then, all tabs have received its successor. */
const CLAIM_MS = 60_000;

/**
 * Returns the access token, or `null` when logged out. Refreshes it first unless it is valid for more than
 * `minValidityMs`.
 */
export async function getAccessToken(minValidityMs = MIN_VALIDITY_MS): Promise<string | null> {
  const session = getSession();
  if (!session) return null;
  if (session.expiresAt - Date.now() > minValidityMs) return session.access;
  return refreshAccessToken(session.access);
}

let pendingRefresh: Promise<string | null> | null = null;

/**
 * Replaces an access token. Concurrent calls share one request. If another tab has replaced the token,
 * returns that tab's new token.
 */
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
  // Writes to local storage reach tabs in other processes with a delay, so the stored token may already have been used.
  // Locks have no delay: the tab that uses a refresh token claims its name.
  const release = await claimName(`expediter.refresh.${session.refresh}`);
  if (!release && (await waitForOtherTab(staleToken))) return getSession()?.access ?? null;
  try {
    const access = await requestTokens(session.refresh);
    if (release) setTimeout(release, CLAIM_MS);
    return access;
  } catch (error) {
    release?.();
    throw error;
  }
}

async function requestTokens(refreshToken: string): Promise<string | null> {
  const response = await fetchWithTimeout("/api/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: refreshToken }),
    // An aborted request may have replaced the token, and repeating it would end the session.
    timeoutMs: TRANSFER_TIMEOUT_MS,
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

/** Waits until another tab refreshes or ends the session. Returns `false` if neither happens in time. */
function waitForOtherTab(staleToken: string): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (hasArrived: boolean) => {
      clearTimeout(timer);
      unsubscribe();
      resolve(hasArrived);
    };
    const timer = setTimeout(() => finish(false), OTHER_TAB_TIMEOUT_MS);
    const check = () => {
      if (reloadSession()?.access !== staleToken) finish(true);
    };
    const unsubscribe = onSessionChange(check);
    check();
  });
}

setTokenSource({
  getAccessToken,
  refreshAccessToken,
  onTokenRejected(token) {
    if (getSession()?.access === token) endSession();
  },
});
