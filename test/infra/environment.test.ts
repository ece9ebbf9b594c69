/** What a deployment has to be told, and what it is refused for. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { heldOf } from "../../functions/guard/held.ts";
import { environment, madeUpIn } from "../../infra/environment.ts";
import { environmentsThereAre, readEnvironment } from "../../infra/environments/index.ts";
import { policiesOf } from "../../infra/policies-held.ts";
import { fingerprintOf } from "../../policies/fingerprint.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { live, trial } from "../support/environments.ts";

const root = join(import.meta.dirname, "..", "..");
type Given = Parameters<typeof environment>[0];

/** What is refused of an environment, a line for each setting. */
function refused(changes: Record<string, unknown>, of: Given = live): string[] {
  try {
    environment({ ...of, ...changes });
  } catch (error) {
    const [first, ...lines] = error instanceof Error ? error.message.split("\n") : [];
    expect(first).toBe("This environment cannot be deployed:");
    return lines.map((line) => line.replace(/^ {2}/, ""));
  }
  return [];
}

describe("a live environment", () => {
  it("is taken as it is", () => {
    expect(environment(live)).toEqual(live);
    expect(environment(trial)).toEqual(trial);
  });

  it("needs an address of its own and somebody who hears of alarms, and says both at once", () => {
    const { address: _, ...homeless } = live;
    expect(refused({ alarmsGoTo: [] }, homeless)).toEqual([
      "address: a live service needs an address of its own",
      "alarmsGoTo: somebody has to hear of a live service’s alarms",
    ]);
    expect(refused({ address: undefined })).toEqual(["address: a live service needs an address of its own"]);
  });
});

describe("a trial", () => {
  it("needs neither, but one address to which every e-mail goes", () => {
    expect(refused({ alarmsGoTo: [], address: undefined }, trial)).toEqual([]);
    expect(refused({ mode: { trial: {} } })).toEqual(["mode: write live, or { trial: { everyMailGoesTo: … } }"]);
    expect(refused({ mode: { trial: { everyMailGoesTo: "everybody" } } })).toEqual([
      "mode.trial.everyMailGoesTo: write one e-mail address",
    ]);
    expect(refused({ mode: "trial" })).toEqual(["mode: write live, or { trial: { everyMailGoesTo: … } }"]);
  });
});

