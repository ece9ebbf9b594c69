/**
 * One snapshot for each stack of a live environment, so that a change of the infrastructure is seen whole when it is
 * reviewed. They hold no promise: what has to be so, tests beside this say directly.
 *
 * After a change that was meant: `npx vitest run test/infra/snapshots.test.ts -u`, and read the difference.
 */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { live } from "../support/environments.ts";
import { synthesized, type Cloud } from "../support/cloud.ts";
import { formatted } from "../support/formatted.ts";

const stacks = ["data", "address", "notifications", "workflow", "service", "schedules", "observability"] as const;

let cloud: Cloud;
beforeAll(() => {
  cloud = synthesized(live);
}, 120_000);

/** What changes with the code or the text of a policy, though no infrastructure does; by the name of its property. */
const words: Readonly<Record<string, unknown>> = {
  Code: "the bundle",
  DefinitionS3Location: "the definition",
  held: "the policies that are held",
};
/** The CDK's own, the same in every stack. */
const leftOut = new Set(["Metadata", "CDKMetadata", "BootstrapVersion", "CheckBootstrapVersion"]);

const isExport = (value: unknown) => typeof value === "object" && value !== null && "Export" in value;

/** Sorted, without hashes, and with expressions in one line: `<id>`, `<id.Attribute>`, `<import: name>`. */
function normalised(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(normalised);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part);
  const [name, value] = entries[0] ?? [];
  if (entries.length === 1) {
    if (name === "Ref") return `<${String(value)}>`;
    if (name === "Fn::GetAtt") return `<${[value].flat().join(".")}>`;
    if (name === "Fn::ImportValue") return `<import: ${String(value)}>`;
    if (name === "Fn::Join") {
      const [between, pieces] = value as [string, unknown[]];
      const read = pieces.map(normalised);
      if (read.every((each) => typeof each === "string")) return read.join(between);
    }
  }
  return Object.fromEntries(
    entries
      // Outputs that are exports follow from what other stacks refer to, and stand there.
      .filter(([name, value]) => !leftOut.has(name) && !isExport(value))
      .map(([name, value]) => [name, words[name] ?? normalised(value)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const snapshotOf = (template: unknown) => formatted("snapshot.json", JSON.stringify(normalised(template)));

describe("a live environment", () => {
  it("has the stacks that have a snapshot", () => {
    expect(Object.keys(cloud.templates).toSorted()).toEqual([...stacks].toSorted());
  });

  it.each(stacks)("is as it was reviewed: %s", async (stack) => {
    const snapshot = await snapshotOf(cloud.templates[stack].toJSON());
    await expect(snapshot).toMatchFileSnapshot(join(import.meta.dirname, "snapshots", `${stack}.json`));
  });

  it("has no snapshot that changes with code: none has the hash of a file", async () => {
    const all = await Promise.all(stacks.map((stack) => snapshotOf(cloud.templates[stack].toJSON())));
    expect(all.filter((each) => /[0-9a-f]{32}/.test(each))).toEqual([]);
    expect(all.join()).toContain("the bundle");
    expect(all.join()).toContain("the definition");
    expect(all.join()).toContain("the policies that are held");
  });
});
