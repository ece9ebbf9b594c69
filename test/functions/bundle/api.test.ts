/** The bundle by the API: for whom it is, that it says what was erased, and that it is compared with what was witnessed. */
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import type { Witnessed } from "../../../functions/verify/witnesses.ts";
import { directoryFile, personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { walk } from "../../support/walk.ts";
import { paragraphsOf, unzip } from "../documents/unzip.ts";

let services: Services;
let stack: Stack;
let api: ReturnType<typeof createApi>;
let reference: string;
const witnessed: Witnessed[] = [];

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
  await importDirectory(services.dynamoDB, stack.tables.working, {
    ...directoryFile,
    clients: [
      ...directoryFile.clients,
      { id: "kscp", partnership: "knowsley" },
      { id: "mk", partnership: "milton-keynes" },
    ],
  });
  api = createApi({
    ...stack.api,
    witnesses: { entries: async (of) => witnessed.filter((each) => each.reference === of) },
  });
  reference = await stack.raise();
  await walk(stack, reference).open();
});
afterAll(() => services.close());

const get = (path: string, client: string) =>
  api.request(path, { headers: { authorization: `Bearer token-${client}` } });
const bundle = (client: string, of = reference) => get(`/escalations/${of}/bundle`, client);

async function filesOf(response: Response) {
  expect(response.status).toBe(200);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return (path: string) => {
    const bytes = files[path];
    if (!bytes) throw new Error(`There is no ${path} in the bundle`);
    return bytes;
  };
}

