/** Digests as they are sent: to whom, once, and with nothing personal. 2026-11-23 is a Monday; London is on UTC. */
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { healAlert } from "../../../functions/alerts/heal.ts";
import { askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { sendDigests } from "../../../functions/digest/digests.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { dynamoDBRegisterLinks } from "../../../functions/links/dynamodb-register-links.ts";
import { refreshSummary } from "../../../functions/summaries/summaries.ts";
import { awsError, failing } from "../../support/doubles.ts";
import { facts } from "../../support/facts.ts";
import type { DigestTime } from "../../../functions/directory/directory.ts";
import { directoryFile, personal, startRealServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { expectNothingPersonal } from "../alerts/core.ts";
import { alertsOver, withGroup } from "../alerts/stack.ts";
import { file, first, group, importChoosing, inbox, monday } from "./addressed.ts";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startRealServices();
});
afterAll(() => services.close());

beforeEach(async () => {
  stack = await services.stack();
  await importDirectory(services.dynamoDB, stack.tables.working, file);
  sentBefore = services.mailbox.mails().length;
  // The service has begun: from now on what falls due is sent.
  await sendDigests(stack.digests);
});

let sentBefore = 0;
const mails = (to?: string) =>
  services.mailbox
    .mails()
    .slice(sentBefore)
    .filter((each) => each.tags["reference"]?.startsWith("digest-") && (to === undefined || each.to.includes(to)));
const at = (instant: string, of = stack) => {
  stack.clock.set(instant);
  return sendDigests(of.digests);
};
const setting = (digest: DigestTime, roles?: Parameters<typeof importChoosing>[3]) =>
  importChoosing(services, stack, digest, roles);
const textOf = (to: string) => mails(to).at(-1)?.text ?? "";

/** Of the training provider: only its summary is wanted. */
const providers = (reference: string, partnership: string, area: string) =>
  stack.tasks.summaries.put({
    reference,
    partnership,
    policy: { id: partnership, version: "1" },
    raisedAt: "2026-11-18T10:00:00.000Z",
    raising: "whitebeam-school",
    receiving: "social-care",
    state: "ended",
    status: "closed",
    stage: "closed",
    moment: "2026-11-20T10:00:00.000Z",
    execution: 1,
    commits: 3,
    facts: facts({
      reference,
      partnership,
      area,
      outcome: "resolved",
      raisedAt: "2026-11-18T10:00:00.000Z",
      endedAt: "2026-11-20T10:00:00.000Z",
      closedAt: "2026-11-20T10:00:00.000Z",
      workingDays: 2,
    }),
  });

