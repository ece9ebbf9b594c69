/** The laptop's samples: what they send is taken, and whom they name is somebody that the policies know. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import { sample, sampleNames } from "../../../infra/local/samples.ts";
import { publishedPolicies } from "../../../policies/published.ts";
import { clockAt } from "../../support/doubles.ts";
import { startServices, type Services, type Stack } from "../../support/stack.ts";

const text = readFileSync(new URL("../../../infra/local/samples/directory.yaml", import.meta.url), "utf8");
const directory = readDirectoryFile(text, "directory.yaml");

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startServices();
  stack = await services.stack({ clock: clockAt("2026-11-23T10:00:00.000Z") });
  await importDirectory(services.dynamoDB, stack.tables.working, directory);
}, 120_000);
afterAll(() => services.close());

async function raise(name: string) {
  const { client, concern } = sample(name, "2026-11-20") ?? { client: "", concern: {} };
  const response = await stack.post({ ...concern }, { client });
  const { reference } = (await response.json()) as { reference: string };
  expect(response.status).toBe(201);
  return (await stack.tasks.escalations.read(reference))?.state.raised;
}

describe("the sample concerns", () => {
  test.each(sampleNames)("ALL-02 that of %s is raised under its policy, at its first stage", async (name) => {
    const policy = publishedPolicies().find((each) => each.policy === name);
    const first = policy?.stages.find((each) => !each.informal)?.stage;
    expect(await raise(name)).toMatchObject({ policy: { id: name }, opensAt: first });
  });

  test("MED-01, MED-05 that of Medway says what came first, and that the child has a plan", async () => {
    const raised = await raise("medway");
    expect(raised).toMatchObject({ sealed: { answers: { status: ["child-protection-plan"] } } });
    expect(raised).not.toHaveProperty("notYet");
  });

  test("TP-01 that of the training provider is under its own policy, beside which there is none", async () => {
    expect(await raise("training-provider")).not.toHaveProperty("beside");
  });
});

describe("the sample directory", () => {
  const holding = (id: string) =>
    Object.keys([...directory.agencies, ...directory.partnerships].find((each) => each.id === id)?.roles ?? {});

  test("has no role that no policy names", () => {
    const named = new Set(publishedPolicies().flatMap(({ roles }) => Object.keys(roles)));
    const places = [...directory.agencies, ...directory.partnerships];
    const strange = places.flatMap(({ id }) =>
      holding(id).flatMap((role) => (named.has(role) ? [] : [`${id} ${role}`])),
    );
    // The partnership's group, which has a digest of its own, acts at no stage.
    expect(strange.filter((each) => !each.endsWith(" policy-and-performance-group"))).toEqual([]);
  });

  test.each([
    [
      "MED-04, MED-08, MED-10",
      "kent-police",
      [
        "mash-detective-inspector",
        "child-protection-detective-inspector",
        "mash-chief-inspector",
        "child-protection-chief-inspector",
        "detective-superintendent",
      ],
    ],
    ["MED-05", "medway", ["conference-chair", "reviewing-officer"]],
    ["MED-01", "hoo-meadows-primary", ["team-manager"]],
    ["MED-01", "medway-social-care", ["team-manager"]],
    ["MK-05", "mk-education", ["head-of-quality-assurance", "head-of-school-improvement"]],
    ["KNO-06", "knowsley", ["commissioner"]],
    ["KNO-06", "whitebeam-primary", ["safeguarding-professional"]],
    ["KNO-06, KNO-08", "merrow-health", ["safeguarding-professional", "named-professional"]],
  ])("%s %s has somebody in each of %j", (_id, place, roles) => {
    expect(holding(place)).toEqual(expect.arrayContaining(roles));
  });

  test("MED-04 nobody at a control room or the CRU is in it", () => {
    expect(text).not.toMatch(/control.room|referral.unit|\bCRU\b/i);
  });
});
