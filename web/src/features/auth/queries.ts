import { queryOptions } from "@tanstack/react-query";
import { api, beside, body } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Register } from "@/api/types";
import { open, session } from "@/session/session";

/** `GET /api/demo` of an all-in-one. */
export interface Demo {
  logins: { username: string; what: string }[];
  password: string;
}

/** Who can be tried here; null on an installation that is none for trying. */
export const demoQuery = () =>
  queryOptions({ queryKey: keys.demo, staleTime: Infinity, queryFn: () => beside<Demo>("/api/demo") });

export async function logIn(username: string, password: string) {
  return open(await body(api.POST("/api/auth/login", { body: { username, password } })));
}

export async function register(form: Register) {
  return open(await body(api.POST("/api/auth/register", { body: form })));
}

/** Ends the login on the server. One that cannot be reached forgets it in time. */
export async function logOut() {
  const refresh = session()?.refresh;
  if (refresh)
    await api.POST("/api/auth/logout", { body: { refresh_token: refresh } }).catch(() => undefined);
}
