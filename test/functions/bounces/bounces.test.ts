/** What came back goes onto the record, over the service's own parts: database, mailbox and workflow. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { settleAlert, askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { handleBounces, type BouncesDependencies } from "../../../functions/bounces/bounces.ts";
import { rulesOf } from "../../../functions/container/writing.ts";
import { createEscalations } from "../../../functions/escalations/escalations.ts";
import { noticesOf } from "../../../functions/core/notices.ts";
import { reconcile } from "../../../functions/reconcile/reconcile.ts";
import { tagsOf } from "../../../functions/mail/tags.ts";
import { cameBack, type WayBack } from "../../../infra/local/came-back.ts";
import type { Mail } from "../../../infra/local/mailbox.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { personal, startRealServices, type Services, type Stack } from "../../support/stack.ts";
import { walk, type Walk } from "../../support/walk.ts";
import { alertsOver, withGroup } from "../alerts/stack.ts";

let services: Services;
let stack: Stack;
let signalled: string[];
beforeAll(async () => {
  services = await startRealServices();
});
beforeEach(async () => {
  stack = await services.stack();
  signalled = [];
});
afterAll(() => services.close());

const parts = (over: Partial<BouncesDependencies> = {}): BouncesDependencies => ({
  clock: stack.clock,
  escalations: stack.tasks.escalations,
  alerts: stack.tasks.practiceAlerts.alerts,
  directory: stack.tasks.directory,
  signal: async (reference) => void signalled.push(reference),
  measure: stack.tasks.measure,
  log: stack.tasks.log,
  ...over,
});
const reportOf = (mail: Mail, way: WayBack = "permanent") => ({
  id: mail.id,
  text: JSON.stringify(cameBack(mail, way, stack.clock.now())),
});
const comesBack = (mail: Mail, way?: WayBack, over?: Partial<BouncesDependencies>) =>
  handleBounces([reportOf(mail, way)], parts(over));
const mailTo = (reference: string, to: string): Mail => {
  const found = stack.mailsOf(reference).findLast((each) => each.to.includes(to));
  if (!found) throw new Error(`Nothing went to ${to}`);
  return found;
};
const mailsTo = (reference: string, to: string) =>
  stack
    .mailsOf(reference)
    .filter((each) => each.to.includes(to))
    .map((each) => each.subject.slice(reference.length + 2));
const bouncesOn = async (path: Walk) => (await path.story()).history.filter((each) => each.type === "NoticeBounced");
/** A report about something else, as SES would send it. */
const about = (reference: string, notice?: string) => {
  const tags = tagsOf({ reference, ...(notice === undefined ? {} : { notice }) });
  const mail = { messageId: "m-9", tags: Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]])) };
  const bounce = {
    bounceType: "Permanent",
    bounceSubType: "General",
    bouncedRecipients: [{ emailAddress: personal.receiver.email }],
  };
  return { id: "r-9", text: JSON.stringify({ eventType: "Bounce", mail, bounce }) };
};
const practitioner = personal.receiver.email;
const seat = "practitioners/receiving-side/1";

async function opened(): Promise<Walk> {
  const path = walk(stack, await stack.raise());
  await path.open();
  return path;
}

