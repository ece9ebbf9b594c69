/**
 * The API: which policies there are, submit an escalation or a practice alert, list one's own, read a record, save everything of one
 * for an inspection, and a partnership's figures. A bearer token says which system asks and so for which agency or partnership. What it says of itself (`GET
 * /openapi.json`) needs none.
 */
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { dayOf, inWords, type Day } from "../../policies/calendar/instant.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { submittedAnswer } from "../alerts/api.ts";
import { alertSchema } from "../alerts/body.ts";
import { savedBundle } from "../bundle/bundle.ts";
import type { AlertSubmission, submitAlert } from "../alerts/submit.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { runningClocks } from "../core/escalation.ts";
import type { EscalationEvent } from "../core/events.ts";
import type { Client, Directory } from "../directory/directory.ts";
import type { Story } from "../escalations/escalations.ts";
import type { Limits, Standing } from "../limits/limits.ts";
import { nameOf } from "../log.ts";
import { surroundingsOf } from "../pages/visit.ts";
import type { WitnessStore } from "../verify/witnesses.ts";
import type { PoliciesAnswer, RaisedAnswer, RecordAnswer, ShownEvent } from "./answers.ts";
import { concernSchema } from "./concern.ts";
import { figuresAsked } from "./figures.ts";
import { apiHeaders } from "./headers.ts";
import type { FiguresDependencies } from "../figures/read.ts";
import { listEscalations, type ListDependencies } from "./list.ts";
import { becauseInWords, notYetFormal, policyAnswer } from "./policies.ts";
import { largestBody, problem, type FieldProblem, type Problem } from "./problem.ts";
import { csvHeaders } from "../register/csv.ts";
import { registerAsked, reportAsked } from "./register.ts";
import { submit, type SubmitDependencies } from "./submit.ts";

export interface ApiDependencies extends SubmitDependencies, Omit<ListDependencies, "policies"> {
  readonly directory: Pick<Directory, "agency" | "client" | "named">;
  /** What the figures of a partnership are made of (ALL-12). */
  readonly figures: FiguresDependencies;
  readonly policies: SubmitDependencies["policies"] & {
    /** The policies in force on a day, Europe/London. */
    readonly inForce: (day: Day) => readonly Policy[];
  };
  readonly submitAlert: (submission: AlertSubmission) => ReturnType<typeof submitAlert>;
  /** What was witnessed of a record, for the bundle of an inspection. */
  readonly witnesses: Pick<WitnessStore, "entries">;
  readonly limits: Limits;
  /** Who a bearer token was issued to, or undefined when it is not valid. */
  readonly clientOf: (token: string) => Promise<string | undefined>;
}

type Variables = { client: Client };

