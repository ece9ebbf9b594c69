/** policies/README.md is true: its diagrams are those of the policies, its smallest policy runs, and each of its pieces can be said. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { readDirectoryFile } from "../../functions/directory/file.ts";
import { simulate } from "../../infra/policy/simulate.ts";
import { storyOf } from "../../infra/policy/story.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { changedSince } from "../../policies/changed-since.ts";
import { loadPolicy } from "../../policies/language/load.ts";
import { commonTypes } from "../../policies/language/common-types.ts";
import { soundnessOf } from "../../policies/language/soundness.ts";
import { keysAt } from "../../policies/language/vocabulary.ts";
import { withDiagrams } from "../../policies/language/write-diagrams.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { organisationDefaultsSchema, withOrganisationDefaults } from "../../policies/organisation-defaults.ts";

const readme = readFileSync(new URL("../../policies/README.md", import.meta.url), "utf8");

const inThisTest = () => "this test";

/** The pieces of YAML below a heading, with the lower heading that each stands under. */
function pieces(heading: string): { readonly under: string; readonly text: string }[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split(/\n## /)[0] ?? "";
  return [...section.matchAll(/```yaml\n(.*?)```/gs)].map((found) => ({
    under: section.slice(0, found.index).split("\n### ").at(-1)?.split("\n")[0] ?? "",
    text: found[1] ?? "",
  }));
}

const small = pieces("Write one")[0]?.text ?? "";
const needs = pieces("Need by need").map(({ under, text }, index) => [`${index + 1}, ${under}`, text] as const);

type Value = { [key: string]: Value } | Value[] | string | number | boolean | null;
const isMap = (value: unknown): value is { [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNotAnAreas = (piece: { [key: string]: Value }) => "region" in piece || "own policy of an organisation" in piece;
const idOf = (value: Value) => (isMap(value) ? JSON.stringify(value["stage"] ?? value["clock"] ?? value) : "");

/** The policy with a piece put where it says: maps are joined, and so are stages and clocks of one name; a new stage goes where it stands. */
function withPiece(policy: Value, piece: Value): Value {
  if (isMap(policy) && isMap(piece))
    return {
      // A policy is an area's, a region's or an organisation's own.
      ...Object.fromEntries(Object.entries(policy).filter(([key]) => key !== "area" || !isNotAnAreas(piece))),
      ...Object.fromEntries(
        Object.entries(piece).map(([key, value]) => [
          key,
          policy[key] === undefined ? value : withPiece(policy[key], value),
        ]),
      ),
    };
  if (
    !Array.isArray(policy) ||
    !Array.isArray(piece) ||
    !piece.every((each) => isMap(each) && (each["stage"] ?? each["clock"]))
  )
    return piece;
  const joined = policy.map((each) => {
    const more = piece.find((one) => idOf(one) === idOf(each));
    return more === undefined ? each : withPiece(each, more);
  });
  piece.forEach((each, index) => {
    if (!policy.some((one) => idOf(one) === idOf(each))) joined.splice(index, 0, each);
  });
  return joined;
}

test("the diagrams in policies/README.md are those of the policies (npm run diagrams writes them)", () => {
  expect(readme).toBe(withDiagrams(readme));
});

describe("a version that says something else than when its diagram was drawn", () => {
  const held = publishedPolicies();
  const otherwise = "If nothing ever was: npm run diagrams -- --nothing-raised";
  const changed = (from: string, to: string) =>
    changedSince(
      readme,
      held.map((each) =>
        each.policy === "medway" ? (JSON.parse(JSON.stringify(each).replace(from, to)) as Policy) : each,
      ),
    );

  test.each([
    ["by a number of days", '"count":5,"unit":"working days"', '"count":6,"unit":"working days"'],
    ["by a word that no diagram has", '"title":"', '"title":"The '],
  ])("ALL-14 is named, with what to do: %s", (_how, from, to) => {
    expect(changed(from, to)).toEqual([
      `medway 2024 says something else than it did. If anything was raised under it, that goes on by what it said: put its file back, and write what changes into a new one, with a version and an “in force from” of its own (policies/README.md, “Publish it”). ${otherwise}`,
    ]);
  });

  test("ALL-14 is named where it is gone", () => {
    expect(
      changedSince(
        readme,
        held.filter((each) => each.policy !== "medway"),
      ),
    ).toEqual([
      `medway 2024 is gone. If anything was raised under it, that goes on by it: put its file back. ${otherwise}`,
    ]);
  });

  test("ALL-14 is not one that is new, nor one that an earlier reading of the language drew", () => {
    const medway = held.find((each) => each.policy === "medway");
    expect(changedSince(readme, [...held, { ...(medway as Policy), version: "2027" }])).toEqual([]);
    expect(changedSince(readme.replaceAll(/: 1-(?=[0-9a-f]{64} -->)/g, ": 0-"), held)).toEqual([]);
    expect(changedSince(readme, held)).toEqual([]);
  });
});

describe("PRE-02 the smallest policy of policies/README.md", () => {
  const policy = loadPolicy(small, "policies/northdale/2026.yaml");

  test("PRE-02 makes sense as a whole", () => {
    expect(soundnessOf(policy)).toEqual([]);
  });

  test("PRE-02 runs: in silence it climbs to its last body, by its own timescales", () => {
    const { history } = simulate(policy, storyOf({ raised: "2026-12-21T10:00" }, inThisTest));
    // 22, 23, 24 December | 29, 30, 31 December, 4, 5 January | 6, 7, 8, 11, 12, 13, 14, 15, 18, 19 January.
    expect(history.flatMap((each) => (each.type === "ClockStarted" ? [`${each.stage} ${each.due}`] : []))).toEqual([
      "practitioners 2026-12-24T17:00:00.000Z",
      "line-managers 2027-01-05T17:00:00.000Z",
      "chair 2027-01-19T17:00:00.000Z",
    ]);
  });

  test("PRE-02 runs: what its last body says ends it", () => {
    const { state } = simulate(
      policy,
      storyOf(
        {
          raised: "2026-12-21T10:00",
          happens: ["2026-12-22T10:00 unresolved", "2026-12-22T11:00 unresolved", "2026-12-22T12:00 outcome"],
        },
        inThisTest,
      ),
    );
    expect(state).toMatchObject({ phase: "closed", how: "outcome given" });
  });

  test("PRE-02 the directory that stands beside it is one, and has its partnership and its area", () => {
    const [directory] = pieces("Run it");
    const { partnerships, agencies } = readDirectoryFile(directory?.text ?? "", "northdale.yaml");
    expect(partnerships.map((each) => each.id)).toEqual([policy.partnership.id]);
    expect(agencies.every((each) => each.areas.includes(policy.area?.id ?? ""))).toBe(true);
  });
});

describe("PRE-02 each need of policies/README.md, put into the smallest policy", () => {
  test("PRE-02 there are some", () => {
    expect(needs.length).toBeGreaterThan(15);
  });

  test("PRE-02 everything that a field of a form can show is listed", () => {
    const form =
      'forms: [{ form: f, title: F, from stage: chair, clause: "1", parts: [{ fields: [{ label: L, shows: the moon }] }] }]\n';
    const refusal = (() => {
      try {
        loadPolicy(`${form}${small}`, "northdale.yaml");
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "";
    })();
    const facts = [...refusal.matchAll(/“([^”]+)”/g)]
      .map((each) => each[1] ?? "")
      .filter((each) => each !== "the moon");
    expect(facts.length).toBeGreaterThan(25);
    expect(facts.filter((fact) => !readme.includes(`\`${fact}\``))).toEqual([]);
  });

  test("PRE-02 every common type of disagreement is listed", () => {
    expect(commonTypes.filter((each) => !readme.includes(`\`${each}\``))).toEqual([]);
  });

  test("PRE-02 every key that can stand at the top of a policy, at a stage, a clock or a role is in a piece", () => {
    const written = pieces("Need by need").map((each) => each.text);
    const keys = [
      [],
      ["stages", 0],
      ["stages", 0, "clocks", 0],
      ["roles", "chair"],
      ["digests", 0],
      ["practiceAlerts"],
    ];
    const missing = keys
      .flatMap(keysAt)
      .filter((key) => ![small, ...written].some((text) => new RegExp(`(^|[\\s{,-])${key}:`).test(text)));
    expect(missing).toEqual([]);
  });

  test("TP-06 a deployment sets the number of the piece above it", () => {
    const [before, given] = /```yaml\n((?:(?!```).)*)```(?:(?!```).)*```json\n(.*?)```/s.exec(readme)?.slice(1) ?? [];
    const text = stringify(withPiece(parse(small) as Value, parse(before ?? "") as Value));
    const [policy] = withOrganisationDefaults(
      [loadPolicy(text, "policies/northdale/2026.yaml")],
      organisationDefaultsSchema.parse(JSON.parse(given ?? "")),
    );
    expect(policy?.stages[0]?.clocks[0]?.within).toEqual({ count: 4, unit: "working days" });
  });

  test.each(needs)("PRE-02 %s", (_, piece) => {
    const text = stringify(withPiece(parse(small) as Value, parse(piece) as Value));
    const policy = loadPolicy(text, "policies/northdale/2026.yaml");
    expect(soundnessOf(policy)).toEqual([]);
    // It runs too, to wherever it gets in silence.
    const before = Object.fromEntries(
      (policy.beforeTheFormalProcess?.confirms ?? []).map((each) => [each.id, "2026-12-18"]),
    );
    const answers = Object.fromEntries(
      policy.asksWhenRaised.filter((each) => each.required).map((each) => [each.id, each.options?.[0]?.id ?? "yes"]),
    );
    const { history } = simulate(policy, storyOf({ raised: "2026-12-21T10:00", before, answers }, inThisTest));
    expect(history.some((each) => each.type === "StageOpened" && each.stage === policy.stages.at(-1)?.stage)).toBe(
      true,
    );
  });
});
