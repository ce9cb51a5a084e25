import { asApiError } from "./api-error";
import { notify } from "./notices";

/** Shows a failed change as a notice. */
export function showError(error: unknown) {
  notify(formatError(error), { tone: "error", durationMs: 7_000 });
}

/** Shows what failed and why. The message about a conflict contains both. */
export function showFailure(failure: string, error: unknown) {
  const isConflict = asApiError(error).status === 409;
  const text = isConflict ? formatError(error) : `${failure} ${formatError(error)}`;
  notify(text, { tone: "error", durationMs: 7_000 });
}

/** Returns `true` if the server may have carried out the request although no complete response arrived. */
export const isOutcomeUnknown = (error: unknown): boolean => {
  const { status } = asApiError(error);
  // A proxy answers 502 and 504 without the response of the server.
  return status === 0 || status === 502 || status === 504;
};

function formatError(error: unknown): string {
  const { problem, status, retryAfter } = asApiError(error);
  const wait = status === 429 && retryAfter ? ` Try again in ${retryAfter} s.` : "";
  return status === 429 ? `${problem.title}.${wait}` : problem.detail;
}