describe("an e-mail of an escalation", () => {
  test("ALL-09 that came back is on the record at once, the inbox is asked and the partnership told; and the execution is woken", async () => {
    const path = await opened();
    // The practitioner was named in the concern, and is whom the directory knows too: what is left is the inbox.
    expect(await comesBack(mailTo(path.reference, practitioner))).toEqual([]);
    expect(await bouncesOn(path)).toMatchObject([
      {
        kind: "asked",
        seat,
        bounce: "permanent",
        subtype: "NoEmail",
        messageId: mailTo(path.reference, practitioner).id,
        instead: { seat: "practitioners/receiving-side/instead-1", via: "inbox", agency: "social-care" },
      },
    ]);
    expect(signalled).toEqual([path.reference]);
    await path.settle();
    expect(mailsTo(path.reference, "front.door@care.example")).toEqual([
      "your answer is asked for (Stage 1) by 5pm on Friday 20 November 2026",
    ]);
    expect(mailsTo(path.reference, "partnership@kscp.example")).toEqual(["an email did not reach somebody"]);
  });

  test("ALL-01 the same report ten times is on the record once", async () => {
    const path = await opened();
    const mail = mailTo(path.reference, practitioner);
    for (let time = 0; time < 10; time++) expect(await comesBack(mail)).toEqual([]);
    expect(await handleBounces([reportOf(mail), reportOf(mail)], parts())).toEqual([]);
    expect(await bouncesOn(path)).toHaveLength(1);
  });

  test("ALL-01, ALL-09 the same report again wakes the execution once more: the first time may have been cut off before that", async () => {
    const path = await opened();
    const signal = async (reference: string) => void signalled.push(`again ${reference}`);
    const escalations = createEscalations({ record: stack.tasks.record, rulesOf, signal });
    const mail = mailTo(path.reference, practitioner);
    await comesBack(mail, "permanent", { escalations });
    stack.clock.set("2026-11-17T10:20:00.000Z");
    await comesBack(mail, "permanent", { escalations });
    expect(signalled).toEqual([path.reference, `again ${path.reference}`]);
  });

  test("ALL-01 that comes back before the record says that it went out is recorded, and so is that it went out", async () => {
    const path = walk(stack, await stack.raise());
    const { history, rules } = await path.story();
    const notice = noticesOf(history, rules.policy).find((each) => each.kind === "acknowledged");
    expect(await handleBounces([about(path.reference, notice?.id)], parts())).toEqual([]);
    await path.open();
    expect((await path.story()).history.map((each) => each.type)).toEqual([
      "EscalationRaised",
      "NoticeBounced",
      "StageOpened",
      "ClockStarted",
      "NoticeSent",
      "NoticeSent",
      "NoticeSent",
    ]);
    expect(mailsTo(path.reference, "partnership@kscp.example")).toEqual(["an email did not reach somebody"]);
  });

  test("ALL-09 after the end it is on the record, and reconcile tells the partnership", async () => {
    const path = await opened();
    await path.answer({ type: "withdraw", seat: "raiser", stage: "practitioners", reason: "It was a mistake" });
    stack.clock.set("2026-11-17T12:00:00.000Z");
    await reconcile(stack.tasks);
    expect(await comesBack(mailTo(path.reference, practitioner), "mailbox-full")).toEqual([]);
    stack.clock.set("2026-11-17T12:05:00.000Z");
    await reconcile(stack.tasks);
    expect(mailsTo(path.reference, "partnership@kscp.example")).toContain("an email did not reach somebody");
  });

  test("of an erased record it is recorded without anybody in it, and nobody is told", async () => {
    const path = await opened();
    const mail = mailTo(path.reference, practitioner);
    const before = stack.mailsOf(path.reference).length;
    await stack.tasks.record.erase(path.reference, stack.clock.now());
    expect(await comesBack(mail)).toEqual([]);
    const [event] = await bouncesOn(path);
    expect(event).not.toHaveProperty("instead");
    await path.settle();
    expect(stack.mailsOf(path.reference)).toHaveLength(before);
  });

  test("to the partnership's own address is told to nobody there, and whoever runs the service sees it", async () => {
    const path = await opened();
    await comesBack(mailTo(path.reference, practitioner));
    await path.settle();
    await comesBack(mailTo(path.reference, "partnership@kscp.example"));
    await path.settle();
    expect(mailsTo(path.reference, "partnership@kscp.example")).toHaveLength(1);
    expect(stack.logged.filter((each) => each.level === "error")).toEqual([
      {
        level: "error",
        message: expect.stringContaining("partnership’s own address") as string,
        about: { reference: path.reference },
      },
    ]);
    expect(stack.measured).toContainEqual({ metric: "MailsBouncedElsewhere", value: 1 });
  });
});

