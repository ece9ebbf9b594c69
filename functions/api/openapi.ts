/** What the API says of itself: an OpenAPI 3.1 document, made of the very schemas that read and type what it takes and gives. */
import * as z from "zod";
import { alertSchema } from "../alerts/body.ts";
import { answers, eventSchemas } from "./answers.ts";
import { concernSchema } from "./concern.ts";
import { exampleProblem, examples } from "./examples.ts";
import { documentedPeriod } from "./figures.ts";
import { backwards } from "./parameters.ts";
import { documentedRegister } from "./register.ts";
import { documentedParameters } from "./list.ts";
import { problemKinds, problemSchema, type FieldProblem, type ProblemKind } from "./problem.ts";

const openapi = "3.1.1";

interface Answer {
  readonly status: 200 | 201;
  readonly description: string;
  /** What it is: JSON by one of the schemas, or a file of this type. */
  readonly schema: keyof typeof answers | "Document" | { readonly file: "application/zip" };
  readonly headers?: Readonly<Record<string, object>>;
  readonly example?: object;
  readonly examples?: Examples;
  /** The same as a file, for whoever accepts `text/csv`. */
  readonly csv?: { readonly description: string; readonly example: string };
}

/** Several, by name. */
type Examples = Readonly<Record<string, { readonly summary: string; readonly value: object }>>;

interface Parameter {
  readonly name: string;
  readonly in: "query" | "header" | "path";
  readonly required?: true;
  readonly description: string;
  readonly schema: z.core.$ZodType;
}

interface Operation {
  readonly method: "get" | "post";
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** Needs no token. */
  readonly open?: true;
  readonly parameters?: readonly Parameter[];
  readonly body?: {
    readonly schema: "Concern" | "PracticeAlert";
    readonly description: string;
    readonly examples: Examples;
  };
  readonly answer: Answer;
  readonly problems: readonly ProblemKind[];
  /** What can be wrong with its parameters, as an example. */
  readonly wrongParameters?: readonly FieldProblem[];
}

const location: object = {
  description: "Where its record is",
  required: true,
  schema: { type: "string", format: "uri" },
};
const ofEveryToken: readonly ProblemKind[] = ["unauthorised", "too-many", "defect"];

const idempotencyKey = (of: string): Parameter => ({
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: `New for each ${of}, such as a UUID; the same when a request is repeated.`,
  schema: z.string().min(1).max(200),
});

const partnershipId: Parameter = {
  name: "id",
  in: "path",
  required: true,
  description: "The partnership, by its id",
  schema: z.string(),
};

