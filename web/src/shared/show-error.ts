import { asApiError } from "./api-error";
import { notify } from "./notices";

/** Shows a failed change as a notice. */
export function showError(error: unknown) {
  const { problem, status, retryAfter } = asApiError(error);
  const wait = status === 429 && retryAfter ? ` Try again in ${retryAfter} s.` : "";
  const text = status === 429 ? `${problem.title}.${wait}` : problem.detail;
  notify(text, { tone: "error", durationMs: 7_000 });
}
