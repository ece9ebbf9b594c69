/** Figures by the API: whose they are, for which period, and for nobody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import type { FiguresAnswer } from "../../../functions/api/answers.ts";
import { reconcile } from "../../../functions/reconcile/reconcile.ts";
import { facts } from "../../support/facts.ts";
import { directoryFile, personal, startRealServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

let services: Services;
let stack: Stack;
let api: ReturnType<typeof createApi>;
let reference: string;

const provider = {
  id: "harbourway",
  name: "Harbourway",
  kind: "training-provider",
  areas: ["knowsley", "kent"],
  ownPolicy: "training-provider",
  domains: ["harbourway.example"],
  inbox: "office@harbourway.example",
  roles: {},
};

beforeAll(async () => {
  services = await startRealServices();
  stack = await services.stack();
  await importDirectory(services.dynamoDB, stack.tables.working, {
    partnerships: [
      ...directoryFile.partnerships,
      { id: "training-provider", name: "The provider’s team", inbox: "team@harbourway.example", roles: {} },
      { id: "kent", name: "Kent’s partnership", inbox: "partnership@kent.example", roles: {}, areas: ["kent"] },
    ],
    agencies: [...directoryFile.agencies, provider],
    clients: [
      ...directoryFile.clients,
      { id: "kscp", partnership: "knowsley" },
      { id: "mk", partnership: "milton-keynes" },
      { id: "provider-team", partnership: "training-provider" },
      { id: "kent", partnership: "kent" },
    ],
  });
  api = createApi(stack.api);
  reference = await stack.raise();
  const path = walk(stack, reference);
  await path.open();
  // Beside it, of which only the summaries are wanted: three of the provider’s, under a local policy and under its own.
  const beside = (name: string, partnership: string, area: string, raising: string) =>
    stack.tasks.summaries.put({
      reference: name,
      partnership,
      policy: { id: partnership, version: "1" },
      raisedAt: "2026-11-18T10:00:00.000Z",
      raising,
      receiving: "social-care",
      state: "open",
      status: "at stage",
      stage: "s",
      moment: "2026-11-20T17:00:00.000Z",
      execution: 1,
      commits: 3,
      facts: facts({ reference: name, partnership, area, raising, raisedAt: "2026-11-18T10:00:00.000Z" }),
    });
  await beside("BBBB-2222", "knowsley", "knowsley", "harbourway");
  await beside("CCCC-2222", "training-provider", "kent", "harbourway");
  await beside("DDDD-2222", "training-provider", "surrey", "harbourway");
  await beside("EEEE-2222", "milton-keynes", "milton-keynes", "lone-clinic");
});
afterAll(() => services.close());

const get = (path: string, client: string) =>
  api.request(path, { headers: { authorization: `Bearer token-${client}` } });
const november = "from=2026-11-01&to=2026-11-30";
const figures = async (partnership: string, client: string, query = november) => {
  const response = await get(`/partnerships/${partnership}/figures?${query}`, client);
  expect(response.status).toBe(200);
  return (await response.json()) as FiguresAnswer;
};

describe("whose figures", () => {
  test("ALL-12 a partnership has those under its policy, and no other’s", async () => {
    expect(await figures("knowsley", "kscp")).toMatchObject({
      partnership: "knowsley",
      period: { from: "2026-11-01", to: "2026-11-30" },
      at: "2026-11-17T10:00:00.000Z",
      raised: {
        number: 2,
        byAgencies: [
          { raising: "harbourway", receiving: "social-care", number: 1 },
          { raising: "whitebeam-school", receiving: "social-care", number: 1 },
        ],
      },
      open: { number: 1, byStage: [{ stage: "practitioners", title: "Stage 1: practitioners", number: 1 }] },
    });
    expect((await figures("milton-keynes", "mk")).raised.number).toBe(1);
  });

  test.each([
    ["another partnership’s", "kscp", "milton-keynes"],
    ["one that there is not", "kscp", "nowhere"],
    ["an agency’s system, its own partnership’s", "whitebeam-system", "knowsley"],
  ])("ALL-12 %s are refused, and nothing is said of them", async (_, client, partnership) => {
    const response = await get(`/partnerships/${partnership}/figures?${november}`, client);
    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ type: "urn:safeguarding-escalation:problem:not-yours" });
    expect(text).not.toContain(partnership === "nowhere" ? "nowhere" : "raised");
  });

  test("TP-09, TP-01 an organisation with its own policy counts what it raised under local policies too, by area", async () => {
    const all = await figures("training-provider", "provider-team");
    expect(all.raised.byArea).toEqual([
      { area: "kent", number: 1 },
      { area: "knowsley", number: 1 },
      { area: "surrey", number: 1 },
    ]);
    const ofKent = await figures("training-provider", "provider-team", `${november}&area=kent`);
    expect(ofKent.raised).toMatchObject({ number: 1, byType: [{ type: "threshold or level of need", number: 1 }] });
  });

  test("TP-09 a local partnership whose policy is not held here has those about people of its area", async () => {
    const { raised } = await figures("kent", "kent");
    expect([raised.number, raised.byArea]).toEqual([1, [{ area: "kent", number: 1 }]]);
  });

  test("a partnership’s system raises nothing and reads no record", async () => {
    expect((await get("/escalations", "kscp")).status).toBe(403);
    expect((await get(`/escalations/${reference}`, "kscp")).status).toBe(404);
    const post = await stack.post({}, { client: "kscp" });
    expect([post.status, await post.json()]).toEqual([
      403,
      expect.objectContaining({ type: "urn:safeguarding-escalation:problem:not-an-agency" }),
    ]);
  });

  test("ALL-13 nothing personal is in them", async () => {
    const text = JSON.stringify(await figures("knowsley", "kscp"));
    for (const each of Object.values(personal))
      for (const word of typeof each === "string" ? [each] : Object.values(each)) expect(text).not.toContain(word);
  });
});

describe("for which period", () => {
  test.each([
    ["", ["from", "to"]],
    ["from=2026-11-01", ["to"]],
    ["from=2026-02-30&to=2026-03-01", ["from"]],
    ["from=1/11/2026&to=2026-11-30", ["from"]],
    ["from=2026-12-01&to=2026-11-30", ["to"]],
    ["from=2020-01-01&to=2026-11-30", ["to"]],
    ["from=2026-11-01&from=2026-11-02&to=2026-11-30", ["from"]],
    [`${november}&month=11`, ["month"]],
    [`${november}&area=Kent!`, ["area"]],
  ])("?%s is refused, and says which parameter and what to do", async (query, fields) => {
    const response = await get(`/partnerships/knowsley/figures?${query}`, "kscp");
    expect(response.status).toBe(400);
    const { type, errors } = (await response.json()) as { type: string; errors: { field: string; says: string }[] };
    expect(type).toBe("urn:safeguarding-escalation:problem:invalid-parameters");
    expect(errors.map((each) => each.field)).toEqual(fields);
    for (const { says } of errors) expect(says.length).toBeGreaterThan(10);
  });

  test("ALL-12 one day of it is a period, and what was raised on another is in none of it", async () => {
    expect((await figures("knowsley", "kscp", "from=2026-11-17&to=2026-11-17")).raised.number).toBe(1);
    expect((await figures("knowsley", "kscp", "from=2026-11-16&to=2026-11-16")).raised.number).toBe(0);
  });
});

test("ALL-12 summaries that were lost are made anew from the record, and the figures are what they were", async () => {
  const own = await services.stack();
  await importDirectory(services.dynamoDB, own.tables.working, {
    ...directoryFile,
    clients: [...directoryFile.clients, { id: "kscp", partnership: "knowsley" }],
  });
  const one = await own.raise();
  await walk(own, one).open();
  const ask = async (of: Stack) =>
    (
      await createApi(of.api).request(`/partnerships/knowsley/figures?${november}`, {
        headers: { authorization: "Bearer token-kscp" },
      })
    ).json();
  const before = await ask(own);
  expect(before).toMatchObject({ raised: { number: 1 } });
  const items = await services.items(own.tables.working);
  const { DeleteCommand } = await import("@aws-sdk/lib-dynamodb");
  for (const { pk, sk, summary } of items)
    if (summary) await services.dynamoDB.send(new DeleteCommand({ TableName: own.tables.working, Key: { pk, sk } }));
  expect(await ask(own)).toMatchObject({ raised: { number: 0 } });
  await reconcile(own.tasks, { everything: true, since: "2026-11-17" });
  expect(await ask(own)).toEqual(before);
});
