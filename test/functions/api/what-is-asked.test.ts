/** What a policy asks when a concern is raised, what has to come before its formal process, and what holds beside it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import type { PolicyAnswer, RaisedAnswer } from "../../../functions/api/answers.ts";
import { notYetFormal, policiesInForce } from "../../../functions/api/policies.ts";
import type { Rules } from "../../../functions/core/clocks.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { createEscalations } from "../../../functions/escalations/escalations.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { choosePolicy } from "../../../policies/choose.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import { holding, publishedPolicies } from "../../../policies/published.ts";
import { smallPolicy } from "../../policies/small.ts";
import { concern, startServices, type Services, type Stack } from "../../support/stack.ts";

let services: Services;
let stack: Stack;
/** The service with the five policies. */
let five: Service;
/** The service with an invented one that asks everything that can be asked. */
let invented: Service;

const agency = (id: string, kind: string, ownPolicy?: string) => ({
  id,
  name: `The ${id}`,
  kind,
  areas: ["medway", "knowsley", "small", "kent"],
  domains: [`${id}.example`],
  inbox: `office@${id}.example`,
  roles: {},
  ...(ownPolicy ? { ownPolicy } : {}),
});
const directory = {
  partnerships: [],
  agencies: [
    agency("school", "education"),
    agency("care", "social-care"),
    agency("police", "police"),
    agency("provider", "training-provider", "training-provider"),
    agency("college", "training-provider", "training-provider"),
  ],
  clients: ["school", "police", "provider"].map((id) => ({ id, agency: id })),
};

const asking = smallPolicy({
  "roles:\n": `asks when raised:
  - { id: urgent, question: Is it urgent?, answer: yes or no, clause: "1" }
  - id: plan
    question: Which plan is there?
    answer: one of
    options: [{ id: early-help, words: Early help }, { id: protection, words: Protection }]
    required: false
    clause: "1"
  - { id: decided, question: On which day was it decided?, answer: date, required: false, clause: "1" }
  - { id: told, question: Whom did you tell?, answer: text, required: false, clause: "1" }
  - { id: rank, question: Which rank?, answer: text, when an agency is: police, clause: "1" }
may open at:
  - { stage: last, because: The case is already before a court, clause: "2" }
roles:
`,
  "        from: stage opened\n": `        from: stage opened
        instead: [{ only if: { urgent: "yes" }, within: same working day, clause: "1" }]
        or sooner: [{ within: 2 working days, from: answer decided, clause: "1" }]
`,
});

interface Service {
  post(changes: Record<string, unknown>, options?: { client?: string; key?: string }): Promise<Response>;
  policies(): Promise<PolicyAnswer[]>;
}

function service(policies: ReturnType<typeof publishedPolicies>): Service {
  const held = holding(() => policies);
  const rulesOf = ({ id, version }: { readonly id: string; readonly version: string }): Rules => {
    const policy = held.policyVersion(id, version);
    return { policy, calendar: calendarOf(policy.nation) };
  };
  const { record } = stack.tasks;
  const api = createApi({
    ...stack.api,
    escalations: createEscalations({ record, rulesOf, signal: () => Promise.resolve() }),
    policies: {
      rulesOf,
      choose: (choosing) => choosePolicy(choosing, held),
      inForce: (day) => policiesInForce(held, day),
    },
  });
  let keys = 0;
  return {
    async post(changes, { client = "school", key = `key-${++keys}` } = {}) {
      const body = concern({
        typeOfDisagreement: "another",
        anotherType: "Who pays for the taxi",
        raising: { practitioner: { name: "Sam Carter", email: `s.carter@${client}.example` } },
        receiving: { agency: "care" },
        ...changes,
      });
      const headers = { authorization: `Bearer token-${client}`, "content-type": "application/json" };
      return api.request("/escalations", {
        method: "POST",
        headers: { ...headers, "idempotency-key": `${policies.length} ${key}` },
        body: JSON.stringify(body),
      });
    },
    async policies() {
      const response = await api.request("/policies", { headers: { authorization: "Bearer token-school" } });
      return ((await response.json()) as { policies: PolicyAnswer[] }).policies;
    },
  };
}

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
  await importDirectory(services.dynamoDB, stack.tables.working, directory);
  five = service(publishedPolicies());
  invented = service([loadPolicy(asking, "small.yaml")]);
}, 30_000);
afterAll(() => services.close());

