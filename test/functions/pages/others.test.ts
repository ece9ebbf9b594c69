/** Others who are brought in through a page: further managers, advisers; and whom a page says to ask. */
import { describe, expect, it } from "vitest";
import { noticesOf } from "../../../functions/core/notices.ts";
import type { Agency } from "../../../functions/directory/directory.ts";
import { at, nurse } from "./places.ts";
import { actingSeat, agencies, hidden, name, reach, world, type World } from "./support.ts";

/** Every address to which anything goes, sent or still to be sent. */
async function writtenTo(made: World): Promise<ReadonlySet<string>> {
  const { history, state } = await made.story();
  return new Set(
    noticesOf(history, made.policy).flatMap(({ seat }) => {
      const person = state.seats.get(seat)?.person;
      return person && person !== "erased" ? [person.email] : [];
    }),
  );
}

describe("a further manager", () => {
  const zoe = { ...name, named: "Zoe Further", email: "zoe@council.example" };

  it("MED-03 is brought in at stage 1 beside the one who acts, and no clock starts again", async () => {
    const { made, path } = await at("service-managers", { policy: "medway" });
    const receiving = await path("receiving");
    const shown = await made.post(receiving, { do: "choose", form: "add-manager" });
    expect(shown.text).toContain("The clock does not start again.");
    const before = (await made.story()).state.clocks.map((each) => each.due);
    made.at("2026-11-03T10:00:00.000Z");
    const done = await made.send(receiving, "add-manager", zoe);
    expect(done.text).toContain("They are asked by email at once. The clock did not stop, and it did not start again.");
    expect(made.last("ManagerJoined")).toMatchObject({
      stage: "service-managers",
      to: { role: "service-manager", agency: "council", side: "receiving", via: "holder" },
      sealed: { person: { name: "Zoe Further", email: "zoe@council.example" } },
    });
    expect((await made.story()).state.clocks.map((each) => each.due)).toEqual(before);
    const joined = made.link(made.last("ManagerJoined").to.seat, "service-managers");
    expect((await made.get(joined)).text).toContain("You are asked to act");
    expect((await made.get(receiving)).text).toContain("You are asked to act");
  });

  it.each(["zoe@gmail.example", "zoe@council.example.evil.example", "zoe@hospital.example"])(
    "MED-03 is refused at their address when it is none of the agency's, and nobody is written to: %s",
    async (email) => {
      const { made, path } = await at("service-managers", { policy: "medway" });
      const refused = await made.send(await path("receiving"), "add-manager", { ...zoe, email });
      expect(refused.status).toBe(422);
      expect(refused.html).toContain(
        '<a href="#email">This is not an address of Knowsley Council, and only its own managers can be brought in.',
      );
      expect(refused.html).toContain(`value="${email}"`);
      expect(made.events()).not.toContain("ManagerJoined");
    },
  );

  it("MED-03 who acts already is not brought in twice, and the page says so at the address", async () => {
    const { made, path } = await at("service-managers", { policy: "medway" });
    const receiving = await path("receiving");
    await made.send(receiving, "add-manager", zoe);
    const again = await made.send(receiving, "add-manager", { ...zoe, named: "Zoe again" });
    expect(again.status).toBe(422);
    expect(again.html).toContain('<a href="#email">This person acts at this stage already. Name somebody else.</a>');
  });

  it("MED-03 is not offered at a stage for which the policy does not say so", async () => {
    const { made, path } = await at("safeguarding-leads", { policy: "medway" });
    expect((await made.post(await path("raising"), { do: "choose", form: "add-manager" })).status).toBe(409);
  });
});

