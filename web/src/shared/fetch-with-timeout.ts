/** Maximum time from the start of a request to the end of its response. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Maximum time for a request that transfers a file or refreshes the session. */
export const TRANSFER_TIMEOUT_MS = 60_000;

type FetchOptions = RequestInit & { timeoutMs?: number };

/**
 * Sends a request with a timeout, because a frozen connection neither responds nor fails. The timeout includes the transfer
 * of the body. Looks up `fetch` at the time of the call, so that tests can replace it.
 */
export async function fetchWithTimeout(
  request: Request | string,
  { timeoutMs = REQUEST_TIMEOUT_MS, ...init }: FetchOptions = {},
): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("timeout", "TimeoutError")), timeoutMs);
  // `AbortSignal.any` would combine the signals, but it is missing in some supported browsers.
  const callerSignal = init.signal ?? (typeof request === "string" ? null : request.signal);
  const abort = () => controller.abort(callerSignal?.reason);
  if (callerSignal?.aborted) abort();
  callerSignal?.addEventListener("abort", abort, { once: true });
  try {
    return await fetch(request, { ...init, signal: controller.signal });
  } catch (error) {
    clearTimeout(timer);
    throw error;
  }
}
