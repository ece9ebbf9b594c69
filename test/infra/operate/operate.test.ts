import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteCommand, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { heldEntries } from "../../../functions/directory/dynamodb-directory.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { awsError, clockAt, failing } from "../../support/doubles.ts";
import { personal, startDatabase, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { alertsOver, withGroup } from "../../functions/alerts/stack.ts";
import { operatorOf, type Operator } from "./run.ts";

let services: Services;
let endpoint: string;
let stack: Stack;
let folder: string;
let operator: Operator;
beforeAll(async () => {
  const local = await startDatabase();
  endpoint = local.endpoint;
  services = await startServices(local);
  folder = mkdtempSync(join(tmpdir(), "operate-"));
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  operator = operatorOf(services.dynamoDB);
});

const run = (args: readonly string[], dynamoDB = services.dynamoDB) => operator.run(args, { dynamoDB });
/** The same where asking AWS for anything is a fault. */
const withoutAws = (...args: string[]) =>
  run(
    args,
    failing(services.dynamoDB, (command) => new Error(`AWS was asked for ${command}`)),
  );

const file = `
partnerships:
  - { id: knowsley, name: Knowsley, inbox: partnership@kscp.example }
agencies:
  - id: lone-clinic
    name: Lone Clinic
    kind: health
    areas: [knowsley]
    domains: [clinic.example]
    inbox: desk@clinic.example
    roles:
      line-manager: [{ name: Zelda Quist, email: z.quist@clinic.example }]
      director: [{ name: Zelda Quist, email: Z.Quist@clinic.example }]
  - { id: new-school, name: New, kind: education, areas: [knowsley], domains: [new.example], inbox: office@new.example }
clients:
  - { id: clinic-system, agency: lone-clinic }
`;
const written = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const tables = () => ["--record-table", stack.tables.record, "--working-table", stack.tables.working];
const where = () => [...tables(), "--witness-bucket", "witnesses"];

describe("directory check", () => {
  test("says what a file has, each address once, and asks AWS for nothing", async () => {
    const path = written("good.yaml", file);
    expect(await withoutAws("directory", "check", path)).toEqual({
      code: 0,
      said: `${path} can be used. It has 2 agencies, 1 partnership, 1 client of the API, and 1 address of people in roles.`,
      told: "",
    });
  });

  test("says of a role that no policy has that nobody will be asked in it", async () => {
    const path = written("role.yaml", file.replace("line-manager:", "line-manger:"));
    const { code, said } = await withoutAws("directory", "check", path);
    expect([code, said.split("\n")[1]]).toEqual([
      0,
      "Look at this: Agency “lone-clinic” has somebody as “line-manger”, a role that no policy here has: nobody will be asked in it.",
    ]);
  });

  test("says every problem of one that cannot be used, each with its place", async () => {
    const path = written("bad.yaml", file.replace("desk@clinic", "desk@elsewhere").replace("id: knowsley", "id: A b"));
    const { code, told } = await withoutAws("directory", "check", path);
    expect(code).toBe(1);
    expect(told).toContain("partnerships › 1 › id: an id is lower-case words joined by hyphens");
    expect(told).toContain("agencies › 1 › inbox: the inbox is at none of this agency's domains");
  });

  test("says that there is no file, or that it is none", async () => {
    const none = join(folder, "none.yaml");
    expect(await withoutAws("directory", "check", none)).toEqual({
      code: 1,
      said: "",
      told: `There is no file ${none}.`,
    });
    expect((await withoutAws("directory", "check", folder)).told).toBe(`${folder} cannot be read (EISDIR).`);
  });
});

describe("directory import", () => {
  const into = (...more: string[]) => ["--table", stack.tables.working, ...more];

  test("says what is new, changed by which fields, the same and left, and then writes it", async () => {
    const path = written("good.yaml", file);
    const { code, said, told } = await run(["directory", "import", path, ...into()]);
    expect([code, told]).toEqual([0, ""]);
    expect(said.split("\n")).toEqual([
      `${path} has 2 agencies, 1 partnership, 1 client of the API, and 1 address of people in roles.`,
      "  new        agency new-school",
      "  changed    partnership knowsley: name, roles",
      "  changed    agency lone-clinic: roles",
      "  left held  partnership milton-keynes",
      "  left held  agency social-care",
      "  left held  agency whitebeam-school",
      "  left held  client care-system",
      "  left held  client stray-system",
      "  left held  client whitebeam-system",
      "1 new, 2 changed, 1 the same.",
      expect.stringMatching(/^6 held but not in the file: these stay as they are/),
      "Writing. Should this break off, run it again: twice is as good as once.",
      "The directory is written.",
    ]);
    const held = await heldEntries(services.dynamoDB, stack.tables.working);
    expect(held.agencies.map((each) => each.id)).toEqual([
      "lone-clinic",
      "new-school",
      "social-care",
      "whitebeam-school",
    ]);
    expect(held.agencies[0]?.roles["line-manager"]).toEqual([{ name: "Zelda Quist", email: "z.quist@clinic.example" }]);
  });

  test("the second time everything is the same", async () => {
    const path = written("good.yaml", file);
    await run(["directory", "import", path, ...into()]);
    expect((await run(["directory", "import", path, ...into()])).said).toContain("0 new, 0 changed, 4 the same.");
  });

  test("nobody's name or address is shown", async () => {
    const { said } = await run(["directory", "import", written("good.yaml", file), ...into()]);
    expect(said).not.toMatch(/Zelda|@/);
  });

  test("with --dry-run it writes nothing", async () => {
    const before = await services.items(stack.tables.working);
    const { code, said } = await run(["directory", "import", written("good.yaml", file), ...into("--dry-run")]);
    expect(code).toBe(0);
    expect(said).toContain("1 new, 2 changed, 1 the same.");
    expect(said).toMatch(/Nothing was written: --dry-run\.$/);
    expect(await services.items(stack.tables.working)).toEqual(before);
  });

  test("of a file with anything wrong in it nothing is written, and AWS is not even asked", async () => {
    const path = written("bad.yaml", file.replace("agency: lone-clinic", "agency: Lone Clinic"));
    const { code, told } = await withoutAws("directory", "import", path, ...into());
    expect(code).toBe(1);
    expect(told).toContain("clients › 1 › agency");
  });

  test("a file without a table is refused", async () => {
    const { code, told } = await withoutAws("directory", "import", written("good.yaml", file));
    expect([code, told]).toEqual([
      1,
      "Say which table it is: --table <name>. The outputs of the data stack name the tables and the bucket of a deployment.",
    ]);
  });
});

async function escalation(): Promise<string> {
  const reference = await stack.raise();
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
}
async function closed(): Promise<string> {
  const reference = await escalation();
  await walk(stack, reference).answer({ seat: "raiser", stage: "practitioners", type: "withdraw", reason: "Settled" });
  return reference;
}
async function alert(): Promise<string> {
  await withGroup(services, stack);
  const reference = await alertsOver(stack).submit();
  await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
  return reference;
}

describe("record", () => {
  test("prints the whole record in the clear as JSON, and warns beside it that it is personal", async () => {
    const reference = await escalation();
    const { code, said, told } = await run(["record", reference, ...tables()]);
    expect(code).toBe(0);
    const printed = JSON.parse(said) as Record<string, unknown>;
    expect(printed).toEqual({
      reference,
      kind: "escalation",
      commits: JSON.parse(JSON.stringify(await stack.tasks.record.read(reference))) as unknown,
    });
    for (const words of [personal.name, personal.issue, personal.raiser.email]) expect(said).toContain(words);
    expect(told).toMatch(/^This is the whole record of .*\. It is personal, of everybody in it/);
    expect(told).not.toContain(personal.name);
  });

  test("of a practice alert too, and takes a reference in small letters", async () => {
    const reference = await alert();
    const { code, said } = await run(["record", reference.toLowerCase(), ...tables()]);
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ reference, kind: "practice alert" });
  });

  test("says so where what is personal was erased", async () => {
    const reference = await escalation();
    await stack.tasks.record.erase(reference, "2026-11-18T10:00:00.000Z");
    const { said, told } = await run(["record", reference, ...tables()]);
    expect(said).not.toContain(personal.name);
    expect(told).toMatch(/What is personal was erased in \d of its events\.$/);
  });

  test.each(["Oona Tregarthen", "7K3M", "7K3M-9QXD-7K3M", "PA-7K3M"])("“%s” is no reference", async (named) => {
    const { code, told } = await withoutAws("record", named, ...tables());
    expect(code).toBe(1);
    expect(told).toContain(`“${named}” is no reference. They look like 7K3M-9QXD`);
  });

  test("a reference without a record is refused, and so is a table that is not named", async () => {
    expect(await run(["record", "ZZZZ-2222", ...tables()])).toEqual({
      code: 1,
      said: "",
      told: `There is no record of ZZZZ-2222 in ${stack.tables.record}.`,
    });
    expect((await withoutAws("record", "ZZZZ-2222", ...tables().slice(0, 2))).told).toContain("--working-table <name>");
    expect((await withoutAws("record", "ZZZZ-2222", ...tables().slice(2))).told).toContain("--record-table <name>");
  });
});

