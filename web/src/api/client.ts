import createClient, { type Middleware } from "openapi-fetch";
import { endSession, getSession } from "@/session/session";
import { getAccessToken, refreshAccessToken } from "@/session/tokens";
import { recordServerTime } from "@/shared/clock";
import { ApiError, toApiError, unreachableError } from "@/shared/api-error";
import type { paths } from "./schema";

/** `fetch` as it is at the time of the call, so that tests can stand in for it. */
async function send(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    recordServerTime(response.headers.get("date"));
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw unreachableError();
  }
}

/** Sends with the account's token; one that the server no longer takes is renewed, once. */
async function authorised(request: Request): Promise<Response> {
  const spare = request.clone();
  const token = await getAccessToken();
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const response = await send(request);
  if (response.status !== 401 || !token) return response;
  const next = await refreshAccessToken(token);
  if (!next || next === token) return response;
  spare.headers.set("authorization", `Bearer ${next}`);
  const again = await send(spare);
  if (again.status === 401 && getSession()?.access === next) endSession();
  return again;
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await toApiError(response);
  },
};

const base = typeof location === "undefined" ? "http://localhost" : location.origin;

/** The typed API. Whatever is refused is thrown as `Refused`. */
export const api = createClient<paths>({ baseUrl: base, fetch: authorised });
api.use(throwing);

/** The body of an answer that has one. */
export async function readBody<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined)
    throw new ApiError({
      type: "about:blank",
      title: "Empty answer",
      status: 500,
      detail: "The server sent nothing.",
    });
  return data;
}

/** A part of the all-in-one that is no part of the API: null where there is none. */
export async function fetchOptional<T>(path: string): Promise<T | null> {
  const response = await authorised(new Request(base + path));
  if (response.status === 404) return null;
  if (!response.ok) throw await toApiError(response);
  return (await response.json()) as T;
}

/** The same as text, for downloads. */
export async function download(path: string, accept: string): Promise<Blob> {
  const response = await authorised(new Request(base + path, { headers: { accept } }));
  if (!response.ok) throw await toApiError(response);
  return response.blob();
}
