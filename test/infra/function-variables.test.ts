/** What each function is told: all that its part asks for, and nothing else. */
import { beforeAll, describe, expect, it } from "vitest";
import { needs, settingsFor, type Part, type SettingName } from "../../functions/container/settings.ts";
import { functionEntries, type FunctionName } from "../../infra/bundle/index.ts";
import type { Environment } from "../../infra/environment.ts";
import { synthesized, type Cloud } from "../support/cloud.ts";
import { edged, live, trial } from "../support/environments.ts";

const names = Object.keys(functionEntries) as FunctionName[];
const parts: Readonly<Record<FunctionName, Part>> = {
  api: "api",
  pages: "pages",
  register: "register",
  open: "tasks",
  tick: "tasks",
  settle: "tasks",
  alertOpen: "tasks",
  alertTick: "tasks",
  alertSettle: "tasks",
  reconcile: "tasks",
  await: "waiting",
  alertAwait: "waiting",
  digest: "digests",
  bounces: "bounces",
  daily: "daily",
  guard: "guard",
};

describe.each<[string, Environment]>([
  ["a live environment", live],
  ["one behind an edge", edged],
  ["a trial", trial],
])("in %s", (_, environment) => {
  let cloud: Cloud;
  beforeAll(() => {
    cloud = synthesized(environment);
  });

  const told = (name: FunctionName): Record<string, string> => {
    const { id } = cloud.functions[name];
    const variables = cloud.resources[id]!.Properties["Environment"].Variables as Record<string, unknown>;
    return Object.fromEntries(Object.entries(variables).map(([each, value]) => [each, cloud.writtenIn(id)(value)]));
  };
  /** As CloudFormation fills in what the stacks know of one another. */
  const deployed = (name: FunctionName) =>
    Object.fromEntries(
      Object.entries(told(name)).map(([each, value]) => [
        each,
        value.replace(/^<address\/\w+>/, "https://address.example"),
      ]),
    );

  it.each(names)("%s finds all that it asks for, and nothing else", (name) => {
    expect(() => settingsFor(parts[name], deployed(name))).not.toThrow();
    const asked = new Set<SettingName>(needs[parts[name]]);
    if (!environment.address?.edge) asked.delete("EDGE_SECRET");
    expect(Object.keys(told(name)).toSorted()).toEqual([...asked].toSorted());
  });

  it("secrets are put in when it is deployed, and stand in no template", () => {
    const secrets = names.flatMap((name) =>
      Object.entries(told(name)).flatMap(([each, value]) => (each.endsWith("_SECRET") ? [[each, value] as const] : [])),
    );
    expect(secrets.length).toBeGreaterThan(0);
    const from: Readonly<Record<string, string>> = {
      EDGE_SECRET: "address/EdgeSecret",
      REFERENCE_SECRET: "data/ReferenceSecret",
      CODE_SECRET: "data/CodeSecret",
    };
    for (const [each, value] of secrets)
      expect(value).toMatch(new RegExp(`^\\{\\{resolve:secretsmanager:<${from[each]}\\w+>:SecretString:`));
  });

  it("e-mails go where the environment says, as whom it says, as fast as it says", () => {
    const mailing = names.filter((name) => (needs[parts[name]] as readonly string[]).includes("MAIL_GOES_TO"));
    expect(mailing).toHaveLength(10);
    for (const name of mailing)
      expect(told(name)).toMatchObject({
        MAIL_GOES_TO: environment.mode === "live" ? "recipients" : environment.mode.trial.everyMailGoesTo,
        MAILS_PER_SECOND: String(environment.mail.perSecond),
        SENDER: `"${environment.mail.senderName}" <${environment.mail.sender}>`,
        CONFIGURATION_SET: "escalations",
      });
  });

  it("the rest is the environment's too: limits, and since when records can be", () => {
    expect(told("api")).toMatchObject({
      REQUESTS_PER_MINUTE: String(environment.limits.requestsPerMinute),
      SUBMISSIONS_PER_MINUTE: String(environment.limits.submissionsPerMinute),
    });
    expect(told("daily")["SERVICE_BEGAN"]).toBe(environment.began);
    expect(told("open")["STATE_MACHINE_PREFIX"]).toBe(
      "arn:{AWS::Partition}:states:{AWS::Region}:{AWS::AccountId}:stateMachine:",
    );
  });
});
