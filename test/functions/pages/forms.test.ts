import { describe, expect, it } from "vitest";
import { actingSeat, formsShown, hidden, name, reach, words, world, type World } from "./support.ts";

const nurse = "raiser";
const social = "practitioners/receiving-side/1";

const response = {
  ...name,
  "answer-case-file": "yes",
  "answer-spoken-day": "2",
  "answer-spoken-month": "November",
  "answer-spoken-year": "2026",
  "answer-way-forward": "We met.",
  "answer-aim": "A shared plan.",
  response: "We will look again.",
};

const held = { "heldAt-day": "2", "heldAt-month": "11", "heldAt-year": "2026", "heldAt-time": "9:15am" };

/** At the stage of Knowsley's Chair: paths for the Chair and for both senior managers. */
async function chaired(): Promise<
  World & { readonly chair: string; readonly raising: string; readonly receiving: string }
> {
  const made = await world();
  await reach(made, "senior-managers");
  const raising = await actingSeat(made, "raising");
  const receiving = await actingSeat(made, "receiving");
  await reach(made, "chair");
  return {
    ...made,
    chair: made.link(await actingSeat(made, "partnership"), "chair"),
    raising: made.link(raising, "senior-managers"),
    receiving: made.link(receiving, "senior-managers"),
  };
}

describe("responding", () => {
  it("KNO-04 asks whether the case file was read, when they spoke and what way forward was tried, and records all three", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "respond" });
    expect(shown.text).toContain("Have you read and reviewed the case file?");
    expect(shown.text).toContain("On which day did you speak to the concerned professional?");
    expect(shown.text).toContain("What did you do to find a mutually agreeable way forward?");
    const empty = await made.send(path, "respond", {});
    expect(empty.status).toBe(422);
    expect(empty.text).toContain("Select yes or no: Have you read and reviewed the case file?");
    expect(empty.text).toContain("Enter a date: On which day did you speak to the concerned professional?");
    expect(empty.text).toContain("Enter an answer: What did you do to find a mutually agreeable way forward?");
    const done = await made.send(path, "respond", response);
    expect(done.status).toBe(200);
    expect(made.last("ResponseRecorded")).toMatchObject({
      stage: "practitioners",
      by: { side: "receiving", role: "practitioner", agency: "council" },
      sealed: {
        name: "Sam Answerer",
        response: "We will look again.",
        answers: { "case-file": "Yes", spoken: "Monday 2 November 2026", "way-forward": "We met." },
      },
    });
  });

  it("KNO-02 asks the receiving practitioner what they aim to achieve, and does not go on without it", async () => {
    const made = await world();
    const path = made.link(social);
    const { "answer-aim": aim, ...rest } = response;
    const refused = await made.send(path, "respond", rest);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Enter an answer: What do you aim to achieve?");
    expect(made.record.commits).toHaveLength(2);
    await made.send(path, "respond", { ...rest, "answer-aim": aim });
    expect(made.last("ResponseRecorded").sealed).toMatchObject({ answers: { aim: "A shared plan." } });
  });

  it("says afterwards what was recorded, what happens next and by when", async () => {
    const made = await world();
    const { text } = await made.send(made.link(social), "respond", response);
    expect(text).toContain("Your response is recorded");
    expect(text).toContain("It is entry 3 of the record.");
    expect(text).toContain("We will look again.");
    expect(text).toContain("“Stage 1: practitioners” is open until 5pm on Thursday 5 November 2026.");
    expect(text).toContain("See the whole record");
  });

  it("is kept as a late answer when the stage climbed while it was written", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "respond" });
    made.at("2026-11-05T17:02:00.000Z");
    await made.tick();
    const { status, text } = await made.post(path, { ...hidden(shown.html), ...response });
    expect(status).toBe(200);
    expect(text).toContain("Your answer is recorded as a late answer");
    expect(text).toContain("The stage that you were asked about was over.");
    expect(text).toContain("those who act now see it");
    expect(made.last("LateAnswerRecorded")).toMatchObject({ stage: "practitioners", answer: "respond" });
    expect(made.events()).not.toContain("ResponseRecorded");
  });

  it("is offered as a late answer once the stage is over, and marked so", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const path = made.link(social);
    const page = await made.post(path, { do: "continue" });
    expect(page.text).toContain("Add a late answer");
    const done = await made.send(path, "respond", response);
    expect(done.text).toContain("Your answer is recorded as a late answer");
  });

  it("never answers a stage at which the person was not asked, though their link is for it", async () => {
    const made = await world();
    await reach(made, "line-managers");
    await made.send(made.link(social, "line-managers"), "respond", response);
    expect(made.last("LateAnswerRecorded").stage).toBe("practitioners");
    expect(made.events()).not.toContain("ResponseRecorded");
  });

  it("answers the stage that it was shown for, though the same person acts at the next one too", async () => {
    const made = await world({
      policy: "milton-keynes",
      change: (policy) => ({
        ...policy,
        stages: policy.stages.map((each) =>
          each.stage === "manager" ? { ...each, raisingSide: ["practitioner"] } : each,
        ),
      }),
    });
    const path = made.link(nurse, "professionals");
    const shown = await made.post(path, { do: "choose", form: "propose" });
    await made.do({ type: "declare unresolved", seat: nurse, stage: "professionals", reason: "No" });
    await made.open();
    const late = await made.post(path, { ...hidden(shown.html), ...name, resolution: "Written at stage 1" });
    expect(late.text).toContain("Your answer is recorded as a late answer");
    expect(made.last("LateAnswerRecorded").stage).toBe("professionals");
    await made.send(path, "propose", { ...name, resolution: "Written at stage 2" });
    expect(made.last("ResolutionProposed")).toMatchObject({ stage: "manager", by: { stage: "manager" } });
  });

  it("answers the stage that it was shown for, whatever stage somebody writes into the form", async () => {
    const made = await world();
    const shown = await made.post(made.link(social), { do: "choose", form: "respond" });
    await made.post(made.link(social), { ...hidden(shown.html), ...response, stage: "chair" });
    expect(made.last("ResponseRecorded").stage).toBe("practitioners");
  });
});

