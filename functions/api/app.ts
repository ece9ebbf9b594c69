/** The API: submit an escalation, read its record. A bearer token says which system asks and so for which agency. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { inWords } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { runningClocks } from "../core/escalation.ts";
import type { Directory } from "../directory/directory.ts";
import { TooBusy, type Story } from "../escalations/escalations.ts";
import { nameOf } from "../log.ts";
import { concernSchema } from "./concern.ts";
import { problem, type FieldProblem, type Problem } from "./problem.ts";
import { submit, type SubmitDependencies } from "./submit.ts";

export interface ApiDependencies extends SubmitDependencies {
  readonly directory: Pick<Directory, "agency" | "client">;
  /** Who a bearer token was issued to, or undefined when it is not valid. */
  readonly clientOf: (token: string) => Promise<string | undefined>;
  readonly serviceUrl: string;
}

const largestBody = 90_000;

type Variables = { client: { id: string; agency: string } };

export function createApi(dependencies: ApiDependencies): Hono<{ Variables: Variables }> {
  const { directory, clientOf, escalations, log, serviceUrl } = dependencies;
  const api = new Hono<{ Variables: Variables }>();
  const refuse = (found: Problem, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(found), {
      status: found.status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
    });

  api.use("*", async (context, next) => {
    const token = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    const id = token && (await clientOf(token));
    const client = id ? await directory.client(id) : undefined;
    if (!client)
      return refuse(
        problem(
          "unauthorised",
          "Send a valid bearer token in the Authorization header. Tokens are issued to agencies’ systems by the partnership.",
        ),
        { "www-authenticate": 'Bearer realm="safeguarding-escalation"' },
      );
    context.set("client", client);
    await next();
    context.header("cache-control", "no-store");
    return undefined;
  });

  const tooLarge = () =>
    refuse(
      problem(
        "too-large",
        `A concern can have at most ${largestBody.toLocaleString("en-GB")} bytes. Shorten it, and keep documents in your own system.`,
      ),
    );

  api.post("/escalations", bodyLimit({ maxSize: largestBody, onError: tooLarge }), async (context) => {
    const idempotencyKey = context.req.header("idempotency-key")?.trim();
    if (!idempotencyKey || idempotencyKey.length > 200)
      return refuse(
        problem(
          "no-idempotency-key",
          "Send an Idempotency-Key header of at most 200 characters, new for each concern: if your request is cut off, the same key again cannot raise the concern twice.",
        ),
      );
    if (!/^application\/json\b/i.test(context.req.header("content-type") ?? ""))
      return refuse(problem("wrong-content", "Send the concern as JSON, with Content-Type: application/json."));
    let body: unknown;
    try {
      body = await context.req.json();
    } catch (error) {
      if (error instanceof HTTPException) throw error;
      return refuse(
        problem(
          "not-json",
          `The body could not be read as JSON: ${error instanceof Error ? error.message : "it is malformed"}.`,
        ),
      );
    }
    const parsed = concernSchema.safeParse(body);
    if (!parsed.success)
      return refuse(
        problem(
          "invalid",
          "Nothing was raised. Mend the fields below and send it again with the same Idempotency-Key.",
          parsed.error.issues.map(fieldProblem),
        ),
      );
    const result = await submit({ concern: parsed.data, client: context.var.client, idempotencyKey }, dependencies);
    if ("problem" in result) return refuse(result.problem);
    const address = `${serviceUrl}/escalations/${result.raised.reference}`;
    return context.json({ reference: result.raised.reference, record: address }, 201, { location: address });
  });

  api.get("/escalations/:reference", async (context) => {
    const reference = context.req.param("reference").toUpperCase();
    const story = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(reference) ? await escalations.read(reference) : undefined;
    const { agency } = context.var.client;
    // Whether a reference exists is nobody's business but its parties'.
    if (!story || ![story.state.raised.raising.agency, story.state.raised.receiving.agency].includes(agency))
      return refuse(
        problem(
          "not-found",
          `There is no escalation ${reference} to which your agency is a party. Check the reference.`,
        ),
      );
    return context.json(recordOf(story));
  });

  api.notFound((context) =>
    refuse(
      problem(
        "not-found",
        `There is nothing at ${context.req.method} ${context.req.path}. The API has POST /escalations and GET /escalations/{reference}.`,
      ),
    ),
  );
  api.onError((error, context) => {
    log("error", "A request to the API failed", { path: context.req.routePath, error: nameOf(error) });
    return error instanceof TooBusy
      ? refuse(problem("try-again", "The escalation was being written to by others. Send the same request again."), {
          "retry-after": "1",
        })
      : refuse(
          problem(
            "defect",
            "Nothing is lost: send the same request again with the same Idempotency-Key. If it goes on, tell the partnership.",
          ),
        );
  });
  return api;
}

function fieldProblem(issue: { path: PropertyKey[]; message: string }): FieldProblem {
  return { field: issue.path.map(String).join("."), says: issue.message };
}

/** The record as both agencies see it (ALL-01): what it says now, and every entry in order. */
function recordOf(story: Story) {
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
      events: events.map((event) => {
        if (event.type !== "EscalationRaised") return event;
        const { submission: _internal, ...rest } = event;
        return rest;
      }),
    })),
  };
}
