import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { createEscalations } from "../../../functions/escalations/escalations.ts";
import type { Rules } from "../../../functions/core/clocks.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { choosePolicy } from "../../../policies/choose.ts";
import { holding, publishedPolicies } from "../../../policies/published.ts";
import { clockAt } from "../../support/doubles.ts";
import { concern, startServices, stateMachinePrefix, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";

let services: Services;
let stack: Stack;

const agency = (id: string, areas: readonly string[], ownPolicy?: string) => ({
  id,
  name: `The ${id} agency`,
  kind: "education",
  areas: [...areas],
  domains: [`${id}.example`],
  inbox: `office@${id}.example`,
  roles: {},
  ...(ownPolicy ? { ownPolicy } : {}),
});
const everywhere = ["knowsley", "medway", "milton-keynes", "shropshire"];
const directory = {
  partnerships: [],
  agencies: [
    agency("raiser", everywhere),
    agency("provider", everywhere, "training-provider"),
    agency("everywhere", [...everywhere, "kent"]),
    agency("knowsley-only", ["knowsley"]),
    agency("kent-only", ["kent"]),
    agency("outside-medway", ["kent", "shropshire"]),
    agency("medway-and-kent", ["medway", "kent"]),
  ],
  clients: [
    { id: "raiser", agency: "raiser" },
    { id: "provider", agency: "provider" },
  ],
};

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
  await importDirectory(services.dynamoDB, stack.tables.working, directory);
});
afterAll(() => services.close());

interface Answer {
  readonly reference: string;
  readonly policy: { readonly id: string; readonly version: string; readonly title: string; readonly because: string };
  readonly errors?: readonly { readonly field: string; readonly says: string }[];
}

/** A type of disagreement of each policy. */
const firstType: Readonly<Record<string, string>> = {
  knowsley: "level-of-need",
  medway: "timeliness",
  "milton-keynes": "care-planning",
  shropshire: "information-sharing",
  kent: "level-of-risk",
};

async function raise(changes: Record<string, unknown>, client = "raiser", of: Stack = stack) {
  const body = concern({
    typeOfDisagreement: firstType[String(changes["area"])] ?? "another",
    anotherType: "Who pays for the taxi",
    raising: { practitioner: { name: "Sam Carter", email: `s.carter@${client}.example` } },
    receiving: { agency: "everywhere" },
    ...changes,
  });
  const response = await of.post(body, { client });
  return { status: response.status, answer: (await response.json()) as Answer };
}
const raisedOf = async (reference: string, of = stack) => (await of.tasks.escalations.read(reference))?.state.raised;

/** What there is of the service’s own making, but for the counters of requests. */
async function leftBehind() {
  const executions = await Promise.all(
    publishedPolicies().map(({ policy, version }) =>
      services.sfn.send(
        new ListExecutionsCommand({
          stateMachineArn: `${stateMachinePrefix}escalation-${policy}-${version.replaceAll(".", "-")}`,
          maxResults: 1000,
        }),
      ),
    ),
  );
  return [
    (await services.items(stack.tables.record)).length,
    (await services.items(stack.tables.working)).filter((each) => !String(each["pk"]).startsWith("RATE#")).length,
    executions.flatMap((each) => each.executions ?? []).length,
    stack.logged.length,
    services.mailbox.mails().length,
  ];
}

