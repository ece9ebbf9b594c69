/** What a policy asks beside what every concern says, on the pages by which a concern is raised. */
import { beforeEach, describe, expect, it } from "vitest";
import { loadPolicy } from "../../../policies/language/load.ts";
import { smallPolicy } from "../../policies/small.ts";
import {
  concern,
  day,
  lastOf,
  pageOf,
  problemsOn,
  raisingAnew,
  sentAlong,
  where,
  type Fields,
  type Raising,
} from "./raising.ts";

let made: Raising;
const { anew } = raisingAnew((each) => {
  made = each;
});

const inMedway = { ...where, area: "medway", type: "timeliness" };
const aboutPolice = { ...inMedway, "receiving-agency": "police" };
const done = {
  ...day("before-manager-consulted", "2026-11-12"),
  ...day("before-professional-to-professional", "2026-11-13"),
  ...day("before-managers-in-contact", "2026-11-17"),
};
/** The last day is tomorrow. */
const tooLate = day("before-managers-in-contact", "2026-11-18");
const raisedOf = async (page: Parameters<Raising["story"]>[0]) => (await made.story(page)).state.raised;
/** Every page on the way, one after the other. */
async function onTheWay(fields: Fields, of = made): Promise<{ html: string; text: string; ids: string[] }> {
  const pages = (await of.walk(await of.link(), { ...where, ...concern, ...fields })).slice(0, -1);
  const all = (part: "html" | "text") => pages.map((each) => each[part]).join(" ");
  return { html: all("html"), text: all("text"), ids: pages.map(pageOf) };
}
const checkPage = async (fields: Fields, of = made) => of.check(await of.link(), fields);

describe("what comes before the formal process", () => {
  const informal = "“Before Stage 1: professional to professional”";
  const explains =
    "Before the formal process you consult your own line manager, try to resolve it professional to professional, and a line or team manager contacts the equivalent manager of the other agency.";

  it("MED-01 asks for each with its day, and says what follows where one is left empty", async () => {
    const { text, html } = await onTheWay(inMedway);
    for (const words of [
      "On which day did you consult your own line manager on your thinking and the desired outcome?",
      "On which day did you last try to resolve it professional to professional?",
      "On which day did a line or team manager contact the equivalent manager of the other agency?",
      `Leave empty what has not happened yet. The concern then opens at ${informal} instead of “Stage 1: Service Managers”.`,
      explains,
    ])
      expect(text).toContain(words);
    expect(html).not.toMatch(/equivalent manager of the other agency\? \(optional\)/);
  });

  it("MED-01 a policy that has no such thing asks nothing of it", async () => {
    const { text, ids } = await onTheWay(where);
    expect(text).not.toContain("has not happened yet");
    expect(ids.filter((each) => /^(before|answer|start)-/.test(each))).toEqual([]);
  });

  it("MED-01 with all of it confirmed the check page shows the days, and it opens at stage 1", async () => {
    const path = await made.link();
    const checked = await made.check(path, { ...inMedway, ...done });
    expect(checked.text).toContain("professional to professional? Friday 13 November 2026");
    expect(checked.text).not.toContain("not in the formal process yet");
    const raised = await made.raise(path, checked);
    expect(raised.text).toContain("It is at “Stage 1: Service Managers” now.");
    expect(raised.text).not.toContain("not in the formal process yet");
    expect(await raisedOf(raised)).toMatchObject({
      opensAt: "service-managers",
      sealed: {
        before: {
          "manager-consulted": "2026-11-12",
          "professional-to-professional": "2026-11-13",
          "managers-in-contact": "2026-11-17",
        },
      },
    });
  });

  it("MED-01 with one left empty the check page and the last page say that the informal stage opens, why and what then", async () => {
    const path = await made.link();
    const fields = { ...inMedway, ...done, ...day("before-managers-in-contact", "--") };
    const checked = await made.check(path, fields);
    expect(checked.status).toBe(200);
    const why =
      "It is not in the formal process yet, because this was not answered: “On which day did a line or team manager contact the equivalent manager of the other agency?”.";
    for (const words of [
      "equivalent manager of the other agency? Not yet",
      `${why} ${explains}`,
      `It opens at ${informal}, and those who act there are told by email at once. If it is not settled there in time, it goes to “Stage 1: Service Managers” by itself; either side can send it there sooner by declaring it unresolved.`,
    ])
      expect(checked.text).toContain(words);
    const raised = await made.raise(path, checked);
    expect(raised.text).toContain(why);
    expect(raised.text).toContain(`It is at ${informal} now.`);
    expect(raised.text).toContain("it goes to “Stage 1: Service Managers” by itself.");
    expect(raised.text).toContain(
      "By 5pm on Tuesday 24 November 2026 Resolve the matter with each other, or with the help of your line managers The policy says “within a time scale, which is acceptable to both of them” and gives no number here. This timescale is the organisation’s own.",
    );
    expect(await raisedOf(raised)).toMatchObject({ opensAt: "informal", notYet: ["managers-in-contact"] });
  });

  it.each([
    [
      tooLate,
      "managers-in-contact-day",
      /^This has to have happened already\. Enter the day on which it did, or leave it empty$/,
    ],
    [{ "before-managers-in-contact-month": "" }, "managers-in-contact-month", /^The date must include a month$/],
    [day("before-managers-in-contact", "2026-02-30"), "managers-in-contact-day", /^The date must be a real date$/],
  ])("MED-01 refuses %j at its field, and keeps the rest", async (wrong, input, says) => {
    const path = await made.link();
    const page = await made.check(path, { ...inMedway, ...done, ...wrong });
    const before = await made.open(path, "before-manager-consulted");
    expect(before.html).toMatch(/name="before-manager-consulted-day"[^>]* value="12"/);
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual({ [`before-${input}`]: expect.stringMatching(says) as string });
    expect(made.record.commits).toEqual([]);
  });

  it("MED-01 what is refused when it is raised comes back at its field", async () => {
    const path = await made.link();
    const checked = await made.check(path, { ...inMedway, ...done });
    // The clock is an hour wrong around midnight: what has happened is still to come.
    made.clock.set("2026-11-16T23:59:00.000Z");
    const page = await made.raise(path, checked);
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual({
      "before-managers-in-contact-day":
        "This has to have happened already. Enter the day on which it did, or leave it empty",
    });
    expect(made.record.commits).toEqual([]);
  });
});