describe("whose it is", () => {
  test.each([
    ["the raising agency’s system", "whitebeam-system"],
    ["the receiving agency’s", "care-system"],
    ["that of the partnership under whose policy it runs", "kscp"],
  ])("ALL-01 %s gets it, whole, under the reference alone", async (_, client) => {
    const response = await bundle(client);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/zip"]);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${reference}.zip"`);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const file = await filesOf(response);
    expect(strFromU8(file("record/record.json"))).toContain(personal.name);
    expect(strFromU8(file("index.txt"))).toContain("Knowsley Safeguarding Children Partnership");
    expect(strFromU8(file("emails/emails.csv"))).toContain("Children’s Social Care");
  });

  test("ALL-01 each of them gets the same bytes at the same moment, by a reference in small letters too", async () => {
    const [one, other, small] = await Promise.all(
      [bundle("whitebeam-system"), bundle("kscp"), bundle("care-system", reference.toLowerCase())].map(async (each) =>
        Buffer.from(await (await each).arrayBuffer()).toString("base64"),
      ),
    );
    expect(one).toBe(other);
    expect(one).toBe(small);
  });

  test.each([
    ["an agency that is no party", "clinic-system"],
    ["another partnership’s system", "mk"],
    ["an agency that is not in the directory", "stray-system"],
  ])("ALL-13 %s hears what one hears of a reference that does not exist", async (_, client) => {
    const [stranger, unknown] = [await bundle(client), await bundle(client, "ZZZZ-2222")];
    expect([stranger.status, unknown.status]).toEqual([404, 404]);
    const said = await stranger.text();
    expect((await unknown.text()).replace("ZZZZ-2222", reference)).toBe(said);
    expect(JSON.parse(said)).toMatchObject({
      type: "urn:safeguarding-escalation:problem:not-found",
      detail: `There is no escalation ${reference} to which your agency is a party, or which runs under your partnership’s policy. Check the reference.`,
    });
  });

  test("ALL-13 nothing else of an escalation is opened to a partnership’s system by that", async () => {
    expect((await get(`/escalations/${reference}`, "kscp")).status).toBe(404);
    expect((await get("/escalations", "kscp")).status).toBe(403);
    expect((await get(`/escalations/${reference}/bundle/index.txt`, "kscp")).status).toBe(404);
  });

  test("without a valid token there is none, and nothing that is no reference has one", async () => {
    expect((await bundle("unknown-system")).status).toBe(401);
    for (const each of ["nonsense", "KEY%23AAAA-2222", "AAAA-22222"])
      expect((await bundle("kscp", each)).status).toBe(404);
  });

  test("ALL-13 that it was given is in the log, by reference and system and with nothing of the case", async () => {
    const before = stack.logged.length;
    await bundle("kscp");
    expect(stack.logged.slice(before)).toEqual([
      { level: "info", message: "The bundle of an escalation was given", about: { reference, client: "kscp" } },
    ]);
  });
});

interface Chain {
  readonly holds: boolean;
  readonly problems: readonly { damage: string }[];
  readonly witnessed: unknown;
  readonly commits: readonly { hash: string; text: string }[];
}

describe("what was witnessed", () => {
  test("ALL-01 says that nothing was witnessed yet, then lists every head that was and agrees with it", async () => {
    const before = await filesOf(await bundle("kscp"));
    expect(strFromU8(before("verification/verification.txt"))).toContain("Nothing of it has been witnessed yet");
    const commits = await stack.tasks.record.stored(reference);
    const second = commits[1];
    witnessed.push({ reference, number: 2, hash: second?.hash ?? "", at: "2026-11-18T03:00:00.000Z" });
    const after = await filesOf(await bundle("kscp"));
    const said = strFromU8(after("verification/verification.txt"));
    expect(said).toContain(`Entry 2, witnessed at 3am on Wednesday 18 November 2026, with the hash ${second?.hash}.`);
    expect(said).toContain("It holds together: 3 entries");
    expect(JSON.parse(strFromU8(after("verification/chain.json")))).toMatchObject({ holds: true, witnessed });
    witnessed.length = 0;
  });

  test("ALL-01 a record that is not the one that was witnessed says so first of all", async () => {
    witnessed.push({ reference, number: 9, hash: "f".repeat(64), at: "2026-11-18T03:00:00.000Z" });
    const file = await filesOf(await bundle("kscp"));
    witnessed.length = 0;
    expect(strFromU8(file("index.txt"))).toContain("The record does NOT hold together");
    expect(strFromU8(file("verification/verification.txt"))).toContain("Entry 9, missing end: ");
    const chain = JSON.parse(strFromU8(file("verification/chain.json"))) as Chain;
    expect([chain.holds, chain.problems.map((each) => each.damage)]).toEqual([false, ["missing end"]]);
  });
});

describe("after an erasure", () => {
  test("ALL-01, ALL-13 it says what is erased, has nothing personal in any file, and still verifies", async () => {
    const gone = await stack.raise();
    await walk(stack, gone).open();
    const before = JSON.parse(
      strFromU8((await filesOf(await bundle("kscp", gone)))("verification/chain.json")),
    ) as Chain;
    await stack.tasks.record.erase(gone, "2026-12-01T09:00:00.000Z");
    const response = await bundle("kscp", gone);
    const bytes = new Uint8Array(await response.clone().arrayBuffer());
    const file = await filesOf(response);
    expect(strFromU8(file("index.txt"))).toContain("What was personal in this escalation has been erased for good");
    const secrets = Object.values(personal).flatMap((each) =>
      typeof each === "string" ? [each] : Object.values(each),
    );
    for (const [path, content] of Object.entries(unzipSync(bytes))) {
      const read = path.endsWith(".docx")
        ? paragraphsOf(unzip(content.slice().buffer).get("word/document.xml") ?? "").join("\n")
        : strFromU8(content);
      expect(read.length).toBeGreaterThan(0);
      for (const each of secrets) expect(read, path).not.toContain(each);
    }
    const chain = JSON.parse(strFromU8(file("verification/chain.json"))) as Chain;
    expect(chain.holds).toBe(true);
    // An erasure changes no text and no hash; what is sealed in a text nobody can open any more.
    expect(chain.commits).toEqual(before.commits);
    expect(strFromU8(file("record/record.json"))).toContain("erased");
  });
});
