/**
 * A practice alert on the whole local service: submitted through the API, heard by the three members of the group,
 * answered by their links, overseen until every action is done, and its outcome heard by the informer. Instants are UTC;
 * in November, December and January London has the same.
 */
import { expect, test } from "vitest";
import { alertSample } from "../../infra/local/samples.ts";
import { linkIn, wordsOf } from "../../infra/local/person.ts";
import { journey, type Journey } from "../support/journey.ts";

const monday = "2026-11-16T10:00:00.000Z";
const members = [
  "v.marlowe@social-care.medway.example",
  "s.haddad@lower-medway-health.example",
  "g.prentice@downland-police.example",
];
const [care = "", health = "", police = ""] = members;
const informer = "designated.teacher@hoo-meadows.example";
const inbox = "mscp@medway.gov.uk";

const day = (name: string, year: number, month: number, date: number) => ({
  [`${name}-day`]: String(date),
  [`${name}-month`]: String(month),
  [`${name}-year`]: String(year),
});

async function submitted(medway: Journey): Promise<string> {
  const { client, alert } = alertSample("2026-11-16");
  const response = await fetch(`${medway.laptop.service}/practice-alerts`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await medway.laptop.tokenFor(client)}`,
      "content-type": "application/json",
      "idempotency-key": "alert",
    },
    body: JSON.stringify(alert),
  });
  const answer = (await response.json()) as { reference: string };
  expect(response.status, JSON.stringify(answer)).toBe(201);
  await medway.laptop.quiet();
  return answer.reference;
}

const read = async (medway: Journey, reference: string) => {
  const story = await medway.laptop.container.tasks.practiceAlerts.alerts.read(reference);
  if (!story) throw new Error(`There is no ${reference}`);
  return story;
};

/** Everybody to whom an e-mail with these words went. */
const heard = (medway: Journey, words: string) =>
  medway.laptop.mailbox.mails().flatMap((each) => (each.subject.includes(words) ? each.to : []));

test("MED-15, MED-16, MED-17 from the alert to its outcome: three members hear and respond, actions are chased until done, the informer hears", async () => {
  const medway = await journey(monday, { restarts: true });
  const reference = await submitted(medway);
  expect(reference).toMatch(/^PA-/);
  expect(heard(medway, "has been received")).toEqual([informer]);
  expect(heard(medway, "for your response")).toEqual(members);
  expect(heard(medway, "for your information")).toEqual([inbox]);

  // Opening the link shows and changes nothing.
  const before = (await read(medway, reference)).commits.length;
  const landing = wordsOf(
    await (await fetch(medway.laptop.service + linkIn(medway.mail(care, "for your response")))).text(),
  );
  expect(landing).toContain("If someone is in immediate danger, call 999.");
  expect(landing).toContain("whistleblowing");
  expect(landing).toContain("5pm on Monday 30 November 2026");
  expect(landing).toContain("The policy gives no number here. This timescale is the organisation’s own.");
  expect(landing).not.toContain("core groups");
  expect((await read(medway, reference)).commits.length).toBe(before);

  await medway.answers(care, "for your response", "respond", { response: "We agree that minutes were late." });
  await medway.answers(health, "for your response", "respond", { response: "We saw the same." });
  // 10 working days after Monday 16 November: Monday 30. The police have not responded.
  await medway.moveTo("2026-12-01T09:00:00.000Z");
  expect(heard(medway, "overdue: respond for your agency")).toEqual([police, inbox]);
  // 5 working days later, in the morning.
  await medway.moveTo("2026-12-08T09:00:00.000Z");
  expect(heard(medway, "still overdue: respond for your agency")).toEqual([police, inbox]);
  await medway.answers(police, "still overdue", "respond", { response: "Nothing to add." });
  expect(heard(medway, "every agency has responded")).toEqual(members);

  await medway.answers(health, "every agency has responded", "action", {
    what: "A list of actions goes out on the day of every core group",
    agency: "Medway Children’s Social Care (sample)",
    ...day("due", 2026, 12, 18),
  });
  await medway.answers(care, "action 1 was recorded", "action", {
    what: "Check after a term",
    agency: "(somebody else)",
    who: "The MSCP’s team",
    ...day("due", 2027, 1, 15),
  });
  expect(
    (await medway.press(linkIn(medway.mail(care, "for your response")), "close", { outcome: "Done" })).status,
  ).toBe(409);

  // The agency whose action it is is reminded; once it is overdue, the whole group and the partnership hear.
  await medway.moveTo("2026-12-18T10:00:00.000Z");
  expect(heard(medway, "a reminder to finish action 1")).toEqual([care, care]);
  await medway.moveTo("2026-12-21T10:00:00.000Z");
  expect(heard(medway, "overdue: finish action 1")).toEqual([...members, inbox]);
  // 5 working days after Friday 18, past Christmas and Boxing Day (Monday 28 instead): Tuesday 29.
  await medway.moveTo("2026-12-29T10:00:00.000Z");
  expect(heard(medway, "still overdue: finish action 1")).toEqual([...members, inbox]);

  await medway.restart();
  await medway.answers(care, "still overdue: finish action 1", "done", { action: "1", words: "Since 21 December" });
  expect(heard(medway, "action 1 is done")).toEqual([health, police]);
  await medway.answers(police, "action 1 is done", "done", { action: "2", words: "Looked at in January" });
  expect(heard(medway, "every action is done")).toEqual(members);

  await medway.answers(health, "every action is done", "close", { outcome: "Lists of actions go out on the day." });
  expect(heard(medway, "the outcome of the Partnership Practice Alert")).toEqual([informer, ...members, inbox]);
  const outcome = await medway.page(informer, "the outcome");
  expect(outcome).toContain("Lists of actions go out on the day.");
  expect(outcome).toContain("This alert is closed");
  // Everybody with a link sees the same record.
  expect(await medway.record(informer, "the outcome")).toContain("Responded for their agency.");

  const { state, history } = await read(medway, reference);
  expect(state).toMatchObject({ phase: "closed", how: "actions done" });
  const kept = JSON.stringify(medway.laptop.mailbox.mails());
  for (const words of ["core groups", "Rafael", "Marlowe", "four weeks", "Lists of actions", "Nothing to add"])
    expect(kept, `no e-mail says “${words}”`).not.toContain(words);
  expect(history.some((each) => each.type === "NoticeRefused")).toBe(false);
  const verified = await medway.laptop.verifyAll();
  expect(verified.map((each) => [each.reference, each.holds])).toEqual([[reference, true]]);

  // It is over: nothing falls due any more.
  const about = () => medway.laptop.mailbox.mails().filter((each) => each.subject.includes(reference)).length;
  const mails = about();
  await medway.moveTo("2027-03-01T10:00:00.000Z");
  expect(about()).toBe(mails);
}, 120_000);

test("MED-17 silence never closes an alert: those who do not answer and the partnership are asked again for months", async () => {
  const medway = await journey(monday);
  const reference = await submitted(medway);
  await medway.moveTo("2027-03-01T10:00:00.000Z");
  expect((await read(medway, reference)).state.phase).toBe("with the group");
  // One email a day to each names both things that are overdue.
  const both = ["espond for your agency", "ay for the Learning Lessons group"];
  const chases = medway.laptop.mailbox.mails().filter(({ subject }) => subject.includes("still overdue"));
  for (const each of [...members, inbox])
    expect(
      chases.filter(({ to, text = "" }) => to.includes(each) && both.every((words) => text.includes(words))).length,
    ).toBeGreaterThan(8);
}, 120_000);
