import createClient, { type Middleware } from "openapi-fetch";
import { close, session } from "@/session/session";
import { accessToken, renew } from "@/session/tokens";
import { noteServerTime } from "@/shared/clock";
import { Refused, refusal, unreachable } from "@/shared/api-error";
import type { paths } from "./schema";

/** `fetch` as it is at the time of the call, so that tests can stand in for it. */
async function send(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    noteServerTime(response.headers.get("date"));
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw unreachable();
  }
}

/** Sends with the account's token; one that the server no longer takes is renewed, once. */
async function authorised(request: Request): Promise<Response> {
  const spare = request.clone();
  const token = await accessToken();
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const response = await send(request);
  if (response.status !== 401 || !token) return response;
  const next = await renew(token);
  if (!next || next === token) return response;
  spare.headers.set("authorization", `Bearer ${next}`);
  const again = await send(spare);
  if (again.status === 401 && session()?.access === next) close();
  return again;
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await refusal(response);
  },
};

const base = typeof location === "undefined" ? "http://localhost" : location.origin;

/** The typed API. Whatever is refused is thrown as `Refused`. */
export const api = createClient<paths>({ baseUrl: base, fetch: authorised });
api.use(throwing);

/** The body of an answer that has one. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined)
    throw new Refused({
      type: "about:blank",
      title: "Empty answer",
      status: 500,
      detail: "The server sent nothing.",
    });
  return data;
}

/** A part of the all-in-one that is no part of the API: null where there is none. */
export async function beside<T>(path: string): Promise<T | null> {
  const response = await authorised(new Request(base + path));
  if (response.status === 404) return null;
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

/** The same as text, for downloads. */
export async function download(path: string, accept: string): Promise<Blob> {
  const response = await authorised(new Request(base + path, { headers: { accept } }));
  if (!response.ok) throw await refusal(response);
  return response.blob();
}