describe("an environment is refused for", () => {
  const { address, mail, limits, retention } = live;
  it.each<[string, Record<string, unknown>, string[]]>([
    ["a region that is none", { region: "London" }, ["region: write a region's code"]],
    ["a day that is none", { began: "1 December 2026" }, ["began: write a day, such as 2026-12-01"]],
    ["a month that there is not", { began: "2026-13-01" }, ["began: write a day, such as 2026-12-01"]],
    ["no policies", { policies: [] }, ["policies: write all, or a list of policies' ids"]],
    [
      "policies by their titles",
      { policies: ["Knowsley 2020"] },
      ["policies.0: write lower-case words joined by hyphens"],
    ],
    [
      "an address with its https",
      { address: { ...address, domain: "https://a.org" } },
      ["address.domain: write a domain name, such as escalations.example.org"],
    ],
    [
      "a domain that nothing can prove",
      { address: { domain: "a.org" } },
      ["address: give a certificate, or the hosted zone by which one can be proved"],
    ],
    [
      "a certificate by its name",
      { address: { domain: "a.org", certificate: "ours" } },
      ["address.certificate: write an ARN"],
    ],
    [
      "a zone without an id",
      { address: { domain: "a.org", hostedZone: { id: "a.org", name: "a.org" } } },
      ["address.hostedZone.id: write the id of a hosted zone"],
    ],
    [
      "an edge without its firewall",
      { address: { domain: "a.org", edge: { certificate: "arn:a" } } },
      ["address.edge.webAcl: this is missing: add it"],
    ],
    ["a sender with a name", { mail: { ...mail, sender: "Us <a@a.org>" } }, ["mail.sender: write one e-mail address"]],
    [
      "a name that would change the header",
      { mail: { ...mail, senderName: "Us <b@b.org>" } },
      ["mail.senderName: write a name in plain letters, without accents"],
    ],
    ["a pace of nothing", { mail: { ...mail, perSecond: 0 } }, ["mail.perSecond: write a whole number from 1 on"]],
    ["half an e-mail a second", { mail: { ...mail, perSecond: 0.5 } }, ["mail.perSecond: write a whole number"]],
    ["an alarm to nobody's address", { alarmsGoTo: ["on call"] }, ["alarmsGoTo.0: write one e-mail address"]],
    ["a limit of nothing", { limits: { ...limits, burst: 0 } }, ["limits.burst: write a whole number from 1 on"]],
    [
      "logs for as long as one likes",
      { retention: { ...retention, logsDays: 31 } },
      ["retention.logsDays: write 30, 60, 90, 180 or 365"],
    ],
    [
      "backups for ever",
      { retention: { ...retention, recordBackupsYears: 36 } },
      ["retention.recordBackupsYears: write at most 35"],
    ],
    [
      "witnesses for ever",
      { retention: { ...retention, witnessesYears: 99 } },
      ["retention.witnessesYears: write at most 35"],
    ],
    [
      "one restored table without the other",
      { restoredTables: { record: "record-2" } },
      ["restoredTables.working: this is missing: add it"],
    ],
    [
      "organisation defaults that are no words",
      { organisationDefaults: { "training-provider": { "professionals/settle": 5 } } },
      [
        "organisationDefaults.training-provider.professionals/settle: write a timescale in words, such as “5 working days”",
      ],
    ],
    [
      "a word that it does not know",
      { domain: "a.org" },
      [expect.stringMatching(/^environment: “domain” cannot stand here: what can is mode, /) as string],
    ],
    [
      "one inside that it does not know",
      { limits: { ...limits, perDay: 1 } },
      [
        "limits: “perDay” cannot stand here: what can is requestsPerMinute, submissionsPerMinute, requestsPerSecond, burst",
      ],
    ],
    [
      "clients by their names in words",
      { clients: { cognito: ["Whitebeam Academy"] } },
      ["clients.cognito.0: write lower-case words joined by hyphens"],
    ],
    [
      "more systems than an authorizer takes",
      { clients: { cognito: Array.from({ length: 51 }, (_each, index) => `school-${index}`) } },
      [
        "clients.cognito: API Gateway takes at most 50: have agencies share a client, or use an issuer with one audience for all",
      ],
    ],
    [
      "a sender’s name that a header cannot hold as it is",
      { mail: { sender: "a@example.org", senderName: "Children’s Partnership", perSecond: 1 } },
      ["mail.senderName: write a name in plain letters, without accents"],
    ],
    [
      "an issuer without https",
      { clients: { openId: { issuer: "http://a.org", audiences: ["a"], keys: "https://a.org/keys" } } },
      ["clients.openId.issuer: write an https address"],
    ],
  ])("%s", (_, changes, lines) => {
    expect(refused(changes)).toEqual(lines);
  });

  it("all that is wrong at once", () => {
    expect(refused({ began: "now", alarmsGoTo: ["me"] })).toHaveLength(2);
  });
});

describe("the environments that are there to copy", () => {
  it("are an example and a trial, and both are validated", async () => {
    expect(environmentsThereAre().toSorted()).toEqual(["example", "trial"]);
    expect((await readEnvironment("example")).mode).toBe("live");
    expect((await readEnvironment("trial")).mode).toEqual({ trial: { everyMailGoesTo: "trial@council.example" } });
  });

  it("are made up, every name of them, so that none is deployed by a mistake", async () => {
    expect(madeUpIn(await readEnvironment("example"))).toEqual([
      "address.domain",
      "address.hostedZone.name",
      "mail.sender",
      "mail.hostedZone.name",
      "alarmsGoTo.0",
    ]);
    expect(madeUpIn(await readEnvironment("trial"))).toEqual([
      "mode.trial.everyMailGoesTo",
      "mail.sender",
      "alarmsGoTo.0",
    ]);
    // A name of somebody's own is not made up for having the word in it.
    expect(madeUpIn(live)).toEqual([]);
    expect(madeUpIn({ sender: "a@examples.gov.uk", other: "a@x.example.gov.uk" })).toEqual([]);
  });

  it.each(["../environment", "index", "", "Example", "nowhere"])(
    "are not “%s”, and it says which there are",
    async (name) => {
      await expect(readEnvironment(name)).rejects.toThrow(
        `There is no environment “${name}”. There are: example, trial`,
      );
    },
  );
});