describe("what a digest says", () => {
  test("ALL-12 what needs somebody, what is due, what was raised, what climbed, what was settled, and figures", async () => {
    const silent = walk(stack, await stack.raise());
    await silent.open();
    const withdrawn = walk(stack, await stack.raise({ receiving: { agency: "lone-clinic" } }));
    await withdrawn.open();
    await withdrawn.answer({ seat: "raiser", stage: "practitioners", type: "withdraw", reason: "Settled" });
    // Stage 1 was due on Friday 20 November at 17:00, and climbs; stage 2 is due on Friday 27.
    await silent.until("2026-11-20T17:02:00.000Z");
    await silent.open();

    await at(monday);
    const [mail] = mails(inbox);
    expect(mail?.subject).toBe("0 need you, 1 due this week, 1 open: weekly digest of escalations");
    const about = (reference: string) =>
      `- ${reference}: Whitebeam School with ${reference === silent.reference ? "Children’s Social Care" : "Lone Clinic"}, threshold or level of need.`;
    expect(mail?.text?.replace(/register\/[\w-]{43}$/m, "register/<secret>")).toBe(
      `0 need you, 1 due this week, 1 open: weekly digest of escalations

The weekly digest of escalations of Knowsley Safeguarding Children Partnership: Monday 16 November 2026 to Sunday 22 November 2026.

What is open is as it stood at 9am on Monday 23 November 2026.

Due in the coming seven days
${about(silent.reference)} Stage 2: line managers is due 5pm on Friday 27 November 2026: 4 working days left.

Open the register:
https://escalations.example/register/<secret>

The register has all escalations of Knowsley Safeguarding Children Partnership. The link is for you alone, shows nothing until you press Continue, and ends at 9am on Monday 28 December 2026.

Newly raised
${about(silent.reference)} Raised on Tuesday 17 November 2026.
${about(withdrawn.reference)} Raised on Tuesday 17 November 2026.

Gone on to a further stage
${about(silent.reference)} Stage 2: line managers (deadline passed).

Settled or withdrawn
${about(withdrawn.reference)} Withdrawn at Stage 1: practitioners on Tuesday 17 November 2026, 0 working days after it was raised.

Figures of the week, Monday 16 November 2026 to Sunday 22 November 2026
Raised, by type
threshold or level of need: 2

- Raised: 2 (0 late, 0 with immediate risk)
- Who raised with whom: Whitebeam School with Lone Clinic 1; Whitebeam School with Children’s Social Care 1
- Settled: 1
- Outcomes: withdrawn 1
- Stage reached: Stage 1: practitioners 1
- Time taken, in working days: median 0, longest 0
- Settled with every stage within its timescale: 1 of 1
- Stages that ended: 1 within their timescale, 1 not, 0 past a guide
- Deadlines that passed: 1, and 0 that were a guide
- Open at midnight on Monday 23 November 2026: 1, of which overdue 0

Open now
Open, by stage
Stage 2: line managers: 1

Whom to ask
Knowsley Safeguarding Children Partnership: partnership@kscp.example

What this is about
This email holds no details of any person concerned, so do not reply to it with any. A record is read by the link of an email about it.`,
    );
  });

  test("ALL-12 what is overdue, has nobody in a role or could not be delivered comes first", async () => {
    const path = walk(stack, await stack.raise({ receiving: { agency: "lone-clinic" } }));
    await path.open();
    await path.until("2026-11-20T17:02:00.000Z");
    await path.open();
    const story = await path.story();
    const refused = {
      type: "NoticeRefused",
      v: 1,
      at: "2026-11-20T17:03:00.000Z",
      notice: "n",
      kind: "asked",
      seat: "s",
      because: "b",
    } as const;
    await refreshSummary({ ...story, history: [...story.history, refused] }, stack.tasks.summaries);
    await at(monday);
    expect(textOf(inbox)).toContain(
      "1 email did not arrive, or was marked as spam, at 5:03pm on Friday 20 November 2026",
    );
    // Nobody lets the deadline of Friday 27 November pass on the record: it is overdue all the same.
    await at("2026-11-30T09:00:00.000Z");
    expect(textOf(inbox)).toContain(
      `Needs you now\n- ${path.reference}: Whitebeam School with Lone Clinic, threshold or level of need. Stage 2: line managers was due 5pm on Friday 27 November 2026: overdue by 1 working day. No answer from Whitebeam School or Lone Clinic. Nobody is known as line manager of Lone Clinic; the matter went to an inbox.`,
    );
    expect(mails(inbox).at(-1)?.subject).toBe("1 needs you, 0 due this week, 1 open: weekly digest of escalations");
  });

  test("ALL-12 nothing to report is said in one line", async () => {
    await at(monday);
    const [mail] = mails("partnership@mk.example");
    expect(mail?.subject).toBe("Nothing to report: weekly digest of escalations");
    expect(mail?.text?.split("\n\n")[2]).toBe("Nothing to report.");
  });

  test("ALL-16 an answer to it goes to the partnership whose it is", async () => {
    await at(monday);
    expect(mails(inbox).map((each) => each.replyTo)).toEqual([[inbox]]);
  });

  test("ALL-13 nothing personal is in any of it: no name, no date of birth, no word of the concern or of an alert", async () => {
    const path = walk(stack, await stack.raise({ typeOfDisagreement: "another", anotherType: "Flibbertigibbet" }));
    await path.open();
    await path.answer({
      seat: "raiser",
      stage: "practitioners",
      type: "declare unresolved",
      reason: "Borborygmus",
    });
    await path.open();
    await withGroup(services, stack);
    const reference = await alertsOver(stack).submit();
    await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
    await at(monday);
    await at(first);
    expect(mails().length).toBeGreaterThan(5);
    expect(mails(inbox)[0]?.text).toContain(path.reference);
    const secrets = [
      ...Object.values(personal).flatMap((each) => (typeof each === "string" ? each : Object.values(each))),
      ..."Oona Tregarthen 2014 Quillon Xanthe gallimaufry Jabberwick zarf Ottoline sphinx Imogen Priya".split(" "),
      ..."Flibbertigibbet Borborygmus Zebedee Quist Helen Ashworth Winnifred Verity Samir Gillian".split(" "),
    ];
    for (const { subject, text, html } of mails()) {
      for (const secret of secrets) expect(`${subject}\n${text}\n${html}`).not.toContain(secret);
      expectNothingPersonal(`${subject}\n${text}\n${html}`);
    }
  });
});