describe("a resolution", () => {
  it("ALL-06 is proposed by one side and accepted by the other, and then counts", async () => {
    const made = await world();
    const proposed = await made.send(made.link(social), "propose", { ...name, resolution: "Visit tomorrow" });
    expect(proposed.text).toContain("Your proposed resolution is recorded");
    expect(proposed.text).toContain("waits for the other side to accept or reject it");
    const accepted = await made.send(made.link(nurse), "answer-proposal", {
      ...name,
      answer: "accept",
      comment: "Good",
    });
    expect(accepted.text).toContain("It ended by agreement");
    expect(made.last("ResolutionAccepted").sealed).toMatchObject({ comment: "Good" });
    expect((await made.story()).state.phase).toBe("closed");
  });

  it("ALL-07 is rejected with a reason, and the page asks whether the matter is also declared unresolved", async () => {
    const made = await world();
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-proposal" });
    expect(shown.text).toContain("The proposed resolution Visit");
    expect(shown.text).toContain(
      "do you also declare it unresolved, so that it goes to the next stage now? The next stage is “Stage 2: line managers”.",
    );
    const nothing = await made.send(path, "answer-proposal", name);
    expect(nothing.text).toContain("Select whether you accept or reject the proposed resolution");
    const noReason = await made.send(path, "answer-proposal", { ...name, answer: "reject" });
    expect(noReason.status).toBe(422);
    expect(noReason.text).toContain("Enter why you reject the proposed resolution");
    const noChoice = await made.send(path, "answer-proposal", { ...name, answer: "reject", reason: "Too late" });
    expect(noChoice.text).toContain("Select whether you also declare it unresolved");
    const stays = await made.send(path, "answer-proposal", {
      ...name,
      answer: "reject",
      reason: "Too late",
      unresolved: "no",
    });
    expect(stays.text).toContain("“Stage 1: practitioners” is open until");
    expect((await made.story()).state.phase).toBe("at stage");
  });

  it("ALL-07 goes to the next stage when it is rejected and the matter declared unresolved", async () => {
    const made = await world();
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    const done = await made.send(made.link(nurse), "answer-proposal", {
      ...name,
      answer: "reject",
      reason: "Too late",
      unresolved: "yes",
    });
    expect(done.text).toContain("It goes to “Stage 2: line managers” now.");
    expect(made.events().slice(-3)).toEqual(["ResolutionRejected", "DeclaredUnresolved", "StageEnded"]);
  });

  it("does not ask the receiving side whether the matter is unresolved", async () => {
    const made = await world();
    await made.do({ type: "propose resolution", seat: nurse, stage: "practitioners", resolution: "Visit" });
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "answer-proposal" });
    expect(shown.text).not.toContain("declare it unresolved, so");
    const done = await made.send(path, "answer-proposal", { ...name, answer: "reject", reason: "No" });
    expect(done.status).toBe(200);
  });

  it("that waited when the stage climbed can still be accepted, as a late answer that settles nothing", async () => {
    const made = await world();
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    made.at("2026-11-05T17:02:00.000Z");
    await made.tick();
    const done = await made.send(made.link(nurse), "answer-proposal", { ...name, answer: "accept" });
    expect(done.text).toContain("Your answer is recorded as a late answer");
    expect(made.last("LateAnswerRecorded").answer).toBe("accept resolution");
    expect((await made.story()).state).toMatchObject({ phase: "at stage", stage: "line-managers" });
  });

  it("can be put forward late by the raising side too, but not at a stage for which it was not asked", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const done = await made.send(made.link(nurse), "propose", { ...name, resolution: "Visit" });
    expect(done.text).toContain("Your answer is recorded as a late answer");
    const other = await made.post(made.link(nurse, "line-managers"), { do: "choose", form: "propose" });
    expect(other.status).toBe(409);
  });

  it("that was replaced while somebody read it is shown anew, and the answer does not count for it", async () => {
    const made = await world();
    const propose = { type: "propose resolution", seat: social, stage: "practitioners" } as const;
    await made.do({ ...propose, resolution: "Visit tomorrow" });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-proposal" });
    await made.do({ ...propose, resolution: "Do nothing" });
    const answer = { ...name, answer: "accept", comment: "Thank you" };
    const again = await made.post(path, { ...hidden(shown.html), ...answer });
    expect(again.status).toBe(409);
    expect(again.text).toContain("A different resolution has been proposed since. Read it below and answer again");
    expect(again.text).toContain("The proposed resolution Do nothing");
    expect(again.html).toContain(">Thank you</textarea>");
    expect(made.events()).not.toContain("ResolutionAccepted");
    expect((await made.post(path, { ...hidden(again.html), ...answer })).status).toBe(200);
  });

  it("that was already answered by a colleague is said to be so, and what was typed is kept", async () => {
    const made = await world();
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-proposal" });
    await made.do({ type: "accept resolution", seat: nurse, stage: "practitioners" });
    const { status, text, html } = await made.post(path, {
      ...hidden(shown.html),
      ...name,
      answer: "accept",
      comment: "Me too",
    });
    expect(status).toBe(409);
    expect(text).toContain("This resolution has been accepted already; the record shows by whom and when.");
    expect(html).toContain("Me too");
  });
});