const operations: readonly Operation[] = [
  {
    method: "get",
    path: "/openapi.json",
    id: "describe",
    summary: "This document",
    open: true,
    answer: { status: 200, description: "This document", schema: "Document" },
    problems: [],
  },
  {
    method: "get",
    path: "/policies",
    id: "listPolicies",
    summary: "The policies in force today",
    description:
      "Those of local authority areas, then organisations’ own: whom each covers, its types of disagreement, what it asks when a concern is raised, its stages, and what each asks of whom by when.",
    answer: { status: 200, description: "The policies", schema: "Policies", example: examples.policies },
    problems: ofEveryToken,
  },
  {
    method: "get",
    path: "/escalations",
    id: "listEscalations",
    summary: "Your agency’s escalations",
    description:
      "Those to which your agency is a party, raising or receiving, the newest raised first. Nothing personal is in the list. What has just happened is in it within seconds; the record itself is always up to date.",
    parameters: [
      {
        name: "limit",
        in: "query",
        description: "How many at most",
        schema: documentedParameters.limit,
      },
      {
        name: "cursor",
        in: "query",
        description: "`nextCursor` of the page before, unchanged. It is good for your agency only.",
        schema: documentedParameters.cursor,
      },
    ],
    answer: { status: 200, description: "A page of the list", schema: "Escalations", example: examples.escalations },
    problems: ["invalid-parameters", "not-an-agency", ...ofEveryToken],
    wrongParameters: [{ field: "limit", says: "limit is a whole number from 1 to 100" }],
  },
  {
    method: "post",
    path: "/escalations",
    id: "raise",
    summary: "Raise a concern",
    description:
      "It is on the record when this answers, and whoever has to act hears at once. The same Idempotency-Key with the same body gives the same escalation, however often it is sent.",
    parameters: [idempotencyKey("concern")],
    body: {
      schema: "Concern",
      description: "The concern",
      examples: {
        usual: { summary: "Under Knowsley’s policy", value: examples.concern },
        beforeTheFormalProcess: {
          summary: "Under Medway’s policy, which asks what came before the formal process",
          value: examples.concernBeforeTheFormalProcess,
        },
      },
    },
    answer: {
      status: 201,
      description:
        "It is raised. Show whoever raised it which policy governs it, and why; and, where it has `notYetFormal`, that something has to come first.",
      schema: "Raised",
      headers: { Location: location },
      examples: {
        usual: { summary: "It is at the first stage", value: examples.raised },
        beforeTheFormalProcess: {
          summary: "It is not in the formal process yet",
          value: examples.raisedBeforeTheFormalProcess,
        },
      },
    },
    problems: [
      "not-json",
      "no-idempotency-key",
      "too-large",
      "wrong-content",
      "invalid",
      "key-used-before",
      "not-an-agency",
      ...ofEveryToken,
    ],
  },
  {
    method: "post",
    path: "/practice-alerts",
    id: "submitPracticeAlert",
    summary: "Submit a practice alert",
    description:
      "A concern about practice that is not about one case, where the partnership takes such alerts. It does not replace escalation, whistleblowing or the referral of a case for review, and has no field for a child. It goes to the partnership’s own group; the informer hears the outcome by e-mail.",
    parameters: [idempotencyKey("alert")],
    body: {
      schema: "PracticeAlert",
      description: "The alert",
      examples: { usual: { summary: "About several services", value: examples.alert } },
    },
    answer: {
      status: 201,
      description: "It is on the record, and the group hears at once.",
      schema: "PracticeAlertSubmitted",
      example: examples.submitted,
    },
    problems: [
      "not-json",
      "no-idempotency-key",
      "too-large",
      "wrong-content",
      "invalid-alert",
      "about-a-case",
      "key-used-before",
      "not-an-agency",
      ...ofEveryToken,
    ],
  },
  {
    method: "get",
    path: "/escalations/{reference}",
    id: "readRecord",
    summary: "Read a record",
    description: "The whole record, as both sides see it. Only the two agencies that are its parties can read it.",
    parameters: [
      {
        name: "reference",
        in: "path",
        required: true,
        description: "In capitals or small letters",
        schema: z.string().regex(/^[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$/),
      },
    ],
    answer: { status: 200, description: "The record", schema: "Record", example: examples.record },
    problems: ["not-found", ...ofEveryToken],
  },
  {
    method: "get",
    path: "/escalations/{reference}/bundle",
    id: "saveBundle",
    summary: "Everything of one escalation for an inspection",
    description:
      "One archive: the whole record as a Word document and as data, every email with what became of it, the policy’s forms filled and its text in force, the chain with what was witnessed of it, and an index that says how to check all of it. For the systems of the two agencies that are its parties, and for a system that speaks for the partnership under whose policy it runs. It has the whole case in it: keep it as you keep the person’s file. The same record at the same moment gives the same bytes.",
    parameters: [
      {
        name: "reference",
        in: "path",
        required: true,
        description: "In capitals or small letters",
        schema: z.string().regex(/^[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$/),
      },
    ],
    answer: {
      status: 200,
      description: "The archive (ZIP), named by the reference",
      schema: { file: "application/zip" },
      headers: {
        "Content-Disposition": header("`attachment`, with the reference as the name of the file", { type: "string" }),
      },
    },
    problems: ["not-found", ...ofEveryToken],
  },
  {
    method: "get",
    path: "/partnerships/{id}/figures",
    id: "readFigures",
    summary: "A partnership’s figures of a period",
    description:
      "Numbers, types, stages reached, agencies, outcomes, time taken, within timescale or not, what is open and overdue, and what recurs. Nothing personal is in them. Only a system that speaks for the partnership can read them. An organisation with its own policy is its own partnership here, and its figures have what it raised under local policies too; a local partnership whose policy is not held has those about people of its area.",
    parameters: [
      {
        name: "id",
        in: "path",
        required: true,
        description: "The partnership, by its id",
        schema: z.string(),
      },
      { name: "from", in: "query", required: true, description: "The first day", schema: documentedPeriod.from },
      {
        name: "to",
        in: "query",
        required: true,
        description: "The last day, which is in the period too",
        schema: documentedPeriod.to,
      },
      {
        name: "area",
        in: "query",
        description: "Only those about people of this local authority area, by its id",
        schema: documentedPeriod.area,
      },
    ],
    answer: { status: 200, description: "The figures", schema: "Figures", example: examples.figures },
    problems: ["invalid-parameters", "not-yours", ...ofEveryToken],
    wrongParameters: [{ field: "to", says: backwards }],
  },
  {
    method: "get",
    path: "/partnerships/{id}/register",
    id: "readRegister",
    summary: "A partnership’s register",
    description:
      "Every escalation of the partnership that was open, or of which something was still owed, on one of the days: without days, in the last twelve months, and so whatever is open now. 25 a page. Whose they are is as with figures. Nothing personal is in it.",
    parameters: [
      partnershipId,
      { name: "from", in: "query", description: "The first day, with `to`", schema: documentedRegister.day },
      { name: "to", in: "query", description: "The last day, with `from`", schema: documentedRegister.day },
      { name: "state", in: "query", description: "Only those of which this holds", schema: documentedRegister.state },
      {
        name: "stage",
        in: "query",
        description: "Only those at this stage, by its id as the register has it: `knowsley/practitioners`",
        schema: documentedRegister.text,
      },
      { name: "type", in: "query", description: "Only those of this type", schema: documentedRegister.type },
      {
        name: "raising",
        in: "query",
        description: "Only those that this agency raised, by its id",
        schema: documentedRegister.text,
      },
      {
        name: "receiving",
        in: "query",
        description: "Only those that were raised with this agency, by its id",
        schema: documentedRegister.text,
      },
      { name: "reference", in: "query", description: "Only this one", schema: documentedRegister.text },
      {
        name: "sort",
        in: "query",
        description: "In which order; where all else is alike, by reference",
        schema: documentedRegister.sort,
      },
      {
        name: "page",
        in: "query",
        description: "Which page. A file has all of them.",
        schema: documentedRegister.page,
      },
    ],
    answer: {
      status: 200,
      description: "A page of the register, or all of it as a file",
      schema: "Register",
      example: examples.register,
      csv: {
        description: "All that match, in the columns of the page",
        example: examples.registerCsv,
      },
    },
    problems: ["invalid-parameters", "not-yours", ...ofEveryToken],
    wrongParameters: [{ field: "page", says: "page is a whole number from 1" }],
  },
  {
    method: "get",
    path: "/partnerships/{id}/report",
    id: "readReport",
    summary: "A partnership’s report of a period",
    description:
      "Every figure of the period with those of the period before, what recurs, and which agencies are silent. Nothing personal is in it.",
    parameters: [
      partnershipId,
      { name: "from", in: "query", required: true, description: "The first day", schema: documentedRegister.day },
      {
        name: "to",
        in: "query",
        required: true,
        description: "The last day, which is in the period too",
        schema: documentedRegister.day,
      },
    ],
    answer: {
      status: 200,
      description: "The report, or its figures as a file",
      schema: "Report",
      example: examples.report,
      csv: { description: "A figure a line, of both periods", example: examples.reportCsv },
    },
    problems: ["invalid-parameters", "not-yours", ...ofEveryToken],
    wrongParameters: [{ field: "to", says: backwards }],
  },
];

/** Such as “GET /policies and POST /escalations”. */
export const operationsInWords = new Intl.ListFormat("en-GB").format(
  operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`),
);

const description = `
Raise safeguarding escalations from your own system, and follow them.

**Tokens.** Every request but the one for this document carries a bearer token (a JWT) that says which system asks, and so for which agency. A system raises concerns for its own agency, and reads the records to which its agency is a party. A system that speaks for a partnership reads that partnership’s figures, register and reports instead, and saves the bundle of an escalation that runs under its policy.

**Problems.** Whatever is refused is answered with a problem document (RFC 9457): what is wrong, and what to do. Nothing is half done. \`type\` says which problem it is and never changes; texts may.

**Again and again.** A request that was cut off can be sent again as it was. With its Idempotency-Key, a concern is never raised twice.

**Not too often.** Requests are counted by the minute for each system. \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` say how you stand; \`Retry-After\` says when to try again.

**Changes.** Answers may gain fields, and records new kinds of events: pass over those that you do not know.
`.trim();

/** The document of a service at an address. */
export function openApiDocument(serviceUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) };
  return {
    openapi,
    info: { title: "Safeguarding escalation", version: "1.0.0", description },
    servers: [{ url: serviceUrl }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: schemas(),
      headers: rate,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "Issued to agencies’ systems by the partnership",
        },
      },
    },
  };
}

