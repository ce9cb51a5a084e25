/** Access tokens that are good for long enough. A refresh token is spent once, whatever the number of tabs. */
import { refusal, unreachable } from "@/shared/api-error";
import type { Tokens } from "@/api/types";
import { exclusively } from "@/shared/tab-lock";
import { close, open, session, stored } from "./session";

/** A token that ends within this time is renewed before it is used. */
const MARGIN_MS = 30_000;

/** A good access token, or none when nobody is logged in (any more). */
export async function accessToken(marginMs = MARGIN_MS): Promise<string | null> {
  const now = session();
  if (!now) return null;
  if (now.expiresAt - Date.now() > marginMs) return now.access;
  return renew(now.access);
}

let renewing: Promise<string | null> | null = null;

/** Another access token than `spent`: of another tab that was faster, or for the refresh token. */
export function renew(spent: string): Promise<string | null> {
  renewing ??= exclusively("expediter.refresh", () => trade(spent)).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function trade(spent: string): Promise<string | null> {
  const now = stored();
  if (!now) return null;
  if (now.access !== spent) return now.access;
  const response = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ refresh_token: now.refresh }),
  }).catch(() => {
    throw unreachable();
  });
  if (response.ok) return open((await response.json()) as Tokens).access;
  if (response.status === 401) {
    close({ says: "Your login has ended. Log in again." });
    return null;
  }
  throw await refusal(response);
}