describe("erase", () => {
  const isErased = async (reference: string) =>
    !JSON.stringify(await stack.tasks.record.read(reference)).includes(personal.name);
  const erasedAt = async (reference: string) =>
    (
      await services.dynamoDB.send(
        new GetCommand({ TableName: stack.tables.working, Key: { pk: `KEY#${reference}`, sk: "KEY" } }),
      )
    ).Item?.["erasedAt"] as unknown;

  test("erases the people of a closed record, after saying what that means", async () => {
    const reference = await closed();
    const { code, said, told } = await run(["erase", reference, ...where(), "--yes"]);
    expect([code, told]).toEqual([0, ""]);
    expect(said).toMatch(
      new RegExp(
        `^${reference} is an escalation of 2026-11-17, closed, of \\d commits; \\d of its events hold something personal\\.\\nTo erase it destroys the key[^]*It cannot be undone[^]*The people of ${reference} are erased\\.$`,
      ),
    );
    expect(await isErased(reference)).toBe(true);
    expect(await erasedAt(reference)).toBe("2026-12-01T10:00:00.000Z");
  });

  test("without --yes it says what it means, and erases nothing", async () => {
    const reference = await closed();
    const { code, said, told } = await run(["erase", reference, ...where()]);
    expect(code).toBe(1);
    expect(said).toContain("It cannot be undone");
    expect(told).toBe("Nothing was erased. To erase it, run this again with --yes.");
    expect(await isErased(reference)).toBe(false);
  });

  test("refuses one that is open, even with --yes, unless it is told so", async () => {
    const reference = await escalation();
    const refused = await run(["erase", reference, ...where(), "--yes"]);
    expect(refused.code).toBe(1);
    expect(refused.told).toContain(`${reference} is still open.`);
    expect(await isErased(reference)).toBe(false);
    expect((await run(["erase", reference, ...where(), "--yes", "--although-open"])).code).toBe(0);
    expect(await isErased(reference)).toBe(true);
  });

  test("refuses an open practice alert in the same way, and erases it", async () => {
    const reference = await alert();
    expect((await run(["erase", reference, ...where(), "--yes"])).told).toContain(`${reference} is still open.`);
    const { code, said } = await run(["erase", reference, ...where(), "--yes", "--although-open"]);
    expect(code).toBe(0);
    expect(said).toContain(`The people of ${reference} are erased.`);
  });

  test("of one that was erased before it only says so: when that was stays written", async () => {
    const reference = await closed();
    await stack.tasks.record.erase(reference, "2026-11-18T10:00:00.000Z");
    const { code, said } = await run(["erase", reference, ...where(), "--yes"]);
    expect(code).toBe(0);
    expect(said).toMatch(/Everything personal in it reads as erased already\. Nothing was done\.$/);
    expect(await erasedAt(reference)).toBe("2026-11-18T10:00:00.000Z");
  });

  test("refuses a reference without a record", async () => {
    expect((await run(["erase", "ZZZZ-2222", ...where(), "--yes"])).code).toBe(1);
    expect(await erasedAt("ZZZZ-2222")).toBeUndefined();
  });
});

