/** A resolution: proposed by one side, accepted or rejected by the other. */
import { describe, expect, it } from "vitest";
import { hidden, name, reach, world } from "./support.ts";
import { nurse, social } from "./places.ts";

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
