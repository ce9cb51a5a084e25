import type { FieldError, OrderStatus } from "@/api/types";

/** RFC 9457, as this API tells it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
  trace_id?: string;
  current_status?: OrderStatus;
  current_version?: number;
  items?: Shortage[];
  total_cents?: number;
}

/** An item that there is not enough of. */
export interface Shortage {
  item_id: string;
  name: string;
  requested: number;
  left: number;
}

/** A request that was refused, or that never arrived (status 0). */
export class ApiError extends Error {
  readonly problem: Problem;
  /** When to try again, if the server said. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail);
    this.name = "Refused";
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  isProblem(kind: string): boolean {
    return this.problem.type === `/problems/${kind}`;
  }

  /** Whether the same request may well succeed a little later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** What was said about one field of the form, as a sentence that stands below it. */
  getFieldMessage(name: string): string | undefined {
    const message = this.problem.errors?.find((error) => error.field === name)?.message;
    return message && message.charAt(0).toUpperCase() + message.slice(1);
  }
}

export const unreachableError = (): ApiError =>
  new ApiError({
    type: "/problems/unreachable",
    title: "The server cannot be reached",
    status: 0,
    detail: "Check the connection. This page tries again by itself.",
  });

/** Reads what a response was refused with, whoever refused it. */
export async function toApiError(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("retry-after")) || null;
  const text = await response.text().catch(() => "");
  let body: Partial<Problem> = {};
  try {
    body = JSON.parse(text) as Partial<Problem>;
  } catch {
    // A proxy's page: what it says is of no use to a person.
  }
  const problem: Problem = {
    ...body,
    type: body.type ?? "about:blank",
    title: body.title ?? (response.status >= 500 ? "The server cannot answer now" : "Refused"),
    status: response.status,
    detail: body.detail ?? `The server answered ${response.status}.`,
  };
  return new ApiError(problem, retryAfter);
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : unreachableError();