describe("what is typed wrongly ends with 1 and the help", () => {
  test.each([
    [[], "Say what to do."],
    [["erase-all"], "There is no command “erase-all”."],
    [["directory"], "There is no command “directory”."],
    [["directory", "export"], "There is no command “directory export”."],
    [["directory", "check"], "Name a file."],
    [["directory", "check", "a", "b"], "One file is named, and not “b” as well."],
    [["directory", "check", "a", "--force"], "Unknown option '--force'"],
    [["directory", "import", "a", "--table"], "argument missing"],
    [["erase", "--yes"], "Name a reference."],
    [["erase", "7K3M-9QXD", "--record-table", "a", "--working-table", "b"], "--witness-bucket <name>"],
    [["hold", "7K3M-9QXD"], "There is no command “hold 7K3M-9QXD”."],
    [["retention", "due", "knowsley"], "“knowsley” says nothing here."],
  ])("%j", async (args, says) => {
    const { code, said, told } = await withoutAws(...args);
    expect([code, said]).toEqual([1, ""]);
    expect(told).toContain(says);
    if (!says.includes("--witness-bucket")) expect(told).toContain("npm run operate -- <command>");
  });

  test("the help itself is no mistake", async () => {
    const { code, said } = await withoutAws("--help");
    expect(code).toBe(0);
    expect(said).toContain("npm run operate -- <command>");
  });
});

