/** Access tokens that are good for long enough. A refresh token is spent once, whatever the number of tabs. */
import { toApiError, unreachableError } from "@/shared/api-error";
import type { Tokens } from "@/api/types";
import { withTabLock } from "@/shared/tab-lock";
import { endSession, startSession, getSession, reloadSession } from "./session";

/** A token that ends within this time is renewed before it is used. */
const MARGIN_MS = 30_000;

/** A good access token, or none when nobody is logged in (any more). */
export async function getAccessToken(marginMs = MARGIN_MS): Promise<string | null> {
  const now = getSession();
  if (!now) return null;
  if (now.expiresAt - Date.now() > marginMs) return now.access;
  return refreshAccessToken(now.access);
}

let renewing: Promise<string | null> | null = null;

/** Another access token than `spent`: of another tab that was faster, or for the refresh token. */
export function refreshAccessToken(spent: string): Promise<string | null> {
  renewing ??= withTabLock("expediter.refresh", () => refreshTokens(spent)).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function refreshTokens(spent: string): Promise<string | null> {
  const now = reloadSession();
  if (!now) return null;
  if (now.access !== spent) return now.access;
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: now.refresh }),
  }).catch(() => {
    throw unreachableError();
  });
  if (response.ok) return startSession((await response.json()) as Tokens).access;
  if (response.status === 401) {
    endSession({ message: "Your login has ended. Log in again." });
    return null;
  }
  throw await toApiError(response);
}
