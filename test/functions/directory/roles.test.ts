/** Who is asked for a stage: what a policy says of its roles, and whom the directory knows in them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Rules } from "../../../functions/core/clocks.ts";
import { decide } from "../../../functions/core/decide.ts";
import { fold } from "../../../functions/core/evolve.ts";
import { peopleNeeded } from "../../../functions/core/people.ts";
import type { Directory } from "../../../functions/directory/directory.ts";
import { dynamoDBDirectory, importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import { smallPolicy } from "../../policies/small.ts";
import { concern, holds, knowsley, medway, miltonKeynes, raise } from "../../support/core.ts";
import { startDatabase, type Database } from "../../support/stack.ts";

let database: Database;
let table: string;
let directory: Directory;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  table = (await database.freshTables()).working;
  directory = dynamoDBDirectory(database.dynamoDB, table);
});

/** Agencies in which the roles are held by people who are called as the role is. */
async function hold(...agencies: readonly { id: string; kind: string; roles: readonly string[] }[]): Promise<void> {
  const partnerships = ["knowsley", "medway", "milton-keynes", "small"].map(
    (id) =>
      `  - { id: ${id}, name: ${id}, inbox: inbox@${id}.example, roles: { conference-chair: [{ name: a, email: conference-chair@${id}.example }], reviewing-officer: [{ name: a, email: reviewing-officer@${id}.example }] } }`,
  );
  const entries = agencies.map(
    ({ id, kind, roles }) =>
      `  - { id: ${id}, name: ${id}, kind: ${kind}, areas: [medway], domains: [${id}.example], inbox: inbox@${id}.example, roles: { ${roles.map((role) => `${role}: [{ name: ${role}, email: ${role}@${id}.example }]`).join(", ")} } }`,
  );
  const text = `partnerships:\n${partnerships.join("\n")}\nagencies:\n${entries.join("\n")}\nclients: []\n`;
  await importDirectory(database.dynamoDB, table, readDirectoryFile(text, "directory.yaml"));
}

const raising = { agency: "school", kind: "education" };
const school = { id: "school", kind: "education", roles: [] };

interface Case {
  readonly area: string;
  readonly kind: string;
  readonly answers?: Readonly<Record<string, string | string[]>>;
}

/** Everybody who is found for a stage of a concern about an agency of a kind, raised by a school. */
async function found(rules: Rules, stage: string, { area, kind, answers }: Case) {
  const over = { area, raising, receiving: { agency: "other", kind } };
  const whole = concern(over);
  if (whole.sealed === "erased") throw new Error("Nothing is erased");
  const sealed = { ...whole.sealed, receiving: {}, ...(answers ? { answers } : {}) };
  const decision = decide(undefined, raise("2026-11-23T10:00:00.000Z", { ...over, sealed }), rules);
  if (decision.decided !== "events") throw new Error(`It was ${JSON.stringify(decision)}`);
  const state = fold(decision.events);
  if (!state) throw new Error("Nothing was raised");
  return directory.find(peopleNeeded(state, rules.policy, stage));
}

/** The receiving side’s: role, by whom it is reached, and the part of the address before the @. */
async function receiving(rules: Rules, stage: string, about: Case): Promise<string[]> {
  const side = (await found(rules, stage, about)).find(({ need }) => need === "receiving side");
  return (side?.seats ?? []).map((each) => `${each.role}, ${each.via}: ${each.person.email.split("@")[0]}`);
}

