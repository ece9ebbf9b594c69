/** Digests as they are sent: to whom, once, and with nothing personal. 2026-11-23 is a Monday; London is on UTC. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sendDigests } from "../../../functions/digest/digests.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { refreshSummary } from "../../../functions/summaries/summaries.ts";
import { awsError, failing, processThatDies, type When } from "../../support/doubles.ts";
import { facts } from "../../support/facts.ts";
import { directoryFile, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

const monday = "2026-11-23T09:00:00.000Z";
const first = "2026-12-01T09:00:00.000Z";
const group = "group@kscp.example";
const inbox = "partnership@kscp.example";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());

const [knowsley, ...others] = directoryFile.partnerships;
const file = {
  ...directoryFile,
  partnerships: [
    {
      ...knowsley!,
      roles: { ...knowsley!.roles, "policy-and-performance-group": [{ name: "Winnifred Group", email: group }] },
    },
    ...others,
    { id: "training-provider", name: "The provider’s team", inbox: "team@harbourway.example", roles: {} },
    { id: "kent", name: "Kent’s partnership", inbox: "partnership@kent.example", roles: {}, areas: ["kent"] },
  ],
};
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
  test("ALL-12 what needs somebody, what is open and since when, what was raised, what climbed, what was settled, and figures", async () => {
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
    expect(mail?.subject).toBe(
      "Digest of escalations, 2026-11-16 to 2026-11-22: 0 overdue, 1 open, 2 raised, 1 settled",
    );
    expect(mail?.text).toBe(
      `Digest of escalations, 2026-11-16 to 2026-11-22: 0 overdue, 1 open, 2 raised, 1 settled

The weekly digest of escalations of Knowsley Safeguarding Children Partnership, Monday 16 November 2026 to Sunday 22 November 2026.

Open, the most delayed first
- ${silent.reference}: Whitebeam School with Children’s Social Care, threshold or level of need. Stage 2: line managers is due 5pm on Friday 27 November 2026.

Newly raised
${[silent, withdrawn]
  .map(
    ({ reference }) =>
      `- ${reference}: Whitebeam School with ${reference === silent.reference ? "Children’s Social Care" : "Lone Clinic"}, threshold or level of need.`,
  )
  .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
  .join("\n")}

Gone on to a further stage
- ${silent.reference}: Stage 2: line managers (deadline passed)

Settled or withdrawn
- ${withdrawn.reference}: Whitebeam School with Lone Clinic, threshold or level of need. Withdrawn at Stage 1: practitioners on Tuesday 17 November 2026, 0 working days after it was raised.

Figures
- Raised: 2 (0 late, 0 with immediate risk)
- Types raised: threshold or level of need 2
- Who raised with whom: Whitebeam School with Lone Clinic 1; Whitebeam School with Children’s Social Care 1
- Settled: 1
- Outcomes: withdrawn 1
- Stage reached: Stage 1: practitioners 1
- Time taken, in working days: median 0, longest 0
- Settled with every stage within its timescale: 1 of 1
- Stages that ended: 1 within their timescale, 1 not, 0 past a guide
- Deadlines that passed: 1, and 0 that were a guide
- Open at midnight on Monday 23 November 2026: 1, of which overdue 0
- Open by stage: Stage 2: line managers 1

This email holds no details of any person concerned, so do not reply to it with any. The references lead to the records.`,
    );
  });
  /** As they stand in the mail: both were raised at the same instant. */
  const order = (line: string) => mails(inbox)[0]?.text?.indexOf(line) ?? 0;

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
    // Nobody lets the deadline of Friday 27 November pass on the record: it is overdue all the same.
    await at("2026-11-30T09:00:00.000Z");
    const text = textOf(inbox);
    expect(text.indexOf("Needs you now")).toBeLessThan(text.indexOf("Open, the most delayed first"));
    expect(text).toContain(
      `- ${path.reference}: overdue. Stage 2: line managers was due 5pm on Friday 27 November 2026.`,
    );
    expect(text).toContain(`- ${path.reference}: nobody is known as line manager of Lone Clinic;`);
    expect(mails(inbox).at(-1)?.subject).toContain("1 overdue, 1 open, 0 raised, 0 settled");
    expect(mails(inbox)[0]?.text).toContain(
      "an email did not arrive, or was marked as spam, at 5:03pm on Friday 20 November 2026",
    );
  });

  test("ALL-12 nothing to report is said in one line", async () => {
    await at(monday);
    const [mail] = mails("partnership@mk.example");
    expect(mail?.subject).toBe("Digest of escalations, 2026-11-16 to 2026-11-22: nothing to report");
    expect(mail?.text?.split("\n\n")[2]).toBe("Nothing to report.");
  });

  test("ALL-13 nothing personal is in any of it: no name, no date of birth, no word of the concern", async () => {
    const path = walk(stack, await stack.raise({ typeOfDisagreement: "another", anotherType: "Flibbertigibbet" }));
    await path.open();
    await path.answer({
      seat: "raiser",
      stage: "practitioners",
      type: "declare unresolved",
      reason: "Borborygmus",
    });
    await path.open();
    await at(monday);
    await at(first);
    expect(mails().length).toBeGreaterThan(5);
    expect(mails(inbox)[0]?.text).toContain(path.reference);
    const secrets = [
      ...Object.values(personal).flatMap((each) => (typeof each === "string" ? each : Object.values(each))),
      ..."Oona Tregarthen 2014 Quillon Xanthe gallimaufry Jabberwick zarf Ottoline sphinx Imogen Priya".split(" "),
      ..."Flibbertigibbet Borborygmus Zebedee Quist Helen Ashworth Winnifred".split(" "),
    ];
    for (const { subject, text, html } of mails())
      for (const secret of secrets) expect(`${subject}\n${text}\n${html}`).not.toContain(secret);
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
    expect(text).toContain("Figures\n- Raised: 1");
    expect(text).toContain(`Needs you now\n- ${path.reference}: overdue.`);
  });

  test("KNO-18 where nobody is known to be the group, it goes to the partnership’s inbox for their attention", async () => {
    await importDirectory(services.dynamoDB, stack.tables.working, directoryFile);
    await at(first);
    const monthly = mails(inbox).filter((each) => each.text?.includes("monthly"));
    expect(monthly.map((each) => each.text?.split("\n\n")[1])).toEqual([
      "For the attention of: the Policy and Performance Group.",
    ]);
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
    expect(local).toHaveLength(1);
    expect(local[0]?.text).toContain("collated for you as the Safeguarding Escalation Process");
    expect(local[0]?.text).toContain("Raised: 1 ");
    expect(local[0]?.text).toContain("Types of challenge resolved: threshold or level of need 1");
    expect(local[0]?.text).not.toContain("SSSS");
  });

  test("ALL-12 a partnership’s digest has its own alone", async () => {
    const path = walk(stack, await stack.raise());
    await path.open();
    await providers("KKKK-2222", "training-provider", "kent");
    await at(monday);
    expect(textOf(inbox)).toContain(path.reference);
    expect(textOf(inbox)).not.toContain("KKKK");
    expect(textOf("partnership@mk.example")).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  });
});

