/** Submitting a practice alert through the API, on the real local database and Step Functions. */
import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { alertEventSchema } from "../../../functions/alerts/core/events.ts";
import { dynamoDBRecord } from "../../../functions/record/dynamodb-record.ts";
import { createApi } from "../../../functions/api/app.ts";
import { createEscalations } from "../../../functions/escalations/escalations.ts";
import { rulesOf } from "../../../functions/container/writing.ts";
import { verifyChain } from "../../../functions/record/chain.ts";
import { alertMachineName } from "../../../functions/workflow/workflow.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { startServices, stateMachinePrefix, type Services, type Stack } from "../../support/stack.ts";
import { alertBody, alertsOver } from "./stack.ts";

let services: Services;
let stack: Stack;
let post: ReturnType<typeof alertsOver>["post"];
beforeAll(async () => {
  services = await startServices();
});
beforeEach(async () => {
  stack = await services.stack();
  ({ post } = alertsOver(stack));
});
afterAll(() => services.close());

interface Answer {
  readonly reference: string;
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly says: string }[];
}
const answerOf = async (response: Response) => ({ status: response.status, body: (await response.json()) as Answer });
const records = async () => [...new Set((await services.items(stack.tables.record)).map((each) => String(each["pk"])))];

describe("POST /practice-alerts", () => {
  test("MED-15, MED-16 an alert is on its own record with every field sealed, and its execution runs", async () => {
    const { status, body } = await answerOf(await post(alertBody()));
    expect(status).toBe(201);
    expect(body).toEqual({
      reference: expect.stringMatching(/^PA-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      title: "Partnership Practice Alert",
      partnership: "Medway Safeguarding Children Partnership",
      goesTo: "Learning Lessons group",
      doesNotReplace: expect.arrayContaining(["whistleblowing"]),
    });
    const story = await stack.tasks.practiceAlerts.alerts.read(body.reference);
    const { informer, service, contact, summary, measures, causes, goodPractice, action, date } = alertBody();
    expect(story?.state.submitted).toMatchObject({
      partnership: "medway",
      date,
      agency: { id: "whitebeam-school", name: "Whitebeam School" },
      consultedOn: "2026-11-10",
      sealed: { informer, service, contact, summary, measures, causes, goodPractice, action },
    });
    expect(await records()).toEqual([`ALERT#${body.reference}`]);
    verifyChain(await stack.tasks.record.stored(body.reference));
    expect(JSON.stringify(await services.items(stack.tables.record))).not.toContain("zarf");
    const { executions } = await services.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: `${stateMachinePrefix}${alertMachineName}` }),
    );
    expect(executions?.map((each) => each.name)).toContain(`${body.reference}-1`);
  });

  test("MED-16 sent again with the same key it is the same alert; with another body it is refused", async () => {
    const first = await answerOf(await post(alertBody(), { key: "once" }));
    const again = await answerOf(await post(alertBody(), { key: "once" }));
    expect(again).toEqual(first);
    const other = await answerOf(await post(alertBody({ summary: "Another" }), { key: "once" }));
    expect(other.status).toBe(422);
    expect(other.body.type).toContain("key-used-before");
    expect(other.body.detail).toContain(first.body.reference);
    expect(await stack.tasks.record.stored(first.body.reference)).toHaveLength(1);
  });

  test("a key that served for an escalation serves for an alert without a clash", async () => {
    const reference = await stack.raise({}, "shared");
    const alert = await answerOf(await post(alertBody(), { key: "shared" }));
    expect(alert.body.reference).toBe(`PA-${reference}`);
    expect((await stack.tasks.escalations.read(reference))?.state.phase).toBe("opening");
  });

  test("MED-16 one about a case is turned back, with the way to the Escalation Process and the form, and nothing is kept", async () => {
    const { status, body } = await answerOf(await post(alertBody({ notAboutOneCase: false })));
    expect(status).toBe(422);
    expect(body.type).toBe("urn:safeguarding-escalation:problem:about-a-case");
    expect(body.detail).toContain("https://escalations.example/raise");
    expect(body.detail).toContain("MSCP Review Referral Form");
    expect(body.errors[0]?.field).toBe("notAboutOneCase");
    expect(await records()).toEqual([]);
  });

  test.each([
    [
      "a single agency that was not consulted",
      { consulted: { service: "Care" } },
      "consulted.on",
      /Speak with it first/,
    ],
    [
      "a single agency, not saying with whom",
      { consulted: { service: "Care", on: "2026-11-10" } },
      "consulted.with",
      /with whom/,
    ],
    ["a single agency, not saying which", { consulted: undefined }, "consulted.service", /which agency/],
    [
      "a consultation to come",
      { consulted: { service: "Care", on: "2026-12-10", with: "Phone" } },
      "consulted.on",
      /future/,
    ],
  ])("MED-16 an alert about %s is refused, naming the field and what to do", async (_what, over, field, says) => {
    const { status, body } = await answerOf(await post(alertBody(over)));
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ field, says: expect.stringMatching(says) }]);
    expect(body.detail).toContain("Nothing was submitted.");
    expect(await records()).toEqual([]);
  });

  test.each([
    ["without its summary", { summary: undefined }, "summary"],
    ["without the declaration", { notAboutOneCase: undefined }, "notAboutOneCase"],
    ["without the informer's title", { informer: { name: "Ada" } }, "informer.title"],
    ["of another date", { date: "16/11/2026" }, "date"],
    ["with a date to come", { date: "2026-11-18" }, "date"],
    ["to a partnership that takes none", { partnership: "knowsley" }, "partnership"],
    ["with an address elsewhere", { contact: { email: "ada@gmail.example" } }, "contact.email"],
    ["with a field for a child", { child: "Robin" }, ""],
  ])("MED-15, MED-16 an alert %s is refused", async (_what, over, field) => {
    const { status, body } = await answerOf(await post(alertBody(over)));
    expect(status).toBe(422);
    expect(body.errors.map((each) => each.field)).toEqual([field]);
    expect(await records()).toEqual([]);
  });

  test("it is not in its agency's list of escalations, and cannot be read as one", async () => {
    const { body } = await answerOf(await post(alertBody()));
    const api = createApi(stack.api);
    const headers = { authorization: "Bearer token-whitebeam-system" };
    const list = (await (await api.request("/escalations", { headers })).json()) as { escalations: unknown[] };
    expect(list.escalations).toEqual([]);
    expect((await api.request(`/escalations/${body.reference}`, { headers })).status).toBe(404);
    const misread = createEscalations({ record: stack.tasks.record, rulesOf, signal: () => Promise.resolve() });
    await expect(misread.read(body.reference)).rejects.toThrow("invalid_union");
  });

  test("what is no event of an alert is not written onto the record of one", async () => {
    const { body } = await answerOf(await post(alertBody()));
    const alertRecord = dynamoDBRecord(services.dynamoDB, stack.tables, alertEventSchema);
    const [first] = await alertRecord.read(body.reference);
    const event = { type: "EscalationClosed", v: 1, at: stack.clock.now(), how: "resolved" };
    await expect(
      alertRecord.append(
        {
          reference: body.reference,
          number: 2,
          at: stack.clock.now(),
          cause: { kind: "service", task: "tell" },
          command: "x",
          events: [event as never],
        },
        first,
      ),
    ).rejects.toThrow("invalid_union");
    expect(await stack.tasks.record.stored(body.reference)).toHaveLength(1);
  });

  test("a start that fails does not fail the alert: it is on the record, and reconcile starts it", async () => {
    const cut = await services.stack({
      over: stack,
      sfn: (client) => failing(client, () => awsError("ServiceUnavailable")),
    });
    const { status, body } = await answerOf(await alertsOver(cut).post(alertBody(), { key: "cut" }));
    expect(status).toBe(201);
    expect(cut.logged.map((each) => each.about["reference"])).toEqual([body.reference]);
    expect(JSON.stringify(cut.logged)).not.toContain("zarf");
  });
});
