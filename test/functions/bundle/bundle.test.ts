/** The bundle of an inspection, file by file against what the record says, by a seat's link. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { noticesOwed, type Notice } from "../../../functions/core/notices.ts";
import { readBack } from "../../../policies/language/read-back.ts";
import { inProcess } from "../../support/in-process.ts";
import { paragraphsOf, unzip } from "../documents/unzip.ts";
import { agencies, mainOf, reach, reference, world, type World, type WorldOptions } from "../pages/support.ts";

const child = "Zoë Łęcka-O’Neill 安";
const at = "2026-11-20T09:30:00.000Z";

/** At the stage from which Medway's form is there, with e-mails that went, came back, were called spam, refused and lapsed; one is owed. */
async function inspected(options: WorldOptions = {}) {
  const made = await world({ policy: "medway", person: { name: child, dateOfBirth: "2019-03-04" }, ...options });
  await reach(made, "assistant-directors");
  const { history, rules } = await made.story();
  const [sent, back, spam, refused, lapsed, ...rest] = noticesOwed(history, rules.policy).send;
  if (!sent || !back || !spam || !refused || !lapsed || rest.length === 0) throw new Error("Too little is owed");
  const about = ({ id, kind, seat }: Notice) =>
    ({ v: 1, at: "2026-11-02T10:05:00.000Z", notice: id, kind, seat }) as const;
  const went = (notice: Notice) =>
    ({ type: "NoticeSent", ...about(notice), messageId: `message-${notice.id}` }) satisfies EscalationEvent;
  await made.escalations.perform(
    reference,
    {
      type: "record notices",
      id: "notices",
      at: "2026-11-02T10:05:00.000Z",
      notices: [
        went(sent),
        went(back),
        went(spam),
        {
          type: "NoticeRefused",
          ...about(refused),
          because: "Address vic.team@council.example is on the suppression list",
        },
        { type: "NoticeLapsed", ...about(lapsed), because: "the stage was over before it was sent" },
      ],
    },
    { kind: "service", task: "tell" },
  );
  for (const [notice, bounce] of [
    [back, "permanent"],
    [spam, "complaint"],
  ] as const)
    await made.escalations.perform(
      reference,
      {
        type: "report bounce",
        id: `bounce-${bounce}`,
        at: "2026-11-02T11:00:00.000Z",
        notice: notice.id,
        kind: notice.kind,
        seat: notice.seat,
        messageId: `message-${notice.id}`,
        bounce,
        others: [],
      },
      { kind: "service", task: "bounces" },
    );
  made.at(at);
  return { made, path: made.link("raiser"), owed: rest.length };
}

async function saved(made: World, path: string) {
  const response = await made.app.request(path, { method: "POST", body: new URLSearchParams({ do: "bundle" }) });
  expect(response.status).toBe(200);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const files = unzipSync(bytes);
  const file = (wanted: string) => files[wanted] ?? raise(wanted);
  return { bytes, files, file, text: (wanted: string) => utf8(file(wanted)), headers: response.headers };
}

function raise(wanted: string): never {
  throw new Error(`There is no ${wanted} in the bundle`);
}

/** With the mark at its head, which a decoder would take away. */
const utf8 = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** The paragraphs of a Word document of it. */
const paragraphs = (bytes: Uint8Array) => paragraphsOf(unzip(bytes.slice().buffer).get("word/document.xml") ?? "");

/** A table with quotes where they are needed, as every spreadsheet reads it. */
function cells(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && quoted === undefined && plain === "") break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((each) => each.length > 0);
}