describe("the policy's own questions", () => {
  const plan = "answer-status.child-protection-plan";
  const care = "answer-status.in-care";
  const none = "answer-status..none";

  it("MED-05 asks whether the child has a plan or is in care, any of them or none", async () => {
    const { html, text } = await onTheWay(inMedway);
    expect(text).toContain("Is the child or young person subject to a Child Protection Plan, or in care? (optional)");
    expect([...html.matchAll(/type="checkbox" value="yes"/g)]).toHaveLength(3);
    expect(text).toContain("Subject to a Child Protection Plan In care or None of these");
  });

  it.each([
    ["one", { [plan]: "yes" }, ["child-protection-plan"], "in care? Subject to a Child Protection Plan"],
    ["both", { [plan]: "yes", [care]: "yes" }, ["child-protection-plan", "in-care"], "Child Protection Plan In care"],
    ["none", { [none]: "yes" }, [], "in care? None of these"],
  ] as [string, Fields, string[], string][])(
    "MED-05 %s of them is shown and put on the record",
    async (_title, fields, status, shown) => {
      const path = await made.link();
      const checked = await made.check(path, { ...inMedway, ...done, ...fields });
      expect(checked.text).toContain(shown);
      expect(await raisedOf(await made.raise(path, checked))).toMatchObject({ sealed: { answers: { status } } });
    },
  );

  it("MED-05 left out it is not answered, and nothing is made up", async () => {
    const path = await made.link();
    const checked = await made.check(path, { ...inMedway, ...done });
    expect(checked.text).toContain("in care? Not answered");
    expect((await raisedOf(await made.raise(path, checked))).sealed).not.toHaveProperty("answers");
  });

  it("MED-05 refuses one of them together with none, and keeps both", async () => {
    const page = await checkPage({ ...inMedway, ...done, [plan]: "yes", [none]: "yes" });
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual({ [plan]: "Select what applies, or “None of these”, and not both" });
    expect(page.html).toContain(`id="${plan}"`);
    expect([...page.html.matchAll(/type="checkbox" value="yes" checked/g)]).toHaveLength(2);
  });

  it("MED-05 keeps what was ticked on the way back to where it belongs and forward again", async () => {
    const path = await made.link();
    await made.check(path, { ...inMedway, ...done, [care]: "yes" });
    const back = await made.open(path, "area");
    await made.walkOn(path, back, where, "type");
    await made.walkOn(path, await made.open(path, "area"), inMedway, "type");
    expect((await made.open(path, "answer-status")).html).toMatch(/name="answer-status\.in-care"[^>]* checked/);
  });

  it("MED-04 asks whether it concerns the MASH where one of the agencies is the police, and only there", async () => {
    const question = "Does it concern the Multi Agency Safeguarding Hub (MASH)?";
    expect((await onTheWay(inMedway)).text).not.toContain(question);
    expect((await onTheWay(aboutPolice)).text).toContain(question);
    const page = await checkPage({ ...aboutPolice, ...done });
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual({ "answer-concerns-mash": `Select yes or no: ${question}` });

    const path = await made.link();
    const checked = await made.check(path, { ...aboutPolice, ...done, "answer-concerns-mash": "no" });
    expect(checked.text).toContain(`${question} No`);
    expect(await raisedOf(await made.raise(path, checked))).toMatchObject({
      raising: { kind: "education" },
      receiving: { agency: "police", kind: "police" },
      sealed: { answers: { "concerns-mash": "no" } },
    });
  });

  it("MED-04 an answer that is left from another agency is not put on the record", async () => {
    const page = await made.raiseAll({ ...inMedway, ...done, "answer-concerns-mash": "yes" });
    expect((await raisedOf(page)).sealed).not.toHaveProperty("answers");
  });

  it("MED-04 says whom to ask if in doubt who is in the role, where the other agency is the police", async () => {
    const advice = "contact the Kent Police control room or the Central Referral Unit (CRU)";
    expect((await onTheWay(inMedway)).text).not.toContain(advice);
    const { text } = await onTheWay({ ...aboutPolice, "answer-concerns-mash": "no" });
    expect(text.split(advice)).toHaveLength(2);
  });

  it("ALL-05 with immediate risk nothing is held up for want of an answer", async () => {
    const page = await made.raiseAll({ ...aboutPolice, ...done, "immediate-risk": "yes" });
    expect(await raisedOf(page)).toMatchObject({ immediateRisk: true, opensAt: "service-managers" });
  });
});

