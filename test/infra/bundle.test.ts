import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceFunction } from "../../infra/constructs/service-function.ts";
import { budgets, overBudget } from "../../infra/bundle/budgets.ts";
import {
  bundle,
  bundleWithContents,
  functionEntries,
  type Bundles,
  type Contents,
  type FunctionName,
} from "../../infra/bundle/index.ts";
import { readTrace } from "../../infra/bundle/trace.ts";
import { needs, type SettingName } from "../../functions/container/settings.ts";
import { policiesOf } from "../../infra/policies-held.ts";
import * as published from "../../policies/published.ts";
import { loadAssets } from "../../functions/pages/assets.ts";
import { createRender } from "../../functions/pages/render.ts";
import { everythingFor } from "../support/everything.ts";
import { variables } from "../support/variables.ts";

const root = join(import.meta.dirname, "..", "..");
const made: string[] = [];
/** A folder of its own, gone when the tests are over. */
function temporary(): string {
  made.push(mkdtempSync(join(tmpdir(), "bundle-")));
  return made.at(-1)!;
}
afterAll(() => made.forEach((each) => rmSync(each, { recursive: true, force: true })));

/** All that a function can load. */
const code = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((each) => each.endsWith(".js"))
    .map((each) => readFileSync(join(folder, each), "utf8"))
    .join("\n");

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
    writeFileSync(
      join(sources, "entry.ts"),
      `import * as published from ${JSON.stringify(join(root, "policies", "published.ts"))};
       function mistaken() {
         throw new Error("It went wrong");
       }
       export const failing = () => { try { mistaken() } catch (error) { return error.stack } };
       export const policies = published.publishedPolicies();
       export const version = published.policyVersion("knowsley", "2020-06").title;
       export const inForce = published.policyInForce("milton-keynes", "2024-01-01")?.version;
       export const areas = published.areasHeld();
       export const exported = Object.keys(published);
       export const handler = async (name: string) => name;`,
    );
    ({ stub: folder } = await bundle({ stub: join(sources, "entry.ts") }, temporary(), published.publishedPolicies()));
  });

  it("has the policies as they were read, and reads none", () => {
    expect(inProcess(folder, "bundled.policies")).toEqual(JSON.parse(JSON.stringify(published.publishedPolicies())));
    expect(inProcess(folder, "bundled.version")).toBe(published.policyVersion("knowsley", "2020-06").title);
    expect(inProcess(folder, "bundled.inForce")).toBe(published.policyInForce("milton-keynes", "2024-01-01")?.version);
    expect(inProcess(folder, "bundled.areas")).toEqual(published.areasHeld());
    expect(code(folder)).not.toMatch(/readFileSync|readdirSync|parseDocument|yaml/i);
  });

  it("offers of the policies what the laptop's code finds", () => {
    expect(inProcess(folder, "bundled.exported.toSorted()")).toEqual(
      Object.keys(published)
        .filter((name) => name !== "holding")
        .toSorted(),
    );
  });

  it("TP-06 has the policies that it is given, with the organisation's own numbers in them", async () => {
    const entry = join(temporary(), "entry.ts");
    writeFileSync(
      entry,
      `import { publishedPolicies } from ${JSON.stringify(join(root, "policies", "published.ts"))};
       export const policies = publishedPolicies();
       export const handler = () => undefined;`,
    );
    const policies = policiesOf({
      policies: ["training-provider"],
      organisationDefaults: { "training-provider": { "professionals/settle": "4 working days" } },
    });
    const { stub } = await bundle({ stub: entry }, temporary(), policies);
    expect(inProcess(stub, "bundled.policies")).toEqual(JSON.parse(JSON.stringify(policies)));
    expect(inProcess(stub, "bundled.policies[0].stages[0].clocks[0].within.count")).toBe(4);
  });

  it("ALL-14 has the texts of the policies that it is given, as they were written, and of no other", async () => {
    const entry = join(temporary(), "entry.ts");
    writeFileSync(
      entry,
      `import { policyText } from ${JSON.stringify(join(root, "policies", "texts.ts"))};
       export const text = policyText;
       export const handler = () => undefined;`,
    );
    const policies = policiesOf({ policies: ["medway"], organisationDefaults: {} });
    const { stub } = await bundle({ stub: entry }, temporary(), policies);
    expect(inProcess(stub, `bundled.text({ id: "medway", version: "2024" })`)).toBe(
      readFileSync(join(root, "policies", "medway", "2024.yaml"), "utf8"),
    );
    const other = `(() => { try { bundled.text({ id: "knowsley", version: "2020-06" }) } catch (error) { return error.message } })()`;
    expect(inProcess(stub, other)).toBe("The text of policy knowsley in version 2020-06 is not held");
    expect(code(stub)).not.toMatch(/readFileSync|readdirSync|parseDocument/);
  });

  it("shortens names, and its map reads them back from a stack trace, also where that stands in a log on one line", () => {
    const trace = String(inProcess(folder, "bundled.failing()"));
    expect(trace).not.toContain("mistaken");
    const [first = "", thrown = "", called = ""] = readTrace(trace, folder).split("\n");
    expect(first).toBe("Error: It went wrong");
    expect(thrown).toMatch(/^ {4}at .*entry\.ts:3:\d+\)$/);
    expect(called).toMatch(/^ {4}at .*entry\.ts:5:\d+\)$/);
    expect(JSON.parse(readTrace(JSON.stringify({ trace }), folder))).toEqual({ trace: readTrace(trace, folder) });
  });

  it("what a map does not know stays in a trace as it was", () => {
    const others = "Error: x\n    at a (node:internal/modules:1:2)\n    at b (/var/task/none.js:1:2)";
    expect(readTrace(others, folder)).toBe(others);
  });

  it("takes credentials from its environment, and where there are none says so at once instead of looking elsewhere", async () => {
    const entry = join(temporary(), "entry.ts");
    writeFileSync(
      entry,
      `import { DynamoDBClient, ListTablesCommand } from ${JSON.stringify(join(root, "node_modules", "@aws-sdk", "client-dynamodb"))};
       const asked = (error) => error.message;
       export const handler = (endpoint) =>
         new DynamoDBClient({ region: "eu-west-2", maxAttempts: 1, endpoint }).send(new ListTablesCommand({})).catch(asked);`,
    );
    const { stub } = await bundle({ stub: entry }, temporary(), []);
    const asking = 'bundled.handler("http://127.0.0.1:9")';
    expect(inProcess(stub, asking)).toMatch(/^Unable to find environment variable credentials/);
    const given = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" };
    expect(inProcess(stub, asking, given)).toMatch(/ECONNREFUSED/);
  });

  it("is made anew each time", async () => {
    const outdir = temporary();
    mkdirSync(join(outdir, "stub"));
    writeFileSync(join(outdir, "stub", "left.over"), "");
    const entry = join(temporary(), "entry.ts");
    writeFileSync(entry, "export const handler = () => undefined;");
    await bundle({ stub: entry }, outdir, []);
    expect(readdirSync(join(outdir, "stub")).toSorted()).toEqual(["index.js", "index.js.map"]);
  });
});

