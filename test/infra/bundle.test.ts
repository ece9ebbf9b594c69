import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, functionEntries, govukFrontendFile, type Bundles, type FunctionName } from "../../infra/bundle.ts";
import * as published from "../../policies/published.ts";

const root = join(import.meta.dirname, "..", "..");
const made: string[] = [];
/** A folder of its own, gone when the tests are over. */
function temporary(): string {
  made.push(mkdtempSync(join(tmpdir(), "bundle-")));
  return made.at(-1)!;
}
afterAll(() => made.forEach((each) => rmSync(each, { recursive: true, force: true })));

const code = (folder: string) => readFileSync(join(folder, "index.js"), "utf8");

/** What an expression comes to where a bundle is `bundled`, in a process that has nothing else, as a function runs. */
function inProcess(folder: string, expression: string, environment: Record<string, string> = {}): unknown {
  const script = `const bundled = require(${JSON.stringify(folder)});
    (async () => process.stdout.write(JSON.stringify(await (${expression})) ?? "null"))();`;
  return JSON.parse(
    execFileSync(process.execPath, ["--eval", script], { cwd: tmpdir(), env: environment, encoding: "utf8" }),
  );
}

describe("a bundle", () => {
  let folder: string;

  beforeAll(async () => {
    const sources = temporary();
    mkdirSync(join(sources, "templates", "inner"), { recursive: true });
    writeFileSync(join(sources, "templates", "inner", "page.njk"), "Hello");
    writeFileSync(
      join(sources, "entry.ts"),
      `import { createRequire } from "node:module";
       import * as published from ${JSON.stringify(join(root, "policies", "published.ts"))};
       export class Mistake extends Error {
         constructor(message: string) {
           super(message);
           this.name = "Mistake";
         }
       }
       class Named extends Error {}
       export const names = [new Mistake("").name, new Mistake("").constructor.name, Named.name];
       export const policies = published.publishedPolicies();
       export const version = published.policyVersion("knowsley", "2020-06").title;
       export const inForce = published.policyInForce("milton-keynes", "2024-01-01")?.version;
       export const areas = published.areasHeld();
       export const exported = Object.keys(published);
       export const here: string = import.meta.dirname;
       export const govuk: string = createRequire(import.meta.url).resolve("govuk-frontend/package.json");
       export const handler = async (name: string) => name;`,
    );
    ({ stub: folder } = await bundle(
      {
        stub: {
          file: join(sources, "entry.ts"),
          folders: ["templates", "assets"],
          packages: functionEntries.pages.packages,
        },
      },
      temporary(),
    ));
  });

  it("has the policies as they were read, and reads none", () => {
    expect(inProcess(folder, "bundled.policies")).toEqual(JSON.parse(JSON.stringify(published.publishedPolicies())));
    expect(inProcess(folder, "bundled.version")).toBe(published.policyVersion("knowsley", "2020-06").title);
    expect(inProcess(folder, "bundled.inForce")).toBe(published.policyInForce("milton-keynes", "2024-01-01")?.version);
    expect(inProcess(folder, "bundled.areas")).toEqual(published.areasHeld());
    expect(code(folder)).not.toMatch(/readFileSync|readdirSync|parseDocument|yaml/i);
  });

  it("offers of the policies what the laptop's code finds, except for reading them", () => {
    expect(inProcess(folder, "bundled.exported.toSorted()")).toEqual(
      Object.keys(published)
        .filter((name) => name !== "readPolicies" && name !== "holding")
        .toSorted(),
    );
  });

  it("keeps the names of errors", () => {
    expect(inProcess(folder, "bundled.names")).toEqual(["Mistake", "Mistake", "Named"]);
  });

  it("finds its folders beside itself, and packages as it always does", () => {
    expect(inProcess(folder, "bundled.here")).toBe(folder);
    expect(existsSync(join(folder, "templates", "inner", "page.njk"))).toBe(true);
    expect(existsSync(join(folder, "assets"))).toBe(false);
    const govuk = join(folder, "node_modules", "govuk-frontend");
    expect(inProcess(folder, "bundled.govuk")).toBe(join(govuk, "package.json"));
    expect(existsSync(join(govuk, "dist", "govuk", "components", "button", "template.njk"))).toBe(true);
    expect(readdirSync(govuk, { recursive: true, encoding: "utf8" })).not.toContainEqual(
      expect.stringMatching(/\.(map|scss|mjs|woff2?)$|crest/),
    );
  });

  it("is made anew each time", async () => {
    const outdir = temporary();
    mkdirSync(join(outdir, "stub"));
    writeFileSync(join(outdir, "stub", "left.over"), "");
    const entry = join(temporary(), "entry.ts");
    writeFileSync(entry, "export const handler = () => undefined;");
    await bundle({ stub: { file: entry } }, outdir);
    expect(readdirSync(join(outdir, "stub")).toSorted()).toEqual(["index.js", "index.js.map"]);
  });

  it.each([
    ["package.json", true],
    ["dist/govuk/components/button/template.njk", true],
    ["dist/govuk/macros/attributes.njk", true],
    ["dist/govuk/govuk-frontend.min.css", true],
    ["dist/govuk/govuk-frontend.min.css.map", false],
    ["dist/govuk/components/button/_index.scss", false],
    ["dist/govuk/assets/images/govuk-crest.svg", false],
    ["node_modules/other/page.njk", false],
  ])("of govuk-frontend, takes or leaves %s", (path, taken) => {
    expect(govukFrontendFile(path)).toBe(taken);
  });
});

describe("the functions of the service", () => {
  const environment = {
    AWS_REGION: "eu-west-2",
    RECORD_TABLE: "record",
    WORKING_TABLE: "working",
    STATE_MACHINE_PREFIX: "arn:aws:states:eu-west-2:000000000000:stateMachine:",
    SENDER: "escalations@escalations.example",
    CONFIGURATION_SET: "escalations",
    MAILS_PER_SECOND: "10",
    MAIL_GOES_TO: "recipients",
    SERVICE_URL: "https://escalations.example",
    REFERENCE_SECRET: "x".repeat(64),
    JWT_ISSUER: "https://identity.example",
    JWT_AUDIENCE: "escalations",
    JWKS_URL: "https://identity.example/keys",
  };
  const names = Object.keys(functionEntries) as FunctionName[];
  let bundles: Bundles<FunctionName>;

  beforeAll(async () => {
    bundles = await bundle(functionEntries, temporary());
  }, 120_000);

  it.each(names)("%s loads by itself and exports its handler", (name) => {
    expect(inProcess(bundles[name], "typeof bundled.handler", environment)).toBe("function");
  });

  it.each(names)("%s has neither a parser for policies nor their sources", (name) => {
    expect(code(bundles[name])).not.toMatch(/parseDocument|LineCounter|tag:yaml\.org/);
    expect(code(bundles[name])).not.toContain("the language of policies has no such word here");
  });

  it("pages renders with the templates that lie beside it", () => {
    const event = {
      version: "2.0",
      routeKey: "$default",
      rawPath: "/there/is/no/such/page",
      rawQueryString: "",
      headers: { host: "escalations.example", accept: "text/html" },
      requestContext: {
        http: { method: "GET", path: "/there/is/no/such/page", sourceIp: "192.0.2.1" },
        domainName: "escalations.example",
        requestId: "1",
        stage: "$default",
      },
      isBase64Encoded: false,
    };
    const answer = inProcess(bundles.pages, `bundled.handler(${JSON.stringify(event)}, {})`, environment);
    expect(answer).toMatchObject({ statusCode: 404, body: expect.stringContaining("govuk-") as string });
  });
});