async function raise(of: Service, changes: Record<string, unknown>, options: { client?: string; key?: string } = {}) {
  const response = await of.post(changes, options);
  const answer = (await response.json()) as RaisedAnswer & { errors?: { field: string; says: string }[] };
  const [first] = response.status === 201 ? await stack.tasks.record.read(answer.reference) : [];
  const event = first?.events[0];
  return { status: response.status, answer, raised: event?.type === "EscalationRaised" ? event : undefined };
}

/** The fields that are refused and what is said; nothing is left behind. */
async function refused(of: Service, changes: Record<string, unknown>, options: { client?: string } = {}) {
  const count = async () => [
    (await services.items(stack.tables.record)).length,
    (await services.items(stack.tables.working)).filter((each) => !String(each["pk"]).startsWith("RATE#")).length,
  ];
  const before = await count();
  const { status, answer } = await raise(of, changes, options);
  expect(status).toBe(422);
  expect(await count()).toEqual(before);
  return Object.fromEntries((answer.errors ?? []).map(({ field, says }) => [field, says]));
}

const done = {
  "manager-consulted": "2026-11-12",
  "professional-to-professional": "2026-11-13",
  "managers-in-contact": "2026-11-17",
};
const medway = { area: "medway", before: done };

describe("what comes before the formal process", () => {
  test("MED-01 with all three confirmed, each with its day, it opens at stage 1, and the days are on the record", async () => {
    const { status, answer, raised } = await raise(five, medway);
    expect(status).toBe(201);
    expect(raised).toMatchObject({ opensAt: "service-managers", sealed: { before: done } });
    expect(raised).not.toHaveProperty("notYet");
    expect(answer).not.toHaveProperty("notYetFormal");
  });

  test.each(Object.keys(done))(
    "MED-01 without %s it opens at the informal stage, and the answer says why and what happens next",
    async (missing) => {
      const before = Object.fromEntries(Object.entries(done).filter(([id]) => id !== missing));
      const { status, answer, raised } = await raise(five, { ...medway, before });
      expect(status).toBe(201);
      expect(raised).toMatchObject({ opensAt: "informal", notYet: [missing], sealed: { before } });
      const question = publishedPolicies()
        .find((each) => each.policy === "medway")
        ?.beforeTheFormalProcess?.confirms.find((each) => each.id === missing)?.question;
      expect(answer.notYetFormal).toMatchObject({
        stage: { id: "informal", title: "Before Stage 1: professional to professional" },
        missing: [{ id: missing, question }],
        next: "It opens at “Before Stage 1: professional to professional”, and those who act there are told by email at once. If it is not settled there in time, it goes to “Stage 1: Service Managers” by itself; either side can send it there sooner by declaring it unresolved.",
      });
      expect(answer.notYetFormal?.because).toContain(
        `It is not in the formal process yet, because this was not answered: “${question}”. Before the formal process you`,
      );
    },
  );

  test("MED-01 without any of it, all three are named", async () => {
    const { answer, raised } = await raise(five, { area: "medway" });
    expect(raised).toMatchObject({ opensAt: "informal", notYet: Object.keys(done) });
    expect(answer.notYetFormal?.missing.map(({ id }) => id)).toEqual(Object.keys(done));
  });

  test("MED-01 where it opens in the formal process all the same, nothing is said of it", () => {
    const policy = publishedPolicies().find((each) => each.policy === "medway");
    if (!policy) throw new Error("Medway’s policy is held");
    const notYet = ["managers-in-contact"];
    expect(notYetFormal(policy, { notYet, opensAt: "service-managers" })).toBeUndefined();
    expect(notYetFormal(policy, { notYet, opensAt: "informal" })?.missing).toHaveLength(1);
  });

  test("MED-01 the same is answered when it is sent again", async () => {
    const first = await raise(five, { area: "medway" }, { key: "twice" });
    expect((await raise(five, { area: "medway" }, { key: "twice" })).answer).toEqual(first.answer);
  });

  test.each([
    [
      "one that has not come yet",
      { "managers-in-contact": "2026-11-18" },
      "This has to have happened already. Give the day on which it did.",
    ],
    [
      "what is no day",
      { "managers-in-contact": "2026-02-30" },
      "give the day on which it happened, such as 2026-11-20",
    ],
    [
      "a yes in place of a day",
      { "managers-in-contact": true },
      "give the day on which it happened, such as 2026-11-20",
    ],
  ])("MED-01 %s is refused", async (_title, wrong, says) => {
    expect(await refused(five, { ...medway, before: { ...done, ...wrong } })).toEqual({
      "before.managers-in-contact": says,
    });
  });

  test("MED-01 what the policy does not ask is refused with what it asks", async () => {
    expect(await refused(five, { ...medway, before: { ...done, "chair-consulted": "2026-11-12" } })).toEqual({
      "before.chair-consulted":
        "This policy asks nothing of the kind. It asks: manager-consulted, professional-to-professional, managers-in-contact.",
    });
    expect(await refused(five, { area: "knowsley", before: done })).toEqual({
      "before.manager-consulted": "This policy asks nothing of the kind. Leave it out.",
    });
    expect(await refused(five, { ...medway, before: "yes" })).toEqual({
      before: "give the days by the id of what happened",
    });
  });
});

