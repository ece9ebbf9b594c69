/** What is still owed, on pages: checklists that are ticked and dated, duties, and that the record was filed. */
import { describe, expect, it } from "vitest";
import { noticesOf } from "../../../functions/core/notices.ts";
import type { Duty, Policy } from "../../../policies/language/schema.ts";
import { at, dayOf, momentOf, nurse } from "./places.ts";
import { actingSeat, hidden, name, reach, world, type World } from "./support.ts";

const facts = "Ascertain the facts relating to the disagreement";
const discussed = "Discuss matter with equivalent manager";
const confirm = "Confirm agreement in writing to the other agency/team";
const shropshire = { policy: "shropshire" } as const;

/** A resolution of the receiving side that the raising side accepts. */
async function agree(made: World, stage: string): Promise<void> {
  const resolution = "A joint visit";
  await made.do({ type: "propose resolution", seat: await actingSeat(made, "receiving"), stage, resolution });
  await made.do({ type: "accept resolution", seat: await actingSeat(made, "raising"), stage });
}

describe("a list of what is to be done", () => {
  it("SHR-02 is ticked and dated by the raising line manager on their own page, and both sides see how far it is", async () => {
    const { made, path } = await at("line-managers", shropshire);
    const [raising, receiving] = [await path("raising"), await path("receiving")];
    const party = await made.post(raising, { do: "continue" });
    expect(party.text).toContain("Do what is on the list of this stage, and tick it with the day on which it was done");
    expect(party.text).toContain("All of it is due by 5pm on Friday 6 November 2026.");
    expect(party.text).toContain(`${facts} Not done yet ${discussed} Not done yet ${confirm} To do once the matter`);
    const done = await made.send(raising, "tick/line-managers", { ...name, ...dayOf("facts", "2") });
    expect(done.text).toContain(`${facts} Done on Monday 2 November 2026`);
    expect(done.text).toContain(`Still on the list: ${discussed}; ${confirm}.`);
    expect(made.last("ItemsTicked")).toMatchObject({
      stage: "line-managers",
      by: { side: "raising", role: "line-manager" },
      items: [{ item: "facts", on: "2026-11-02" }],
    });
    const again = await made.post(raising, { do: "choose", form: "tick/line-managers" });
    expect(again.text).toContain(`Done already ${facts}: Monday 2 November 2026`);
    expect(again.html).not.toContain('name="facts-day"');
    for (const each of [raising, receiving]) {
      const { text } = await made.post(each, { do: "continue" });
      expect(text).toContain(`${facts} Done on Monday 2 November 2026 ${discussed} Not done yet`);
    }
    expect((await made.post(receiving, { do: "choose", form: "tick/line-managers" })).status).toBe(409);
  });

  it("SHR-02 takes the written confirmation of an agreement, once there is one, in the words that are sent", async () => {
    const { made, path } = await at("line-managers", shropshire);
    const raising = await path("raising");
    await made.send(raising, "tick/line-managers", { ...name, ...dayOf("facts", "2"), ...dayOf("discussed", "2") });
    // All that is left follows from an agreement that is not there yet.
    expect((await made.post(raising, { do: "choose", form: "tick/line-managers" })).status).toBe(409);
    await agree(made, "line-managers");
    const key = "tick/line-managers";
    const unsaid = await made.send(raising, key, { ...name, ...dayOf("confirmed-in-writing", "2") });
    expect(unsaid.status).toBe(422);
    expect(unsaid.html).toContain(`<a href="#words-confirmed-in-writing">Enter what you confirm: “${confirm}”</a>`);
    const words = { "words-confirmed-in-writing": "We confirm the joint visit." };
    const undated = await made.send(raising, key, { ...name, ...words });
    expect(undated.html).toContain(
      `<a href="#confirmed-in-writing-day">Enter the day on which this was done: “${confirm}”</a>`,
    );
    expect(undated.html).toContain(">We confirm the joint visit.</textarea>");
    const done = await made.send(raising, key, { ...name, ...words, ...dayOf("confirmed-in-writing", "2") });
    expect(done.text).toContain("Everything on the list is done.");
    expect(made.last("ItemsTicked").sealed).toMatchObject({
      words: { "confirmed-in-writing": "We confirm the joint visit." },
    });
    const { history, state } = await made.story();
    expect(state.phase).toBe("closed");
    const sent = noticesOf(history, made.policy).filter((each) => each.kind === "confirmed in writing");
    expect(sent.map((each) => state.seats.get(each.seat)?.side)).toContain("receiving");
  });

  it("SHR-03 has at stage 3 the formal email and the review of records too", async () => {
    const { made, path } = await at("formal-escalation", shropshire);
    const shown = await made.post(await path("raising"), { do: "choose", form: "tick/formal-escalation" });
    for (const words of ["Send formal escalation email to your Senior Management", "Review records", discussed])
      expect(shown.text).toContain(words);
    expect(shown.text).not.toContain(facts);
    const done = await made.send(await path("raising"), "tick/formal-escalation", {
      ...name,
      ...dayOf("formal-email", "2"),
      ...dayOf("records", "2"),
    });
    expect(done.text).toContain("Review records Done on Monday 2 November 2026");
    expect(made.last("ItemsTicked").items.map((each) => each.item)).toEqual(["formal-email", "records"]);
  });

  it("SHR-09 what is open when an agreement is accepted stays asked of the manager until it is done", async () => {
    const { made, path } = await at("line-managers", shropshire);
    const raising = await path("raising");
    await agree(made, "line-managers");
    expect((await made.story()).state.phase).toBe("duties");
    const page = await made.get(raising);
    expect(page.text).toContain("Something is still asked of you");
    expect(page.text).toContain("By 5pm on Friday 6 November 2026");
    const key = "tick/line-managers";
    await made.send(raising, key, { ...name, ...dayOf("facts", "2"), ...dayOf("discussed", "2") });
    expect((await made.story()).state.phase).toBe("duties");
    await made.send(raising, key, {
      ...name,
      ...dayOf("confirmed-in-writing", "2"),
      "words-confirmed-in-writing": "We confirm it.",
    });
    expect((await made.story()).state.phase).toBe("closed");
  });

  it("SHR-09 says at which thing a day is wrong, by its name, and keeps what was typed", async () => {
    const { made, path } = await at("line-managers", shropshire);
    const raising = await path("raising");
    const key = "tick/line-managers";
    const none = await made.send(raising, key, name);
    expect(none.status).toBe(422);
    expect(none.html).toContain('<a href="#facts-day">Enter the day on which at least one thing on the list was done');
    const half = await made.send(raising, key, { ...name, "discussed-day": "2", "discussed-year": "2026" });
    expect(half.html).toContain(`<a href="#discussed-month">The day of “${discussed}” must include a month</a>`);
    const ahead = await made.send(raising, key, { ...name, ...dayOf("facts", "2"), ...dayOf("discussed", "3") });
    expect(ahead.status).toBe(422);
    expect(ahead.html).toContain(`<a href="#discussed-day">“${discussed}”: Something is ticked once it was done.`);
    expect(ahead.html).toContain('name="facts-day" type="text" value="2"');
    const early = await made.send(raising, key, { ...name, ...dayOf("facts", "1") });
    expect(early.html).toContain(`<a href="#facts-day">“${facts}”: The disagreement arose on Monday 2 November 2026`);
    expect(made.events()).not.toContain("ItemsTicked");
  });

  it("SHR-09 what a colleague ticked meanwhile is shown, and nothing is half done", async () => {
    const { made, path } = await at("line-managers", shropshire);
    const raising = await path("raising");
    const shown = await made.post(raising, { do: "choose", form: "tick/line-managers" });
    await made.send(raising, "tick/line-managers", { ...name, ...dayOf("facts", "2") });
    const both = { ...name, ...dayOf("facts", "2"), ...dayOf("discussed", "2") };
    const stale = await made.post(raising, { ...hidden(shown.html), ...both });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("Something on this list has been ticked since. Read it below and send again");
    expect(stale.html).toContain('name="discussed-day" type="text" value="2"');
    expect((await made.post(raising, { ...hidden(stale.html), ...both })).status).toBe(200);
    expect(made.last("ItemsTicked").items).toEqual([{ item: "discussed", on: "2026-11-02" }]);
  });

  it("SHR-09 is over once the matter has climbed, and says so to whoever still has it open", async () => {
    const { made, path } = await at("line-managers", shropshire);
    const raising = await path("raising");
    const shown = await made.post(raising, { do: "choose", form: "tick/line-managers" });
    await reach(made, "senior-managers");
    const late = await made.post(raising, { ...hidden(shown.html), ...name, ...dayOf("facts", "2") });
    expect(late.status).toBe(409);
    expect(late.html).toContain('name="facts-day" type="text" value="2"');
    expect((await made.post(raising, { do: "continue" })).html).not.toContain("tick/line-managers");
  });
});