describe("to whom it goes", () => {
  test("KNO-18 the Policy and Performance Group has one of its own each month, with figures and what is open", async () => {
    const path = walk(stack, await stack.raise());
    await path.open();
    await at(monday);
    expect(mails(group)).toEqual([]);
    await at(first);
    expect(mails(group)).toHaveLength(1);
    const text = textOf(group);
    expect(text).toContain("The monthly digest of escalations of Knowsley Safeguarding Children Partnership");
    expect(text).toContain("Sunday 1 November 2026 to Monday 30 November 2026");
    expect(text).toContain("- Raised: 1 (");
    expect(text).toContain(`Needs you now\n- ${path.reference}: `);
    expect(text).toContain(": overdue by 7 working days.");
  });

  test("KNO-18 where nobody is known to be the group, it goes to the partnership’s inbox for their attention", async () => {
    await importDirectory(services.dynamoDB, stack.tables.working, directoryFile);
    await at(monday);
    await at(first);
    const monthly = mails(inbox).filter((each) => each.subject.includes("monthly"));
    expect(monthly.map((each) => each.text?.split("\n\n")[1])).toEqual([
      "For the attention of: the Policy and Performance Group.",
    ]);
  });

  test("ALL-12, KNO-18 whoever is due the week’s and the month’s at the same moment has one email with both", async () => {
    const tuesdays = { day: "tuesday", at: "09:00" } as const;
    const both = [{ name: "Winnifred Group", email: inbox.toUpperCase() }];
    await setting(tuesdays, { "policy-and-performance-group": [...both, { name: "Another", email: group }] });
    const path = walk(stack, await stack.raise());
    await path.open();
    await at("2026-11-24T09:00:00.000Z");
    sentBefore = services.mailbox.mails().length;
    await at(first);
    // One email of all of it to the one; to the other the month's alone.
    const [one, ...more] = [...mails(inbox), ...mails(inbox.toUpperCase())];
    expect(more).toEqual([]);
    expect(one?.subject).toBe("1 needs you, 0 due this week, 1 open: weekly and monthly digest of escalations");
    expect(one?.text).toContain(
      "Monday 23 November 2026 to Sunday 29 November 2026 and Sunday 1 November 2026 to Monday 30 November 2026.",
    );
    expect(one?.text?.match(/^Needs you now$/gm)).toHaveLength(1);
    expect(one?.text?.match(/^Figures of the (week|month)/gm)).toEqual(["Figures of the week", "Figures of the month"]);
    expect(mails(group).map((each) => each.subject)).toEqual([
      "1 needs you, 0 due this week, 1 open: monthly digest of escalations",
    ]);
  });

  test("MED-17 each of the Learning Lessons group has the open alerts every week, once in the inbox’s own where nobody is known", async () => {
    await withGroup(services, stack);
    await at("2026-11-20T10:00:00.000Z");
    stack.clock.set("2026-11-18T10:00:00.000Z");
    const reference = await alertsOver(stack).submit();
    await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
    await at(monday);
    for (const to of ["verity@care.example", "samir@health.example", "gillian@police.example"]) {
      expect(mails(to).map((each) => each.subject)).toEqual([
        "0 need you, 0 due this week, 1 open: weekly digest of practice alerts",
      ]);
      expect(textOf(to)).toContain(
        `- ${reference}: submitted by Whitebeam School on Wednesday 18 November 2026. Not responded: Care, Health and Police. Responses are due 5pm on Wednesday 2 December 2026: 7 working days left.`,
      );
      // Escalations are nothing to them, and neither is the register.
      expect(textOf(to)).not.toContain("register");
    }
    expect(textOf("partnership@mscp.example")).not.toContain(reference);

    const entry = { id: "medway", name: "MSCP", inbox: "partnership@mscp.example", roles: {} };
    await services.dynamoDB.send(
      new PutCommand({ TableName: stack.tables.working, Item: { pk: "DIRECTORY#partnership", sk: "medway", entry } }),
    );
    const before = mails("partnership@mscp.example").length;
    await at("2026-11-30T09:00:00.000Z");
    const [one, ...more] = mails("partnership@mscp.example").slice(before);
    expect(more).toEqual([]);
    expect(one?.text).toContain("For the attention of: the Learning Lessons group.");
    expect(one?.text).toContain(reference);
  });

  test("MED-17 a summary of an alert from before there were facts is refused, until it is rebuilt", async () => {
    await withGroup(services, stack);
    await at("2026-11-20T10:00:00.000Z");
    const reference = await alertsOver(stack).submit();
    await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
    const key = { pk: `SUMMARY#${reference}`, sk: "SUMMARY" };
    const held = (await services.items(stack.tables.working)).find((each) => each["pk"] === key.pk) ?? {};
    const { facts: _, ...summary } = held["summary"] as Record<string, unknown>;
    await services.dynamoDB.send(new PutCommand({ TableName: stack.tables.working, Item: { ...held, summary } }));
    const sent = await at(monday);
    expect(sent.failed).toBe(1);
    expect(mails("verity@care.example")).toEqual([]);
    // The others have theirs.
    expect(mails(inbox)).toHaveLength(1);
    await healAlert(reference, { ...stack.tasks.practiceAlerts, workflow: stack.tasks.workflow });
    await at("2026-11-23T10:00:00.000Z");
    expect(mails("verity@care.example")).toHaveLength(1);
  });

  test("TP-09 the provider’s team has its figures by area; the local partnership of an area has those of its area, and no reference of another", async () => {
    await providers("KKKK-2222", "training-provider", "kent");
    await providers("SSSS-2222", "training-provider", "surrey");
    await at(first);
    const team = mails("team@harbourway.example").map((each) => each.text ?? "");
    const monthly = team.find((each) => each.includes("monthly")) ?? "";
    expect(monthly).toContain("Areas: Kent 1; Surrey 1");
    expect(monthly).toContain("Types of challenge resolved: threshold or level of need 2");
    expect(monthly).toContain("Kent: sent to Kent’s partnership.");
    expect(monthly).toContain("Surrey: no local partnership is known here. Pass on the numbers and types");
    const local = mails("partnership@kent.example");
    expect(local.map((each) => each.subject)).toEqual(["1 raised, 1 settled, 0 open: monthly digest of escalations"]);
    expect(local[0]?.text).toContain("collated for you as the Safeguarding Escalation Process");
    expect(local[0]?.text).toContain("Raised: 1 ");
    expect(local[0]?.text).toContain("Types of challenge resolved: threshold or level of need 1");
    expect(local[0]?.text).not.toContain("SSSS");
  });

  test("TP-09 what is passed on is never in one email with another partnership’s, though both have the same inbox", async () => {
    const inboxOf = (id: string) =>
      file.partnerships.map((each) => (each.id === "kent" ? { ...each, inbox: id } : each));
    await importDirectory(services.dynamoDB, stack.tables.working, {
      ...file,
      partnerships: inboxOf("team@harbourway.example"),
    });
    await providers("KKKK-2222", "training-provider", "kent");
    await providers("SSSS-2222", "training-provider", "surrey");
    await at(first);
    const passedOn = mails("team@harbourway.example").filter((each) => each.text?.includes("collated for you"));
    expect(passedOn).toHaveLength(1);
    expect(passedOn[0]?.text).not.toMatch(/SSSS|Surrey/);
  });

  test("ALL-12 what somebody else holds is looked at again: nothing is taken for sent until it is", async () => {
    const { claims } = stack.digests;
    stack.clock.set(monday);
    const held = { ...claims, take: () => Promise.resolve("held" as const) };
    expect(await sendDigests({ ...stack.digests, claims: held })).toMatchObject({ sent: 0 });
    expect(mails(inbox)).toEqual([]);
    await at("2026-11-23T10:00:00.000Z");
    expect(mails(inbox)).toHaveLength(1);
  });

  test("ALL-13 the table does not say to whom one went: a claim has a hash of the address", async () => {
    await at(monday);
    const claims = (await services.items(stack.tables.working)).filter(({ pk }) =>
      String(pk).startsWith("CLAIM#digest-"),
    );
    expect(claims.length).toBeGreaterThan(1);
    expect(JSON.stringify(claims)).not.toContain("@");
    for (const { sk } of claims) expect(sk).toMatch(/\/[0-9a-f]{64}$/);
  });

  test("TP-09 a local partnership of two areas has the figures of both, in one email", async () => {
    const of = (id: string) =>
      file.partnerships.map((each) => (each.id === "kent" ? { ...each, areas: id.split(" ") } : each));
    await importDirectory(services.dynamoDB, stack.tables.working, { ...file, partnerships: of("kent surrey") });
    await providers("KKKK-2222", "training-provider", "kent");
    await providers("SSSS-2222", "training-provider", "surrey");
    await at(first);
    const local = mails("partnership@kent.example");
    expect(local).toHaveLength(1);
    expect(local[0]?.text).toContain("Areas: Kent 1; Surrey 1");
  });

  test("ALL-12 a partnership’s digest has its own alone", async () => {
    const path = walk(stack, await stack.raise());
    await path.open();
    await providers("KKKK-2222", "training-provider", "kent");
    await at(monday);
    expect(textOf(inbox)).toContain(path.reference);
    expect(textOf(inbox)).not.toContain("KKKK");
    // Nobody’s reference; the secret of the link to the register may look like one.
    const theirs = textOf("partnership@mk.example").replace(/register\/[\w-]{43}$/m, "");
    expect(theirs).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  });
});