describe("the policy's own questions", () => {
  test("MED-05 that the child has a plan, is in care, both or neither is put on the record", async () => {
    for (const status of [["child-protection-plan"], ["in-care"], ["child-protection-plan", "in-care"], []])
      expect((await raise(five, { ...medway, answers: { status } })).raised).toMatchObject({
        sealed: { answers: { status } },
      });
    expect((await raise(five, medway)).raised?.sealed).not.toHaveProperty("answers");
  });

  test("MED-04 of which kinds the agencies are is on the record, and whether it concerns the MASH is asked where one is the police", async () => {
    const about = { ...medway, receiving: { agency: "police" } };
    expect(await refused(five, about)).toEqual({
      "answers.concerns-mash":
        "Answer this question of the policy: Does it concern the Multi Agency Safeguarding Hub (MASH)?",
    });
    expect(await refused(five, medway, { client: "police" })).toHaveProperty(["answers.concerns-mash"]);
    const { raised } = await raise(five, { ...about, answers: { "concerns-mash": "no" } });
    expect(raised).toMatchObject({
      raising: { agency: "school", kind: "education" },
      receiving: { agency: "police", kind: "police" },
      sealed: { answers: { "concerns-mash": "no" } },
    });
  });

  test("ALL-05 with immediate risk nothing is held up for want of an answer", async () => {
    const about = { ...medway, receiving: { agency: "police" }, immediateRisk: true };
    expect((await raise(five, about)).status).toBe(201);
  });

  test("MED-04, MED-05 everything that is wrong with the answers is said at once", async () => {
    const about = { ...medway, receiving: { agency: "police" }, answers: { status: ["adopted"], weather: "fine" } };
    expect(Object.keys(await refused(five, about)).toSorted()).toEqual([
      "answers.concerns-mash",
      "answers.status",
      "answers.weather",
    ]);
  });

  test("MED-04 a question that is not asked about these agencies is to be left out", async () => {
    expect(await refused(five, { ...medway, answers: { "concerns-mash": "yes" } })).toEqual({
      "answers.concerns-mash":
        "This is asked only where one of the two agencies is of the kind “police”. Leave it out.",
    });
  });

  test.each([
    [
      "an answer that is none",
      { "concerns-mash": "perhaps" },
      "“perhaps” is no answer to this. The answers are: yes, no.",
    ],
    ["a list for one answer", { "concerns-mash": ["yes"] }, "Give one answer, not a list."],
    [
      "a number",
      { "concerns-mash": 1 },
      "answer with “yes” or “no” in quotes, with one text, or with a list of texts where any of several can be given",
    ],
    ["one answer for a list", { status: "in-care" }, "Give a list, of any of: child-protection-plan, in-care."],
    [
      "an option that there is not",
      { status: ["adopted"] },
      "“adopted” is no answer to this. The answers are: child-protection-plan, in-care.",
    ],
    [
      "a question that there is not",
      { height: "1.20 m" },
      "This policy asks nothing of the kind. It asks: status, concerns-mash.",
    ],
  ])("MED-04, MED-05 %s is refused", async (_title, answers, says) => {
    const [id = ""] = Object.keys(answers);
    const about = id === "concerns-mash" ? { ...medway, receiving: { agency: "police" } } : medway;
    expect(await refused(five, { ...about, answers })).toEqual({ [`answers.${id}`]: says });
  });

  test("ALL-02 a policy that asks nothing refuses an answer", async () => {
    expect(await refused(five, { area: "knowsley", answers: { status: ["in-care"] } })).toEqual({
      "answers.status": "This policy asks nothing of the kind. Leave it out.",
    });
  });

  test("PRE-02 a policy of one file asks every kind of question, and takes each answer", async () => {
    const answers = { urgent: "yes", plan: "protection", decided: "2026-11-10", told: "=the head's deputy" };
    const { status, raised } = await raise(invented, { area: "small", answers });
    expect([status, raised?.sealed]).toEqual([201, expect.objectContaining({ answers })]);
  });

  test.each([
    ["no answer to what has to be", {}, "urgent", "Answer this question of the policy: Is it urgent?"],
    [
      "an option that there is not",
      { urgent: "no", plan: "none" },
      "plan",
      "“none” is no answer to this. The answers are: early-help, protection.",
    ],
    ["what is no date", { urgent: "no", decided: "last week" }, "decided", "Give a date, such as 2026-11-20."],
    [
      "more than 10,000 characters",
      { urgent: "no", told: "x".repeat(10_001) },
      "told",
      "your answer can have at most 10,000 characters: shorten it, and keep documents in your own system",
    ],
    ["spaces", { urgent: "no", told: "  " }, "told", "say your answer"],
  ])("PRE-02 %s is refused", async (_title, answers, id, says) => {
    expect(await refused(invented, { area: "small", answers })).toEqual({ [`answers.${id}`]: says });
  });
});

