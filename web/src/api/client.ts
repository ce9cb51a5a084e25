import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, createUnreachableError, toApiError } from "@/shared/api-error";
import { recordServerTime } from "@/shared/clock";
import { fetchWithTimeout, REQUEST_TIMEOUT_MS, TRANSFER_TIMEOUT_MS } from "@/shared/fetch-with-timeout";
import type { paths } from "./schema";

/** Supplies the access tokens for requests. */
interface TokenSource {
  /** Returns `null` when logged out. */
  getAccessToken: () => Promise<string | null>;
  /** Replaces a token that the server rejected. Returns `null` if the session has ended. */
  refreshAccessToken: (rejectedToken: string) => Promise<string | null>;
  /** Called when the server rejects a refreshed token. */
  onTokenRejected: (token: string) => void;
}

let tokenSource: TokenSource | null = null;

/** Registers the source of tokens, so that this layer does not depend on the session. */
export function setTokenSource(source: TokenSource) {
  tokenSource = source;
}

async function send(request: Request, timeoutMs: number): Promise<Response> {
  try {
    const response = await fetchWithTimeout(request, { timeoutMs });
    recordServerTime(response.headers.get("date"));
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw createUnreachableError();
  }
}

/** Sends a request with the access token. If the server rejects the token, refreshes it and tries once more. */
async function sendAuthorized(request: Request, timeoutMs = REQUEST_TIMEOUT_MS): Promise<Response> {
  const retryRequest = request.clone();
  const token = await tokenSource?.getAccessToken();
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const response = await send(request, timeoutMs);
  if (response.status !== 401 || !token || !tokenSource) return response;
  const newToken = await tokenSource.refreshAccessToken(token);
  if (!newToken || newToken === token) return response;
  retryRequest.headers.set("authorization", `Bearer ${newToken}`);
  const retryResponse = await send(retryRequest, timeoutMs);
  if (retryResponse.status === 401) tokenSource.onTokenRejected(newToken);
  return retryResponse;
}

const throwApiErrors: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await toApiError(response);
  },
};

const baseUrl = typeof location === "undefined" ? "http://localhost" : location.origin;

/** The typed API client. A request that is refused or gets no response throws an `ApiError`. */
export const api = createClient<paths>({ baseUrl, fetch: (request) => sendAuthorized(request) });
api.use(throwApiErrors);

/** Returns the body of a response that must have one. */
export async function readBody<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined)
    throw new ApiError({
      type: "about:blank",
      title: "Empty response",
      status: 500,
      detail: "The server sent an empty response.",
    });
  return data;
}

/** Fetches JSON that only the all-in-one serves. Returns `null` if the path does not exist. */
export async function fetchOptional<T>(path: string): Promise<T | null> {
  const response = await sendAuthorized(new Request(baseUrl + path));
  if (response.status === 404) return null;
  if (!response.ok) throw await toApiError(response);
  return (await response.json()) as T;
}

/** Downloads a file in the given media type. */
export async function download(path: string, accept: string): Promise<Blob> {
  const request = new Request(baseUrl + path, { headers: { accept } });
  const response = await sendAuthorized(request, TRANSFER_TIMEOUT_MS);
  if (!response.ok) throw await toApiError(response);
  return response.blob();
}