describe("which policy governs", () => {
  test.each([
    ["knowsley", "knowsley", "Knowsley Safeguarding Children Partnership for Knowsley"],
    ["medway", "medway", "Medway Safeguarding Children Partnership for Medway"],
    ["milton-keynes", "milton-keynes", "MK Together Safeguarding Partnership for Milton Keynes"],
    ["shropshire", "shropshire", "Shropshire Safeguarding Community Partnership for Shropshire"],
  ])("PRE-01 for a person of %s it is that area’s, and whoever raises it is told so", async (area, id, whose) => {
    const { status, answer } = await raise({ area });
    expect(status).toBe(201);
    expect(answer.policy).toMatchObject({
      id,
      because: `It is the policy of ${whose}, the area that the concern gives.`,
    });
    expect(await raisedOf(answer.reference)).toMatchObject({ policy: { id, because: "area" }, area });
  });

  test("the same is said when the same submission comes again", async () => {
    const body = concern({ receiving: { agency: "social-care" } });
    const answers = await Promise.all(["one", "one"].map(async (key) => (await stack.post(body, { key })).json()));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({
      policy: { id: "knowsley", version: "2020-06", title: "Multi Agency Escalation Policy" },
    });
  });

  test("PRE-01 an area that no policy covers is refused with those that are held, and nothing is left behind", async () => {
    const before = await leftBehind();
    const { status, answer } = await raise({ area: "kent" });
    expect(status).toBe(422);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({ field: "area" });
    const says = answer.errors?.[0]?.says ?? "";
    expect(says).toContain("kent");
    for (const held of everywhere) expect(says).toContain(held);
    expect(says).not.toContain("training-provider");
    expect(await leftBehind()).toEqual(before);
  });

  test.each(["Knowsley", "KNOWSLEY", "Milton Keynes", "knowsley council"])(
    "PRE-01 an area is never guessed: “%s” is refused, and does not fall to the organisation’s own policy",
    async (area) => {
      const { status, answer } = await raise({ area }, "provider");
      expect(status).toBe(422);
      expect(answer.errors?.map((each) => each.field)).toEqual(["area"]);
      expect(answer.errors?.[0]?.says).toBe(
        "give the local authority area of the person concerned by its id, lower-case words joined by hyphens, such as milton-keynes; GET /policies has those that are held",
      );
    },
  );

  test("TP-01 where the policy of the child’s local authority is held, it governs the provider’s concern too", async () => {
    const { answer } = await raise({ area: "shropshire" }, "provider");
    expect(answer.policy.id).toBe("shropshire");
    expect(await raisedOf(answer.reference)).toMatchObject({ policy: { id: "shropshire", because: "area" } });
  });

  test("TP-01 where none is held the provider’s own is used, with which and why, and that local procedures take precedence", async () => {
    const { status, answer } = await raise({ area: "kent" }, "provider");
    expect(status).toBe(201);
    expect(answer.policy).toMatchObject({ id: "training-provider", version: "2025" });
    expect(answer.policy.because).toContain("No policy of a safeguarding partnership is held here for the area “kent”");
    expect(answer.policy.because).toContain("your organisation’s own is used");
    expect(answer.policy.because).toContain("Local procedures take precedence");
    expect(await raisedOf(answer.reference)).toMatchObject({
      policy: { id: "training-provider", because: "own policy" },
      opensAt: "professionals",
    });
  });
});

describe("a secure setting in Medway", () => {
  const types = [
    "handling-of-concerns",
    "conference-or-assessment",
    "implementation-of-plan",
    "accuracy-of-records",
    "meetings-and-attendance",
    "insufficient-progress",
    "timeliness",
    "secure-setting",
    "another",
  ];
  test.each(types)("MED-13 a concern of type %s is raised under Medway’s policy", async (typeOfDisagreement) => {
    const { status, answer } = await raise({ area: "knowsley", secureSettingIn: "medway", typeOfDisagreement });
    expect(status).toBe(201);
    expect(answer.policy.id).toBe("medway");
  });

  test.each(["medway", "knowsley", "milton-keynes", "shropshire", "kent", "belfast"])(
    "MED-13 wherever the child’s home is: %s",
    async (area) => {
      const { status, answer } = await raise({ area, secureSettingIn: "medway", typeOfDisagreement: "secure-setting" });
      expect(status).toBe(201);
      expect(answer.policy).toMatchObject({
        id: "medway",
        because:
          "The concern relates to a secure setting in Medway, and this policy governs those wherever the home of the young person is.",
      });
      expect(await raisedOf(answer.reference)).toMatchObject({ policy: { because: "secure setting" }, area });
    },
  );

  test("MED-13 before the provider’s own policy too", async () => {
    const { answer } = await raise(
      { area: "kent", secureSettingIn: "medway", typeOfDisagreement: "timeliness" },
      "provider",
    );
    expect(answer.policy.id).toBe("medway");
  });

  test("a secure setting elsewhere changes nothing: only Medway’s policy speaks of them", async () => {
    const { answer } = await raise({ area: "medway", secureSettingIn: "knowsley" });
    expect(answer.policy.id).toBe("medway");
    expect(await raisedOf(answer.reference)).toMatchObject({ policy: { because: "area" } });
  });

  test("MED-13 the area of the setting is not guessed either", async () => {
    const { status, answer } = await raise({ area: "knowsley", secureSettingIn: "Medway" });
    expect(status).toBe(422);
    expect(answer.errors?.map((each) => each.field)).toEqual(["secureSettingIn"]);
  });
});

