/** Each of the other forms: what it asks, what it records, and what it says afterwards. */
import { describe, expect, it } from "vitest";
import { actingSeat, hidden, name, reach, words, world, type World } from "./support.ts";
import { momentOf, nurse, social } from "./places.ts";

const held = momentOf("heldAt", "2", "9:15am");

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
    const request = await made.send(made.chair, "request-information", { ...name, request: "Send the chronology" });
    expect(request.status).toBe(200);
    const asked = await made.post(made.receiving, { do: "continue" });
    expect(asked.text).toContain("Send the chronology");
    expect(asked.text).toContain("Give the further information that you were asked for");
    const provided = await made.send(made.receiving, "provide", { ...name, information: "It is attached to the file" });
    expect(provided.status).toBe(200);
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
