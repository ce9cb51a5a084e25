import { asApiError } from "./api-error";
import { notify } from "./notices";

/** A change that was refused: said where the eyes are, for as long as it takes to read. */
export function showError(error: unknown) {
  const refused = asApiError(error);
  const wait = refused.status === 429 && refused.retryAfter ? ` Try again in ${refused.retryAfter} s.` : "";
  const detail = refused.status === 429 ? refused.problem.title + "." + wait : refused.problem.detail;
  notify(detail, { tone: "bad", ms: 7_000 });
}