describe("MED-14 an agency outside Medway", () => {
  test("MED-14 one that works only where another policy is held is refused with that partnership’s name and how to raise it there", async () => {
    const before = await leftBehind();
    const { status, answer } = await raise({ area: "medway", receiving: { agency: "knowsley-only" } });
    expect(status).toBe(422);
    expect(answer.errors?.map((each) => each.field)).toEqual(["receiving.agency"]);
    const says = answer.errors?.[0]?.says ?? "";
    expect(says).toContain("The knowsley-only agency does not work in Medway");
    expect(says).toContain("Knowsley Safeguarding Children Partnership");
    expect(says).toContain("with area “knowsley”");
    expect(says).toContain("Nothing was forwarded");
    expect(await leftBehind()).toEqual(before);
  });

  test("MED-14 one that works only where none is held is refused with the name of that area", async () => {
    const before = await leftBehind();
    const { status, answer } = await raise({ area: "medway", receiving: { agency: "kent-only" } });
    expect(status).toBe(422);
    expect(answer.errors?.[0]?.says).toMatch(/the (local )?safeguarding partnership of kent/i);
    expect(answer.errors?.[0]?.says).not.toContain("area “kent”");
    expect(await leftBehind()).toEqual(before);
  });

  test("MED-14 of one that works in several areas elsewhere, each is named", async () => {
    const { answer } = await raise({ area: "medway", receiving: { agency: "outside-medway" } });
    expect(answer.errors?.[0]?.says).toMatch(/kent/i);
    expect(answer.errors?.[0]?.says).toContain("Shropshire Safeguarding Community Partnership");
  });

  test("MED-14 one that works both in and outside Medway is accepted", async () => {
    const { status, answer } = await raise({ area: "medway", receiving: { agency: "medway-and-kent" } });
    expect([status, answer.policy.id]).toEqual([201, "medway"]);
  });

  test("MED-14 is Medway’s own rule: elsewhere the area of the receiving agency does not matter", async () => {
    const { status, answer } = await raise({ area: "shropshire", receiving: { agency: "knowsley-only" } });
    expect([status, answer.policy.id]).toEqual([201, "shropshire"]);
  });
});