describe("the way to the register", () => {
  const linkOf = async (to: string) => {
    const secret = /https:\/\/escalations\.example\/register\/([\w-]{43})$/m.exec(textOf(to))?.[1] ?? "";
    return dynamoDBRegisterLinks(services.dynamoDB, stack.tables.working).find(secret, stack.clock.now());
  };

  test("ALL-12 is in each, for that address and that partnership alone, for five weeks", async () => {
    await at(monday);
    const link = { issuedAt: monday, until: "2026-12-28T09:00:00.000Z" };
    expect(await linkOf(inbox)).toEqual({ ...link, partnership: "knowsley", email: inbox });
    const other = "partnership@mk.example";
    expect(await linkOf(other)).toEqual({ ...link, partnership: "milton-keynes", email: other });
  });

  test("TP-09 leads a local partnership whose policy is not held to its own register, and not to the provider’s", async () => {
    await providers("KKKK-2222", "training-provider", "kent");
    await at(first);
    expect(await linkOf("partnership@kent.example")).toMatchObject({ partnership: "kent" });
    expect(textOf("partnership@kent.example")).toContain("The register has all escalations of Kent’s partnership.");
    expect(await linkOf("team@harbourway.example")).toMatchObject({ partnership: "training-provider" });
  });

  test("ALL-12 each week’s is another one", async () => {
    await at(monday);
    const one = textOf(inbox);
    await at("2026-11-30T09:00:00.000Z");
    const of = (text: string) => /register\/([\w-]{43})$/m.exec(text)?.[1];
    expect(of(one)).toBeDefined();
    expect(of(textOf(inbox))).not.toBe(of(one));
  });
});