describe("a policy of one file that asks everything that can be asked", () => {
  const everything = loadPolicy(
    smallPolicy({
      "area: { id: small, name: Small }":
        "region: { id: vale, name: The Vale, areas: [{ id: wick, name: Wick }, { id: combe, name: Combe }] }",
      "roles:\n": `asks when raised:
  - { id: urgent, question: Is it urgent?, hint: If somebody waits for it., answer: yes or no, clause: "1" }
  - id: plan
    question: Which plan is there?
    answer: one of
    options: [{ id: early-help, words: Early help }, { id: protection, words: Protection }]
    clause: "1"
  - id: services
    question: Which services know?
    answer: any of
    options: [{ id: health, words: Health }, { id: housing, words: Housing }]
    clause: "1"
  - { id: decided, question: On which day was it decided?, answer: date, clause: "1" }
  - { id: told, question: Whom did you tell?, answer: text, clause: "1" }
may open at:
  - { stage: last, because: The case is already before a court, clause: "2" }
roles:
`,
    }),
    "small.yaml",
  );
  const answers: Fields = {
    area: "wick",
    type: "level",
    "answer-urgent": "no",
    "answer-plan": "protection",
    "answer-services.housing": "yes",
    ...day("answer-decided", "2026-11-10"),
    "answer-told": "<b>The head</b>",
    "start-at": "(as usual)",
  };
  let of: Raising;
  beforeEach(async () => {
    of = await anew([everything]);
  });
  /** No secure setting is asked about, for no policy that is held has a rule for one. */
  const all = (changes: Fields = {}): Fields => ({ ...answers, ...changes });

  it("PRE-01 offers every area of a region, and names its policy once", async () => {
    const page = await of.post(await of.link(), { do: "continue" });
    expect(page.text).toContain("Combe Wick Another area");
    expect((await of.get("/raise")).text).toContain("Combe and Wick The A small policy of Small Partnership");
  });

  it("PRE-02 shows every answer to be checked, in words, and puts it on the record", async () => {
    const path = await of.link();
    const checked = await of.check(path, all());
    for (const words of [
      "Is it urgent? No",
      "Which plan is there? Protection",
      "Which services know? Housing",
      "On which day was it decided? Tuesday 10 November 2026",
    ])
      expect(checked.text).toContain(words);
    expect(checked.html).not.toContain("<b>");
    const page = await of.raise(path, checked);
    expect(page.text).toContain("because the local authority area is Wick");
    expect((await of.story(page)).state.raised).toMatchObject({
      opensAt: "first",
      area: "wick",
      policy: { because: "area" },
      sealed: {
        answers: {
          urgent: "no",
          plan: "protection",
          services: ["housing"],
          decided: "2026-11-10",
          told: "<b>The head</b>",
        },
      },
    });
  });

  it("PRE-02 refuses what is left out, each at its own page", async () => {
    const path = await of.link();
    await of.check(path, all());
    const problems: Record<string, string> = {};
    for (const page of [
      "answer-urgent",
      "answer-plan",
      "answer-services",
      "answer-decided",
      "answer-told",
      "start-at",
    ]) {
      const refused = await of.post(path, { ...sentAlong((await of.open(path, page)).html), do: "save" });
      expect(refused.status).toBe(422);
      Object.assign(problems, problemsOn(refused));
    }
    expect(problems).toEqual({
      "answer-urgent": "Select yes or no: Is it urgent?",
      "answer-plan": "Select an answer: Which plan is there?",
      "answer-services.health": "Select what applies: Which services know?",
      "answer-decided-day": "Enter a date: On which day was it decided?",
      "answer-told": "Enter an answer: Whom did you tell?",
      "start-at": "Select where the concern begins",
    });
  });

  it("PRE-02 offers the later stage with the policy's reason, and puts one's own on the record", async () => {
    const { text } = await onTheWay(all(), of);
    expect(text).toContain("At “First”, as concerns usually do");
    expect(text).toContain("At “Last” Only for this reason: The case is already before a court");
    const path = await of.link();
    const checked = await of.check(path, all({ "start-at": "last", "start-reason": "The court sits on Monday" }));
    expect(checked.text).toContain("It begins at At “Last”");
    expect(checked.text).toContain("Why does it begin at a later stage? The court sits on Monday");
    expect((await of.story(await of.raise(path, checked))).state.raised).toMatchObject({
      entered: "last",
      opensAt: "last",
      sealed: { enteredBecause: "The court sits on Monday" },
    });
  });

  it.each([[{ "start-at": "last" }, "Enter why the concern begins at a later stage"]])(
    "PRE-02 refuses %j",
    async (changes, says) => {
      const page = await checkPage(all(changes), of);
      expect(page.status).toBe(422);
      expect(problemsOn(page)).toEqual({ "start-reason": says });
    },
  );
});