/** The API as an application. Every refusal is a problem document (RFC 9457), and an escalation that is none of the client’s is not found. */
export function createApi(dependencies: ApiDependencies): Hono<{ Variables: Variables }> {
  const { clock, directory, clientOf, escalations, limits, log, policies, serviceUrl, submitAlert } = dependencies;
  const { record, witnesses } = dependencies;
  const api = new Hono<{ Variables: Variables }>();
  const refuse = (found: Problem, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(found), {
      status: found.status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
    });

  api.use(...apiHeaders);

  // What the API says of itself is loaded when somebody asks for it.
  const description = () => import("./openapi.ts");
  let document: object | undefined;
  api.get("/openapi.json", async (context) =>
    context.json((document ??= (await description()).openApiDocument(serviceUrl))),
  );

  api.use("*", async (context, next) => {
    const token = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    const id = token && (await clientOf(token));
    const client = id ? await directory.client(id) : undefined;
    if (!client)
      return refuse(problem("unauthorised"), { "www-authenticate": 'Bearer realm="safeguarding-escalation"' });
    context.set("client", client);
    const isSubmission = context.req.method === "POST";
    const standing = await limits.count(client.id, { isSubmission }, clock.now());
    if (standing.exceeded)
      return refuse(problem("too-many", tooMany(standing, isSubmission)), {
        "retry-after": String(standing.resetSeconds),
        ...rateHeaders(standing),
      });
    await next();
    context.header("cache-control", "no-store");
    for (const [name, value] of Object.entries(rateHeaders(standing))) context.header(name, value);
    return undefined;
  });

  api.get("/policies", (context) => {
    const day = dayOf(clock.now());
    const answer: PoliciesAnswer = { day, policies: policies.inForce(day).map(policyAnswer) };
    return context.json(answer);
  });

  api.get("/escalations", async (context) => {
    const { agency } = context.var.client;
    if (agency === undefined) return refuse(problem("not-an-agency"));
    const result = await listEscalations(agency, context.req.queries(), dependencies);
    return "problem" in result ? refuse(result.problem) : context.json(result.page);
  });

  const limited = bodyLimit({ maxSize: largestBody, onError: () => refuse(problem("too-large")) });
  api.post("/escalations", limited, async (context) => {
    const { id, agency } = context.var.client;
    if (agency === undefined) return refuse(problem("not-an-agency"));
    const sent = await readSubmission(context);
    if ("problem" in sent) return refuse(sent.problem);
    const { idempotencyKey } = sent;
    const parsed = concernSchema().safeParse(sent.body);
    if (!parsed.success) return refuse(problem("invalid", undefined, parsed.error.issues.map(fieldProblem)));
    const result = await submit({ concern: parsed.data, client: { id, agency }, idempotencyKey }, dependencies);
    if ("problem" in result) return refuse(result.problem);
    const { raised } = result;
    const { policy } = raised.rules;
    const answer: RaisedAnswer = {
      reference: raised.reference,
      record: `${serviceUrl}/escalations/${raised.reference}`,
      policy: { id: policy.policy, version: policy.version, title: policy.title, because: becauseInWords(raised) },
      notYetFormal: notYetFormal(policy, raised.state.raised),
    };
    return context.json(answer, 201, { location: answer.record });
  });

  api.post("/practice-alerts", limited, async (context) => {
    const { id, agency } = context.var.client;
    if (agency === undefined) return refuse(problem("not-an-agency"));
    const sent = await readSubmission(context);
    if ("problem" in sent) return refuse(sent.problem);
    const parsed = alertSchema().safeParse(sent.body);
    if (!parsed.success) return refuse(problem("invalid-alert", undefined, parsed.error.issues.map(fieldProblem)));
    const { idempotencyKey } = sent;
    const result = await submitAlert({ alert: parsed.data, client: { id, agency }, idempotencyKey });
    return "problem" in result ? refuse(result.problem) : context.json(submittedAnswer(result.submitted), 201);
  });

  const storyOf = async (reference: string) =>
    /^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(reference) ? escalations.read(reference) : undefined;

  api.get("/escalations/:reference", async (context) => {
    const reference = context.req.param("reference").toUpperCase();
    const story = await storyOf(reference);
    // Whether a reference exists is nobody's business but its parties'.
    if (!story || !isParty(context.var.client, story))
      return refuse(
        problem(
          "not-found",
          `There is no escalation ${reference} to which your agency is a party. Check the reference.`,
        ),
      );
    return context.json(recordOf(story));
  });

  // A partnership prepares the inspection of what ran under its policy. This is all that it reads of one escalation: the whole at
  // once, by a reference that it has from a digest or a report, and the log says that it was given.
  api.get("/escalations/:reference/bundle", async (context) => {
    const reference = context.req.param("reference").toUpperCase();
    const { client } = context.var;
    const story = await storyOf(reference);
    if (!story || !(isParty(client, story) || client.partnership === story.state.raised.partnership))
      return refuse(
        problem(
          "not-found",
          `There is no escalation ${reference} to which your agency is a party, or which runs under your partnership’s policy. Check the reference.`,
        ),
      );
    const { agencies } = await surroundingsOf(story, directory);
    log("info", "The bundle of an escalation was given", { reference, client: client.id });
    return savedBundle({ story, agencies, at: clock.now() }, { record, witnesses });
  });

  api.get("/partnerships/:id/figures", async (context) => {
    const partnership = context.req.param("id");
    // The same answer whether there is such a partnership or not.
    if (context.var.client.partnership !== partnership) return refuse(problem("not-yours"));
    const result = await figuresAsked(partnership, context.req.queries(), clock.now(), dependencies.figures);
    return "problem" in result ? refuse(result.problem) : context.json(result.figures);
  });

  for (const [what, asked] of [
    ["register", registerAsked],
    ["report", reportAsked],
  ] as const)
    api.get(`/partnerships/:id/${what}`, async (context) => {
      const partnership = context.req.param("id");
      if (context.var.client.partnership !== partnership) return refuse(problem("not-yours"));
      const as = /\btext\/csv\b/i.test(context.req.header("accept") ?? "") ? "csv" : "json";
      const result = await asked(partnership, context.req.queries(), as, clock.now(), dependencies.figures);
      if ("problem" in result) return refuse(result.problem);
      if ("answer" in result) return context.json(result.answer);
      return context.body(result.file.csv, 200, csvHeaders(result.file.name));
    });

  api.notFound(async (context) => {
    const { operationsInWords } = await description();
    return refuse(
      problem(
        "not-found",
        `There is nothing at ${context.req.method} ${context.req.path}. The API has ${operationsInWords}.`,
      ),
    );
  });
  api.onError((error, context) => {
    log("error", "A request to the API failed", { path: context.req.routePath, error: nameOf(error) });
    return refuse(problem("defect"));
  });
  return api;
}

