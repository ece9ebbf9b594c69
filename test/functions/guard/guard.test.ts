import type { CloudFormationCustomResourceEvent } from "aws-lambda";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { dynamoDBAccepted } from "../../../functions/guard/accepted.ts";
import { guard, type GuardDependencies, type Verdict } from "../../../functions/guard/guard.ts";
import { heldOf, type Held } from "../../../functions/guard/held.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { publishedPolicies } from "../../../policies/published.ts";
import { awsError, clockAt, failing } from "../../support/doubles.ts";
import { facts } from "../../support/facts.ts";
import { startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { alertsOver, withGroup } from "../alerts/stack.ts";
import { dynamoDBAlertSummaries } from "../../../functions/alerts/summaries.ts";
import { dynamoDBSummaries } from "../../../functions/summaries/summaries.ts";
import { create, remove, update } from "./event.ts";

let services: Services;
let stack: Stack;
let verdicts: Verdict[];
let dependencies: GuardDependencies;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  verdicts = [];
  dependencies = {
    summaries: stack.tasks.summaries,
    alertSummaries: stack.tasks.practiceAlerts.summaries,
    accepted: dynamoDBAccepted(services.dynamoDB, stack.tables.working),
    respond: (_, verdict) => {
      verdicts.push(verdict);
      return Promise.resolve();
    },
    log: stack.tasks.log,
  };
});

const all = heldOf(publishedPolicies());
const without = (policy: string, from: readonly Held[] = all) => from.filter((each) => each.policy !== policy);
const changed = (policy: string) =>
  all.map((each) => (each.policy === policy ? { ...each, fingerprint: `1-${"f".repeat(64)}` } : each));

async function ask(event: CloudFormationCustomResourceEvent, over: Partial<GuardDependencies> = {}): Promise<Verdict> {
  await guard(event, { ...dependencies, ...over });
  const verdict = verdicts.pop();
  if (!verdict) throw new Error("CloudFormation was not answered");
  return verdict;
}
const reasonOf = (verdict: Verdict) => (verdict.Status === "FAILED" ? verdict.Reason : "SUCCESS");

async function escalation(): Promise<string> {
  const reference = await stack.raise();
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
}
async function alert(): Promise<string> {
  await withGroup(services, stack);
  const reference = await alertsOver(stack).submit();
  await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
  return reference;
}