describe("duties", () => {
  it("SHR-10 the partnership decides whether the concern is isolated or systemic, and why", async () => {
    const { made } = await at("senior-managers", shropshire);
    const path = made.link("senior-managers/told-partnership-office/1", "senior-managers");
    const key = "duty/senior-managers/isolated-or-systemic";
    const page = await made.get(path);
    expect(page.text).toContain("Decide and record whether the concern is isolated or systemic");
    const shown = await made.post(path, { do: "choose", form: key });
    for (const option of ["Isolated", "Systemic in nature", "Systemic in nature, and needs further consideration"])
      expect(shown.text).toContain(option);
    const empty = await made.send(path, key, { ...name, words: "Twice this year" });
    expect(empty.status).toBe(422);
    expect(empty.html).toContain('<a href="#choice">Select which it is</a>');
    expect(empty.html).toContain(">Twice this year</textarea>");
    const done = await made.send(path, key, { ...name, choice: "systemic-learning", words: "Twice this year" });
    expect(done.text).toContain("Chosen: Systemic in nature, and needs further consideration and learning.");
    expect(made.last("DutyDone")).toMatchObject({
      duty: "isolated-or-systemic",
      choice: "systemic-learning",
      sealed: { words: "Twice this year" },
    });
  });

  it.each([
    ["minutes", "The minutes"],
    ["product", "What was made, or where it can be read"],
  ] as const)("of the kind “%s” ask for it in their own words", async (kind, label) => {
    const owed: Duty = {
      duty: "written-up",
      asks: "write it up",
      kind,
      by: "raising side",
      to: "counterpart",
      within: { count: 2, unit: "working days" },
      setBy: "policy",
      from: { event: "meeting held" },
      chaseEvery: { count: 1, unit: "working days" },
      clause: "5",
    };
    const change = (policy: Policy): Policy => ({
      ...policy,
      stages: policy.stages.map((each) => (each.stage === "practitioners" ? { ...each, afterwards: [owed] } : each)),
    });
    const made = await world({ change });
    const path = made.link(nurse);
    const meeting = { kind: "meeting", attended: "A", agreed: "B", pursued: "C", ...momentOf("heldAt", "2", "9am") };
    await made.send(path, "discussion", { ...name, ...meeting });
    const shown = await made.post(path, { do: "choose", form: "duty/practitioners/written-up" });
    expect(shown.text).toContain(label);
    await made.send(path, "duty/practitioners/written-up", { ...name, words: "As follows" });
    expect(made.last("DutyDone").sealed).toMatchObject({ words: "As follows" });
  });
});