describe("Kent Police", () => {
  const advice =
    "If in doubt as to who is in the role, contact the Kent Police control room or the Central Referral Unit (CRU) and ask for the contact details for the rank you need.";
  const policeOf = (mash: "yes" | "no") => ({
    policy: "medway" as const,
    concern: { receiving: { agency: "kent-police", kind: "police" } },
    answers: { "concerns-mash": mash },
  });

  it.each([
    ["yes", "MASH/CRU Detective Inspector", "mo.hub@kent-police.example"],
    ["no", "Operational Child Protection Detective Inspector", "nia.guard@kent-police.example"],
  ] as const)(
    "MED-04 the page says whom to ask if in doubt who is in the role, and writes to neither (MASH: %s)",
    async (mash, rank, email) => {
      const { made, path } = await at("service-managers", policeOf(mash));
      for (const side of ["raising", "receiving"] as const) {
        const { text } = await made.post(await path(side), { do: "continue" });
        expect(text).toContain(advice);
        expect(text).toContain(rank);
      }
      const known = new Set(["ada.nurse@hospital.example", "bea.matron@hospital.example", email]);
      expect([...(await writtenTo(made))].toSorted()).toEqual([...known, "partnership@medway.example"].toSorted());
      const places = [...(await made.story()).state.seats.values()].map((each) => each.role);
      expect(places.join()).not.toMatch(/control|referral/i);
    },
  );

  it("MED-04 nothing of it is said where the police has no part", async () => {
    const { made, path } = await at("service-managers", { policy: "medway" });
    expect((await made.post(await path("raising"), { do: "continue" })).text).not.toContain("control room");
  });
});

describe("advice", () => {
  it("KNO-06 is asked of the designated professional of one's own agency, who reads the record and answers", async () => {
    const { made, path } = await at("line-managers");
    const raising = await path("raising");
    const shown = await made.post(raising, { do: "choose", form: "ask-advice" });
    expect(shown.text).toContain(
      "Asks the designated safeguarding children professional of Whiston Hospital by email.",
    );
    const empty = await made.send(raising, "ask-advice", name);
    expect(empty.html).toContain('<a href="#question">Enter what you need advice on</a>');
    const done = await made.send(raising, "ask-advice", { ...name, question: "Is the threshold met?" });
    expect(done.text).toContain("The designated safeguarding children professional is asked by email.");
    const { of: adviser } = made.last("AdviceAsked");
    expect(adviser).toMatchObject({ role: "safeguarding-professional", agency: "hospital", side: "raising" });
    expect(await writtenTo(made)).toContain("cy.lead@hospital.example");

    const advising = made.link(adviser.seat, "line-managers");
    const landing = await made.get(advising);
    expect(landing.text).toContain("Give the advice that your agency asks you for");
    expect(landing.text).not.toContain("Is the threshold met?");
    const form = await made.post(advising, { do: "choose", form: "advise" });
    expect(form.text).toContain("What you are asked Is the threshold met? Sam Answerer");
    await made.send(advising, "advise", { ...name, advice: "It is, by our reading." });
    expect(made.last("AdviceGiven").sealed).toMatchObject({ advice: "It is, by our reading." });
    expect((await made.post(advising, { do: "choose", form: "advise" })).status).toBe(409);
    const record = await made.post(made.link(nurse), { do: "record" });
    expect(record.text).toContain("It is, by our reading.");
  });

  it("KNO-06 goes to the agency's inbox where nobody is known for the role, and the page says so", async () => {
    const { "safeguarding-professional": _nobody, ...roles } = agencies["hospital"]?.roles ?? {};
    const { made, path } = await at("line-managers", { agency: { ...agencies["hospital"], roles } as Agency });
    const done = await made.send(await path("raising"), "ask-advice", { ...name, question: "What next?" });
    expect(done.text).toContain(
      "It went to the inbox of Whiston Hospital, because nobody is known there as designated safeguarding children professional.",
    );
    expect(made.last("AdviceAsked").of).toMatchObject({ via: "inbox", agency: "hospital" });
  });

  it("KNO-06 that was given by a colleague meanwhile keeps what was typed", async () => {
    const { made, path } = await at("line-managers");
    await made.send(await path("receiving"), "ask-advice", { ...name, question: "What next?" });
    const advising = made.link(made.last("AdviceAsked").of.seat, "line-managers");
    const shown = await made.post(advising, { do: "choose", form: "advise" });
    await made.send(advising, "advise", { ...name, advice: "First" });
    const late = await made.post(advising, { ...hidden(shown.html), ...name, advice: "Second" });
    expect(late.status).toBe(409);
    expect(late.html).toContain(">Second</textarea>");
  });

  it("KNO-06 is not asked for at a stage for which the policy does not say so", async () => {
    const made = await world();
    expect((await made.post(made.link(nurse), { do: "choose", form: "ask-advice" })).status).toBe(409);
    await reach(made, "senior-managers");
    const senior = made.link(await actingSeat(made, "raising"), "senior-managers");
    expect((await made.post(senior, { do: "choose", form: "ask-advice" })).status).toBe(409);
  });
});
