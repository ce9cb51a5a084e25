import { queryOptions } from "@tanstack/react-query";
import { api, fetchOptional, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import type { RegisterRequest } from "@/api/types";
import { getSession, startSession } from "@/session/session";

/** The response of `GET /api/demo`, which only the all-in-one serves. */
export interface Demo {
  logins: { username: string; what: string }[];
  password: string;
}

/** The demo accounts, or `null` if this is not a demo installation. */
export const demoQuery = () =>
  queryOptions({
    queryKey: queryKeys.demo,
    staleTime: Infinity,
    queryFn: () => fetchOptional<Demo>("/api/demo"),
  });

export async function logIn(username: string, password: string) {
  return startSession(await readBody(api.POST("/api/auth/login", { body: { username, password } })));
}

export async function register(request: RegisterRequest) {
  return startSession(await readBody(api.POST("/api/auth/register", { body: request })));
}

/** Revokes the session on the server. If the request fails, the session remains valid there until it expires. */
export async function logOut() {
  const refreshToken = getSession()?.refresh;
  if (refreshToken)
    await api.POST("/api/auth/logout", { body: { refresh_token: refreshToken } }).catch(() => undefined);
}