describe("an e-mail of a practice alert", () => {
  test("ALL-09, MED-16 that came back is on its record, and the partnership is told; nobody joins the group", async () => {
    await withGroup(services, stack);
    const reference = await alertsOver(stack).submit();
    const input = { reference, execution: 1 };
    await askGroup(input, stack.tasks.practiceAlerts);
    expect(await comesBack(mailTo(reference, "verity@care.example"), "spam")).toEqual([]);
    const story = await stack.tasks.practiceAlerts.alerts.read(reference);
    expect(story?.history.at(-1)).toMatchObject({ type: "NoticeBounced", seat: "member/1", bounce: "complaint" });
    expect(story?.state.members).toHaveLength(3);
    expect(signalled).toEqual([reference]);
    await settleAlert(input, stack.tasks.practiceAlerts);
    expect(mailsTo(reference, "partnership@mscp.example").at(-1)).toBe("an email was marked as spam");
  });
});

describe("what is on no record", () => {
  const expectElsewhere = () => {
    expect(stack.measured.map((each) => each.metric)).toEqual(["MailsBouncedElsewhere"]);
    expect(stack.logged.map((each) => each.level)).toEqual(["error"]);
    expect(JSON.stringify(stack.logged)).not.toContain("@");
    expect(signalled).toEqual([]);
  };

  test.each(["raise", "alert", "digest-knowsley", "9ZZZ-9ZZZ", "PA-9ZZZ-9ZZZ"])(
    "%s is counted and logged without an address, and not brought again",
    async (reference) => {
      expect(await handleBounces([about(reference, "0/acknowledged/raiser")], parts())).toEqual([]);
      expectElsewhere();
    },
  );

  test("nor is a notice that its record does not owe, or that is not named", async () => {
    const reference = await stack.raise();
    expect(await handleBounces([about(reference, "7/asked/nobody")], parts())).toEqual([]);
    expectElsewhere();
    expect(await handleBounces([about(reference)], parts())).toEqual([]);
    expect(stack.measured).toHaveLength(2);
  });

  test("an e-mail that is only late is counted, and on no record", async () => {
    const path = await opened();
    const { commits } = await path.story();
    const mail = { messageId: "m", tags: { reference: [path.reference], notice: ["MQ"] } };
    const delayed = { id: "r", text: JSON.stringify({ eventType: "DeliveryDelay", mail }) };
    expect(await handleBounces([delayed], parts())).toEqual([]);
    expect(stack.measured).toEqual([{ metric: "MailsDelayed", value: 1 }]);
    expect(stack.logged).toMatchObject([{ level: "info", about: { reference: path.reference } }]);
    expect((await path.story()).commits).toHaveLength(commits.length);
  });
});

describe("what goes wrong with one report", () => {
  test("ALL-09 holds up no other: what cannot be read is given back, and the rest is on the record", async () => {
    const path = await opened();
    const unreadable = { id: "unreadable", text: `nobody@care.example` };
    const good = reportOf(mailTo(path.reference, practitioner));
    expect(await handleBounces([unreadable, good], parts())).toEqual(["unreadable"]);
    expect(await bouncesOn(path)).toHaveLength(1);
    expect(JSON.stringify(stack.logged)).not.toContain("care.example");
  });

  test("ALL-09 what could not be written for now is given back, and is on the record the next time", async () => {
    const path = await opened();
    const mail = mailTo(path.reference, practitioner);
    let down = true;
    const shaky = await services.stack({
      over: stack,
      dynamoDB: (client) =>
        failing(client, (command) =>
          down && command === "PutCommand" ? awsError("ProvisionedThroughputExceededException") : undefined,
        ),
    });
    const over = { escalations: shaky.tasks.escalations };
    expect(await comesBack(mail, "permanent", over)).toEqual([mail.id]);
    expect(await bouncesOn(path)).toEqual([]);
    down = false;
    expect(await comesBack(mail, "permanent", over)).toEqual([]);
    expect(await bouncesOn(path)).toHaveLength(1);
  });
});