describe("Milton Keynes: the Head of Service within education is two people", () => {
  const heads = ["head-of-quality-assurance", "head-of-school-improvement"];

  test("MK-05 both are asked", async () => {
    await hold({ ...school, roles: heads }, { id: "other", kind: "social-care", roles: ["head-of-service"] });
    const sides = await found(miltonKeynes, "heads-of-service", { area: "milton-keynes", kind: "social-care" });
    expect(sides.find(({ need }) => need === "raising side")?.seats.map((each) => [each.role, each.via])).toEqual([
      ["head-of-quality-assurance", "holder"],
      ["head-of-school-improvement", "holder"],
    ]);
  });

  test.each(heads)(
    "MK-05 where nobody holds one of them (%s is held), the inbox is asked for the other",
    async (one) => {
      await hold({ ...school, roles: [one] }, { id: "other", kind: "social-care", roles: [] });
      const sides = await found(miltonKeynes, "heads-of-service", { area: "milton-keynes", kind: "social-care" });
      const asked = sides.find(({ need }) => need === "raising side")?.seats ?? [];
      expect(asked.map((each) => [each.role, each.via, each.person.email])).toEqual(
        heads.map((role) =>
          role === one ? [role, "holder", `${role}@school.example`] : [role, "inbox", "inbox@school.example"],
        ),
      );
    },
  );

  test("MK-05 where nobody holds either, whoever is the Head of Service; else the inbox for both", async () => {
    await hold({ ...school, roles: ["head-of-service"] }, { id: "other", kind: "social-care", roles: [] });
    const about = { area: "milton-keynes", kind: "social-care" };
    const asked = async () =>
      (await found(miltonKeynes, "heads-of-service", about))
        .find(({ need }) => need === "raising side")
        ?.seats.map((each) => [each.role, each.via]);
    expect(await asked()).toEqual([["head-of-service", "holder"]]);
    await hold(school);
    expect(await asked()).toEqual(heads.map((role) => [role, "inbox"]));
  });

  test("MK-05 elsewhere it is the Head of Service alone, whoever else is there", async () => {
    await hold(school, { id: "other", kind: "social-care", roles: ["head-of-service", ...heads] });
    expect(await receiving(miltonKeynes, "heads-of-service", { area: "milton-keynes", kind: "social-care" })).toEqual([
      "head-of-service, holder: head-of-service",
    ]);
  });
});

describe("Medway: Kent Police", () => {
  const ranks = [
    "mash-detective-inspector",
    "child-protection-detective-inspector",
    "mash-chief-inspector",
    "child-protection-chief-inspector",
    "detective-superintendent",
  ];
  const others = [
    "service-manager",
    "safeguarding-lead",
    "assistant-director",
    "control-room",
    "central-referral-unit",
  ];
  const police = (mash: string): Case => ({ area: "medway", kind: "police", answers: { "concerns-mash": mash } });

  test.each([
    ["MED-04", "service-managers", "yes", "mash-detective-inspector"],
    ["MED-04", "service-managers", "no", "child-protection-detective-inspector"],
    ["MED-08", "safeguarding-leads", "yes", "mash-chief-inspector"],
    ["MED-08", "safeguarding-leads", "no", "child-protection-chief-inspector"],
    ["MED-10", "assistant-directors", "yes", "detective-superintendent"],
    ["MED-10", "assistant-directors", "no", "detective-superintendent"],
  ])("%s at %s, concerning the MASH: %s, it is the %s", async (_id, stage, mash, rank) => {
    await hold(school, { id: "other", kind: "police", roles: [...ranks, ...others] });
    expect(await receiving(medway, stage, police(mash))).toEqual([`${rank}, holder: ${rank}`]);
  });

  test("MED-04, MED-08, MED-10 where nobody is known in the rank, whoever holds the role itself; else the inbox, for their attention", async () => {
    await hold(school, { id: "other", kind: "police", roles: ["service-manager"] });
    expect(await receiving(medway, "service-managers", police("yes"))).toEqual([
      "service-manager, holder: service-manager",
    ]);
    expect(await receiving(medway, "safeguarding-leads", police("no"))).toEqual([
      "child-protection-chief-inspector, inbox: inbox",
    ]);
  });

  test("MED-04, MED-10 the same ranks in another agency are nobody's role there", async () => {
    await hold(school, { id: "other", kind: "social-care", roles: [...ranks, "service-manager"] });
    const about = { area: "medway", kind: "social-care" };
    expect(await receiving(medway, "service-managers", about)).toEqual(["service-manager, holder: service-manager"]);
    expect(await receiving(medway, "assistant-directors", about)).toEqual(["assistant-director, inbox: inbox"]);
  });

  test("MED-04 neither the control room nor the CRU is ever written to, at any stage, though the directory knows them", async () => {
    const written = new Set<string>();
    const roles = [...ranks, ...others];
    for (const known of [roles, others.slice(3), []]) {
      await hold(school, { id: "other", kind: "police", roles: known });
      for (const { stage } of medway.policy.stages)
        for (const mash of ["yes", "no"])
          for (const { seats } of await found(medway, stage, police(mash)))
            for (const { person } of seats) written.add(person.email);
    }
    expect([...written].filter((each) => /control-room|central-referral-unit/.test(each))).toEqual([]);
    expect(written.size).toBeGreaterThan(8);
  });

  test.each([
    [["child-protection-plan"], ["conference-chair"]],
    [["in-care"], ["reviewing-officer"]],
    [
      ["child-protection-plan", "in-care"],
      ["conference-chair", "reviewing-officer"],
    ],
    [[], []],
  ])("MED-05 with %j, informed at stages 1, 2 and 3: %j", async (status, informed) => {
    await hold(school, { id: "other", kind: "social-care", roles: [] });
    const about = { area: "medway", kind: "social-care", answers: { status } };
    for (const stage of ["service-managers", "safeguarding-leads", "assistant-directors"]) {
      const told = (await found(medway, stage, about))
        .flatMap(({ seats }) => seats)
        .filter((each) => /conference|reviewing/.test(each.role));
      expect(told.map((each) => [each.role, each.person.email])).toEqual(
        informed.map((role) => [role, `${role}@medway.example`]),
      );
    }
  });
});

