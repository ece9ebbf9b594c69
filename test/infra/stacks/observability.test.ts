/** Alarms: somebody hears of each, learns what harm follows, and finds what to do. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { metricsNamespace } from "../../../functions/measure.ts";
import { alarmsOf, anchorOf } from "../../../infra/observability/alarms.ts";
import { synthesized, type Cloud, type Part } from "../../support/cloud.ts";
import { edged, live, trial } from "../../support/environments.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const runbooks = join(root, "infra", "observability", "README.md");

let cloud: Cloud;
/** Every kind of environment: some have alarms that others do not need. */
let titles: Set<string>;
beforeAll(() => {
  cloud = synthesized(live);
  const others = [edged, trial].map((each) => synthesized(each));
  titles = new Set([cloud, ...others].flatMap((each) => alarmsOf(each.stacks).map(({ title }) => title)));
});

const alarms = () =>
  cloud.ofType("AWS::CloudWatch::Alarm").map(([id, { Properties }]) => ({ id, properties: Properties }));

/** What stands under “Runbooks”. @throws Error while there are none */
function runbooksSection(): string {
  if (!existsSync(runbooks))
    throw new Error(
      "infra/observability/README.md is not there: it says under “## Runbooks” what to do about each alarm",
    );
  const [, section] = /^## Runbooks\s*$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readFileSync(runbooks, "utf8")) ?? [];
  if (section === undefined) throw new Error("infra/observability/README.md has no heading “## Runbooks”");
  return section;
}