describe("what AWS refuses ends with 2, in plain words", () => {
  test.each([
    ["ExpiredTokenException", /^AWS does not take these credentials any more/],
    ["UnrecognizedClientException", /^AWS does not take these credentials any more/],
    ["AccessDeniedException", /^AWS refused: AccessDeniedException, on purpose$/],
  ])("%s", async (name, says) => {
    const { code, told } = await run(
      ["record", "ZZZZ-2222", ...tables()],
      failing(services.dynamoDB, () => awsError(name)),
    );
    expect(code).toBe(2);
    expect(told).toMatch(says);
  });

  test("a table that is not there", async () => {
    const { code, told } = await run(["record", "ZZZZ-2222", "--record-table", "none", "--working-table", "none"]);
    expect(code).toBe(2);
    expect(told).toBe(
      "There is no such table in this account and region. The outputs of the data stack name both tables of a deployment.",
    );
  });

  test("a record that does not hold together is not printed, and somebody is to be told", async () => {
    const reference = await escalation();
    await services.dynamoDB.send(
      new DeleteCommand({
        TableName: stack.tables.record,
        Key: { pk: `ESCALATION#${reference}`, sk: "000000002" },
      }),
    );
    const { code, said, told } = await run(["record", reference, ...tables()]);
    expect([code, said]).toEqual([2, ""]);
    expect(told).toBe(
      `The record of ${reference} does not hold together at commit 2: commit 2 is missing. This must never be: tell whoever answers for the service at once.`,
    );
  });

  test("any other of its answers is shown by name, and a fault of ours whole", async () => {
    const other = Object.assign(awsError("InternalServerError"), { $metadata: {} });
    const told = async (error: Error) =>
      (
        await run(
          ["record", "ZZZZ-2222", ...tables()],
          failing(services.dynamoDB, () => error),
        )
      ).told;
    expect(await told(other)).toBe("AWS did not do it: InternalServerError: InternalServerError, on purpose");
    expect(await told(new TypeError("A fault"))).toMatch(/^TypeError: A fault\n\s+at /);
  });
});

describe("the command itself", () => {
  const start = (args: readonly string[], environment: Record<string, string>) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [join(import.meta.dirname, "../../../infra/operate/index.ts"), ...args],
        {
          env: {
            PATH: process.env["PATH"] ?? "",
            HOME: folder,
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_CONFIG_FILE: join(folder, "no-config"),
            AWS_SHARED_CREDENTIALS_FILE: join(folder, "no-credentials"),
            ...environment,
          },
        },
        (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
  const credentials = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };

  test("reads region, credentials and endpoint from the SDK's own environment", async () => {
    const reference = await escalation();
    const { code, out, err } = await start(["record", reference, ...tables()], {
      ...credentials,
      AWS_REGION: "eu-west-2",
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    });
    expect(err).toMatch(/^This is the whole record of/);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ reference });
  });

  test("says plainly that no region is set, or no credentials, or that AWS cannot be reached", async () => {
    const asked = ["record", "ZZZZ-2222", ...tables()];
    const [region, signedOut, unreachable] = await Promise.all([
      start(asked, credentials),
      start(asked, { AWS_REGION: "eu-west-2" }),
      start(asked, {
        ...credentials,
        AWS_REGION: "eu-west-2",
        AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1",
        AWS_MAX_ATTEMPTS: "1",
      }),
    ]);
    expect([region.code, region.err]).toEqual([2, expect.stringMatching(/^No region is set\. Set AWS_REGION/)]);
    expect([signedOut.code, signedOut.err]).toEqual([
      2,
      expect.stringMatching(/^There are no credentials of AWS\. Sign in/),
    ]);
    expect([unreachable.code, unreachable.err]).toEqual([2, "AWS cannot be reached (ECONNREFUSED).\n"]);
  });

  test("ends with 1 for what is typed wrongly", async () => {
    expect(await start(["directory", "check", "none.yaml"], {})).toEqual({
      code: 1,
      out: "",
      err: "There is no file none.yaml.\n",
    });
  });
});