describe("raising at a later stage", () => {
  const answers = { urgent: "yes" };
  const startAt = { stage: "last", reason: "The court sits on Monday" };

  test("PRE-02 where a policy allows it, with the reason, which is on the record", async () => {
    const { raised } = await raise(invented, { area: "small", answers, startAt });
    expect(raised).toMatchObject({ opensAt: "last", entered: "last", sealed: { enteredBecause: startAt.reason } });
    expect(JSON.stringify({ ...raised, sealed: undefined })).not.toContain("court");
  });

  test.each([
    [
      { stage: "first", reason: "Why" },
      "startAt.stage",
      /^A concern cannot be raised at “first” under this policy\. It can at “last” \(The case is already before a court\)\.$/,
    ],
    [{ stage: "nowhere", reason: "Why" }, "startAt.stage", /^A concern cannot be raised at “nowhere”/],
    [{ stage: "last" }, "startAt.reason", /^say why it is raised at this stage$/],
    [{ stage: "last", reason: " " }, "startAt.reason", /^say why it is raised at this stage$/],
    [{ reason: "Why" }, "startAt.stage", /^say the stage at which it is raised/],
    ["last", "startAt", /^say at which stage it is raised, and why/],
  ])("%j is refused at %s", async (wrong, field, says) => {
    expect(await refused(invented, { area: "small", answers, startAt: wrong })).toEqual({
      [field]: expect.stringMatching(says) as string,
    });
  });

  test("MED-09 nothing skips Medway's stages 1 and 2", async () => {
    expect(
      await refused(five, { ...medway, startAt: { stage: "assistant-directors", reason: "It is serious" } }),
    ).toEqual({
      "startAt.stage":
        "A concern cannot be raised at “assistant-directors” under this policy. It opens at “Stage 1: Service Managers”.",
    });
  });
});

describe("an organisation's own policy beside a local one", () => {
  const own = {
    policy: { id: "training-provider", version: "2025" },
    practitionersHear: true,
    filing: "record the details of the challenge and the agreements reached on the child’s file and on My Concern",
  };

  test("TP-01, TP-07, TP-08 binds the provider's own people, and is on the record with what it asks of them", async () => {
    const { raised } = await raise(five, { area: "knowsley" }, { client: "provider" });
    expect(raised).toMatchObject({ policy: { id: "knowsley" }, beside: [{ side: "raising", ...own }] });
  });

  test("TP-01 the receiving provider's too, and both", async () => {
    const receiving = { agency: "college" };
    expect((await raise(five, { area: "knowsley", receiving })).raised?.beside).toEqual([
      { side: "receiving", ...own },
    ]);
    const both = await raise(five, { area: "knowsley", receiving }, { client: "provider" });
    expect(both.raised?.beside?.map((each) => each.side)).toEqual(["raising", "receiving"]);
  });

  test("TP-01 where it governs itself, or nobody has one, there is none", async () => {
    const itself = await raise(five, { area: "kent" }, { client: "provider" });
    expect(itself.raised).toMatchObject({ policy: { id: "training-provider", because: "own policy" } });
    expect(itself.raised).not.toHaveProperty("beside");
    expect((await raise(five, { area: "knowsley" })).raised).not.toHaveProperty("beside");
  });
});