describe("on the day and at the hour that the partnership chose", () => {
  test("ALL-12 and the others at theirs", async () => {
    await setting({ day: "friday", at: "14:00" });
    await at("2026-11-27T13:00:00.000Z");
    expect(mails(inbox)).toEqual([]);
    expect(mails("partnership@mk.example")).toHaveLength(1);
    await at("2026-11-27T14:00:00.000Z");
    expect(mails(inbox)).toHaveLength(1);
    expect(textOf(inbox)).toContain("Monday 16 November 2026 to Sunday 22 November 2026.");
  });

  test("ALL-12 not at night: what a run was too late for goes out at the next one in working time, once", async () => {
    expect(await at("2026-11-23T17:00:00.000Z")).toMatchObject({ sent: 0 });
    expect(await at("2026-11-24T08:00:00.000Z")).toMatchObject({ sent: 0 });
    expect(await at("2026-11-24T09:00:00.000Z")).toMatchObject({ sent: 3, failed: 0 });
    expect(await at("2026-11-24T10:00:00.000Z")).toMatchObject({ sent: 0 });
  });

  test.each<[string, DigestTime, DigestTime, readonly string[]]>([
    [
      "to an earlier day, that week’s is not lost",
      { day: "friday", at: "14:00" },
      { day: "monday", at: "09:00" },
      ["2026-11-25T11:00:00.000Z", "2026-11-30T09:00:00.000Z"],
    ],
    [
      "to a later day, that week’s does not come twice",
      { day: "monday", at: "09:00" },
      { day: "friday", at: "14:00" },
      ["2026-11-23T09:00:00.000Z", "2026-12-04T14:00:00.000Z"],
    ],
    [
      "to another hour of the same day, it comes once",
      { day: "wednesday", at: "10:00" },
      { day: "wednesday", at: "15:00" },
      ["2026-11-25T10:00:00.000Z", "2026-12-02T15:00:00.000Z"],
    ],
  ])("ALL-12 changed on a Wednesday %s", async (_, before, after, expected) => {
    await setting(before);
    const sentAt: string[] = [];
    const periods: string[] = [];
    for (let day = 23; day <= 36; day++)
      for (const hour of [9, 10, 11, 14, 15]) {
        const instant = new Date(Date.UTC(2026, 10, day, hour)).toISOString();
        if (instant === "2026-11-25T11:00:00.000Z") await setting(after);
        const count = mails(inbox).length;
        await at(instant);
        for (const { text } of mails(inbox).slice(count)) {
          sentAt.push(instant);
          periods.push(/: (Monday[^.]*)\./.exec(text ?? "")?.[1] ?? "");
        }
      }
    expect(sentAt).toEqual(expected);
    expect(periods).toEqual([
      "Monday 16 November 2026 to Sunday 22 November 2026",
      "Monday 23 November 2026 to Sunday 29 November 2026",
    ]);
  });
});