describe("the command that runs the CDK", () => {
  const cloud = (...words: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, "infra", "cloud.ts"), ...words], {
      cwd: root,
      encoding: "utf8",
      env: {},
    });
    return { status, says: stderr.trim() };
  };

  it("refuses to deploy what is only made up, naming it", () => {
    expect(cloud("example", "deploy")).toEqual({
      status: 1,
      says: "“example” cannot be deployed: address.domain, address.hostedZone.name, mail.sender, mail.hostedZone.name, alarmsGoTo.0 are only made up.",
    });
    expect(cloud("trial", "deploy").says).toContain("“trial” cannot be deployed: mode.trial.everyMailGoesTo, ");
  });

  it("says which environments there are, to whoever names another or none", () => {
    expect(cloud("nowhere", "diff")).toEqual({
      status: 1,
      says: "There is no environment “nowhere”. There are: example, trial",
    });
    expect(cloud()).toMatchObject({
      status: 1,
      says: expect.stringMatching(/Say which environment[\s\S]*Environments: example, trial/) as string,
    });
    expect(cloud("example").status).toBe(1);
  });
});

describe("the policies of an environment", () => {
  it("are all that are held, or those that it names with all their versions", () => {
    expect(policiesOf({ policies: "all" })).toEqual(publishedPolicies());
    expect(policiesOf({ policies: ["medway", "knowsley"] }).map((each) => each.policy)).toEqual(
      publishedPolicies().flatMap((each) => (["medway", "knowsley"].includes(each.policy) ? [each.policy] : [])),
    );
  });

  it("are refused where no file has one, naming it and those that there are", () => {
    const there = [...new Set(policiesOf({ policies: "all" }).map((each) => each.policy))];
    expect(there).toEqual(expect.arrayContaining(["knowsley", "medway"]));
    expect(() => policiesOf({ policies: ["knowsley", "atlantis"] })).toThrow(
      `This environment runs policies that no file has: atlantis. There are: ${there.join(", ")}`,
    );
  });

  it("TP-06 have the organisation's own numbers in them, which the guard of a deployment is told of", () => {
    const set = { "training-provider": { "professionals/settle": "4 working days" } };
    const plain = policiesOf({ policies: "all" });
    const own = policiesOf({ policies: "all", organisationDefaults: set });
    const changed = own.filter((each, index) => fingerprintOf(each) !== fingerprintOf(plain[index]!));
    expect(changed.map((each) => each.policy)).toEqual(["training-provider"]);
    expect(changed[0]!.stages.find((each) => each.stage === "professionals")!.clocks[0]!.within).toEqual({
      unit: "working days",
      count: 4,
    });
    const told = (policies: typeof own) =>
      heldOf(policies).find((each) => each.policy === "training-provider")!.fingerprint;
    expect(told(own)).not.toBe(told(plain));
  });

  it("TP-06 are refused with a number that is the policy's own", () => {
    expect(() =>
      policiesOf({ policies: "all", organisationDefaults: { knowsley: { "line-managers/settle": "9 weeks" } } }),
    ).toThrow(/The organisation’s defaults cannot be used:/);
  });

  it("TP-06 are refused with numbers for a policy that this environment does not run", () => {
    expect(() =>
      policiesOf({
        policies: ["knowsley"],
        organisationDefaults: { "training-provider": { "professionals/settle": "4 working days" } },
      }),
    ).toThrow(/training-provider: no policy of this id is held/);
  });
});