describe("the functions of the service", () => {
  /** What each is told, by its part. */
  const told: Readonly<Record<FunctionName, readonly SettingName[]>> = {
    api: needs.api,
    pages: needs.pages,
    register: needs.register,
    open: needs.tasks,
    await: needs.waiting,
    tick: needs.tasks,
    settle: needs.tasks,
    alertOpen: needs.tasks,
    alertAwait: needs.waiting,
    alertTick: needs.tasks,
    alertSettle: needs.tasks,
    reconcile: needs.tasks,
    digest: needs.digests,
    bounces: needs.bounces,
    daily: needs.daily,
    guard: needs.guard,
  };
  const lambda = { AWS_REGION: "eu-west-2" };
  const environmentOf = (name: FunctionName): Record<string, string> => ({
    ...lambda,
    ...Object.fromEntries(told[name].filter((each) => each !== "EDGE_SECRET").map((each) => [each, variables[each]])),
  });
  const names = Object.keys(functionEntries) as FunctionName[];
  let bundles: Bundles<FunctionName>;
  let contents: Readonly<Record<FunctionName, Contents>>;

  beforeAll(async () => {
    ({ bundles, contents } = await bundleWithContents(functionEntries, temporary(), published.publishedPolicies()));
  }, 120_000);

  it.each(names)("%s is within its budget: what it loads when it starts is no larger than it may be", (name) => {
    expect(overBudget(budgets[name], contents[name])).toEqual([]);
  });

  it("what is over its budget is told: by how much, and what is largest there", () => {
    const found = new Map([
      ["node_modules/large/index.js", 12_000],
      ["node_modules/large/more.js", 13_500],
      ["functions/tick.ts", 4_000],
    ]);
    expect(overBudget({ functions: 4, large: 20 }, found)).toEqual([
      "large: 25.5 kB, which is 5.5 over 20. The largest of it: node_modules/large/more.js 13.5, node_modules/large/index.js 12.0",
    ]);
    expect(overBudget({ functions: 4 }, found)).toEqual([
      expect.stringMatching(/^large: 25\.5 kB, which is 25\.5 over 0\./),
    ]);
  });

  it("have in what they load when they start nothing that only some events need: it is beside it, each a file that loads by itself", () => {
    const beside = (name: FunctionName) => readdirSync(bundles[name]).filter((each) => /(?<!^index)\.js$/.test(each));
    const [mail, word, charts] = [
      "nodemailer-dist-esm-mail-composer-index.js",
      "functions-documents-docx.js",
      "functions-charts-bars.js",
    ];
    const inspection = "functions-bundle-files.js";
    expect(beside("await")).toEqual([]);
    expect(beside("tick")).toEqual([mail]);
    expect(beside("pages")).toEqual([inspection, word, mail]);
    expect(beside("register")).toEqual([charts, "functions-register-docx.js", mail]);
    expect(beside("api")).toEqual(["functions-api-openapi.js", inspection]);
    for (const name of names)
      for (const each of beside(name)) {
        const loaded = `Object.keys(require(${JSON.stringify(join(bundles[name], each))})).length`;
        expect(inProcess(bundles[name], loaded, environmentOf(name)), `${name}/${each}`).toBeGreaterThan(0);
      }
  });

  it.each(names)("%s loads by itself, told nothing but its own, and exports its handler", (name) => {
    expect(inProcess(bundles[name], "typeof bundled.handler", environmentOf(name))).toBe("function");
  });

  it.each(names)("%s does not load without what it is told, and says what is missing", (name) => {
    const script = `try { require(${JSON.stringify(bundles[name])}) } catch (error) { process.stdout.write(String(error)) }`;
    const said = execFileSync(process.execPath, ["--eval", script], { env: lambda, encoding: "utf8" });
    const missing = /^Error: The environment is not complete: (.*)$/.exec(said)?.[1] ?? "";
    expect(missing).not.toBe("");
    // Parts are read one after another, so the first that lacks something speaks.
    for (const [, variable = ""] of missing.matchAll(/(?:^|; )([A-Z_]+): /g)) expect(told[name]).toContain(variable);
  });

  it("have the texts of the policies only where a bundle of an inspection is made", () => {
    const first = readFileSync(join(root, "policies", "shropshire", "2023-02.yaml"), "utf8").split("\n")[0] ?? "";
    const having = names.filter((name) => code(bundles[name]).includes(first));
    expect(having).toEqual(["api", "pages"]);
  });

  it.each(names)("%s has neither a parser for policies nor what it is made of", (name) => {
    expect(code(bundles[name])).not.toMatch(/parseDocument|LineCounter|tag:yaml\.org/);
    expect(code(bundles[name])).not.toContain("the language of policies has no such word here");
  });

  it.each(names)("%s has a source map beside it, to read a stack trace by, which its code does not ask for", (name) => {
    const map = JSON.parse(readFileSync(join(bundles[name], "index.js.map"), "utf8")) as { sources: string[] };
    expect(map.sources).toContainEqual(expect.stringMatching(/functions\/.*handler\.ts$/));
    expect(code(bundles[name])).not.toContain("sourceMappingURL");
  });

  it("are deployed without their source maps", () => {
    const app = new App({ outdir: temporary(), analyticsReporting: false });
    const stack = new Stack(app, "Stack");
    const { lambda } = new ServiceFunction(stack, "Guard", {
      description: "The guard",
      bundle: bundles.guard,
      timeout: Duration.seconds(1),
      variables: {},
      may: [],
      key: new Key(stack, "Key"),
      logsDays: 30,
    });
    expect(lambda.stack).toBe(stack);
    const { directory } = app.synth();
    const assets = readdirSync(directory).filter((each) => each.startsWith("asset."));
    expect(assets).toHaveLength(1);
    expect(readdirSync(join(directory, assets[0]!))).toEqual(["index.js"]);
  });

  it.each(names)("%s has templates beside it if it has pages, and none otherwise", (name) => {
    expect(readdirSync(bundles[name]).includes("templates")).toBe(["pages", "register"].includes(name));
  });

  it("ask for credentials nowhere but in their environment", () => {
    const elsewhere = /meta-data\/iam|GetRoleCredentials|AWS_CONTAINER_CREDENTIALS|credential_process/;
    expect(names.filter((name) => elsewhere.test(code(bundles[name])))).toEqual([]);
  });

  it("every error of ours says its name itself: a class of a bundle has a short one, and Step Functions and alarms tell errors by theirs", () => {
    const folder = join(root, "functions");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((each) => each.endsWith(".ts"));
    const classes = sources.flatMap((each) =>
      readFileSync(join(folder, each), "utf8")
        .split(/(?=class \w+ extends \w*Error\b)/)
        .slice(1),
    );
    expect(classes.length).toBeGreaterThan(10);
    for (const each of classes)
      expect(each).toMatch(/^[^]{0,600}?(?:this\.name = (?:"\w+"|triedAgain)|override readonly name = "\w+")/);
  });

  it("pages has no compiler of templates", () => {
    expect(code(bundles.pages)).not.toMatch(/compileExtends|parseSignature/);
    expect(code(bundles.pages)).toContain("PrecompiledLoader");
  });

  it("pages renders, and reads no file: it has none beside it but code", () => {
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
    const answer = inProcess(bundles.pages, `bundled.handler(${JSON.stringify(event)}, {})`, environmentOf("pages"));
    expect(answer).toMatchObject({ statusCode: 404, body: expect.stringContaining("govuk-") as string });
    const beside = readdirSync(bundles.pages, { recursive: true, withFileTypes: true });
    expect(beside.filter((each) => each.isFile() && !/\.js(?:\.map)?$/.test(each.name))).toEqual([]);
  });
});