describe("once, whatever happens", () => {
  test("ALL-12 before the service began nothing was due; fired twice, or five at once, it goes out once", async () => {
    expect(mails()).toEqual([]);
    expect(await stack.digests.progress.read("knowsley")).toEqual({ week: "2026-11-15", month: "2026-10-31" });
    await at(monday);
    const sent = mails().length;
    expect(sent).toBe(3);
    expect(await stack.digests.progress.read("knowsley")).toEqual({ week: "2026-11-22", month: "2026-10-31" });
    await at(monday);
    await at("2026-11-23T10:00:00.000Z");
    expect(mails()).toHaveLength(sent);
    stack.clock.set("2026-11-30T09:00:00.000Z");
    await Promise.all(Array.from({ length: 5 }, () => sendDigests(stack.digests)));
    expect(mails()).toHaveLength(2 * sent);
  });

  test("ALL-12 a service that slept for two weeks sends each week’s with its own period", async () => {
    await at("2026-11-30T16:00:00.000Z");
    expect(mails(inbox).map((each) => /: (Monday[^.]*)\./.exec(each.text ?? "")?.[1])).toEqual([
      "Monday 16 November 2026 to Sunday 22 November 2026",
      "Monday 23 November 2026 to Sunday 29 November 2026",
    ]);
  });

  test("ALL-12 what the mail service cannot take for now is sent at the next run, and the others at once", async () => {
    let away = true;
    const broken = await services.stack({
      over: stack,
      ses: (client) =>
        failing(client, (_, input) =>
          away && JSON.stringify(input).includes(inbox) ? awsError("ServiceUnavailable") : undefined,
        ),
    });
    expect(await at(monday, broken)).toMatchObject({ sent: 2, failed: 1 });
    expect(await stack.digests.progress.read("knowsley")).toMatchObject({ week: "2026-11-15" });
    away = false;
    expect(await at("2026-11-23T09:01:00.000Z", broken)).toMatchObject({ sent: 1, failed: 0 });
    expect(await stack.digests.progress.read("knowsley")).toMatchObject({ week: "2026-11-22" });
    expect(mails()).toHaveLength(3);
  });

  test("an address that is refused for good holds nobody else up, and the log says so without it", async () => {
    const refusing = await services.stack({
      over: stack,
      ses: (client) =>
        failing(client, (_, input) =>
          JSON.stringify(input).includes(inbox) ? awsError("MessageRejected") : undefined,
        ),
    });
    expect(await at(monday, refusing)).toMatchObject({ sent: 2, failed: 0 });
    expect(await at("2026-11-30T09:00:00.000Z")).toMatchObject({ sent: 3 });
    expect(JSON.stringify(refusing.logged)).toContain("refused a digest");
    expect(JSON.stringify(refusing.logged)).not.toContain(inbox);
  });
});
