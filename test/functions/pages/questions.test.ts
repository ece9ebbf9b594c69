/** What a policy asks of those who act: its own questions, who is told because of an answer, what it asks before it goes on. */
import { describe, expect, it } from "vitest";
import { noticesOf } from "../../../functions/core/notices.ts";
import type { Partnership } from "../../../functions/directory/directory.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { at, nurse, social } from "./places.ts";
import { hidden, name, partnerships, reach, world, type World } from "./support.ts";

/** The addresses that are told of a stage, by the core's own reckoning. */
async function told(made: World): Promise<string[]> {
  const { history, state } = await made.story();
  return noticesOf(history, made.policy)
    .filter((each) => each.kind === "told")
    .flatMap(({ seat }) => {
      const person = state.seats.get(seat)?.person;
      return person && person !== "erased" ? [person.email] : [];
    });
}

const commissioner = "io.commissions@knowsley.example";

describe("the questions of a stage", () => {
  it("KNO-06 asks at stage 2 whether commissioners should be notified, says what a yes means, and they are told", async () => {
    const { made, path } = await at("line-managers");
    const raising = await path("raising");
    const shown = await made.post(raising, { do: "choose", form: "questions" });
    expect(shown.text).toContain(
      "Should Commissioners be notified? If you answer yes: the Commissioner of Knowsley Safeguarding Children Partnership is told by email and can read the record.",
    );
    const done = await made.send(raising, "questions", { ...name, "answer-commissioners": "yes" });
    expect(done.text).toContain("Should Commissioners be notified? Yes");
    expect(done.text).toContain("Io Commissions, Commissioner, Knowsley Safeguarding Children Partnership");
    expect(made.last("QuestionsAnswered")).toMatchObject({
      stage: "line-managers",
      by: { side: "raising", role: "line-manager" },
      sealed: { answers: { commissioners: "Yes" } },
    });
    expect(made.last("OthersTold").told).toMatchObject([{ role: "commissioner", via: "holder", side: "partnership" }]);
    expect(await told(made)).toContain(commissioner);
    const read = await made.post(made.link(made.last("OthersTold").told[0]?.seat ?? ""), { do: "record" });
    expect(read.text).toContain("Robin Childe");
  });

  it("KNO-06 tells nobody where the answer is no", async () => {
    const { made, path } = await at("line-managers");
    await made.send(await path("raising"), "questions", { ...name, "answer-commissioners": "no" });
    await made.send(await path("receiving"), "respond", {
      ...name,
      "answer-aim": "A plan",
      "answer-commissioners": "no",
      response: "We disagree",
    });
    expect(made.events()).not.toContain("OthersTold");
    expect(await told(made)).not.toContain(commissioner);
  });

  it("KNO-06 asks the receiving line manager with the response, and tells nobody twice when both say yes", async () => {
    const { made, path } = await at("line-managers");
    const response = { ...name, "answer-aim": "A plan", "answer-commissioners": "yes", response: "We disagree" };
    await made.send(await path("receiving"), "respond", response);
    expect(made.last("ResponseRecorded").sealed).toMatchObject({ answers: { commissioners: "Yes", aim: "A plan" } });
    expect(await told(made)).toContain(commissioner);
    await made.send(await path("raising"), "questions", { ...name, "answer-commissioners": "yes" });
    expect(made.events().filter((each) => each === "OthersTold")).toHaveLength(1);
  });

  it("KNO-06 tells the partnership's inbox where nobody is known as commissioner", async () => {
    const partnership = { ...partnerships["knowsley"], roles: {} } as Partnership;
    const { made, path } = await at("line-managers", { partnership });
    await made.send(await path("raising"), "questions", { ...name, "answer-commissioners": "yes" });
    expect(made.last("OthersTold").told).toMatchObject([{ role: "commissioner", via: "inbox" }]);
  });

  it("KNO-06 a late yes is kept with its question, and tells nobody", async () => {
    const { made, path } = await at("line-managers");
    const receiving = await path("receiving");
    await reach(made, "senior-managers");
    const response = { ...name, "answer-aim": "A plan", "answer-commissioners": "yes", response: "Too late" };
    const done = await made.send(receiving, "respond", response);
    expect(done.text).toContain("Your answer is recorded as a late answer");
    expect(done.text).toContain("Should Commissioners be notified? Yes");
    expect(made.last("LateAnswerRecorded").sealed).toMatchObject({ answers: { commissioners: "Yes", aim: "A plan" } });
    expect(made.events()).not.toContain("OthersTold");
  });

  it("KNO-11 asks both senior managers when and how their own director was involved", async () => {
    const { made, path } = await at("senior-managers");
    const question = "When and how was the Assistant Director or Director of your agency involved?";
    const [raising, receiving] = [await path("raising"), await path("receiving")];
    expect((await made.post(raising, { do: "choose", form: "questions" })).text).toContain(question);
    expect((await made.post(receiving, { do: "choose", form: "respond" })).text).toContain(question);
    expect((await made.get(raising)).text).toContain(`Answer what the policy asks of you ${question}`);
    const empty = await made.send(raising, "questions", name);
    expect(empty.status).toBe(422);
    expect(empty.html).toContain(`<a href="#answer-director-involved">Enter an answer: ${question}</a>`);
    await made.send(raising, "questions", { ...name, "answer-director-involved": "By telephone today" });
    expect(made.last("QuestionsAnswered").sealed).toMatchObject({
      answers: { "director-involved": "By telephone today" },
    });
    expect((await made.get(raising)).text).not.toContain("Answer what the policy asks of you");
    const record = await made.post(receiving, { do: "record" });
    expect(record.text).toContain(`${question} By telephone today`);
  });

  it("MED-11 asks the raising director for remaining concerns and requested action, of which one is enough", async () => {
    const { made, path } = await at("assistant-directors", { policy: "medway" });
    const raising = await path("raising");
    const none = await made.send(raising, "questions", name);
    expect(none.status).toBe(422);
    expect(none.html).toContain('<a href="#answer-remaining-concerns">Answer at least one of the questions</a>');
    await made.send(raising, "questions", { ...name, "answer-requested-action": "A joint visit" });
    expect(made.last("QuestionsAnswered").sealed).toMatchObject({ answers: { "requested-action": "A joint visit" } });
    expect((await made.post(await path("receiving"), { do: "choose", form: "questions" })).status).toBe(409);
  });

  it("are not asked at a stage that has none", async () => {
    const made = await world();
    expect((await made.post(made.link(nurse), { do: "continue" })).html).not.toContain('value="questions"');
    expect((await made.post(made.link(nurse), { do: "choose", form: "questions" })).status).toBe(409);
  });

  it("are asked of the body that ends a stage, where the policy asks them of it", async () => {
    const asks = (policy: Policy): Policy => ({
      ...policy,
      stages: policy.stages.map((each) =>
        each.stage === "chair"
          ? {
              ...each,
              pageAsks: {
                ...each.pageAsks,
                body: [{ id: "met", question: "When did you confer?", answer: "date", required: true, clause: "4" }],
              },
            }
          : each,
      ),
    });
    const { made, path } = await at("chair", { change: asks });
    const sent = { ...name, "answer-met-day": "2", "answer-met-month": "11", "answer-met-year": "2026" };
    const done = await made.send(await path("partnership"), "questions", sent);
    expect(done.text).toContain("When did you confer? Monday 2 November 2026");
    expect(made.last("QuestionsAnswered").sealed).toMatchObject({ answers: { met: "Monday 2 November 2026" } });
  });
});

