/** Problem documents (RFC 9457): every refusal of the API says which field, what is wrong and what to do. */
import * as z from "../../policies/schemas.ts";
import { thousands } from "../thousands.ts";

/** Of what a body can be at most. */
export const largestBody = 90_000;

const field = z.object({
  field: z
    .string()
    .check(z.describe("The field of the body, such as `receiving.practitioner.email`, or the parameter")),
  says: z.string().check(z.describe("What is wrong with it, and what to do")),
});
/** What is wrong with one field of a request: which, and what to do about it. */
export type FieldProblem = z.output<typeof field>;

interface Kind {
  readonly status: 400 | 401 | 403 | 404 | 413 | 415 | 422 | 429 | 500;
  readonly title: string;
  /** What is said unless the case asks for words of its own. */
  readonly detail: string;
  /** Whether it says field by field what is wrong. */
  readonly byField?: true;
}

const kinds = {
  "not-json": {
    status: 400,
    title: "The body is not JSON",
    detail: "The body could not be read as JSON: Unexpected end of JSON input.",
  },
  "no-idempotency-key": {
    status: 400,
    title: "There is no Idempotency-Key",
    detail:
      "Send an Idempotency-Key header of at most 200 characters, new for each concern: if your request is cut off, the same key again cannot raise the concern twice.",
  },
  "invalid-parameters": {
    status: 400,
    title: "The parameters cannot be used as they are",
    detail: "Mend the parameters below and send the request again.",
    byField: true,
  },
  unauthorised: {
    status: 401,
    title: "You are not signed in",
    detail:
      "Send a valid bearer token in the Authorization header. Tokens are issued to agencies’ systems by the partnership.",
  },
  "not-yours": {
    status: 403,
    title: "Your system does not speak for whom this is for",
    detail:
      "Figures are for the partnership itself: your system does not speak for this one. The directory says for whom a system speaks; if it should be otherwise, ask the partnership.",
  },
  "not-an-agency": {
    status: 403,
    title: "Your system speaks for a partnership",
    detail: "Concerns are raised and followed by agencies. Use the token of a system that speaks for one.",
  },
  "not-found": {
    status: 404,
    title: "There is no such thing here",
    detail: "There is no escalation 7K3M-9QXD to which your agency is a party. Check the reference.",
  },
  "too-large": {
    status: 413,
    title: "The body is too large",
    detail: `A concern can have at most ${thousands(largestBody)} bytes. Shorten it, and keep documents in your own system.`,
  },
  "wrong-content": {
    status: 415,
    title: "The body is of the wrong type",
    detail: "Send the concern as JSON, with Content-Type: application/json.",
  },
  invalid: {
    status: 422,
    title: "The concern cannot be raised as it is",
    detail: "Nothing was raised. Mend the fields below and send it again with the same Idempotency-Key.",
    byField: true,
  },
  "invalid-alert": {
    status: 422,
    title: "The practice alert cannot be submitted as it is",
    detail: "Nothing was submitted. Mend the fields below and send it again with the same Idempotency-Key.",
    byField: true,
  },
  "about-a-case": {
    status: 422,
    title: "A practice alert must not be about one case",
    detail: "Nothing was submitted. Raise a disagreement about a case by the escalation policy instead.",
    byField: true,
  },
  "key-used-before": {
    status: 422,
    title: "This Idempotency-Key was used for another concern",
    detail:
      "The Idempotency-Key was used before for escalation 7K3M-9QXD, with another body. Use a new key for a new concern; to repeat that one, send the same body.",
  },
  "too-many": {
    status: 429,
    title: "Your system has sent too many requests",
    detail:
      "Your system can send 20 concerns a minute. Nothing was raised. Send the same request again in 42 seconds, with the same Idempotency-Key.",
  },
  defect: {
    status: 500,
    title: "Something went wrong in the service",
    detail:
      "Nothing is lost: send the same request again with the same Idempotency-Key. If it goes on, tell the partnership.",
  },
} as const satisfies Record<string, Kind>;

export type ProblemKind = keyof typeof kinds;

export const problemKinds: Readonly<Record<ProblemKind, Kind>> = kinds;

const typeOf = (kind: ProblemKind) => `urn:safeguarding-escalation:problem:${kind}`;

/** What a problem of a kind looks like. */
export function problemSchema(kind: ProblemKind) {
  const { status, title, byField }: Kind = kinds[kind];
  const shape = {
    type: z.literal(typeOf(kind)),
    title: z.literal(title),
    status: z.literal(status),
    detail: z.string().check(z.describe("What is wrong, and what to do")),
  };
  return byField ? z.object({ ...shape, errors: z.array(field).check(z.minLength(1)) }) : z.object(shape);
}

/** One refusal as a client gets it, for people and programs alike: what is wrong, field by field where it is about the body, and what to do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: Kind["status"];
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/** @param detail what is wrong here and what to do; the kind’s own words where it is left out */
export function problem(
  kind: ProblemKind,
  detail: string = kinds[kind].detail,
  errors?: readonly FieldProblem[],
): Problem {
  const { status, title } = kinds[kind];
  return { type: typeOf(kind), title, status, detail, ...(errors ? { errors } : {}) };
}