describe("the pages in a bundle", () => {
  const templates = join(root, "functions", "pages", "templates");
  /** Every template that is a page: the others are parts of them. */
  const pages = readdirSync(templates, { recursive: true, encoding: "utf8" })
    .filter(
      (each) => each.endsWith(".njk") && readFileSync(join(templates, each)).includes('{% extends "layout.njk" %}'),
    )
    .map((each) => each.replace(/\.njk$/, ""));
  let folder: string;

  beforeAll(async () => {
    const stub = join(temporary(), "entry.ts");
    const from = (file: string) => JSON.stringify(join(root, "functions", "pages", file));
    writeFileSync(
      stub,
      `import { loadAssets } from ${from("assets.ts")};
       import { createRender } from ${from("render.ts")};
       export const assets = loadAssets();
       export const render = createRender(assets, true);`,
    );
    ({ stub: folder } = await bundle({ stub }, temporary(), []));
  });

  it("are the same as on a laptop, byte for byte, for every template with all that can be in it", () => {
    const render = createRender(loadAssets(), true) as (page: string, view: object) => string;
    const expected = pages.map((each) => [each, render(each, everythingFor(each))]);
    const given = JSON.stringify(pages.map((each) => [each, everythingFor(each)]));
    expect(inProcess(folder, `${given}.map(([page, view]) => [page, bundled.render(page, view)])`)).toEqual(expected);
    for (const [, html] of expected) expect(html).toContain("</html>");
  });

  it("load the same stylesheets and icon", () => {
    expect(inProcess(folder, "bundled.assets")).toEqual(loadAssets());
  });

  it("fail where a page names what it is not given, as they do on a laptop", () => {
    const render = createRender(loadAssets()) as (page: string, view: object) => string;
    const failing = /attempted to output null or undefined value/;
    expect(() => render("form", {})).toThrow(failing);
    expect(
      inProcess(folder, 'new Promise((done) => { try { bundled.render("form", {}) } catch (e) { done(e.message) } })'),
    ).toMatch(failing);
  });
});