describe("an organisation's own policy beside a local one", () => {
  const says =
    "Its stages and timescales govern. Your organisation’s own Safeguarding Escalation Process holds beside it: you hear of every challenge and decision at once and you are asked to record the details of the challenge and the agreements reached on the child’s file and on My Concern.";

  it("TP-01, TP-07, TP-08 says so to the provider's own people, and to nobody else", async () => {
    const path = await made.link("a@academy.council.example");
    const shown = async (fields: Fields, at = path) => lastOf(await made.walk(at, fields, "immediate-risk")).text;
    expect(await shown(where)).toContain(says);
    const itself = { ...where, area: "(another)", "other-area": "Kent" };
    expect(await shown(itself)).not.toContain("holds beside it");
    expect(await shown(where, await made.link())).not.toContain("holds beside it");
  });
});

it("ALL-05 every page on the way says first what to do if someone is in immediate danger", async () => {
  const path = await made.link();
  const pages = await made.walk(path, { ...aboutPolice, ...concern, ...inMedway, "answer-status.in-care": "yes" });
  const refused = await checkPage({ ...inMedway, ...done, ...tooLate });
  for (const { text } of [...pages, refused, await made.raise(path, lastOf(pages))]) {
    const danger = text.indexOf("If someone is in immediate danger, call 999.");
    expect(danger).toBeGreaterThan(0);
    for (const later of ["Raise a concern", "formal process", "Save and continue"])
      if (text.includes(later)) expect(danger).toBeLessThan(text.indexOf(later));
  }
});