describe("filing", () => {
  it("MED-19 each side is asked at the end to file the record, and can confirm it once, closed or not", async () => {
    const { made, path } = await at("service-managers", { policy: "medway" });
    const [raising, receiving] = [await path("raising"), await path("receiving")];
    expect((await made.post(raising, { do: "continue" })).html).not.toContain('value="filed"');
    await agree(made, "service-managers");
    expect((await made.story()).state.phase).toBe("closed");
    const page = await made.get(raising);
    expect(page.text).toContain("Put the conversations, telephone calls and e-mails on the child’s file");
    expect(page.text).toContain("Once it is done, you can confirm it here for your side.");
    expect(page.text).not.toContain("Nothing more is asked of you.");
    const shown = await made.post(raising, { do: "choose", form: "filed" });
    expect(shown.text).toContain("Policy: 4, Stage 1");
    const empty = await made.send(raising, "filed", name);
    expect(empty.html).toContain('<a href="#where">Enter where it was filed</a>');
    await made.send(raising, "filed", { ...name, where: "The child’s file, volume 2" });
    expect(made.last("RecordFiled")).toMatchObject({
      by: { side: "raising" },
      sealed: { where: "The child’s file, volume 2" },
    });
    expect((await made.get(raising)).text).toContain("Nothing more is asked of you.");
    const twice = await made.post(raising, { ...hidden(shown.html), ...name, where: "Again" });
    expect(twice.status).toBe(409);
    await made.send(receiving, "filed", { ...name, where: "The case record" });
    expect(made.events().filter((each) => each === "RecordFiled")).toHaveLength(2);
  });

  it("TP-08 the provider's own words say where, the child's file and My Concern", async () => {
    const made = await world({ policy: "training-provider" });
    await made.do({ type: "withdraw", seat: nurse, stage: "professionals", reason: "Settled" });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "filed" });
    expect(shown.text).toContain(
      "Record the details of the challenge and the agreements reached on the child’s file and on My Concern",
    );
    expect(shown.text).toContain("For example, the child’s file and My Concern");
    await made.send(path, "filed", { ...name, where: "My Concern" });
    const record = await made.post(path, { do: "record" });
    expect(record.text).toContain("Confirmed that the record was filed.");
    expect(record.text).toContain("Where My Concern");
  });

  it("TP-08 beside a local policy without a word of it, only the provider's own side is asked", async () => {
    const filing = "record it on My Concern";
    const policy = { id: "training-provider", version: "2025" };
    const made = await world({
      policy: "shropshire",
      concern: { beside: [{ side: "raising", policy, practitionersHear: true, filing }] },
    });
    await made.do({ type: "withdraw", seat: nurse, stage: "professionals", reason: "Settled" });
    expect((await made.get(made.link(nurse))).text).toContain("Record it on My Concern");
    const receiving = made.link("professionals/receiving-side/1");
    expect((await made.get(receiving)).text).toContain("Nothing more is asked of you.");
    expect((await made.post(receiving, { do: "choose", form: "filed" })).status).toBe(409);
  });

  it("KNO-16 Knowsley's sides are asked to place the record on the child's file", async () => {
    const made = await world();
    await agree(made, "practitioners");
    const { text } = await made.get(made.link(nurse));
    expect(text).toContain("Put the record on the child’s file, together with any other written communication");
  });
});
