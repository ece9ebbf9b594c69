/** What happens at the same instant, twice, too late, or to an execution that is gone. 2026-11-23 is a Monday. */
import { SFNClient, StopExecutionCommand, DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { linkIn } from "../../infra/local/person.ts";
import { executionOf, journey, knowsleyConcern } from "../support/journey.ts";

const monday = "2026-11-23T10:00:00.000Z";
const raiser = "s.carter@whitebeam-primary.example";
const receiver = "j.malik@social-care.knowsley.example";
const knowsley = { id: "knowsley", version: "2020-06" };

test("an answer that races its deadline is either in time and settles, or late and on the record; never lost, and no stage opens twice", async () => {
  const it = await journey("2026-11-26T16:59:59.000Z");
  const reference = await it.raise(knowsleyConcern("2026-11-26"));
  await it.moveTo("2026-12-01T16:59:59.000Z");
  const path = linkIn(it.mail(receiver, "your answer is asked for"));
  const pressing = it.press(path, "propose", { resolution: "Let us meet tomorrow." });
  const moving = it.moveTo("2026-12-01T17:03:30.000Z");
  expect((await pressing).status).toBe(200);
  await moving;
  await it.laptop.quiet();

  const types = await it.types(reference);
  const proposals = types.filter((each) => each === "ResolutionProposed" || each === "LateAnswerRecorded");
  expect(proposals).toHaveLength(1);
  if (types.includes("ResolutionProposed")) {
    // In time: the other side has until the end of the next working day.
    expect(types.filter((each) => each === "StageOpened")).toHaveLength(1);
    await it.moveTo("2026-12-02T17:04:00.000Z");
  }
  expect((await it.types(reference)).filter((each) => each === "StageOpened")).toHaveLength(2);
});

test("an answer one second after the deadline, before the clock has woken, is late: it is on the record and those who act now hear of it", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.moveTo("2026-11-26T17:00:01.000Z");
  expect(await it.types(reference)).not.toContain("DeadlinePassed");
  const said = await it.answers(receiver, "your answer is asked for", "propose", { resolution: "Let us meet." });
  expect(said).toContain("late");
  expect(await it.types(reference)).toEqual([
    "EscalationRaised",
    "StageOpened",
    "ClockStarted",
    "ReminderFellDue",
    "DeadlinePassed",
    "StageEnded",
    "LateAnswerRecorded",
    "StageOpened",
    "ClockStarted",
  ]);
  expect(await it.event(reference, "LateAnswerRecorded")).toMatchObject({
    stage: "practitioners",
    receivedInTime: false,
  });
  expect(it.mails("d.stott@social-care.knowsley.example", "your answer is asked for")).toBe(1);
});

test("the same form sent twice at once is recorded once", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const path = linkIn(it.mail(receiver, "your answer is asked for"));
  const fields = { resolution: "Let us meet tomorrow." };
  const answers = await Promise.all(
    [1, 2, 3].map(() => it.press(path, "propose", fields, { command: "the-same-press" })),
  );
  expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
  await it.laptop.quiet();
  expect((await it.types(reference)).filter((each) => each === "ResolutionProposed")).toHaveLength(1);
  expect(it.mails(raiser, "a resolution is proposed")).toBe(1);
});

test("two people who write at once are both on the record", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const one = linkIn(it.mail(raiser, "your concern has been raised"));
  const other = linkIn(it.mail(receiver, "your answer is asked for"));
  const answers = await Promise.all(
    [one, other, one, other, one, other].map((path, index) =>
      it.press(path, "note", { kind: "note", words: `Note ${index}` }),
    ),
  );
  expect(answers.map((each) => each.status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect((await it.types(reference)).filter((each) => each === "NoteAdded")).toHaveLength(6);
});

test("a second person who accepts learns that it was accepted already, and nothing changes", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  await it.answers(receiver, "your answer is asked for", "propose", { resolution: "Let us meet." });
  const path = linkIn(it.mail(raiser, "a resolution is proposed"));
  const one = await it.open(path, "answer-proposal");
  const other = await it.open(path, "answer-proposal");
  expect((await one({ answer: "accept" })).status).toBe(200);
  await it.laptop.quiet();
  const before = await it.types(reference);
  const again = await other({ answer: "accept" });
  expect(again.status).toBe(409);
  expect(await again.text()).toContain("accepted already");
  expect(await it.types(reference)).toEqual(before);
});

test("the same submission twice at once raises one concern, and everybody hears once", async () => {
  const it = await journey(monday);
  const { client, concern } = knowsleyConcern("2026-11-20");
  const answers = await Promise.all([1, 2, 3, 4].map(() => it.post(client, concern, "one-key")));
  const bodies = (await Promise.all(answers.map((each) => each.json()))) as { reference: string }[];
  expect(answers.map((each) => each.status)).toEqual([201, 201, 201, 201]);
  expect(new Set(bodies.map((each) => each.reference)).size).toBe(1);
  await it.laptop.quiet();
  expect(it.mails(raiser, "your concern has been raised")).toBe(1);
  expect(it.mails(receiver, "your answer is asked for")).toBe(1);
});

test("an execution that is stopped is replaced at once, under the next number, and the deadline still holds", async () => {
  const it = await journey(monday);
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const stepFunctions = new SFNClient({});
  await stepFunctions.send(new StopExecutionCommand({ executionArn: executionOf(reference, 1, knowsley) }));
  await it.laptop.quiet();
  expect(await it.event(reference, "ExecutionReplaced")).toMatchObject({ number: 2 });
  const second = await stepFunctions.send(
    new DescribeExecutionCommand({ executionArn: executionOf(reference, 2, knowsley) }),
  );
  expect(second.status).toBe("RUNNING");
  await it.moveTo("2026-11-26T17:04:00.000Z");
  expect((await it.types(reference)).filter((each) => each === "StageOpened")).toHaveLength(2);
  expect(it.mails(receiver, "your answer is asked for")).toBe(1);
});

test("KNO-14, ALL-07 over Christmas and for two months: every deadline as worked out by hand, and the Chair chased on every working day", async () => {
  const it = await journey("2026-12-18T10:00:00.000Z"); // a Friday
  const reference = await it.raise(knowsleyConcern("2026-12-18"));
  await it.moveTo("2027-02-15T10:00:00.000Z");
  const clocks = (await it.events(reference)).filter((each) => each.type === "ClockStarted");
  // 25 and 28 December and 1 January are bank holidays.
  expect(clocks.map((each) => each.due)).toEqual([
    "2026-12-23T17:00:00.000Z",
    "2027-01-04T17:00:00.000Z",
    "2027-01-11T17:00:00.000Z",
    "2027-01-18T17:00:00.000Z",
  ]);
  const chases = (await it.events(reference)).filter(
    (each) => each.type === "ReminderFellDue" && each.kind === "chase",
  );
  expect(chases.map((each) => each.at.slice(0, 10))).toEqual([
    ...["19", "20", "21", "22", "25", "26", "27", "28", "29"].map((day) => `2027-01-${day}`),
    ...["01", "02", "03", "04", "05", "08", "09", "10", "11", "12", "15"].map((day) => `2027-02-${day}`),
  ]);
});
