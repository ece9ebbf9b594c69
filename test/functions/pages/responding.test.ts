/** Responding to a concern: what is asked, what is recorded, and of which stage it counts. */
import { describe, expect, it } from "vitest";
import { hidden, name, reach, world } from "./support.ts";
import { nurse, response, social } from "./places.ts";

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