describe("the same concern again", () => {
  test("is the same, its answers and days in another order", async () => {
    const about = { ...medway, receiving: { agency: "police" } };
    const turned = (all: object) => Object.fromEntries(Object.entries(all).toReversed());
    const answers = { "concerns-mash": "yes", status: ["in-care"] };
    const first = await raise(five, { ...about, answers }, { key: "turned" });
    const again = await raise(five, { ...about, answers: turned(answers), before: turned(done) }, { key: "turned" });
    expect([again.status, again.answer.reference]).toEqual([201, first.answer.reference]);
  });

  test("is another one with another answer", async () => {
    await raise(five, { ...medway, answers: { status: [] } }, { key: "changed" });
    const { status, answer } = await raise(five, { ...medway, answers: { status: ["in-care"] } }, { key: "changed" });
    expect([status, JSON.stringify(answer)]).toEqual([422, expect.stringContaining("key-used-before")]);
  });

  test("without the new fields it is told by the hash that it always had", async () => {
    const { raised } = await raise(five, { area: "knowsley" });
    // Computed before the fields were there: one that was sent then is found again.
    expect(raised?.submission.bodyHash).toBe("9e94981a04a05e37cc56aad0b0d954d428fe8c0fd55de84d4455d13d3087af7c");
  });
});

describe("GET /policies", () => {
  test("MED-01, MED-04, MED-05 says what Medway's asks when a concern is raised, and what has to come first", async () => {
    const found = (await five.policies()).find(({ id }) => id === "medway");
    expect(found?.asksWhenRaised).toEqual([
      expect.objectContaining({
        id: "status",
        answer: "any of",
        required: false,
        options: [
          { id: "child-protection-plan", words: "Subject to a Child Protection Plan" },
          { id: "in-care", words: "In care" },
        ],
      }),
      expect.objectContaining({ id: "concerns-mash", answer: "yes or no", required: true, whenAnAgencyIs: "police" }),
    ]);
    expect(found?.beforeTheFormalProcess).toMatchObject({
      confirms: Object.keys(done).map((id) => ({ id })),
      otherwiseOpensAt: "informal",
      explains: expect.stringContaining("Until then the two sides work on it informally") as string,
    });
    expect(found?.mayOpenAt).toEqual([]);
    const [informal, first] = found?.stages ?? [];
    expect([informal?.informal, informal?.unresolvedBy, first?.informal]).toEqual([true, "either side", false]);
    expect(informal?.clocks[0]).toMatchObject({
      setBy: "organisation",
      inWords: "within a time scale, which is acceptable to both of them",
      sidesMayAgreeALaterDate: true,
    });
  });

  test("PRE-02 says at which stages a concern may enter, and for which reason", async () => {
    const [found] = await invented.policies();
    expect(found?.mayOpenAt).toEqual([{ stage: "last", because: "The case is already before a court", clause: "2" }]);
    expect(found?.asksWhenRaised.map(({ id }) => id)).toEqual(["urgent", "plan", "decided", "told", "rank"]);
    expect(found).not.toHaveProperty("beforeTheFormalProcess");
    expect(found?.stages[0]?.clocks[0]).toMatchObject({
      within: "3 working days",
      instead: [{ onlyIf: { urgent: ["yes"] }, within: "same working day", clause: "1" }],
      orSooner: [{ within: "2 working days", countedFrom: "answer decided", clause: "1" }],
    });
  });

  test("PRE-01 has a region's policy once, with its areas", async () => {
    const region =
      "region: { id: vale, name: The Vale, areas: [{ id: wick, name: Wick }, { id: combe, name: Combe }] }";
    const ofRegion = service([loadPolicy(smallPolicy({ "area: { id: small, name: Small }": region }), "small.yaml")]);
    const policies = await ofRegion.policies();
    expect(policies.map(({ id, region: its }) => [id, its?.areas.map((each) => each.id)])).toEqual([
      ["small", ["wick", "combe"]],
    ]);
    const { answer, raised } = await raise(ofRegion, { area: "wick" }, { key: "of a region" });
    expect(answer.policy.because).toBe(
      "It is the policy of Small Partnership for Wick, the area that the concern gives.",
    );
    expect(raised).toMatchObject({ area: "wick", policy: { because: "area" } });
  });
});