describe("the other forms", () => {
  it("KNO-16 records a meeting, and asks for the agreed outcome and how outstanding issues will be pursued", async () => {
    const made = await world();
    const path = made.link(social);
    const fields = { ...name, kind: "meeting", ...held, attended: "Ada and Una" };
    const refused = await made.send(path, "discussion", fields);
    expect(refused.text).toContain("Enter what was agreed");
    expect(refused.text).toContain("Enter how outstanding issues will be pursued");
    const done = await made.send(path, "discussion", { ...fields, agreed: "A plan", pursued: "By phone" });
    expect(done.status).toBe(200);
    expect(made.last("DiscussionRecorded")).toMatchObject({
      kind: "meeting",
      stage: "practitioners",
      heldAt: "2026-11-02T09:15:00.000Z",
      sealed: { attended: "Ada and Una", agreed: "A plan", pursued: "By phone" },
    });
  });

  it("reads the time of a meeting as a clock in London shows it, in summer too", async () => {
    const made = await world({ concern: { arose: "2026-06-01T08:00:00.000Z" } });
    const summer = { "heldAt-day": "1", "heldAt-month": "7", "heldAt-year": "2026", "heldAt-time": "14:30" };
    const rest = { ...name, kind: "discussion", attended: "A", agreed: "B", pursued: "C" };
    await made.send(made.link(social), "discussion", { ...rest, ...summer });
    expect(made.last("DiscussionRecorded").heldAt).toBe("2026-07-01T13:30:00.000Z");
  });

  it("MK-03 asks at which stage a meeting was held once there have been several", async () => {
    const made = await world({ policy: "milton-keynes" });
    await made.do({ type: "declare unresolved", seat: nurse, stage: "professionals", reason: "No" });
    await made.open();
    const fields = { ...name, kind: "meeting", ...held, attended: "A", agreed: "B", pursued: "C" };
    const path = made.link(nurse, "professionals");
    const refused = await made.send(path, "discussion", fields);
    expect(refused.text).toContain("Select the stage at which it was held");
    await made.send(path, "discussion", { ...fields, "at-stage": "professionals" });
    expect(made.last("DiscussionRecorded").stage).toBe("professionals");
  });

  it("says at the date what is wrong with a meeting that is still to come", async () => {
    const made = await world();
    const fields = { ...name, kind: "meeting", ...held, "heldAt-day": "3", attended: "A", agreed: "B", pursued: "C" };
    const { status, html, text } = await made.send(made.link(social), "discussion", fields);
    expect(status).toBe(422);
    expect(html).toContain('<a href="#heldAt-day">A meeting is recorded once it was held.');
    expect(text).toContain("Error: A meeting is recorded once it was held.");
  });

  it("declares a matter unresolved, and says to which stage it goes", async () => {
    const made = await world();
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "unresolved" });
    expect(shown.text).toContain("The matter goes to “Stage 2: line managers” in the same working day.");
    const done = await made.send(path, "unresolved", { ...name, reason: "No way forward" });
    expect(done.text).toContain(
      "It goes to “Stage 2: line managers” now. Those who act there are told by email at once.",
    );
    expect(made.last("DeclaredUnresolved").sealed).toMatchObject({ reason: "No way forward" });
  });

  it("KNO-13 refers a matter to the Chair for the reason that the policy gives, in its words, at stage 3 only", async () => {
    const made = await world();
    const early = await made.post(made.link(nurse), { do: "choose", form: "refer" });
    expect(early.status).toBe(409);
    await reach(made, "senior-managers");
    const path = made.link(await actingSeat(made, "receiving"), "senior-managers");
    const shown = await made.post(path, { do: "choose", form: "refer" });
    expect(shown.text).toContain("The discussion raises significant policy issues");
    const done = await made.send(path, "refer", { ...name, reason: "National guidance" });
    expect(done.text).toContain("It goes to “Stage 4: the Chair of the partnership” now.");
    expect(made.last("StageReferred").to).toBe("chair");
  });

  it("ALL-10 hands on to a person of the same agency, and says that the clock does not stop", async () => {
    const made = await world();
    const done = await made.send(made.link(social), "hand-on", {
      ...name,
      named: "Zoe Right",
      email: "Zoe@Council.example",
    });
    expect(done.text).toContain("is asked by email");
    expect(done.text).toContain("The clock did not stop.");
    expect(made.last("HandedOn")).toMatchObject({
      from: social,
      to: { role: "practitioner", agency: "council", via: "holder", side: "receiving" },
      sealed: { person: { name: "Zoe Right", email: "Zoe@Council.example" }, named: "Zoe Right, Zoe@Council.example" },
    });
    expect((await made.story()).state.clocks[0]?.due).toBe("2026-11-05T17:00:00.000Z");
  });

  it.each(["zoe@gmail.example", "zoe@council.example.evil.example", "zoe@hospital.example"])(
    "ALL-10 sends the matter to the agency's own inbox when the address is not the agency's, and says so: %s",
    async (email) => {
      const made = await world();
      const done = await made.send(made.link(social), "hand-on", { ...name, named: "Zoe Right", email });
      expect(done.status).toBe(200);
      expect(done.text).toContain("It went to the inbox of Knowsley Council, not to the person that you named");
      expect(made.last("HandedOn")).toMatchObject({
        to: { via: "inbox", agency: "council" },
        sealed: { person: { email: "safeguarding@council.example" } },
      });
    },
  );

  it("KNO-13 lets the Chair hand the matter to the Vice Chair", async () => {
    const made = await chaired();
    const shown = await made.post(made.chair, { do: "choose", form: "hand-on" });
    expect(shown.text).toContain("Hand to the Vice Chair");
    const nobody = await made.send(made.chair, "hand-on", { ...name, taker: "other" });
    expect(nobody.text).toContain("Enter the name of the person who acts instead of you");
    await made.send(made.chair, "hand-on", { ...name, taker: "stand-in" });
    expect(made.last("HandedOn")).toMatchObject({
      to: { role: "vice-chair", via: "stand-in", side: "partnership" },
      sealed: { person: { name: "Gus Vice" } },
    });
  });

  it("sends what the Chair hands to anybody else to the partnership's inbox", async () => {
    const made = await chaired();
    const done = await made.send(made.chair, "hand-on", { ...name, taker: "other", named: "Ira Else" });
    expect(done.text).toContain("It went to the inbox of Knowsley Safeguarding Children Partnership");
    expect(made.last("HandedOn")).toMatchObject({
      to: { via: "inbox", agency: "knowsley" },
      sealed: { person: { email: "partnership@knowsley.example" }, named: "Ira Else" },
    });
  });

  it("ALL-04 brings a deadline nearer, and refuses at its field one that is later or past", async () => {
    const made = await world();
    const path = made.link(nurse);
    const until = { "until-day": "4", "until-month": "11", "until-year": "2026", "until-time": "midday" };
    const later = await made.send(path, "shorten", { ...name, ...until, "until-day": "9", reason: "Safety" });
    expect(later.status).toBe(422);
    expect(later.html).toContain('<a href="#until-day">The deadline is 5pm on Thursday 5 November 2026 already');
    const done = await made.send(path, "shorten", { ...name, ...until, reason: "Safety" });
    expect(done.text).toContain("is open until midday on Wednesday 4 November 2026");
  });

  it("ALL-05 flags immediate risk in the policy's words, and where no stage moves asks for a shorter timescale", async () => {
    const made = await world({ policy: "milton-keynes" });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "risk" });
    expect(shown.text).toContain("What you confirm Someone is at immediate risk of harm");
    const done = await made.send(path, "risk", { ...name, reason: "Alone at night" });
    expect(done.text).toContain("Say now if it has to be settled sooner than the deadline.");
    const again = await made.post(path, hidden(done.html));
    expect(again.text).toContain("Ask for a shorter timescale");
    expect(again.text).toContain("By when must it be settled?");
  });

  it("KNO-01 moves a matter of stage 1 on at once when immediate risk is flagged, and says so", async () => {
    const made = await world();
    const done = await made.send(made.link(social), "risk", { ...name, reason: "Alone at night" });
    expect(done.text).toContain("It goes to “Stage 2: line managers” now.");
    expect(done.text).not.toContain("Say now if it has to be settled sooner");
  });

  it("ALL-11 withdraws with a reason, for the raising side only", async () => {
    const made = await world();
    expect((await made.post(made.link(social), { do: "choose", form: "withdraw" })).status).toBe(409);
    const path = made.link(nurse);
    expect((await made.send(path, "withdraw", name)).text).toContain("Enter why you withdraw the concern");
    const done = await made.send(path, "withdraw", { ...name, reason: "Settled by phone" });
    expect(done.text).toContain("The escalation is closed.");
    expect(made.last("EscalationWithdrawn").sealed).toMatchObject({ reason: "Settled by phone" });
  });

  it("KNO-14 lets the Chair ask for information, the parties answer, and the Chair make recommendations", async () => {
    const made = await chaired();
    await made.send(made.chair, "request-information", { ...name, request: "Send the chronology" });
    const asked = await made.post(made.receiving, { do: "continue" });
    expect(asked.text).toContain("Send the chronology");
    expect(asked.text).toContain("Give the further information that you were asked for");
    await made.send(made.receiving, "provide", { ...name, information: "It is attached to the file" });
    expect(made.last("InformationProvided").sealed).toMatchObject({ information: "It is attached to the file" });
    const shown = await made.post(made.chair, { do: "choose", form: "outcome" });
    expect(shown.text).toContain("Make recommendations");
    expect(shown.text).toContain("cannot direct the actions of partner agencies");
    const done = await made.send(made.chair, "outcome", { ...name, outcome: "Reassess jointly" });
    expect(done.text).toContain(
      "Still to do, by 5pm on Monday 9 November 2026: say whether your agency acts on the Chair’s recommendations",
    );
    expect(made.last("OutcomeGiven")).toMatchObject({
      kind: "recommendations",
      sealed: { outcome: "Reassess jointly" },
    });
  });

  it("MK-07 calls the last stage's answer what the policy calls it", async () => {
    const made = await world({ policy: "milton-keynes" });
    for (const stage of ["professionals", "manager", "heads-of-service"]) {
      await made.do({ type: "declare unresolved", seat: await actingSeat(made, "raising"), stage, reason: "No" });
      await made.open();
    }
    const path = made.link(await actingSeat(made, "partnership"), "chair");
    const done = await made.send(path, "outcome", { ...name, outcome: "Agreed by the three leads" });
    expect(done.text).toContain("The outcome is recorded");
    expect((await made.story()).state.phase).toBe("closed");
  });

  it("KNO-15 records whether an agency acts on the recommendations, and shows both of the policy's sentences", async () => {
    const made = await chaired();
    await made.send(made.chair, "outcome", { ...name, outcome: "Reassess jointly" });
    const key = "duty/chair/act-on-recommendations:receiving";
    const page = await made.post(made.receiving, { do: "continue" });
    expect(page.html).toContain(`value="${key}"`);
    const shown = await made.post(made.receiving, { do: "choose", form: key });
    expect(shown.text).toContain(
      "The partnership is not an operational body and cannot direct the actions of partner agencies.",
    );
    expect(shown.text).toContain(
      "It has a strong expectation that the recommendations of the Chair will be acted upon.",
    );
    expect(shown.text).toContain("Reassess jointly");
    const refused = await made.send(made.receiving, key, { ...name, words: "We cannot" });
    expect(refused.text).toContain("Select whether your agency acts on the recommendations");
    await made.send(made.receiving, key, { ...name, acts: "no", words: "We cannot" });
    expect(made.last("DutyDone")).toMatchObject({ duty: "act-on-recommendations:receiving", acts: false });
    const other = await made.post(made.receiving, { do: "choose", form: "duty/chair/act-on-recommendations:raising" });
    expect(other.status).toBe(409);
    await made.send(made.raising, "duty/chair/act-on-recommendations:raising", {
      ...name,
      acts: "yes",
      words: "We do",
    });
    expect((await made.story()).state.phase).toBe("closed");
  });

  it("KNO-07 takes the written confirmation of a resolution", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const receiving = await actingSeat(made, "receiving");
    await made.do({
      type: "propose resolution",
      seat: receiving,
      stage: "line-managers",
      resolution: "Assess on Friday",
    });
    await made.do({ type: "accept resolution", seat: await actingSeat(made, "raising"), stage: "line-managers" });
    const path = made.link(receiving, "line-managers");
    const key = "duty/line-managers/confirm-in-writing";
    const shown = await made.post(path, { do: "choose", form: key });
    expect(shown.text).toContain("The resolution that was accepted Assess on Friday");
    const done = await made.send(path, key, { ...name, words: "We confirm." });
    expect(done.text).toContain("The escalation is closed.");
    const late = await made.post(path, { ...hidden(shown.html), ...name, words: "Again" });
    expect(late.status).toBe(409);
    expect(late.text).toContain("This escalation is closed.");
  });

  it("adds a note, and a correction that names an entry of the record", async () => {
    const made = await world();
    const path = made.link(social);
    await made.send(path, "note", { ...name, kind: "note", words: "First" });
    const noNumber = await made.send(path, "note", { ...name, kind: "correction", words: "It was Tuesday" });
    expect(noNumber.text).toContain("Enter the number of the entry that you correct");
    const noEntry = await made.send(path, "note", {
      ...name,
      kind: "correction",
      corrects: "99",
      words: "It was Tuesday",
    });
    expect(noEntry.text).toContain("There is no entry 99. The record has entries 1 to 3");
    await made.send(path, "note", { ...name, kind: "correction", corrects: "3", words: "It was Tuesday" });
    expect(made.last("NoteAdded")).toMatchObject({ kind: "correction", corrects: 3 });
  });

  it("KNO-02 takes what was missing from a concern of immediate risk", async () => {
    const made = await world({ words: { issue: words.issue }, concern: { immediateRisk: true } });
    const path = made.link(nurse, "line-managers");
    const shown = await made.post(path, { do: "choose", form: "missing" });
    expect(shown.text).not.toContain("What is the issue?");
    const nothing = await made.send(path, "missing", name);
    expect(nothing.text).toContain("Enter at least one of the things that are missing");
    await made.send(path, "missing", { ...name, risk: "Bruising", evidence: "Body map" });
    expect((await made.story()).state).toMatchObject({
      missing: ["disagreement", "resolutionSought"],
      words: { issue: words.issue, risk: "Bruising", evidence: "Body map" },
    });
    const receiving = made.link(await actingSeat(made, "receiving"), "line-managers");
    expect((await made.post(receiving, { do: "choose", form: "missing" })).status).toBe(409);
  });

  it("MK-04 takes the feedback that is due after the Heads of Service met", async () => {
    const made = await world({ policy: "milton-keynes" });
    for (const stage of ["professionals", "manager"]) {
      await made.do({ type: "declare unresolved", seat: await actingSeat(made, "raising"), stage, reason: "No" });
      await made.open();
    }
    const path = made.link(await actingSeat(made, "raising"), "heads-of-service");
    const meeting = {
      ...name,
      kind: "meeting",
      ...held,
      "heldAt-time": "10am",
      attended: "A",
      agreed: "B",
      pursued: "C",
    };
    await made.send(path, "discussion", { ...meeting, "at-stage": "heads-of-service" });
    const page = await made.get(path);
    expect(page.text).toContain("Give feedback on the outcome to the professionals who raised the concern");
    const done = await made.send(path, "duty/heads-of-service/feedback", { ...name, words: "We agreed a plan." });
    expect(done.status).toBe(200);
    expect(made.last("DutyDone").sealed).toMatchObject({ words: "We agreed a plan." });
  });
});