describe("once, whatever happens", () => {
  test("ALL-12 before the service began nothing was due; fired twice, or five at once, it goes out once", async () => {
    expect(mails()).toEqual([]);
    await at(monday);
    const sent = mails().length;
    expect(sent).toBe(3);
    await at(monday);
    await at("2026-11-23T10:00:00.000Z");
    expect(mails()).toHaveLength(sent);
    stack.clock.set("2026-11-30T09:00:00.000Z");
    await Promise.all(Array.from({ length: 5 }, () => sendDigests(stack.digests)));
    expect(mails()).toHaveLength(2 * sent);
  });

  test("ALL-12 a service that slept for two weeks sends each week’s with its own period", async () => {
    await at("2026-12-01T08:00:00.000Z");
    expect(mails(inbox).map((each) => each.subject.slice(23, 47))).toEqual([
      "2026-11-16 to 2026-11-22",
      "2026-11-23 to 2026-11-29",
    ]);
  });

  test.each<When>(["before it takes effect", "after it took effect"])(
    "ALL-12 a process that dies at any call, %s, leaves none unsent and none sent twice but at one place",
    async (when) => {
      for (let call = 1; ; call++) {
        const fresh = await services.stack();
        await importDirectory(services.dynamoDB, fresh.tables.working, file);
        stack = fresh;
        await sendDigests(fresh.digests);
        sentBefore = services.mailbox.mails().length;
        fresh.clock.set(monday);
        const process = processThatDies({ call, when });
        const dying = await services.stack({ over: fresh, process });
        await sendDigests(dying.digests).catch(() => undefined);
        // The claims of the dead lapse after five minutes; the schedule fires again in an hour.
        await at("2026-11-23T09:06:00.000Z");
        const [before, last] = process.calls.slice(-2);
        const twice =
          process.died() &&
          (when === "after it took effect"
            ? last === "SendRawEmailCommand"
            : last === "PutCommand" && before === "SendRawEmailCommand");
        for (const to of [inbox, "partnership@mk.example", "team@harbourway.example"])
          expect(mails(to).length, `${to}, dead at call ${call}`).toBeGreaterThanOrEqual(1);
        expect(mails(), `dead at call ${call}: ${process.calls.join()}`).toHaveLength(twice ? 4 : 3);
        if (!process.died()) break;
      }
    },
    120_000,
  );

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
    away = false;
    expect(await at("2026-11-23T09:01:00.000Z", broken)).toMatchObject({ sent: 1, failed: 0 });
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
