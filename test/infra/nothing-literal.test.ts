import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appOf } from "../../infra/unbundled.ts";
import { edged, live, trial } from "../support/environments.ts";

/**
 * A place of AWS, written out, that a deployment elsewhere would not be in: what it is, and how it is recognised. The
 * service principals that roles and keys are for have the same names everywhere, so they are taken out before.
 */
const literal: Readonly<Record<string, RegExp>> = {
  region:
    /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-|iso[a-z]?-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\b/,
  partition: /\barn:aws\b/,
  account: /(?<![\w-])\d{12}(?![\w-])/,
  "endpoint of AWS": /\bamazonaws\.com\b/,
  "address of Cognito": /\bamazoncognito\.com\b/,
  "address of API Gateway": /\bexecute-api\.(?!\$\{Aws\.REGION\}|\$\{AWS::Region\})[\w-]/,
};
const principals = [
  "apigateway",
  "backup",
  "cloudwatch",
  "events",
  "lambda",
  "logging.s3",
  "scheduler",
  "ses",
  "sns",
  "states",
];

/** `<what>: <the text>` for each that a text has. */
function literalsIn(text: string): string[] {
  return Object.entries(literal).flatMap(([what, pattern]) =>
    [...text.matchAll(new RegExp(pattern, "g"))].map((match) => `${what}: ${match[0]}`),
  );
}

describe("what is recognised", () => {
  it.each([
    ["region: eu-west-2", 'new SESClient({ region: "eu-west-2" })'],
    ["region: us-gov-west-1", "in us-gov-west-1"],
    ["partition: arn:aws", "`arn:aws:states:${region}`"],
    ["account: 111122223333", "arn:x:acm::111122223333:certificate"],
    ["endpoint of AWS: amazonaws.com", "https://email.amazonaws.com"],
    ["address of Cognito: amazoncognito.com", "https://one.auth.amazoncognito.com"],
    ["address of API Gateway: execute-api.e", "https://abc.execute-api.elsewhere"],
  ])("%s", (found, text) => {
    expect(literalsIn(text)).toEqual([found]);
  });

  it.each(["1234567890123", "a-123456789012-b", "`${id}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`", "far-west-2"])(
    "and not %s",
    (text) => {
      expect(literalsIn(text)).toEqual([]);
    },
  );
});

describe("the sources", () => {
  const root = join(import.meta.dirname, "..", "..");
  /** Where a place of AWS has to be written out, or is what somebody chose. */
  const exceptions: Readonly<Record<string, string>> = {
    "infra/local/step-functions/": "stands in for Step Functions itself, and speaks as it does",
    "infra/local/mailbox.ts": "answers as SES does, in the namespace of its XML",
    "infra/environments/": "is configuration: a region or a certificate that somebody chose",
  };
  const excepted = (path: string) => Object.keys(exceptions).find((each) => path.startsWith(each));
  const files = ["functions", "policies", "infra"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && /\.(ts|njk|yaml|json|js)$/.test(each.name))
      .map((each) => join(each.parentPath, each.name).slice(root.length + 1)),
  );
  /** A service principal, as code writes it: its name alone, between quotes. */
  const named = (source: string) =>
    source
      .replace(new RegExp(`"(?:${principals.join("|")})\\.amazonaws\\.com"`, "g"), "")
      .replaceAll("ServicePrincipal(`${name}.amazonaws.com`)", "")
      .replaceAll("ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)", "");
  const found = (path: string) => literalsIn(named(readFileSync(join(root, path), "utf8")));

  it("name no region, partition, account or endpoint", () => {
    expect(files.length).toBeGreaterThan(250);
    const all = files.filter((path) => !excepted(path)).map((path) => [path, found(path)] as const);
    expect(all.filter(([, literals]) => literals.length > 0)).toEqual([]);
  });

  it("have no exception that is not needed, but for configuration, which may name what it likes", () => {
    const needed = new Set(files.filter((path) => excepted(path) && found(path).length > 0).map(excepted));
    expect(needed.add("infra/environments/")).toEqual(new Set(Object.keys(exceptions)));
  });
});

describe.each(Object.entries({ live, edged, trial }))("the templates of %s", (_name, environment) => {
  let outdir: string;
  let remove: () => void;
  beforeAll(() => {
    const { app, ...made } = appOf(environment);
    ({ outdir, remove } = made);
    app.synth();
  }, 120_000);
  afterAll(() => remove());

  /** What a template says, without the names of service principals and the ARNs that the environment itself gives. */
  function saidIn(part: unknown, name = ""): string[] {
    if (typeof part === "string") {
      const isPrincipal =
        (name === "Service" || name === "Principal") && principals.some((each) => part === `${each}.amazonaws.com`);
      return isPrincipal || given.has(part) ? [] : literalsIn(part);
    }
    if (Array.isArray(part)) {
      return isNameInRegion(part) ? [] : part.flatMap((each) => saidIn(each, name));
    }
    if (typeof part !== "object" || part === null) return [];
    return Object.entries(part).flatMap(([key, value]) => [
      ...literalsIn(key),
      ...saidIn(value, key.startsWith("Fn::") ? name : key),
    ]);
  }
  /**
   * A service by the name that it has in each region, in the pieces that are joined: CloudWatch Logs as a principal, and
   * Secrets Manager as KMS knows it, which the CDK itself writes for a secret with a key.
   */
  const isNameInRegion = (part: readonly unknown[]) =>
    ["logs", "secretsmanager"].some(
      (each) => JSON.stringify(part) === `["${each}.",{"Ref":"AWS::Region"},".amazonaws.com"]`,
    );
  const given = new Set(arnsIn(environment));

  it("name no region, partition, account or endpoint", () => {
    const templates = readdirSync(outdir).filter((each) => each.endsWith(".template.json"));
    expect(templates).toHaveLength(7);
    const all = templates.map((each) => [each, saidIn(JSON.parse(readFileSync(join(outdir, each), "utf8")))] as const);
    expect(all.filter(([, literals]) => literals.length > 0)).toEqual([]);
  });

  it("are for whichever account and region they are deployed to", () => {
    const { artifacts } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
      artifacts: Record<string, { type: string; environment?: string }>;
    };
    const stacks = Object.values(artifacts).filter((each) => each.type === "aws:cloudformation:stack");
    expect(new Set(stacks.map((each) => each.environment))).toEqual(new Set(["aws://unknown-account/unknown-region"]));
  });
});

function arnsIn(settings: unknown): string[] {
  if (typeof settings === "string") return settings.startsWith("arn:") ? [settings] : [];
  return typeof settings === "object" && settings !== null ? Object.values(settings).flatMap(arnsIn) : [];
}