describe("whom a concern may be about", () => {
  const children = "covers children and young people only.";
  const whom: [area: string, client: string, refused: Record<string, string>, taken: readonly string[]][] = [
    [
      "knowsley",
      "raiser",
      {
        adult: `The policy of Knowsley Safeguarding Children Partnership ${children}`,
        community: `The policy of Knowsley Safeguarding Children Partnership ${children}`,
      },
      ["child"],
    ],
    [
      "medway",
      "raiser",
      {
        adult: `The policy of Medway Safeguarding Children Partnership ${children}`,
        community: `The policy of Medway Safeguarding Children Partnership ${children}`,
      },
      ["child"],
    ],
    [
      "milton-keynes",
      "raiser",
      {
        community:
          "The policy of MK Together Safeguarding Partnership covers children, young people, and adults with care and support needs only.",
      },
      ["child", "adult"],
    ],
    ["shropshire", "raiser", {}, ["child", "adult", "community"]],
    [
      "kent",
      "provider",
      {
        adult: `The policy of the training provider’s safeguarding team ${children}`,
        community: `The policy of the training provider’s safeguarding team ${children}`,
      },
      ["child"],
    ],
  ];
  const about = (subject: string) =>
    subject === "community"
      ? { subject, person: undefined, community: "The people of Castle Walk" }
      : { subject, person: { name: "Robin Sampleton" } };

  test.each(whom)(
    "ALL-15 in %s, by the policy of %s: who is refused and with which words",
    async (area, client, refused, taken) => {
      for (const [subject, says] of Object.entries(refused)) {
        const before = await leftBehind();
        const { status, answer } = await raise({ area, ...about(subject) }, client);
        expect(status).toBe(422);
        expect(answer.errors).toEqual([{ field: "subject", says }]);
        expect(await leftBehind()).toEqual(before);
      }
      for (const subject of taken) expect((await raise({ area, ...about(subject) }, client)).status).toBe(201);
      expect([...taken, ...Object.keys(refused)].toSorted()).toEqual(["adult", "child", "community"]);
    },
  );

  test("SHR-08 a community’s concern needs no person, and says on the record which community", async () => {
    const { answer } = await raise({ area: "shropshire", ...about("community") });
    const [first] = await stack.tasks.record.read(answer.reference);
    expect(first?.events[0]).toMatchObject({
      subject: "community",
      sealed: { person: { name: "The people of Castle Walk" } },
    });
  });

  test.each([
    [
      "SHR-08 a community without saying which",
      { subject: "community", person: undefined },
      "community",
      "say which community is concerned: who or where it is",
    ],
    [
      "SHR-08 a community with a person",
      { subject: "community", community: "Castle Walk", person: { name: "Robin" } },
      "person",
      "a concern about a community has no person: leave it out, and say in community who or where it is",
    ],
    [
      "SHR-08 a community where the subject is a child",
      { subject: "child", community: "Castle Walk" },
      "community",
      "only a concern with the subject “community” has this: leave it out, or change the subject",
    ],
    [
      "SHR-08 an adult without saying who",
      { subject: "adult", person: undefined },
      "person",
      "say who is concerned: person.name, and person.dateOfBirth if you know it",
    ],
    [
      "SHR-08 a community of spaces",
      { subject: "community", person: undefined, community: "  " },
      "community",
      "say which community is concerned",
    ],
  ])("%s is refused", async (_title, changes, field, says) => {
    const { status, answer } = await raise({ area: "shropshire", ...changes });
    expect(status).toBe(422);
    expect(answer.errors).toEqual([{ field, says }]);
  });

  test("all that is wrong with a concern is said at once, whatever else is", async () => {
    const { answer } = await raise({
      area: "Shropshire",
      subject: "community",
      arose: "yesterday",
      risk: undefined,
      typeOfDisagreement: "another",
      anotherType: undefined,
    });
    expect(answer.errors?.map((each) => each.field).toSorted()).toEqual(
      ["anotherType", "area", "arose", "community", "person", "risk"].toSorted(),
    );
  });
});

describe("types of disagreement", () => {
  const taken = publishedPolicies().flatMap((policy) =>
    policy.disagreements.map((each): [string, string, string] => [policy.policy, each.id, policy.area?.id ?? "kent"]),
  );
  test.each(taken)("ALL-03 %s: %s is taken", async (policy, typeOfDisagreement, area) => {
    const { status, answer } = await raise(
      { area, typeOfDisagreement, anotherType: undefined },
      area === "kent" ? "provider" : "raiser",
    );
    expect([status, answer.policy.id]).toEqual([201, policy]);
    expect(await raisedOf(answer.reference)).toMatchObject({ disagreement: typeOfDisagreement });
  });

  test.each([...everywhere, "kent"])(
    "ALL-03 in %s, “another” is taken with its description and not without",
    async (area) => {
      const client = area === "kent" ? "provider" : "raiser";
      const { status, answer } = await raise({ area, typeOfDisagreement: "another" }, client);
      expect(status).toBe(201);
      expect(await raisedOf(answer.reference)).toMatchObject({
        disagreement: "another",
        sealed: { anotherType: "Who pays for the taxi" },
      });
      const without = await raise({ area, typeOfDisagreement: "another", anotherType: undefined }, client);
      expect(without.answer.errors).toEqual([
        { field: "anotherType", says: "say which other type of disagreement it is" },
      ]);
    },
  );
});