describe("every form", () => {
  it("asks the person's own name first", async () => {
    const made = await world();
    const path = made.link(nurse);
    const page = await made.post(path, { do: "continue" });
    const offered = formsShown(page.html);
    expect(offered.length).toBeGreaterThan(5);
    for (const form of offered) {
      const { html } = await made.post(path, { do: "choose", form });
      const fields = [...html.matchAll(/<(?:input|textarea)(?=[^>]* name="([^"]+)")(?![^>]*type="hidden")/g)];
      expect(fields[0]?.[1]).toBe("your-name");
      const refused = await made.send(path, form, {});
      expect(refused.status).toBe(422);
      expect(refused.text).toContain("There is a problem Enter your name");
    }
  });

  it("sent twice is recorded once, and the second time says so with what was recorded", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "hand-on" });
    const fields = { ...hidden(shown.html), ...name, named: "Zoe Right", email: "zoe@council.example" };
    await made.post(path, fields);
    const again = await made.post(path, fields);
    expect(again.status).toBe(200);
    expect(again.text).toContain("This has been recorded already");
    expect(again.text).toContain("Zoe Right");
    expect(made.events().filter((each) => each === "HandedOn")).toHaveLength(1);
  });

  it("sent twice at the same moment is recorded once", async () => {
    const made = await world();
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "withdraw" });
    const fields = { ...hidden(shown.html), ...name, reason: "Settled" };
    const answers = await Promise.all([made.post(path, fields), made.post(path, fields), made.post(path, fields)]);
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
    expect(made.events().filter((each) => each === "EscalationWithdrawn")).toHaveLength(1);
  });

  it("keeps what was typed and the same command when something is missing", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "respond" });
    const typed = { ...response, "your-name": "", response: "Line one\n  Line two", "answer-spoken-day": "31" };
    const refused = await made.post(path, { ...hidden(shown.html), ...typed });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("<title>Error: Respond to the concern");
    expect(refused.html).toContain('<a href="#your-name">Enter your name</a>');
    expect(refused.html).toContain('<a href="#answer-spoken-day">The date must be a real date</a>');
    expect(refused.html).toContain(">Line one\n  Line two</textarea>");
    expect(refused.html).toContain('value="31"');
    expect(refused.html).toMatch(/value="yes" checked/);
    expect(hidden(refused.html)["command"]).toBe(hidden(shown.html)["command"]);
  });

  it.each([
    ["", "must include a time, like 9:30am or 2:15pm"],
    ["2:15", "Add am or pm to the time of when it was held"],
    ["25:00", "must be a real time"],
    ["13pm", "must be a real time"],
    ["soon", "must be a real time"],
  ])("says what is wrong with the time “%s”, at its field", async (time, says) => {
    const made = await world();
    const fields = { ...name, kind: "meeting", ...held, "heldAt-time": time, attended: "A", agreed: "B", pursued: "C" };
    const { status, html, text } = await made.send(made.link(social), "discussion", fields);
    expect(status).toBe(422);
    expect(html).toContain('href="#heldAt-time"');
    expect(text).toContain(says);
  });

  it.each([
    ["9:15am", "09:15"],
    ["9.15 a.m.", "09:15"],
    ["12:05AM", "00:05"],
    ["midnight", "00:00"],
    ["09:15", "09:15"],
    ["9am", "09:00"],
  ])("reads the time “%s” as %s", async (typed, time) => {
    const made = await world();
    const fields = {
      ...name,
      kind: "meeting",
      ...held,
      "heldAt-time": typed,
      attended: "A",
      agreed: "B",
      pursued: "C",
    };
    const { status } = await made.send(made.link(social), "discussion", fields);
    expect(status).toBe(200);
    expect(made.last("DiscussionRecorded").heldAt).toBe(`2026-11-02T${time}:00.000Z`);
  });

  it.each([
    [{ "heldAt-month": "" }, "heldAt-month", "must include a month"],
    [{ "heldAt-year": "26" }, "heldAt-year", "must have 4 numbers"],
    [{ "heldAt-day": "31" }, "heldAt-day", "must be a real date"],
    [{ "heldAt-day": "", "heldAt-month": "", "heldAt-year": "" }, "heldAt-day", "Enter when it was held"],
  ])("says what is wrong with a date: %j", async (wrong, input, says) => {
    const made = await world();
    const fields = { ...name, kind: "meeting", ...held, ...wrong, attended: "A", agreed: "B", pursued: "C" };
    const { html, text } = await made.send(made.link(social), "discussion", fields);
    expect(html).toContain(`href="#${input}"`);
    expect(text).toContain(says);
  });

  it("takes 10,000 characters and refuses one more by saying how many there are", async () => {
    const made = await world();
    const path = made.link(social);
    const tooLong = await made.send(path, "propose", { ...name, resolution: "é".repeat(10_001) });
    expect(tooLong.status).toBe(422);
    expect(tooLong.text).toContain("The resolution must be 10,000 characters or less. Yours has 10,001");
    expect((await made.send(path, "propose", { ...name, resolution: "é".repeat(10_000) })).status).toBe(200);
    const longName = await made.send(path, "note", { "your-name": "x".repeat(201), kind: "note", words: "x" });
    expect(longName.text).toContain("Your name must be 200 characters or less");
  });

  it("shows what people typed as text, for ever", async () => {
    const made = await world({
      words: { ...words, issue: "<b>bold</b> {{ 7*7 }}" },
      person: { name: "<script>alert(1)</script>" },
    });
    const path = made.link(social);
    const evil = `<script>alert("x")</script><img src=x onerror=alert(1)>`;
    const pages = [
      await made.post(path, { do: "continue" }),
      await made.send(path, "propose", { "your-name": evil, resolution: `${evil}\nsecond line` }),
      await made.send(path, "propose", { "your-name": "", resolution: evil }),
      await made.post(path, { do: "record" }),
      await made.post(made.link(nurse), { do: "choose", form: "answer-proposal" }),
      await made.post(path, { do: "choose", form: evil }),
    ];
    for (const { html } of pages) expect(html).not.toMatch(/<script|<img|<b>/);
    expect(pages[0]?.text).toContain("<b>bold</b> {{ 7*7 }}");
    expect(pages[3]?.text).toContain(evil);
    expect(pages[3]?.html).toContain("&quot;x&quot;)&lt;/script&gt;");
  });

  it("that cannot be done now says why and leads back", async () => {
    const made = await world();
    const acting = await made.post(made.link(social), { do: "choose", form: "unresolved" });
    expect(acting.status).toBe(409);
    expect(acting.text).toContain("This cannot be done now");
    await reach(made, "line-managers");
    const over = await made.post(made.link(nurse), { do: "choose", form: "unresolved" });
    expect(over.text).toContain("Somebody else acts now");
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    const closed = await made.post(made.link(nurse), { do: "choose", form: "risk" });
    expect(closed.text).toContain("This escalation is closed.");
    expect(closed.text).toContain("Back to the concern");
  });

  it("refused by the core is shown with what it says and what was typed", async () => {
    const made = await world();
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "risk" });
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    const { status, html, text } = await made.post(path, { ...hidden(shown.html), ...name, reason: "Alone" });
    expect(status).toBe(409);
    expect(text).toContain("There is a problem This escalation is closed. You can still add a note to its record.");
    expect(html).toContain(">Alone</textarea>");
  });

  it("cannot take the place of a command of the service by its id", async () => {
    const made = await world();
    const path = made.link(social);
    await made.send(path, "note", { ...name, kind: "note", words: "x", command: "raise" });
    expect(made.last("NoteAdded").sealed).toMatchObject({ words: "x" });
    expect(made.record.commits.at(-1)?.command).toBe("page:raise");
    expect(made.record.commits.at(-1)?.cause).toEqual({ kind: "party", seat: social });
  });
});