/** Whether a system speaks for one of the two agencies of an escalation. */
const isParty = ({ agency }: Client, { state }: Story) =>
  agency !== undefined && [state.raised.raising.agency, state.raised.receiving.agency].includes(agency);

/** The key and the body of something that is submitted, or what keeps them from being read. */
async function readSubmission(
  context: Context,
): Promise<{ readonly idempotencyKey: string; readonly body: unknown } | { readonly problem: Problem }> {
  const idempotencyKey = context.req.header("idempotency-key")?.trim();
  if (!idempotencyKey || idempotencyKey.length > 200) return { problem: problem("no-idempotency-key") };
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? ""))
    return { problem: problem("wrong-content") };
  try {
    return { idempotencyKey, body: await context.req.json() };
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    const says = `The body could not be read as JSON: ${error instanceof Error ? withoutWords(error.message) : "it is malformed"}.`;
    return { problem: problem("not-json", says) };
  }
}

/** What is wrong with a body, without the piece of it that the parser quotes: it could be of a name. */
const withoutWords = (message: string) => message.replace(/, (?:\.{3})?".*$/s, "");

function rateHeaders({ limit, remaining, resetSeconds }: Standing): Record<string, string> {
  return {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
  };
}

function tooMany({ of, limit, resetSeconds }: Standing, isSubmission: boolean): string {
  const most = `Your system can send ${limit.toLocaleString("en-GB")} ${of === "submissions" ? "concerns" : "requests"} a minute.`;
  const again = `Send the same request again in ${resetSeconds} second${resetSeconds === 1 ? "" : "s"}`;
  return isSubmission ? `${most} Nothing was raised. ${again}, with the same Idempotency-Key.` : `${most} ${again}.`;
}

function fieldProblem(issue: { path: PropertyKey[]; message: string }): FieldProblem {
  return { field: issue.path.map(String).join("."), says: issue.message };
}

/** The record as both agencies see it (ALL-01): what it says now, and every entry in order. */
function recordOf(story: Story): RecordAnswer {
  const { reference, state, rules, commits } = story;
  const { policy } = rules;
  const { raised } = state;
  return {
    reference,
    policy: { id: policy.policy, version: policy.version, title: policy.title, partnership: policy.partnership.name },
    raising: raised.raising,
    receiving: raised.receiving,
    raisedAt: raised.at,
    status: state.phase,
    ...("how" in state ? { how: state.how } : {}),
    ...(state.phase === "at stage" ? { stage: { id: state.stage, title: stageOf(policy, state.stage).title } } : {}),
    immediateRisk: state.immediateRisk,
    deadlines: runningClocks(state).map((clock) => ({
      stage: clock.stage,
      clock: clock.clock,
      due: clock.due,
      inWords: inWords(clock.due),
      provisional: clock.provisional,
      passed: clock.passedAt !== undefined,
    })),
    entries: commits.map(({ number, at, cause, events }) => ({
      number,
      at,
      by: cause.kind,
      events: events.map(shown),
    })),
  };
}

function shown(event: EscalationEvent): ShownEvent {
  if (event.type !== "EscalationRaised") return event;
  const { submission: _internal, ...rest } = event;
  return rest;
}
