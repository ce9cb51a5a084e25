import { queryOptions } from "@tanstack/react-query";
import { api, fetchOptional, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import type { RegisterRequest } from "@/api/types";
import { startSession, getSession } from "@/session/session";

/** `GET /api/demo` of an all-in-one. */
export interface Demo {
  logins: { username: string; what: string }[];
  password: string;
}

/** Who can be tried here; null on an installation that is none for trying. */
export const demoQuery = () =>
  queryOptions({
    queryKey: queryKeys.demo,
    staleTime: Infinity,
    queryFn: () => fetchOptional<Demo>("/api/demo"),
  });

export async function logIn(username: string, password: string) {
  return startSession(await readBody(api.POST("/api/auth/login", { body: { username, password } })));
}

export async function register(form: RegisterRequest) {
  return startSession(await readBody(api.POST("/api/auth/register", { body: form })));
}

/** Ends the login on the server. One that cannot be reached forgets it in time. */
export async function logOut() {
  const refresh = getSession()?.refresh;
  if (refresh)
    await api.POST("/api/auth/logout", { body: { refresh_token: refresh } }).catch(() => undefined);
}
