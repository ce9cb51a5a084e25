/** Access tokens of the session. All tabs together use a refresh token once: a second use would end the session. */
import { setTokenSource } from "@/api/client";
import type { Tokens } from "@/api/types";
import { createUnreachableError, toApiError } from "@/shared/api-error";
import { claimName, withTabLock } from "@/shared/tab-lock";
import { endSession, getSession, onSessionChange, reloadSession, startSession } from "./session";

/** An access token with less time left is refreshed before it is used. */
const MIN_VALIDITY_MS = 30_000;
/** Time in which the tokens that another tab has received reach this tab. */
const OTHER_TAB_TIMEOUT_MS = 5_000;

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

/** Releases this tab's claim on the refresh token that it used last. */
let releaseUsedToken = () => {};

async function refreshTokens(staleToken: string): Promise<string | null> {
  const session = reloadSession();
  if (!session) return null;
  if (session.access !== staleToken) return session.access;
  // Local storage reaches the tabs of other processes with a delay, so a token that is stored here may already be used. A lock
  // has no delay: the tab that uses a refresh token keeps a lock with the token's name.
  const release = await claimName(`expediter.refresh.${session.refresh}`);
  if (!release) return waitForOtherTab(staleToken);
  try {
    const access = await requestTokens(session.refresh);
    releaseUsedToken();
    releaseUsedToken = release;
    return access;
  } catch (error) {
    release();
    throw error;
  }
}

async function requestTokens(refreshToken: string): Promise<string | null> {
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: refreshToken }),
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

/** Waits for the session that another tab has stored. Returns its access token, or `null` if it has ended. */
function waitForOtherTab(staleToken: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
    };
    const timer = setTimeout(() => {
      finish();
      reject(createUnreachableError());
    }, OTHER_TAB_TIMEOUT_MS);
    const check = () => {
      const session = reloadSession();
      if (session?.access === staleToken) return;
      finish();
      resolve(session?.access ?? null);
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