describe("before a stage goes on", () => {
  const question = "Does your line manager agree that significant concerns remain?";
  const gated = (policy: Policy): Policy => ({
    ...policy,
    stages: policy.stages.map((each) =>
      each.stage === "practitioners"
        ? {
            ...each,
            beforeItGoesOn: [
              { id: "manager", question, answer: "yes or no", required: true, mustBe: "yes", clause: "4" },
              { id: "asked", question: "On which day were they asked?", answer: "date", required: false, clause: "4" },
            ],
          }
        : each,
    ),
  });

  it("its questions are asked of whoever declares the matter unresolved, and a no keeps the stage open", async () => {
    const made = await world({ change: gated });
    const path = made.link(nurse);
    const sent = { ...name, reason: "No way forward" };
    const empty = await made.send(path, "unresolved", sent);
    expect(empty.html).toContain(`<a href="#before-manager">Select yes or no: ${question}</a>`);
    const no = await made.send(path, "unresolved", { ...sent, "before-manager": "no" });
    expect(no.status).toBe(422);
    expect(no.html).toContain('<a href="#before-manager">The policy lets it go on by declaration only where');
    expect(no.html).toContain(">No way forward</textarea>");
    expect(made.events()).not.toContain("StageEnded");
    const asked = { "before-asked-day": "2", "before-asked-month": "11", "before-asked-year": "2026" };
    const done = await made.send(path, "unresolved", { ...sent, "before-manager": "yes", ...asked });
    expect(done.text).toContain("It goes to “Stage 2: line managers” now.");
    expect(done.text).toContain(`${question} Yes On which day were they asked? Monday 2 November 2026`);
    expect(made.last("DeclaredUnresolved").sealed).toMatchObject({ answers: { manager: "yes", asked: "2026-11-02" } });
  });

  it("they are asked too of whoever rejects a resolution and declares the matter unresolved, and only then", async () => {
    const made = await world({ change: gated });
    await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: "answer-proposal" });
    expect(shown.text).toContain(`If you declare it unresolved: ${question}`);
    const sent = { ...name, answer: "reject", reason: "Too late", unresolved: "yes" };
    const unsaid = await made.send(path, "answer-proposal", sent);
    expect(unsaid.status).toBe(422);
    expect(unsaid.html).toContain(`<a href="#before-manager">Answer this before it goes on: ${question}</a>`);
    const done = await made.post(path, { ...hidden(unsaid.html), ...sent, "before-manager": "yes" });
    expect(done.text).toContain("It goes to “Stage 2: line managers” now.");
    const other = await world({ change: gated });
    await other.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit" });
    const stays = await other.send(other.link(nurse), "answer-proposal", { ...sent, unresolved: "no" });
    expect(stays.status).toBe(200);
    expect(other.events()).not.toContain("StageEnded");
  });

  it("MED-01 either side can end the informal stage, and its page says so", async () => {
    const made = await world({ policy: "medway", before: {} });
    const path = made.link("informal/receiving-side/1", "informal");
    const shown = await made.post(path, { do: "choose", form: "unresolved" });
    expect(shown.text).toContain("Either side can do this, without the other’s agreement.");
    const done = await made.send(path, "unresolved", { ...name, reason: "We see no way" });
    expect(done.text).toContain("It goes to “Stage 1: Service Managers” now.");
    expect(made.last("DeclaredUnresolved").by.side).toBe("receiving");
  });
});
