/** Another deadline, by agreement of both sides (ALL-08). */
import { describe, expect, it } from "vitest";
import { at, momentOf, nurse, social } from "./places.ts";
import { hidden, name, world } from "./support.ts";

const why = "The family moves on Wednesday";
const wednesday = { ...momentOf("until", "4", "midday"), reason: why };

describe("another deadline", () => {
  it("ALL-08 is proposed by one side with a reason, and until the other accepts it the deadline stays", async () => {
    const made = await world();
    const path = made.link(social);
    const shown = await made.post(path, { do: "choose", form: "propose-date" });
    expect(shown.text).toContain("Until they accept it, the deadline stays as it is.");
    expect(shown.text).toContain("The deadline now 5pm on Thursday 5 November 2026");
    expect(shown.text).toContain("An earlier date only.");
    const done = await made.send(path, "propose-date", { ...name, ...wednesday });
    expect(done.text).toContain("Until they accept it, the deadline stays as it is.");
    expect(made.last("DateProposed")).toMatchObject({ until: "2026-11-04T12:00:00.000Z", sealed: { reason: why } });
    expect((await made.story()).state.clocks[0]?.due).toBe("2026-11-05T17:00:00.000Z");
    expect((await made.post(path, { do: "choose", form: "answer-date" })).status).toBe(409);
    const asked = await made.post(made.link(nurse), { do: "continue" });
    expect(asked.text).toContain("It counts when your side accepts it.");
    expect(asked.html).toContain('value="answer-date"');
  });

  it("ALL-08 is accepted by the other side, who reads which date, by whom and why, and then counts", async () => {
    const made = await world();
    await made.send(made.link(social), "propose-date", { ...name, ...wednesday });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-date" });
    expect(shown.text).toContain("The receiving side proposes another deadline.");
    expect(shown.text).toContain("Midday on Wednesday 4 November 2026");
    expect(shown.text).toContain(`${why} Sam Answerer`);
    const nothing = await made.send(path, "answer-date", name);
    expect(nothing.html).toContain('<a href="#answer">Select whether you accept or reject the deadline</a>');
    const done = await made.send(path, "answer-date", { ...name, answer: "accept" });
    expect(done.text).toContain("is open until midday on Wednesday 4 November 2026.");
    expect(made.last("DateAgreed")).toMatchObject({ until: "2026-11-04T12:00:00.000Z" });
    expect((await made.story()).state.clocks[0]?.due).toBe("2026-11-04T12:00:00.000Z");
  });

  it("ALL-08 is rejected with a reason, and the deadline stays", async () => {
    const made = await world();
    await made.send(made.link(social), "propose-date", { ...name, ...wednesday });
    const path = made.link(nurse);
    const unsaid = await made.send(path, "answer-date", { ...name, answer: "reject" });
    expect(unsaid.html).toContain('<a href="#reason">Enter why you reject the deadline</a>');
    await made.send(path, "answer-date", { ...name, answer: "reject", reason: "Too soon" });
    expect(made.last("DateRejected").sealed).toMatchObject({ reason: "Too soon" });
    expect((await made.story()).state.clocks[0]?.due).toBe("2026-11-05T17:00:00.000Z");
  });

  it("ALL-08 that is later is refused at its field where the policy gives the number, and what was typed is kept", async () => {
    const made = await world();
    const later = { ...name, ...wednesday, "until-day": "9" };
    const refused = await made.send(made.link(social), "propose-date", later);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(
      '<a href="#until-day">The policy gives this timescale and does not let the sides agree a later date. The deadline is 5pm on Thursday 5 November 2026: give an earlier time.</a>',
    );
    expect(refused.html).toContain(`>${why}</textarea>`);
    expect(made.events()).not.toContain("DateProposed");
  });

  it("ALL-08 can be later where the policy gives no number, and the page says so", async () => {
    const made = await world({ policy: "medway", before: {} });
    const path = made.link("informal/receiving-side/1", "informal");
    const shown = await made.post(path, { do: "choose", form: "propose-date" });
    expect(shown.text).toContain("An earlier date, or a later one: the policy leaves this timescale to the two sides.");
    await made.send(path, "propose-date", { ...name, ...wednesday, "until-day": "20" });
    await made.send(made.link(nurse, "informal"), "answer-date", { ...name, answer: "accept" });
    expect((await made.story()).state.clocks[0]?.due).toBe("2026-11-20T12:00:00.000Z");
  });

  it("ALL-08 that was replaced while somebody read it is shown anew, and the answer does not count for it", async () => {
    const made = await world();
    const other = made.link(social);
    await made.send(other, "propose-date", { ...name, ...wednesday });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-date" });
    await made.send(other, "propose-date", { ...name, ...wednesday, "until-day": "3" });
    const again = await made.post(path, { ...hidden(shown.html), ...name, answer: "accept" });
    expect(again.status).toBe(409);
    expect(again.text).toContain("Another deadline has been proposed since. Read it below and answer again");
    expect(again.text).toContain("Midday on Tuesday 3 November 2026");
    expect(made.events()).not.toContain("DateAgreed");
    expect((await made.post(path, { ...hidden(again.html), ...name, answer: "accept" })).status).toBe(200);
    expect(made.last("DateAgreed").until).toBe("2026-11-03T12:00:00.000Z");
  });

  it("ALL-08 that a colleague answered meanwhile is said to be so, and what was typed is kept", async () => {
    const made = await world();
    await made.send(made.link(social), "propose-date", { ...name, ...wednesday });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-date" });
    await made.send(path, "answer-date", { ...name, answer: "accept" });
    const late = { ...hidden(shown.html), ...name, answer: "reject", reason: "Not so" };
    const { status, text, html } = await made.post(path, late);
    expect(status).toBe(409);
    expect(text).toContain("No other date is waiting for an answer.");
    expect(html).toContain(">Not so</textarea>");
  });

  it("ALL-08 is agreed by those who acted last for each side where only a body acts, and not once it has passed", async () => {
    const { made } = await at("chair", { policy: "milton-keynes" });
    const head = made.link("heads-of-service/raising-side/1", "heads-of-service");
    await made.send(head, "propose-date", { ...name, ...wednesday, "until-month": "12" });
    await made.send(made.link("heads-of-service/receiving-side/1", "heads-of-service"), "answer-date", {
      ...name,
      answer: "accept",
    });
    expect(made.last("DateAgreed")).toMatchObject({ stage: "chair", until: "2026-12-04T12:00:00.000Z" });
    made.at("2026-12-04T12:01:00.000Z");
    await made.tick();
    expect((await made.post(head, { do: "continue" })).html).not.toContain('value="propose-date"');
  });
});