describe("the bundle of an inspection", () => {
  it("ALL-01, ALL-14 has the record, its emails, forms, policy and chain, and an index with the hash of each", async () => {
    const { made, path } = await inspected();
    const { files, file, text } = await saved(made, path);
    const forms = made.policy.forms.map((each) => `forms/${each.form}-${reference}.docx`);
    expect(forms.length).toBeGreaterThan(0);
    expect(Object.keys(files)).toEqual([
      "index.txt",
      `record/record-of-the-escalation-${reference}.docx`,
      "record/record.json",
      "emails/emails.csv",
      "emails/emails.txt",
      ...forms,
      "policy/policy.yaml",
      "policy/policy-in-words.txt",
      "verification/verification.txt",
      "verification/chain.json",
    ]);
    const index = text("index.txt").replace("\uFEFF", "");
    for (const each of Object.keys(files).filter((one) => one !== "index.txt")) {
      const said = index.split("\r\n\r\n").find((part) => part.startsWith(`${each}\r\n`));
      expect(said?.split("\r\n")).toEqual([each, expect.stringMatching(/^\S.*\.$/), `SHA-256: ${sha256(file(each))}`]);
    }
    expect(index).toContain(`Escalation ${reference}: everything for an inspection`);
    expect(index).toContain("The text of the emails: none is kept.");
    expect(index).toContain("Made from the record at 9:30am on Friday 20 November 2026.");
  });

  it("ALL-01, MED-19 has the record as the page saves it, word for word, with a name in any script", async () => {
    const { made, path } = await inspected();
    const bundle = await saved(made, path);
    const page = await made.post(path, { do: "export" });
    expect(bundle.text("record/record.json")).toBe(page.html);
    const word = await made.app.request(path, {
      method: "POST",
      body: new URLSearchParams({ do: "save", form: "record" }),
    });
    const document = paragraphs(bundle.file(`record/record-of-the-escalation-${reference}.docx`));
    expect(document).toEqual(paragraphs(new Uint8Array(await word.arrayBuffer())));
    expect(document).toContain(child);
    expect(bundle.text("record/record.json")).toContain(child);
  });

  it("MED-11 has every form of the policy that is there by now, filled from the record", async () => {
    const { made, path } = await inspected();
    const bundle = await saved(made, path);
    for (const each of made.policy.forms) {
      const page = await made.app.request(path, {
        method: "POST",
        body: new URLSearchParams({ do: "save", form: each.form }),
      });
      const filled = paragraphs(bundle.file(`forms/${each.form}-${reference}.docx`));
      expect(filled).toEqual(paragraphs(new Uint8Array(await page.arrayBuffer())));
      expect(filled).toContain(child);
    }
    const early = await world({ policy: "medway" });
    const first = await saved(early, early.link("raiser"));
    expect(Object.keys(first.files).filter((each) => each.startsWith("forms/"))).toEqual([]);
  });

  it("ALL-09, ALL-01 says of every email its kind, to whom, when and what became of it", async () => {
    const { made, path, owed } = await inspected();
    const { text } = await saved(made, path);
    const [head, ...rows] = cells(text("emails/emails.csv").replace("\uFEFF", ""));
    expect(head?.slice(0, 4)).toEqual(["What it tells", "Stage", "Role", "Agency"]);
    const { history, rules } = await made.story();
    const still = noticesOwed(history, rules.policy);
    expect(rows).toHaveLength(5 + still.send.length + still.lapse.length);
    expect(still.send.length).toBeGreaterThanOrEqual(owed);
    const states = Map.groupBy(rows, (each) => each[7] ?? "");
    const only = (state: string) => states.get(state)?.map((each) => each.slice(8)) ?? [];
    expect(only("Sent")).toEqual([["2026-11-02 10:05", "", ""]]);
    expect(only("Came back")).toEqual([["2026-11-02 10:05", "2026-11-02 11:00", "It came back for good"]]);
    expect(only("Arrived and was called spam")).toEqual([
      ["2026-11-02 10:05", "2026-11-02 11:00", "It arrived and was marked as spam"],
    ]);
    expect(only("Refused by the mail service")).toEqual([
      ["", "2026-11-02 10:05", "Address is on the suppression list"],
    ]);
    expect(only("Lapsed: not sent")).toEqual([["", "2026-11-02 10:05", "the stage was over before it was sent"]]);
    expect(states.get("Still owed")).toHaveLength(still.send.length + still.lapse.length);
    expect(states.get("Came back")?.[0]?.slice(0, 7)).toEqual([
      "They are informed of the stage",
      "Stage 1: Service Managers",
      "MSCP",
      "Medway Safeguarding Children Partnership",
      "partnership",
      "The shared inbox",
      "2026-11-02 10:00",
    ]);
    expect(states.get("Refused by the mail service")?.[0]?.slice(0, 7)).toEqual([
      "The matter went to the next stage",
      "Stage 2: Safeguarding Leads or Heads of Service",
      "practitioner",
      "Whiston Hospital",
      "raising side",
      "The holder of the role",
      "2026-11-02 10:00",
    ]);
    const read = text("emails/emails.txt");
    expect(read).toContain(`Emails of this escalation: ${rows.length}`);
    for (const [state, some] of states) expect(read).toContain(`${state}: ${some.length}`);
    expect(read).toContain("Delivery: Came back");
    expect(read).toContain("The text of an email is not kept");
  });

  it("ALL-13 has no name and no address among the emails, and nobody’s name in the name of a file", async () => {
    const { made, path } = await inspected();
    const { files, text } = await saved(made, path);
    const { state } = await made.story();
    const people = [...state.seats.values()].flatMap(({ person, via }) =>
      person === "erased" || via === "inbox" ? [] : [person.name],
    );
    for (const each of ["emails/emails.csv", "emails/emails.txt", "index.txt", "verification/verification.txt"])
      for (const person of [child, ...people]) expect(text(each)).not.toContain(person);
    for (const [each, bytes] of Object.entries(files))
      if (!each.endsWith(".docx") && !each.endsWith("chain.json"))
        expect(strFromU8(bytes)).not.toMatch(/@\w+\.example/);
    expect(Object.keys(files).join()).toMatch(/^[\w./,-]+$/);
  });

  it.each(["=HYPERLINK(0)", "+44 (0)", "-2+3", "@SUM(1)", "\tTab", "Łódź “安”, NHS"])(
    "an agency that is called %j is shown by a spreadsheet and never run",
    async (called) => {
      const council = { ...(agencies["council"] ?? raise("council")), name: called };
      const { made, path } = await inspected({ agency: council });
      const csv = (await saved(made, path)).text("emails/emails.csv");
      expect(csv.startsWith("\uFEFF")).toBe(true);
      const all = cells(csv.slice(1)).flat();
      expect(all.filter((each) => /^[=+\-@\t\r]/.test(each))).toEqual([]);
      expect(all).toContain(/^[=+\-@\t]/.test(called) ? `'${called}` : called);
    },
  );

  it("ALL-14 has the policy as it was written, in the version by which it runs, and read back in words", async () => {
    const { made, path } = await inspected();
    const { text } = await saved(made, path);
    expect(text("policy/policy.yaml")).toBe(readFileSync("policies/medway/2024.yaml", "utf8"));
    expect(text("policy/policy-in-words.txt")).toBe(`\uFEFF${readBack(made.policy).replaceAll("\n", "\r\n")}\r\n`);
  });

  it("ALL-01 has the chain as it is stored, of which every hash can be worked out as the index says", async () => {
    const { made, path } = await inspected();
    const { text } = await saved(made, path);
    const chain = JSON.parse(text("verification/chain.json")) as {
      readonly holds: boolean;
      readonly head: { number: number; hash: string };
      readonly commits: readonly { number: number; previous: string; hash: string; text: string }[];
    };
    const { commits } = await made.story();
    expect(chain.commits.map(({ number, hash }) => ({ number, hash }))).toEqual(
      commits.map(({ number, hash }) => ({ number, hash })),
    );
    let previous = "0".repeat(64);
    for (const each of chain.commits) {
      expect(each.previous).toBe(previous);
      previous = sha256(`${reference}\n${each.number}\n${previous}\n${each.text}`);
      expect(each.hash).toBe(previous);
    }
    expect(chain.head).toEqual({ number: commits.length, hash: previous });
    const said = text("verification/verification.txt");
    expect(said).toContain(`It holds together: ${commits.length} entries, none changed, none missing, none put in.`);
    expect(said).toContain("It was not compared with the heads that were witnessed");
    // What the pages save beside it has the same hashes.
    const record = JSON.parse(text("record/record.json")) as { readonly entries: readonly { hash: string }[] };
    expect(record.entries.map((each) => each.hash)).toEqual(chain.commits.map((each) => each.hash));
  });

  it("ALL-01 is the same to the byte for the same record at the same moment, whatever the machine’s clock and zone", async () => {
    const { made, path } = await inspected();
    const [one, other] = [await saved(made, path), await saved(made, path)];
    expect(sha256(one.bytes)).toBe(sha256(other.bytes));
    made.at("2026-11-20T09:31:00.000Z");
    expect(sha256((await saved(made, path)).bytes)).not.toBe(sha256(one.bytes));
    const dated = strFromU8(
      unzipSync(one.file(`record/record-of-the-escalation-${reference}.docx`))["docProps/core.xml"] ?? raise("core"),
    );
    expect(dated.match(/2026-11-20T09:30:00Z/g)).toHaveLength(2);
    const zones = ["UTC", "America/New_York", "Asia/Kolkata"].map((TZ) =>
      inProcess(
        (root) => `
          import { createHash } from "node:crypto";
          import { archiveOf } from "${root}/functions/bundle/archive.ts";
          const bytes = archiveOf([{ path: "a/b.txt", bytes: new Uint8Array([1, 2, 3]) }], "${at}");
          console.log(createHash("sha256").update(bytes).digest("hex"));`,
        { TZ },
      ).out.join(),
    );
    expect(new Set(zones).size).toBe(1);
    expect(zones[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("by the link of a seat", () => {
  it("ALL-13 it is saved under the reference alone, is kept by nobody on the way, and records nothing", async () => {
    const { made, path } = await inspected();
    const before = (await made.story()).commits.length;
    const { headers } = await saved(made, path);
    expect(headers.get("content-type")).toBe("application/zip");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${reference}.zip"`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect((await made.story()).commits).toHaveLength(before);
  });

  it("ALL-01 its button stands on the record’s page, the same for both sides", async () => {
    const { made } = await inspected();
    const { state } = await made.story();
    const receiving = [...state.seats.values()].find((each) => each.side === "receiving")?.seat ?? raise("a seat");
    for (const seat of ["raiser", receiving]) {
      const path = made.link(seat);
      const page = await made.post(path, { do: "record" });
      expect(mainOf(page.html)).toMatch(
        /name="do" value="bundle">\s*<button[^>]*>\s*Save everything for an inspection/,
      );
      expect(page.text).toContain("Everything for an inspection is one archive (ZIP)");
      expect(sha256((await saved(made, path)).bytes)).toBe(sha256((await saved(made, made.link("raiser"))).bytes));
    }
  });

  it("ALL-13 nothing of it comes by GET, by a link that is none of ours or by one that is over", async () => {
    const { made, path } = await inspected();
    expect((await made.get(`${path}?do=bundle`)).headers.get("content-type")).toContain("text/html");
    expect((await made.post(`/${reference}/secret-of-nobody`, { do: "bundle" })).status).toBe(404);
    made.at("2027-06-01T10:00:00.000Z");
    const over = await made.post(path, { do: "bundle" });
    expect([over.status, over.headers.get("content-disposition")]).toEqual([410, null]);
  });
});
