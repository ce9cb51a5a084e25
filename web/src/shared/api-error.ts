/** Problem documents (RFC 9457) and the error that carries them. */

export interface FieldError {
  /** Path of the field in the request body, such as `items[1].item_id`. */
  field: string;
  message: string;
}

/** An item with less stock than was ordered. */
interface StockShortage {
  item_id: string;
  name: string;
  requested: number;
  left: number;
}

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
  trace_id?: string;
  /** Only in `sold-out`. */
  items?: StockShortage[];
  /** Only in `price-changed`: the order's current total. */
  total_cents?: number;
  /** Only in `price-changed`: the currency of the total. */
  currency?: string;
}

/** A request that failed. Status 0: no response was received. */
export class ApiError extends Error {
  readonly problem: Problem;
  /** The `Retry-After` header, in seconds. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail);
    this.name = "ApiError";
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Returns `true` for a missing response, 429 and 5xx: the same request may succeed later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Compares the problem type, without the `/problems/` prefix: `isProblem("sold-out")`. */
  isProblem(type: string): boolean {
    return this.problem.type === `/problems/${type}`;
  }

  /** Returns the message about one form field, with a capital first letter. */
  getFieldMessage(name: string): string | undefined {
    const message = this.problem.errors?.find((error) => error.field === name)?.message;
    return message && message.charAt(0).toUpperCase() + message.slice(1);
  }
}

export const createUnreachableError = (): ApiError =>
  new ApiError({
    type: "/problems/unreachable",
    title: "Can't reach the server",
    status: 0,
    detail: "Check your connection and try again.",
  });

/** Creates the error of a request whose account is no longer logged in. */
export const createUnauthenticatedError = (): ApiError =>
  new ApiError({
    type: "/problems/unauthenticated",
    title: "Not logged in",
    status: 401,
    detail: "Log in and try again.",
  });

/** Reads the problem document of a failed response. Ignores a body that is not JSON, such as that of a proxy. */
export async function toApiError(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("retry-after")) || null;
  const text = await response.text().catch(() => "");
  let body: Partial<Problem> = {};
  try {
    body = JSON.parse(text) as Partial<Problem>;
  } catch {
    // Not a problem document.
  }
  const problem: Problem = {
    ...body,
    type: body.type ?? "about:blank",
    title: body.title ?? (response.status >= 500 ? "Server error" : "Request failed"),
    status: response.status,
    detail: body.detail ?? `The server responded with status ${response.status}.`,
  };
  return new ApiError(problem, retryAfter);
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : createUnreachableError();
