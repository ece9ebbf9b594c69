/** The policies of a folder: what is refused of a file, by itself and beside the others. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readPolicies } from "../../policies/files.ts";
import { PolicyFileError } from "../../policies/language/load.ts";
import { smallPolicy } from "./small.ts";

const policiesFolder = join(import.meta.dirname, "..", "..", "policies");
const made: string[] = [];
/** A folder of its own, gone when the tests are over. */
function temporary(): string {
  made.push(mkdtempSync(join(tmpdir(), "policies-")));
  return made.at(-1)!;
}
afterAll(() => made.forEach((each) => rmSync(each, { recursive: true, force: true })));

const knowsley = join("knowsley", "2020-06.yaml");

/** A folder of policies, with Knowsley's alone in it. */
function folder(): string {
  const made = join(temporary(), "policies");
  mkdirSync(join(made, "knowsley"), { recursive: true });
  cpSync(join(policiesFolder, knowsley), join(made, knowsley));
  return made;
}

describe("the policies of a folder", () => {
  it("PRE-02 have a further policy as soon as its file is there", () => {
    const more = folder();
    cpSync(join(import.meta.dirname, "sixth", "northmoor"), join(more, "northmoor"), { recursive: true });
    expect(readPolicies(more).map((each) => each.policy)).toEqual(["knowsley", "northmoor"]);
  });

  it("PRE-02 refuse one by which an escalation would stand still, by name and line", () => {
    const silent = folder();
    const text = readFileSync(join(silent, knowsley), "utf8");
    const chased = "        when passed: chase\n        chase every: 1 working day\n";
    expect(text.split(chased)).toHaveLength(2);
    writeFileSync(join(silent, knowsley), text.replace(chased, "        when passed: note\n"));
    expect(() => readPolicies(silent)).toThrow(
      /2020-06\.yaml:\d+ .*when the last stage is late nobody hears of it again/,
    );
  });

  it("PRE-02 refuse a bad file by name and line", () => {
    const bad = folder();
    writeFileSync(
      join(bad, knowsley),
      readFileSync(join(bad, knowsley), "utf8").replace("within: 3 working days", "within: 3 fortnights"),
    );
    expect(() => readPolicies(bad)).toThrow(PolicyFileError);
    expect(() => readPolicies(bad)).toThrow(/2020-06\.yaml:\d+ .*“3 fortnights” is not a timescale/);
  });

  it("refuse a version that the name of a state machine cannot tell from another", () => {
    const twice = folder();
    const text = readFileSync(join(twice, knowsley), "utf8").replace('version: "2020-06"', 'version: "2020.06"');
    writeFileSync(join(twice, "knowsley", "2020.06.yaml"), text);
    expect(() => readPolicies(twice)).toThrow(/2020\.06\.yaml:4 version: .*2020-06\.yaml gives policy knowsley/);
  });

  it.each([
    { called: "again.yaml", in: "knowsley", line: 4, place: "version" },
    { called: "2020-06.yaml", in: "elsewhere", line: 3, place: "policy" },
  ])("refuse a file that is not called by its policy and version: $in/$called", ({ called, in: area, line, place }) => {
    const misnamed = folder();
    mkdirSync(join(misnamed, area), { recursive: true });
    renameSync(join(misnamed, knowsley), join(misnamed, area, called));
    expect(() => readPolicies(misnamed)).toThrow(
      `${join(basename(misnamed), area, called)}:${line} ${place}: by what it says this file is ${join(basename(misnamed), knowsley)}: rename it, or say what its name says`,
    );
  });

  it.each([
    ["area", "area: { id: vale, name: Vale }"],
    ["region", "region: { id: vale, name: Vale, areas: [{ id: wick, name: Wick }] }"],
  ])("PRE-01 refuse a second policy for one %s, for it would take the concerns of the first", (place, taken) => {
    const two = join(temporary(), "policies");
    const text = (policy: string) =>
      smallPolicy({ "policy: small": `policy: ${policy}`, "area: { id: small, name: Small }": taken });
    for (const policy of ["first", "second"]) {
      mkdirSync(join(two, policy), { recursive: true });
      writeFileSync(join(two, policy, "1.yaml"), text(policy));
    }
    const id = /id: ([a-z]+)/.exec(taken)?.[1];
    expect(() => readPolicies(two)).toThrow(
      `policies/second/1.yaml:7 ${place} › id: “${id}” is the ${place} of policies/first/1.yaml, which is another policy: write the id of your own ${place}, or name this policy as that one and give it a version`,
    );
  });

  it("PRE-01 take another version of the policy of an area", () => {
    const two = folder();
    const text = readFileSync(join(two, knowsley), "utf8").replace('version: "2020-06"', 'version: "2027"');
    writeFileSync(join(two, "knowsley", "2027.yaml"), text);
    expect(readPolicies(two).map((each) => each.version)).toEqual(["2020-06", "2027"]);
  });

  it("refuse a folder without any", () => {
    expect(() => readPolicies(temporary())).toThrow(/There is no policy/);
  });
});