function operationOf({
  method,
  path,
  id,
  summary,
  description,
  open,
  parameters,
  body,
  answer,
  problems,
  wrongParameters,
}: Operation): object {
  const statuses = [...new Set(problems.map((each) => problemKinds[each].status))].toSorted((a, b) => a - b);
  const kindsOf = (status: number) => problems.filter((each) => problemKinds[each].status === status);
  return {
    operationId: id,
    summary,
    description,
    ...(open ? { security: [] } : {}),
    parameters: parameters?.map((each) => ({ ...each, schema: schemaOf(each.schema) })),
    requestBody: body && {
      required: true,
      description: body.description,
      content: { "application/json": { schema: reference(body.schema), examples: body.examples } },
    },
    responses: {
      [answer.status]: {
        description: answer.description,
        headers: { ...(open ? {} : rateHeaders), ...answer.headers },
        content: contentOf(answer),
      },
      ...Object.fromEntries(
        statuses.map((status) => [status, problemAnswer(kindsOf(status), { method, path, wrongParameters })]),
      ),
    },
  };
}

function contentOf({ schema, example, examples, csv }: Answer): object {
  if (typeof schema === "object")
    // Of the bytes of a file a schema has nothing to say.
    return { [schema.file]: { schema: {} } };
  return {
    "application/json": { schema: reference(schema), example, examples },
    ...(csv ? { "text/csv": { schema: { type: "string", description: csv.description }, example: csv.example } } : {}),
  };
}