describe("ALL-14 a newer version is adopted meanwhile", () => {
  /** The service holding Knowsley’s policy and an invented newer version: other types, other stages, other timescales. */
  async function withNewer() {
    const older = publishedPolicies().find((each) => each.policy === "knowsley");
    if (!older) throw new Error("Knowsley’s policy is held");
    const newer = {
      ...older,
      version: "2026-12",
      inForceFrom: "2026-11-19",
      title: "Resolution Policy",
      disagreements: [{ id: "invented", words: "Invented", reportedAs: "other" as const }],
      stages: older.stages
        .filter((each) => each.stage !== "senior-managers")
        .map((each) => ({
          ...each,
          title: `New ${each.title}`,
          clocks: each.clocks.map((clock) => ({ ...clock, within: { count: 20, unit: "working days" as const } })),
        })),
    };
    const held = holding(() => [newer, older]);
    const rulesOf = ({ id, version }: { readonly id: string; readonly version: string }): Rules => {
      const policy = held.policyVersion(id, version);
      return { policy, calendar: calendarOf(policy.nation) };
    };
    const clock = clockAt("2026-11-17T10:00:00.000Z");
    const base = await services.stack({ clock });
    const escalations = createEscalations({
      record: base.tasks.record,
      rulesOf,
      signal: (reference) => base.tasks.workflow.signal(reference),
    });
    const dependencies = {
      ...base.api,
      escalations,
      policies: {
        ...base.api.policies,
        rulesOf,
        choose: (choosing: Parameters<typeof choosePolicy>[0]) => choosePolicy(choosing, held),
      },
    };
    const api = createApi(dependencies);
    const own: Stack = {
      ...base,
      tasks: { ...base.tasks, escalations },
      post: async (body, { client = "whitebeam-system", key = "key" } = {}) =>
        api.request("/escalations", {
          method: "POST",
          headers: {
            authorization: `Bearer token-${client}`,
            "content-type": "application/json",
            "idempotency-key": key,
          },
          body: JSON.stringify(body),
        }),
    };
    return own;
  }

  test("ALL-14 what was raised before it begins is governed by the older one to the end", async () => {
    const own = await withNewer();
    const response = await own.post(concern(), { key: "older" });
    const answer = (await response.json()) as Answer;
    expect(answer.policy).toMatchObject({ version: "2020-06", title: "Multi Agency Escalation Policy" });
    const path = walk(own, answer.reference);
    await path.open();

    // Past the day on which the newer begins: deadlines and stages are still those of the older one.
    expect((await path.until("2026-11-20T17:01:00.000Z")).go).toBe("open:line-managers");
    await path.open();
    expect((await path.until("2026-11-27T17:01:00.000Z")).go).toBe("open:senior-managers");
    await path.open();
    expect((await path.until("2026-12-04T17:01:00.000Z")).go).toBe("open:chair");
    await path.open();
    const { seats } = (await path.story()).state;
    const chair = [...seats.values()].find((each) => each.concludes)?.seat ?? "";
    await path.answer({ type: "give outcome", seat: chair, stage: "chair", outcome: "Visit him" });
    const { history, rules } = await path.story();
    expect(rules.policy.version).toBe("2020-06");
    expect(history.flatMap((each) => (each.type === "StageOpened" ? [each.stage] : []))).toEqual([
      "practitioners",
      "line-managers",
      "senior-managers",
      "chair",
    ]);
    const due = history.flatMap((each) => (each.type === "ClockStarted" && each.kind === "stage" ? [each.due] : []));
    expect(due).toEqual([
      "2026-11-20T17:00:00.000Z",
      "2026-11-27T17:00:00.000Z",
      "2026-12-04T17:00:00.000Z",
      "2026-12-11T17:00:00.000Z",
    ]);
  });

  test("ALL-14 a repeat of it, sent when the newer has begun, finds it under the older one", async () => {
    const own = await withNewer();
    const first = (await (await own.post(concern(), { key: "again" })).json()) as Answer;
    own.clock.set("2026-11-24T10:00:00.000Z");
    expect(await (await own.post(concern(), { key: "again" })).json()).toEqual(first);
  });

  test("ALL-14 what is raised from the day on which it begins is governed by the newer one", async () => {
    const own = await withNewer();
    const types = { typeOfDisagreement: "invented" };
    own.clock.set("2026-11-18T23:59:59.999Z");
    expect((await own.post(concern(types), { key: "the-evening-before" })).status).toBe(422);
    own.clock.set("2026-11-19T00:00:00.000Z");
    const answer = (await (await own.post(concern(types), { key: "on-the-day" })).json()) as Answer;
    expect(answer.policy).toMatchObject({ version: "2026-12", title: "Resolution Policy" });
    const path = walk(own, answer.reference);
    await path.open();
    expect((await path.story()).state.clocks.map((each) => each.due)).toEqual(["2026-12-17T17:00:00.000Z"]);
  });
});
