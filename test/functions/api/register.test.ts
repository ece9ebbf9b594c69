/** A partnership's register and report by the API: whose they are, what can be asked, as JSON and as a file. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RegisterAnswer, ReportAnswer } from "../../../functions/api/answers.ts";
import { createApi } from "../../../functions/api/app.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { directoryFile, startServices, type Services, type Stack } from "../../support/stack.ts";
import { everyStanding, figuresFrom, many, now, open } from "../register/support.ts";

let services: Services;
let stack: Stack;

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
  await importDirectory(services.dynamoDB, stack.tables.working, {
    ...directoryFile,
    clients: [...directoryFile.clients, { id: "kscp", partnership: "knowsley" }, { id: "mscp", partnership: "medway" }],
  });
});
afterAll(() => services.close());

const get = (path: string, { client = "kscp", accept = "application/json", facts = everyStanding } = {}) =>
  createApi({ ...stack.api, clock: { now: () => now }, figures: figuresFrom(facts) }).request(`/partnerships/${path}`, {
    headers: { authorization: `Bearer token-${client}`, accept },
  });
const register = async (query = "", facts = everyStanding) =>
  (await (await get(`knowsley/register${query}`, { facts })).json()) as RegisterAnswer;
const letters = ({ escalations }: RegisterAnswer) => escalations.map(({ reference }) => reference.slice(0, 1)).join("");

describe("whose register and report", () => {
  test.each([
    ["another partnership’s", "mscp", "knowsley"],
    ["one that there is not", "kscp", "nowhere"],
    ["an agency’s system, its own partnership’s", "whitebeam-system", "knowsley"],
  ])("ALL-12 %s are refused, and nothing is said of them", async (_, client, partnership) => {
    for (const asked of ["register", "report?from=2026-11-01&to=2026-11-30"])
      for (const accept of ["application/json", "text/csv"]) {
        const response = await get(`${partnership}/${asked}`, { client, accept });
        expect([response.status, response.headers.get("content-type")]).toEqual([403, "application/problem+json"]);
        expect(await response.text()).not.toMatch(/2222|Stage/);
      }
  });
});

describe("the register", () => {
  test("ALL-12 has the last twelve months, the most delayed first, and says of each how it stands", async () => {
    const answer = await register();
    expect([letters(answer), answer.period, answer.total, answer.page, answer.pages]).toEqual([
      "BCADFE",
      { from: "2025-11-17", to: "2026-11-16" },
      6,
      1,
      1,
    ]);
    expect(answer.escalations[0]).toEqual({
      reference: "BBBB-2222",
      state: ["open", "overdue"],
      stateInWords: "Overdue",
      stage: { id: "knowsley/practitioners", title: "Stage 1: practitioners" },
      type: "threshold or level of need",
      raising: { id: "whitebeam-school", name: "Whitebeam Primary School" },
      receiving: { id: "social-care", name: "Knowsley Children’s Social Care" },
      raisedAt: "2026-11-10T10:00:00.000Z",
      due: "2026-11-13T17:00:00.000Z",
      timeInWords: "1 working day over",
    });
  });

  test.each([
    ["?state=overdue", "B"],
    ["?state=waiting%20for%20the%20chair", "C"],
    ["?stage=knowsley/chair", "C"],
    ["?type=plan%20or%20progress", "C"],
    ["?raising=merrow-health", "C"],
    ["?receiving=police", "E"],
    ["?reference=bbbb-2222", "B"],
    ["?sort=reference", "ABCDEF"],
    ["?from=2026-11-01&to=2026-11-04&sort=reference", "DEF"],
    ["?state=settled&raising=merrow-health", ""],
  ])("ALL-12 %s gives %s", async (query, found) => expect(letters(await register(query))).toBe(found));

  test("ALL-12 is 25 a page, and as a file has all of them", async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => register(`?sort=reference&page=${page}`, many(60))));
    expect(pages.map(({ escalations }) => escalations.length)).toEqual([25, 25, 10]);
    expect(new Set(pages.flatMap((each) => each.escalations.map(({ reference }) => reference))).size).toBe(60);
    const file = await get("knowsley/register?page=2", { accept: "text/csv", facts: many(60) });
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="register-knowsley-2026-11-16.csv"');
    expect((await file.text()).trimEnd().split("\r\n")).toHaveLength(61);
  });

  test.each([
    ["state=dreamt", ["state"]],
    ["type=weather", ["type"]],
    ["stage=practitioners", ["stage"]],
    ["raising=Whitebeam School", ["raising"]],
    ["reference=7K3M", ["reference"]],
    ["sort=colour", ["sort"]],
    ["page=0", ["page"]],
    ["from=2026-11-01", ["to"]],
    ["to=2026-11-01", ["from"]],
    ["from=2026-11-02&to=2026-11-01", ["to"]],
    ["from=2020-11-02&to=2026-11-01", ["to"]],
    ["from=2026-02-30&to=2026-11-01", ["from"]],
    ["state=open&state=overdue", ["state"]],
    ["name=Robin", ["name"]],
  ])("ALL-12 ?%s is refused, and says which parameter and what to do", async (query, fields) => {
    const response = await get(`knowsley/register?${query}`);
    expect(response.status).toBe(400);
    const { type, errors } = (await response.json()) as { type: string; errors: { field: string; says: string }[] };
    expect(type).toBe("urn:safeguarding-escalation:problem:invalid-parameters");
    expect(errors.map((each) => each.field)).toEqual(fields);
    for (const { says } of errors) expect(says.length).toBeGreaterThan(10);
  });
});

describe("the report", () => {
  const facts = ["A", "B", "C"].map((each) => open(`${each.repeat(4)}-2222`, { raisedAt: "2026-08-10T10:00:00.000Z" }));

  test("ALL-12 has the figures of the period and of the one before, what recurs, and who is silent", async () => {
    const report = (await (
      await get("knowsley/report?from=2026-07-01&to=2026-09-30", { facts })
    ).json()) as ReportAnswer;
    expect(report).toMatchObject({
      period: { from: "2026-07-01", to: "2026-09-30" },
      previousPeriod: { from: "2026-04-01", to: "2026-06-30" },
      figures: {
        raised: { number: 3 },
        themes: [{ number: 3 }, { number: 3, between: ["social-care", "whitebeam-school"] }],
      },
      before: { period: { from: "2026-04-01", to: "2026-06-30" }, raised: { number: 0 } },
      silent: {
        neverRaised: [
          { id: "merrow-health", name: "Merrow Community Health Trust" },
          { id: "police", name: "Heddlu Llŷn a’r Fro" },
          { id: "social-care", name: "Knowsley Children’s Social Care" },
        ],
        neverAnswered: [],
      },
    });
  });

  test("ALL-12 comes as a file too, and only of two days", async () => {
    const file = await get("knowsley/report?from=2026-07-01&to=2026-09-30", { accept: "text/csv", facts });
    expect((await file.text()).split("\r\n")[1]).toBe("Raised,Raised,3,0");
    const wrong = await get("knowsley/report?from=2026-07-01", { facts });
    expect(wrong.status).toBe(400);
  });
});