describe("Knowsley: senior managers in health", () => {
  const health = { area: "knowsley", kind: "health" };

  test("KNO-08 the named or designated doctor or nurse is asked first", async () => {
    await hold(school, { id: "other", kind: "health", roles: ["named-professional", "senior-manager"] });
    expect(await receiving(knowsley, "senior-managers", health)).toEqual([
      "named-professional, holder: named-professional",
    ]);
  });

  test("KNO-08 where there is none, the senior manager; else the inbox", async () => {
    await hold(school, { id: "other", kind: "health", roles: ["senior-manager"] });
    expect(await receiving(knowsley, "senior-managers", health)).toEqual(["senior-manager, holder: senior-manager"]);
    await hold({ id: "other", kind: "health", roles: ["line-manager"] });
    expect(await receiving(knowsley, "senior-managers", health)).toEqual(["named-professional, inbox: inbox"]);
  });

  test("KNO-08 elsewhere it is the senior manager, whoever else is there", async () => {
    await hold(school, { id: "other", kind: "police", roles: ["named-professional", "senior-manager"] });
    expect(await receiving(knowsley, "senior-managers", { area: "knowsley", kind: "police" })).toEqual([
      "senior-manager, holder: senior-manager",
    ]);
  });
});

describe("whoever stands in", () => {
  const rules = {
    policy: loadPolicy(
      smallPolicy({
        "  chair: {": `  head:
    called: Head
    held in: agency
    stand in: [deputy, secretary]
  deputy: { called: Deputy, held in: agency }
  secretary: { called: Secretary, held in: agency }
  chair: {`,
        "receiving side: [practitioner]": "receiving side: [head]",
      }),
      "small.yaml",
    ),
    calendar: knowsley.calendar,
  };
  holds("small", rules);

  test.each([
    [["head", "deputy", "secretary"], "head, holder: head"],
    [["deputy", "secretary"], "deputy, stand-in: deputy"],
    [["secretary"], "secretary, stand-in: secretary"],
    [[], "head, inbox: inbox"],
  ])("PRE-02, ALL-09 with %j there: %s", async (roles, asked) => {
    await hold(school, { id: "other", kind: "social-care", roles });
    expect(await receiving(rules, "first", { area: "small", kind: "social-care" })).toEqual([asked]);
  });
});
