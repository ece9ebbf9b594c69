/** An e-mail that comes back, as the people of an escalation and of an alert live it. 2026-11-23 is a Monday; London is on UTC. */
import { expect, test } from "vitest";
import { linkIn } from "../../infra/local/person.ts";
import { journey, knowsleyConcern, medwayConcern } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "s.carter@whitebeam-primary.example";
const raisingManager = "h.ashworth@whitebeam-primary.example";
const lineManager = "d.stott@social-care.knowsley.example";
const agencyInbox = "front.door@social-care.knowsley.example";
const partnership = "partnership@kscp.example";

test("ALL-09, ALL-01 the line manager’s e-mail comes back: the agency’s inbox is asked at once and settles it in time, the partnership is told, and the record shows it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "unresolved", { reason: "We do not agree." });
  const deadline = (await it.event(reference, "ClockStarted")).due;
  const lost = it.mail(lineManager, "your answer is asked for (Stage 2");
  const theirs = linkIn(lost);

  await it.laptop.bounce(lost.id, "permanent");

  const told = it.mail(partnership, "an email did not reach somebody");
  expect(told.text).toContain("to the line manager of Knowsley Children’s Social Care (sample) came back for good.");
  expect(told.text).toContain("the inbox of Knowsley Children’s Social Care (sample), for the attention of the line");
  expect(told.text).not.toMatch(/Derek|Stott|d\.stott/);
  const asked = it.mail(agencyInbox, "your answer is asked for (Stage 2");
  expect(asked.text).toContain("For the attention of: the line manager.");
  expect(asked.text).toContain("You are asked because an email to whoever was asked before did not reach them");
  expect((await it.event(reference, "ClockStarted")).due).toBe(deadline);
  expect(await it.page(agencyInbox, "your answer is asked for")).toContain(
    "because an email to whoever was asked before did not reach them for certain",
  );

  await it.answers(agencyInbox, "your answer is asked for", "propose", { resolution: "An assessment this week." });
  // Whoever was asked first may have read it elsewhere: their own link still opens.
  const first = await fetch(`${it.laptop.service}${theirs}`, {
    method: "POST",
    body: new URLSearchParams({ do: "continue" }),
  });
  expect(await first.text()).toContain("Somebody else has answered");
  await it.answers(raisingManager, "a resolution is proposed", "answer-proposal", { answer: "accept" });
  expect(await it.types(reference)).toEqual(expect.arrayContaining(["ResolutionAccepted", "StageEnded"]));

  const record = await it.record(agencyInbox, "your answer is asked for");
  expect(record).toContain("came back for good (they are asked to act)");
  expect(record).toContain(
    "Asked as well The inbox of Knowsley Children’s Social Care (sample), for the attention of the line manager",
  );
  // The one address is that of whom to ask.
  expect(record.replaceAll("partnership@kscp.example", "")).not.toMatch(/[\w.]+@[\w-]+\.example/);
  expect(await it.laptop.verifyAll()).toMatchObject([{ reference, problems: [] }]);
});

test("ALL-09 a full mailbox: every reminder that comes back is on the record, and the partnership is alarmed once a stage", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(raiser, "your concern has been raised", "unresolved", { reason: "We do not agree." });
  await it.laptop.bounce(it.mail(lineManager, "your answer is asked for").id, "mailbox-full");
  await it.moveTo("2026-11-30T12:00:00.000Z");
  await it.laptop.bounce(it.mail(lineManager, "reminder").id, "mailbox-full");
  const story = await it.laptop.container.tasks.escalations.read(reference);
  expect(story?.history.filter((each) => each.type === "NoticeBounced")).toMatchObject([
    { kind: "asked", bounce: "transient", subtype: "MailboxFull" },
    { kind: "reminder", bounce: "transient", subtype: "MailboxFull" },
  ]);
  expect(it.mails(partnership, "an email did not reach somebody")).toBe(1);
  expect(it.mails(agencyInbox, "your answer is asked for")).toBe(1);
  expect(it.mails(agencyInbox, "reminder")).toBe(it.mails(lineManager, "reminder"));
});

test("ALL-09 after the end, what comes back as spam is on the record, and the partnership is told", async () => {
  const it = await journey(monday);
  const reference = await it.raise(medwayConcern("2026-11-20"));
  const manager = "y.denham@social-care.medway.example";
  await it.answers("n.castle@hoo-meadows.example", "your concern has been raised", "withdraw", { reason: "Settled." });
  expect((await it.types(reference)).at(-1)).toBe("EscalationClosed");

  const workbench = `${it.laptop.workbench}/mail/${it.mail(manager, "withdrawn").id}`;
  expect(await (await fetch(workbench)).text()).toContain("It was marked as spam");
  const press = (as: string) => fetch(`${workbench}/bounce`, { method: "POST", body: new URLSearchParams({ as }) });
  expect((await press("by pigeon")).status).toBe(400);
  expect((await press("spam")).status).toBe(200);
  expect((await fetch(`${it.laptop.workbench}/mail/none/bounce`, { method: "POST" })).status).toBe(404);

  const told = it.mail("mscp@medway.gov.uk", "an email was marked as spam");
  expect(told.text).toContain("The mail service may hold back further emails to that address.");
  const story = await it.laptop.container.tasks.escalations.read(reference);
  expect(story?.history.filter((each) => each.type === "NoticeBounced")).toHaveLength(1);
});