/** The headings under “Runbooks”, in their order. */
const headings = () => [...runbooksSection().matchAll(/^### (.+)$/gm)].map((each) => (each[1] ?? "").trim());

describe("every alarm", () => {
  it("reaches whom the environment names, when it rings and when it is over", () => {
    const topic = cloud.idLike("AWS::SNS::Topic", "Alarms");
    expect(alarms()).toHaveLength(alarmsOf(cloud.stacks).length);
    for (const { id, properties } of alarms()) {
      expect((properties["AlarmActions"] as unknown[]).map(cloud.writtenIn(id)), id).toEqual([`<${topic}>`]);
      expect((properties["OKActions"] as unknown[]).map(cloud.writtenIn(id)), id).toEqual([`<${topic}>`]);
      expect(properties["ActionsEnabled"] ?? true).toBe(true);
    }
    const subscribed = cloud
      .ofType("AWS::SNS::Subscription")
      .filter(([id, { Properties }]) => cloud.writtenIn(id)(Properties["TopicArn"]) === `<${topic}>`);
    expect(subscribed.map(([, { Properties }]) => [Properties["Protocol"], Properties["Endpoint"]])).toEqual(
      live.alarmsGoTo.map((address) => ["email", address]),
    );
  });

  it("says what it is, what harm follows, and where to read what to do", () => {
    const definitions = alarmsOf(cloud.stacks);
    const descriptions = alarms().map(({ properties }) => String(properties["AlarmDescription"]));
    for (const { title, harm } of definitions) {
      expect(harm.length, title).toBeGreaterThan(30);
      expect(descriptions).toContain(
        `${title}. If ignored: ${harm} What to do: infra/observability/README.md#${anchorOf(title)}`,
      );
    }
  });

  it("is known by an id of its own, and one title is one thing to do", () => {
    const ids = alarmsOf(cloud.stacks).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says of silence what silence means: it rings where hearing nothing is the harm", () => {
    const silent = alarmsOf(cloud.stacks).flatMap(({ id, silenceRings }) => (silenceRings ? [id] : []));
    expect(silent.toSorted()).toEqual([
      "BackupsMissing",
      "DigestsStandStill",
      "ReconcileStandsStill",
      "WitnessStandsStill",
    ]);
    for (const { id, properties } of alarms())
      expect(properties["TreatMissingData"], id).toBe(
        silent.some((each) => id.startsWith(`observability/${each}`)) ? "breaching" : "notBreaching",
      );
  });

  it("rings within its own period where silence is the harm: what is missing counts as nothing", () => {
    const silent = alarmsOf(cloud.stacks).filter((each) => each.silenceRings);
    expect(silent.length).toBeGreaterThan(3);
    for (const { id } of silent) {
      const alarm = alarms().find((each) => each.id.startsWith(`observability/${id}`))!;
      const [shown, heard] = alarm.properties["Metrics"] as Part[];
      expect(shown, id).toMatchObject({ Expression: "FILL(heard, 0)", ReturnData: true });
      expect(heard, id).toMatchObject({ Id: "heard", ReturnData: false });
      expect(heard?.["MetricStat"].Period, id).toBeGreaterThanOrEqual(900);
    }
  });

  it("shows no person, reference or partnership: none is a dimension", () => {
    for (const { id, properties } of alarms()) {
      const metrics = [
        properties,
        ...((properties["Metrics"] as Part[] | undefined) ?? []).map(
          (each) => (each["MetricStat"] as Part | undefined)?.["Metric"] ?? {},
        ),
      ];
      for (const dimensions of metrics.map((each) => (each as Part)["Dimensions"] as Part[] | undefined))
        for (const { Name } of dimensions ?? [])
          expect(
            [
              "service",
              "FunctionName",
              "QueueName",
              "RuleName",
              "TableName",
              "ApiId",
              "BackupVaultName",
              "CertificateArn",
            ],
            id,
          ).toContain(Name);
    }
  });
});

describe("the runbooks", () => {
  it("have a heading for every alarm's title", () => {
    expect(
      [...titles].filter((title) => !headings().includes(title)),
      "alarms without a heading under “## Runbooks” of infra/observability/README.md, which says what to do",
    ).toEqual([]);
  });

  it("say each what it means, and what to do", () => {
    const [, ...each] = runbooksSection().split("\n### ");
    expect(each.length).toBeGreaterThan(10);
    expect(
      each.filter((one) => !/\*\*Means\*\*: \w[^]*\*\*do\*\*[:,] \w/i.test(one)).map((one) => one.split("\n")[0]),
    ).toEqual([]);
  });

  it("have none for what is no alarm, and none twice", () => {
    expect(
      headings().filter((heading) => !titles.has(heading)),
      "headings under “## Runbooks” of infra/observability/README.md that are no alarm's title",
    ).toEqual([]);
    expect(new Set(headings()).size).toBe(headings().length);
  });

  it("are found by the address that an alarm gives: the anchor of a heading", () => {
    for (const [title, anchor] of [
      ["Reconcile stands still", "reconcile-stands-still"],
      ["The account’s reputation with SES falls", "the-accounts-reputation-with-ses-falls"],
      ["Bank holidays are known for less than 120 days", "bank-holidays-are-known-for-less-than-120-days"],
      ["Pages or API fail", "pages-or-api-fail"],
    ] as const)
      expect(anchorOf(title)).toBe(anchor);
    const anchors = [...titles].map(anchorOf);
    expect(new Set(anchors).size).toBe(anchors.length);
    for (const each of anchors) expect(each).toMatch(/^[a-z0-9-]+$/);
  });
});

describe("the figures that the service notes of itself", () => {
  const source = readFileSync(join(root, "functions", "measure.ts"), "utf8");
  const [, union = ""] = /^export type Metric =$([\s\S]*?);$/m.exec(source) ?? [];
  const named = [...union.matchAll(/\| "(\w+)"/g)].map((each) => each[1] ?? "");

  it("are each noted somewhere: an alarm on one that is not would never ring", () => {
    const functions = join(root, "functions");
    const elsewhere = readdirSync(functions, { recursive: true, encoding: "utf8" })
      .filter((each) => each.endsWith(".ts") && each !== "measure.ts")
      .map((each) => readFileSync(join(functions, each), "utf8"))
      .join("\n");
    expect(
      named.filter((each) => !elsewhere.includes(`"${each}"`)),
      "named in functions/measure.ts, and noted by nothing in functions/",
    ).toEqual([]);
  });

  it("are each on the dashboard or watched by an alarm, and no other is", () => {
    expect(named.length).toBeGreaterThan(10);
    const seen = new Set(
      alarms().flatMap(({ properties }) =>
        properties["Namespace"] === metricsNamespace ? [String(properties["MetricName"])] : [],
      ),
    );
    const [[id, dashboard] = ["", undefined]] = cloud.ofType("AWS::CloudWatch::Dashboard");
    // Ids of resources stand in it as they will be; what is asked here is only which figures are shown.
    const body = JSON.stringify(dashboard?.Properties["DashboardBody"]);
    expect(id).not.toBe("");
    for (const [, name = ""] of body.matchAll(new RegExp(`\\\\"${metricsNamespace}\\\\",\\\\"(\\w+)\\\\"`, "g")))
      if (/^[A-Z]/.test(name)) seen.add(name);
    expect(
      [...seen].toSorted(),
      "what functions/measure.ts names, each in an alarm (alarms.ts) or on the dashboard (stack.ts) of infra/observability",
    ).toEqual(named.toSorted());
  });
});