describe("the guard", () => {
  test("ALL-14 refuses a deployment without the policy version of an open escalation, and says which and what to do", async () => {
    const reference = await escalation();
    expect(await ask(create(all))).toEqual({ Status: "SUCCESS" });
    expect(reasonOf(await ask(update(without("knowsley"), all)))).toBe(
      `Policy knowsley 2020-06 is not in this deployment, but is needed by 1 open escalation or practice alert (${reference}): keep the policy file until these are closed.`,
    );
    expect(stack.logged.at(-1)).toMatchObject({ level: "warn", message: "A deployment was refused" });
  });

  test("ALL-14 lets the version go once the escalation is closed", async () => {
    const reference = await escalation();
    await ask(create(all));
    await walk(stack, reference).answer({
      seat: "raiser",
      stage: "practitioners",
      type: "withdraw",
      reason: "Settled",
    });
    expect(await ask(update(without("knowsley"), all))).toEqual({ Status: "SUCCESS" });
  });

  test("lets a version go that nothing runs under, and takes new ones", async () => {
    await escalation();
    await ask(create(without("medway")));
    expect(await ask(update(without("shropshire"), without("medway")))).toEqual({ Status: "SUCCESS" });
  });

  test("ALL-14 tells the versions of one policy apart", async () => {
    await escalation();
    await ask(create(all));
    const newer = all.map((each) => (each.policy === "knowsley" ? { ...each, version: "2027-01" } : each));
    expect(reasonOf(await ask(update(newer, all)))).toContain("Policy knowsley 2020-06 is not in this deployment");
    const both = [...all, ...newer.filter((each) => each.policy === "knowsley")];
    expect(await ask(update(both, all))).toEqual({ Status: "SUCCESS" });
  });

  test("ALL-14 refuses it without the policy version of an open practice alert too", async () => {
    const reference = await alert();
    await ask(create(all));
    expect(reasonOf(await ask(update(without("medway"), all)))).toBe(
      `Policy medway 2024 is not in this deployment, but is needed by 1 open escalation or practice alert (${reference}): keep the policy file until these are closed.`,
    );
  });

  test("ALL-14 refuses it with a version whose words were changed while something runs under it", async () => {
    const reference = await escalation();
    await ask(create(all));
    expect(reasonOf(await ask(update(changed("knowsley"), all)))).toBe(
      `Policy knowsley 2020-06 was changed, but governs 1 open escalation or practice alert (${reference}) to the end: put the policy file back as it was, and make the change a new version.`,
    );
    expect(await ask(update(changed("medway"), all))).toEqual({ Status: "SUCCESS" });
  });

  test("lets CloudFormation take back what was refused, by asking for the former list over the refused one", async () => {
    await escalation();
    await ask(create(all));
    for (const refused of [changed("knowsley"), without("knowsley")]) {
      expect((await ask(update(refused, all))).Status).toBe("FAILED");
      expect(await ask(update(all, refused))).toEqual({ Status: "SUCCESS" });
    }
    expect((await ask(update(changed("knowsley"), all))).Status).toBe("FAILED");
  });

  test("goes by the old list where no deployment was let through before", async () => {
    await escalation();
    expect(reasonOf(await ask(update(changed("knowsley"), all)))).toContain("Policy knowsley 2020-06 was changed");
    expect(reasonOf(await ask(update(without("knowsley"), all)))).toContain("Policy knowsley 2020-06 is not in");
  });

  test("ALL-14 a stack made anew over the tables of an older one must hold what is open in them", async () => {
    await escalation();
    await ask(create(all));
    expect(reasonOf(await ask(create(without("knowsley"))))).toContain("Policy knowsley 2020-06 is not in");
    expect(reasonOf(await ask(create(changed("knowsley"))))).toContain("Policy knowsley 2020-06 was changed");
    expect(await ask(create(all))).toEqual({ Status: "SUCCESS" });
  });

  test("names every version, how many need each, and the first three of them", async () => {
    for (const letter of "EDCBA")
      await stack.tasks.summaries.put({
        reference: `${letter}AAA-2222`,
        partnership: "knowsley",
        policy: { id: "knowsley", version: "2020-06" },
        raisedAt: "2026-11-17T10:00:00.000Z",
        raising: "whitebeam-school",
        receiving: "social-care",
        state: "open",
        status: "at stage",
        stage: "practitioners",
        moment: "9998-12-31T00:00:00.000Z",
        execution: 1,
        commits: 3,
        facts: facts(),
      });
    const reference = await alert();
    await ask(create(all));
    const reason = reasonOf(await ask(update(without("medway", without("knowsley")), all)));
    expect(reason).toContain(
      "Policy knowsley 2020-06 is not in this deployment, but is needed by 5 open escalations or practice alerts (AAAA-2222, BAAA-2222, CAAA-2222 and 2 more):",
    );
    expect(reason).toContain(
      `Policy medway 2024 is not in this deployment, but is needed by 1 open escalation or practice alert (${reference}):`,
    );
  });

  test("reads its lists as JSON text as well", async () => {
    await escalation();
    expect(await ask(create(JSON.stringify(all)))).toEqual({ Status: "SUCCESS" });
    expect((await ask(update(JSON.stringify(without("knowsley")), JSON.stringify(all)))).Status).toBe("FAILED");
  });

  test("lets a stack be deleted: its termination protection is what guards that", async () => {
    await escalation();
    expect(await ask(remove(all))).toEqual({ Status: "SUCCESS" });
    expect(await ask(remove("nonsense"))).toEqual({ Status: "SUCCESS" });
  });

  test.each([
    ["nothing", undefined],
    ["no JSON", "knowsley"],
    ["an empty list", []],
    ["an entry without a version", [{ policy: "knowsley", partnership: "knowsley", fingerprint: "1-a" }]],
  ])("refuses a list that is %s", async (_, held) => {
    expect(reasonOf(await ask(create(held)))).toMatch(
      /^Nothing is deployed, because it is not known which policies open escalations need \(Error: the property “held” is not a list of policy versions: held/,
    );
  });

  const away = (command: string) => (name: string) =>
    name === command ? awsError("ProvisionedThroughputExceededException") : undefined;

  test.each([
    [
      "summaries",
      () => ({
        summaries: dynamoDBSummaries(
          failing(services.dynamoDB, away("QueryCommand")),
          stack.tables.working,
          stack.tasks.partnerships,
        ),
      }),
    ],
    [
      "alerts' summaries",
      () => ({
        alertSummaries: dynamoDBAlertSummaries(failing(services.dynamoDB, away("QueryCommand")), stack.tables.working),
      }),
    ],
    [
      "list of the last deployment",
      () => ({ accepted: dynamoDBAccepted(failing(services.dynamoDB, away("GetCommand")), stack.tables.working) }),
    ],
  ])("refuses when the %s cannot be read, whatever is open", async (_, over) => {
    const verdict = await ask(create(all), over());
    expect(reasonOf(verdict)).toContain("ProvisionedThroughputExceededException");
    expect(verdict.Status).toBe("FAILED");
  });

  test("refuses when it cannot keep what it lets through, for the next deployment would be judged by less", async () => {
    const accepted = dynamoDBAccepted(failing(services.dynamoDB, away("PutCommand")), stack.tables.working);
    expect((await ask(create(all), { accepted })).Status).toBe("FAILED");
  });

  test("refuses while a summary does not say which policy it is of, and says how to mend it", async () => {
    await services.dynamoDB.send(
      new PutCommand({
        TableName: stack.tables.working,
        Item: {
          pk: "SUMMARY#PA-AAAA-2222",
          sk: "SUMMARY",
          summaryOf: "medway#alerts#open",
          summaryAt: "2026-11-17T10:00:00.000Z#PA-AAAA-2222",
          commits: 1,
          summary: { reference: "PA-AAAA-2222" },
        },
      }),
    );
    expect(reasonOf(await ask(create(all)))).toContain(
      "the summary of PA-AAAA-2222 names no policy: rebuild the summaries first",
    );
  });
});
