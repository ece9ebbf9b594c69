/** Problem documents (RFC 9457): every refusal of the API says which field, what is wrong and what to do. */

export interface FieldProblem {
  /** The field of the body, such as `receiving.practitioner.email`. */
  readonly field: string;
  readonly says: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

const kinds = {
  "not-json": [400, "The body is not JSON"],
  "no-idempotency-key": [400, "There is no Idempotency-Key"],
  unauthorised: [401, "You are not signed in"],
  forbidden: [403, "You may not do this"],
  "not-found": [404, "There is no such thing here"],
  "too-large": [413, "The body is too large"],
  "wrong-content": [415, "The body is of the wrong type"],
  invalid: [422, "The concern cannot be raised as it is"],
  "key-used-before": [422, "This Idempotency-Key was used for another concern"],
  "try-again": [503, "The service could not do this now"],
  defect: [500, "Something went wrong in the service"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof kinds;

export function problem(kind: ProblemKind, detail: string, errors?: readonly FieldProblem[]): Problem {
  const [status, title] = kinds[kind];
  return { type: `urn:safeguarding-escalation:problem:${kind}`, title, status, detail, ...(errors ? { errors } : {}) };
}