function problemAnswer(
  kinds: readonly ProblemKind[],
  operation: Pick<Operation, "method" | "path"> & {
    readonly wrongParameters: Operation["wrongParameters"] | undefined;
  },
): object {
  const references = kinds.map((each) => reference(problemName(each)));
  return {
    description: kinds.map((each) => problemKinds[each].title).join("; "),
    headers: Object.assign({}, ...kinds.map(problemHeaders)) as object,
    content: {
      "application/problem+json": {
        schema: references.length === 1 ? references[0] : { oneOf: references },
        examples: Object.fromEntries(kinds.map((each) => [each, { value: exampleProblem(each, operation) }])),
      },
    },
  };
}

function problemHeaders(kind: ProblemKind): Record<string, object> {
  switch (kind) {
    case "unauthorised":
      return { "WWW-Authenticate": header("What to sign in with", { type: "string" }) };
    case "too-many":
      return { "Retry-After": header("Seconds until you can try again", count), ...rateHeaders };
    case "defect":
      // It may have gone wrong before it was known who asks.
      return Object.fromEntries(Object.entries(rate).map(([name, each]) => [name, { ...each, required: false }]));
    default:
      return rateHeaders;
  }
}

const count = { type: "integer", minimum: 0 };

function header(description: string, schema: object): object {
  return { description, required: true, schema };
}

/** How a system stands with the limit that is nearest. */
const rate: Readonly<Record<string, object>> = {
  "RateLimit-Limit": header("How many your system can send in a minute, by the limit that is nearest", count),
  "RateLimit-Remaining": header("How many are left in this minute", count),
  "RateLimit-Reset": header("Seconds until the next minute begins", count),
};
const rateHeaders = Object.fromEntries(
  Object.keys(rate).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
);

const addressOf = (name: string) => `#/components/schemas/${name}`;
const reference = (name: string) => ({ $ref: addressOf(name) });
const problemName = (kind: ProblemKind) => `problem-${kind}`;

/** What is refused in what is sent has no other fields; answers may gain some, so their schemas are open. */
const io = "input";

function schemaOf(schema: z.core.$ZodType): object {
  const { $schema: _dialect, "~standard": _standard, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

function schemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  const any = z.record(z.string(), z.unknown());
  const document = z.object({
    openapi: z.literal(openapi),
    info: any,
    servers: z.array(any),
    security: z.array(any),
    paths: any,
    components: any,
  });
  const named: Record<string, z.core.$ZodType> = {
    Concern: concernSchema(),
    PracticeAlert: alertSchema(),
    ...answers,
    ...Object.fromEntries(eventSchemas.map((each) => [each.shape.type.def.values[0], each])),
    ...Object.fromEntries(
      (Object.keys(problemKinds) as ProblemKind[]).map((kind) => [problemName(kind), problemSchema(kind)]),
    ),
    Document: document,
  };
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { io, uri: addressOf }).schemas;
  return Object.fromEntries(
    Object.entries(made).map(([name, { $schema: _dialect, $id: _address, "~standard": _standard, ...rest }]) => [
      name,
      rest,
    ]),
  );
}
