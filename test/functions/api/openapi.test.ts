import { readFileSync } from "node:fs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { dynamoDBLimits } from "../../../functions/limits/limits.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { awsError, clockAt, failing } from "../../support/doubles.ts";
import { startRealServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { breaches, kindsOf, notUnderstood, operationsOf, problemsOf, within, type Document } from "./document.ts";

let services: Services;
let stack: Stack;
let document: Document;
let api: ReturnType<typeof createApi>;
let raised: string;

beforeAll(async () => {
  services = await startRealServices();
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:18.000Z") });
  const directory = new URL("../../../infra/local/samples/directory.yaml", import.meta.url);
  await importDirectory(
    services.dynamoDB,
    stack.tables.working,
    readDirectoryFile(readFileSync(directory, "utf8"), "directory.yaml"),
  );
  const perMinute = { requests: 120, submissions: 20 };
  api = createApi({
    ...stack.api,
    limits: dynamoDBLimits(services.dynamoDB, stack.tables.working, perMinute, () => {}),
  });
  // What the document says is read as anybody would: over HTTP, without a token.
  document = (await (await api.request("/openapi.json")).json()) as Document;
  raised = ((await (await post({})).json()) as { reference: string }).reference;
  await open({ reference: raised, execution: 1 }, stack.tasks);
});
afterAll(() => services.close());

const asSchool = { authorization: "Bearer token-whitebeam-primary" };
const asPartnership = { authorization: "Bearer token-knowsley-partnership" };
const register = "/partnerships/knowsley/register";
const report = "/partnerships/knowsley/report?from=2026-11-01&to=2026-11-30";
const figures = "/partnerships/knowsley/figures?from=2026-11-01&to=2026-11-30";
const bodies = () => document.paths["/escalations"]?.["post"]?.requestBody?.content["application/json"]?.examples;
const example = (name = "usual") => bodies()?.[name]?.value as object;

let keys = 0;
function post(
  changes: Record<string, unknown> | string,
  { headers = {}, of = api }: { headers?: Record<string, string>; of?: typeof api } = {},
) {
  return of.request("/escalations", {
    method: "POST",
    headers: { ...asSchool, "content-type": "application/json", "idempotency-key": `key-${++keys}`, ...headers },
    body: typeof changes === "string" ? changes : JSON.stringify({ ...example(), ...changes }),
  });
}
/** The example of a practice alert, as the school of its informer posts it. */
function alert(
  changes: Record<string, unknown> | string,
  { headers = {}, of = api }: { headers?: Record<string, string>; of?: typeof api } = {},
) {
  const examples = operationNamed("POST /practice-alerts").requestBody?.content["application/json"]?.examples;
  const example = examples?.["usual"]?.value as object;
  return of.request("/practice-alerts", {
    method: "POST",
    headers: {
      authorization: "Bearer token-hoo-meadows-primary",
      "content-type": "application/json",
      "idempotency-key": `alert-${++keys}`,
      ...headers,
    },
    body: typeof changes === "string" ? changes : JSON.stringify({ ...example, ...changes }),
  });
}
const get = (path: string, headers: Record<string, string> = asSchool) => api.request(path, { headers });

/** The service while its tables are away. */
async function away() {
  const broken = await services.stack({
    over: stack,
    dynamoDB: (client) => failing(client, () => awsError("InternalServerError")),
  });
  return createApi(broken.api);
}
/** Somebody who has sent so much in this minute that the next is too much. */
async function tooBusy() {
  await services.dynamoDB.send(
    new PutCommand({
      TableName: stack.tables.working,
      Item: { pk: "RATE#merrow-health", sk: "2026-11-17T10:00", requests: 120, submissions: 20 },
    }),
  );
  return { authorization: "Bearer token-merrow-health" };
}

/** For every operation, status and problem a request that produces it. */
const cases: Readonly<Record<string, () => Promise<Response> | Response>> = {
  "GET /openapi.json 200": () => get("/openapi.json", {}),

  "GET /policies 200": () => get("/policies"),
  "GET /policies 401 unauthorised": () => get("/policies", {}),
  "GET /policies 429 too-many": async () => get("/policies", await tooBusy()),
  "GET /policies 500 defect": async () => (await away()).request("/policies", { headers: asSchool }),

  "GET /escalations 200": () => get("/escalations?limit=1"),
  "GET /escalations 400 invalid-parameters": () => get("/escalations?limit=0"),
  "GET /escalations 403 not-an-agency": () => get("/escalations", asPartnership),
  "GET /escalations 401 unauthorised": () => get("/escalations", { authorization: "Bearer forged" }),
  "GET /escalations 429 too-many": async () => get("/escalations", await tooBusy()),
  "GET /escalations 500 defect": async () => (await away()).request("/escalations", { headers: asSchool }),

  "POST /escalations 201": () => post({}),
  "POST /escalations 400 not-json": () => post(""),
  "POST /escalations 400 no-idempotency-key": () => post({}, { headers: { "idempotency-key": "" } }),
  "POST /escalations 401 unauthorised": () => post({}, { headers: { authorization: "Bearer forged" } }),
  "POST /escalations 403 not-an-agency": () => post({}, { headers: asPartnership }),
  "POST /escalations 413 too-large": () => post({ issue: "x".repeat(100_000) }),
  "POST /escalations 415 wrong-content": () => post({}, { headers: { "content-type": "text/plain" } }),
  "POST /escalations 422 invalid": () => post({ risk: undefined }),
  "POST /escalations 422 key-used-before": async () => {
    await post({}, { headers: { "idempotency-key": "twice" } });
    return post({ issue: "Another" }, { headers: { "idempotency-key": "twice" } });
  },
  "POST /escalations 429 too-many": async () => post({}, { headers: await tooBusy() }),
  "POST /escalations 500 defect": async () => post({}, { of: await away() }),

  "POST /practice-alerts 201": () => alert({}),
  "POST /practice-alerts 400 not-json": () => alert(""),
  "POST /practice-alerts 400 no-idempotency-key": () => alert({}, { headers: { "idempotency-key": "" } }),
  "POST /practice-alerts 401 unauthorised": () => alert({}, { headers: { authorization: "Bearer forged" } }),
  "POST /practice-alerts 403 not-an-agency": () => alert({}, { headers: asPartnership }),
  "POST /practice-alerts 413 too-large": () => alert({ summary: "x".repeat(100_000) }),
  "POST /practice-alerts 415 wrong-content": () => alert({}, { headers: { "content-type": "text/plain" } }),
  "POST /practice-alerts 422 invalid-alert": () => alert({ summary: " " }),
  "POST /practice-alerts 422 about-a-case": () => alert({ notAboutOneCase: false }),
  "POST /practice-alerts 422 key-used-before": async () => {
    await alert({}, { headers: { "idempotency-key": "twice" } });
    return alert({ summary: "Another" }, { headers: { "idempotency-key": "twice" } });
  },
  "POST /practice-alerts 429 too-many": async () => alert({}, { headers: await tooBusy() }),
  "POST /practice-alerts 500 defect": async () => alert({}, { of: await away() }),

  "GET /escalations/{reference} 200": () => get(`/escalations/${raised}`),
  "GET /escalations/{reference} 401 unauthorised": () => get(`/escalations/${raised}`, {}),
  "GET /escalations/{reference} 404 not-found": () => get("/escalations/7K3M-9QXD"),
  "GET /escalations/{reference} 429 too-many": async () => get(`/escalations/${raised}`, await tooBusy()),
  "GET /escalations/{reference} 500 defect": async () =>
    (await away()).request(`/escalations/${raised}`, { headers: asSchool }),

  "GET /escalations/{reference}/bundle 200": () => get(`/escalations/${raised}/bundle`, asPartnership),
  "GET /escalations/{reference}/bundle 401 unauthorised": () => get(`/escalations/${raised}/bundle`, {}),
  "GET /escalations/{reference}/bundle 404 not-found": () => get("/escalations/7K3M-9QXD/bundle", asPartnership),
  "GET /escalations/{reference}/bundle 429 too-many": async () => get(`/escalations/${raised}/bundle`, await tooBusy()),
  "GET /escalations/{reference}/bundle 500 defect": async () =>
    (await away()).request(`/escalations/${raised}/bundle`, { headers: asPartnership }),

  "GET /partnerships/{id}/figures 200": () => get(figures, asPartnership),
  "GET /partnerships/{id}/figures 400 invalid-parameters": () =>
    get("/partnerships/knowsley/figures?from=2026-11-30&to=2026-11-01", asPartnership),
  "GET /partnerships/{id}/figures 401 unauthorised": () => get(figures, {}),
  "GET /partnerships/{id}/figures 403 not-yours": () => get(figures),
  "GET /partnerships/{id}/figures 429 too-many": async () => get(figures, await tooBusy()),
  "GET /partnerships/{id}/figures 500 defect": async () => (await away()).request(figures, { headers: asPartnership }),

  "GET /partnerships/{id}/register 200": () => get(register, asPartnership),
  "GET /partnerships/{id}/register 400 invalid-parameters": () => get(`${register}?page=0`, asPartnership),
  "GET /partnerships/{id}/register 401 unauthorised": () => get(register, {}),
  "GET /partnerships/{id}/register 403 not-yours": () => get(register),
  "GET /partnerships/{id}/register 429 too-many": async () => get(register, await tooBusy()),
  "GET /partnerships/{id}/register 500 defect": async () =>
    (await away()).request(register, { headers: asPartnership }),

  "GET /partnerships/{id}/report 200": () => get(report, asPartnership),
  "GET /partnerships/{id}/report 400 invalid-parameters": () =>
    get("/partnerships/knowsley/report?from=2026-11-30&to=2026-11-01", asPartnership),
  "GET /partnerships/{id}/report 401 unauthorised": () => get(report, {}),
  "GET /partnerships/{id}/report 403 not-yours": () => get(report),
  "GET /partnerships/{id}/report 429 too-many": async () => get(report, await tooBusy()),
  "GET /partnerships/{id}/report 500 defect": async () => (await away()).request(report, { headers: asPartnership }),
};

function operationNamed(name: string) {
  const found = operationsOf(document).find(([each]) => each === name)?.[1];
  if (!found) throw new Error(`The document has no ${name}`);
  return found;
}

describe("what the API says of itself", () => {
  test.each(Object.entries(cases))("%s comes, and is as the document says", async (title, request) => {
    const [, operation = "", status, kind] = /^(\w+ \S+) (\d+)(?: (.+))?$/.exec(title) ?? [];
    const response = await request();
    expect(response.status).toBe(Number(status));
    expect(await breaches(response, operationNamed(operation), document)).toEqual([]);
    if (!kind) return;
    const body = (await response.json()) as Record<string, unknown>;
    expect(body["type"]).toBe(`urn:safeguarding-escalation:problem:${kind}`);
    expect(body["status"]).toBe(response.status);
    // The example is what really comes, but for the reference.
    const examples = operationNamed(operation).responses[String(status)]?.content["application/problem+json"]?.examples;
    const withoutReference = (value: unknown) => JSON.stringify(value).replace(/\b\w{4}-\w{4}\b/, "…");
    expect(withoutReference(body)).toBe(withoutReference(examples?.[kind]?.value));
  });

  test("there is such a case for every operation, status and problem in it, and for nothing else", () => {
    const documented = operationsOf(document).flatMap(([name, { responses }]) =>
      Object.entries(responses).flatMap(([status, answer]) => {
        const kinds = kindsOf(answer, document);
        return kinds.length === 0 ? [`${name} ${status}`] : kinds.map((kind) => `${name} ${status} ${kind}`);
      }),
    );
    expect(documented.toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  test("every route of the service is in it, and the other way round", () => {
    const routes = new Set(
      api.routes
        .filter(({ method }) => method !== "ALL")
        .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`),
    );
    expect([...routes].toSorted()).toEqual(
      operationsOf(document)
        .map(([name]) => name)
        .toSorted(),
    );
  });

  test("nothing in its schemas is passed over when answers are held against them", () => {
    expect(notUnderstood(document)).toEqual([]);
    // An answer that is not as it says is found out.
    const record = { $ref: "#/components/schemas/Raised" };
    const { examples } = operationNamed("POST /escalations").responses["201"]?.content["application/json"] ?? {};
    const good = examples?.["usual"]?.value;
    expect(problemsOf(good, record, document)).toEqual([]);
    expect(problemsOf({ ...(good as object), more: 1 }, record, document)).toHaveLength(1);
    expect(problemsOf({ ...(good as object), record: "nowhere" }, record, document)).toHaveLength(1);
    expect(problemsOf({ ...(good as object), policy: {} }, record, document)).toHaveLength(1);
  });

  test("it holds together: references lead somewhere, ids are single, every schema is used", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.servers).toEqual([{ url: "https://escalations.example" }]);
    const text = JSON.stringify(document);
    const used = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].map(([, of, name]) => `${of}/${name}`),
    );
    const { schemas, headers } = document.components;
    const held = [
      ...Object.keys(schemas).map((each) => `schemas/${each}`),
      ...Object.keys(headers).map((each) => `headers/${each}`),
    ];
    expect([...used].toSorted()).toEqual(held.toSorted());
    const ids = operationsOf(document).map(([, each]) => each.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { parameters = [] }] of operationsOf(document))
      expect(parameters.filter((each) => each.in === "path").map((each) => `{${each.name}}`)).toEqual(
        name.match(/\{\w+\}/g) ?? [],
      );
  });

  test("all but itself asks for a bearer token", () => {
    expect(document.security).toEqual([{ bearer: [] }]);
    expect(document.components.securitySchemes).toMatchObject({ bearer: { type: "http", scheme: "bearer" } });
    const open = operationsOf(document).flatMap(([name, { security }]) => (security ? [[name, security]] : []));
    expect(open).toEqual([["GET /openapi.json", []]]);
  });

  test("every example is as its own schema says", () => {
    let examples = 0;
    for (const [name, { responses, requestBody }] of operationsOf(document))
      for (const { content } of [...Object.values(responses), ...(requestBody ? [requestBody] : [])])
        for (const { schema, example: one, examples: more } of Object.values(content))
          for (const value of [
            ...(one === undefined ? [] : [one]),
            ...Object.values(more ?? {}).map((each) => each.value),
          ]) {
            examples++;
            expect(problemsOf(value, schema, document), name).toEqual([]);
          }
    expect(examples).toBeGreaterThan(20);
  });

  test("a record with much in it is as it says too, and so is one of which the people were erased", async () => {
    const reference = ((await (await post({ protectBy: "2026-11-19T12:00:00.000Z" })).json()) as { reference: string })
      .reference;
    const path = walk(stack, reference);
    const operation = operationNamed("GET /escalations/{reference}");
    const shown = async () => {
      const response = await get(`/escalations/${reference}`);
      expect(await breaches(response, operation, document)).toEqual([]);
      return (await response.json()) as { status: string; entries: { events: { type: string }[] }[] };
    };
    expect((await shown()).status).toBe("opening");
    await path.open();
    const at = { seat: "raiser", stage: "practitioners" } as const;
    await path.answer({ ...at, type: "flag immediate risk", reason: "He said so" });
    await path.open();
    await path.answer({ ...at, type: "add note", kind: "note", words: "We rang" });
    await path.answer({ ...at, type: "withdraw", reason: "Settled" });
    const closed = await shown();
    expect(closed.status).toBe("closed");
    const types = closed.entries.flatMap((each) => each.events.map((event) => event.type));
    expect(types).toEqual(expect.arrayContaining(["ImmediateRiskFlagged", "NoteAdded", "EscalationClosed"]));
    await stack.tasks.record.erase(reference, "2026-12-01T09:00:00.000Z");
    expect(JSON.stringify(await shown())).toContain('"sealed":"erased"');
  });

  test("the concern of the example, and one with every field, are raised and are as it says", async () => {
    const schema = { $ref: "#/components/schemas/Concern" };
    const whole = {
      ...example(),
      secureSettingIn: "milton-keynes",
      typeOfDisagreement: "another",
      anotherType: "Who pays for the taxi",
      immediateRisk: false,
      protectBy: "2026-11-19T12:00:00.000Z",
      raising: {
        agency: "whitebeam-primary",
        practitioner: { name: "Sam Carter", email: "s.carter@whitebeam-primary.example" },
        manager: { name: "Helen Ashworth", email: "h.ashworth@whitebeam-primary.example" },
      },
      receiving: {
        agency: "knowsley-social-care",
        practitioner: { name: "Jo Malik", email: "j.malik@social-care.knowsley.example" },
        manager: { name: "Derek Stott", email: "d.stott@social-care.knowsley.example" },
      },
    };
    for (const body of [example(), whole]) {
      expect(problemsOf(body, schema, document)).toEqual([]);
      expect((await post(body as Record<string, unknown>)).status).toBe(201);
    }
    // “community” is the one field that stands only where “person” does not; the last is for policies that allow it.
    const all = { ...whole, ...example("beforeTheFormalProcess") };
    const fields = Object.keys(document.components.schemas["Concern"]?.["properties"] as object);
    expect(fields.filter((each) => !(each in all))).toEqual(["community", "startAt"]);
    expect(problemsOf({ ...all, startAt: { stage: "later", reason: "Why" } }, schema, document)).toEqual([]);
    expect(problemsOf({ ...all, startAt: { stage: "later" } }, schema, document)).toHaveLength(1);
    const tooMany = Array.from({ length: 51 }, () => "in-care");
    expect(problemsOf({ ...all, answers: { status: tooMany } }, schema, document)).toHaveLength(1);
  });

  test("MED-01 the example of a concern that is not in the formal process yet is raised, and is answered as it says", async () => {
    const operation = operationNamed("POST /escalations");
    const response = await post(example("beforeTheFormalProcess") as Record<string, unknown>, {
      headers: { authorization: "Bearer token-hoo-meadows-primary" },
    });
    expect(response.status).toBe(201);
    expect(await breaches(response, operation, document)).toEqual([]);
    const answer = (await response.json()) as { reference: string };
    const said = operation.responses["201"]?.content["application/json"]?.examples?.["beforeTheFormalProcess"]?.value;
    const { reference } = said as { reference: string };
    expect(JSON.parse(JSON.stringify(answer).replaceAll(answer.reference, reference))).toEqual(said);
  });

  test("ALL-05 it says 999 where a concern is raised", () => {
    expect(JSON.stringify(document.components.schemas["Concern"])).toContain("In an emergency call 999 first.");
  });

  test("ALL-13 a list has no field for anything personal", () => {
    const fields = [...within(document.components.schemas["Escalations"] ?? {})].flatMap((each) =>
      Object.keys(each["properties"] ?? {}),
    );
    expect(fields.join(" ")).toBe(
      "escalations nextCursor reference policy raisedAt side status stage nextMoment record id version id title at inWords",
    );
  });
});
