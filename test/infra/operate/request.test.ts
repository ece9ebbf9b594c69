/** An answer to somebody who asks what is held of them, on the real local database. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askGroup } from "../../../functions/alerts/tasks/tasks.ts";
import { open } from "../../../functions/stages/tasks.ts";
import { namedIn, othersThan } from "../../../infra/operate/whose.ts";
import { clockAt } from "../../support/doubles.ts";
import { personal, startServices, type Services, type Stack } from "../../support/stack.ts";
import { alertsOver, withGroup } from "../../functions/alerts/stack.ts";
import { paragraphsOf, unzip } from "../../functions/documents/unzip.ts";
import { operatorOf, type Operator } from "./run.ts";

let services: Services;
let stack: Stack;
let operator: Operator;
let folder: string;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  stack = await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") });
  operator = operatorOf(services.dynamoDB);
  folder = mkdtempSync(join(tmpdir(), "request-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

const tables = () => ["--record-table", stack.tables.record, "--working-table", stack.tables.working];
const request = (reference: string, from: string, ...more: string[]) =>
  operator.run(["request", reference, ...tables(), "--from", from, "--into", folder, ...more]);
const raised = async () => {
  const reference = await stack.raise({ risk: "Oona says that Priya shouted at Mr Jabberwick" });
  await open({ reference, execution: 1 }, stack.tasks);
  return reference;
};
interface Answer {
  readonly from: string;
  readonly entries: readonly { readonly events: readonly Record<string, unknown>[] }[];
  readonly ofOthers: readonly { readonly at: string; readonly text: string }[];
  readonly workingTable: {
    readonly links: readonly object[];
    readonly emailsClaimed: readonly object[];
    readonly summary?: object;
  };
  readonly directory: readonly object[];
}
const data = (reference: string) => JSON.parse(readFileSync(join(folder, `${reference}.json`), "utf8")) as Answer;
const text = (reference: string) => {
  const bytes = readFileSync(join(folder, `${reference}.docx`));
  const file = unzip(new Uint8Array(bytes).buffer);
  return paragraphsOf(file.get("word/document.xml") ?? "").join("\n");
};

describe("a request of the person whom an escalation is about", () => {
  test("is answered with everything that is held of it, as data and to read, with what is others’ marked", async () => {
    const reference = await raised();
    const { code, said, told } = await request(reference, "the person");
    expect([code, told]).toEqual([0, ""]);
    expect(said.split("\n").slice(0, 2)).toEqual([
      join(folder, `${reference}.json`),
      join(folder, `${reference}.docx`),
    ]);
    expect(said).toContain("Read every word");
    const answer = data(reference);
    expect(answer.entries).toEqual(JSON.parse(JSON.stringify(await stack.tasks.record.read(reference))));
    expect(answer.workingTable.links.length).toBeGreaterThan(0);
    expect(answer.workingTable.emailsClaimed.length).toBeGreaterThan(0);
    expect(answer.workingTable.summary).toMatchObject({ reference });
    const marked = new Set(answer.ofOthers.map((each) => each.text));
    for (const each of [personal.raiser.name, personal.raiser.email, personal.receiver.email, "Priya"])
      expect(marked).toContain(each);
    expect(marked).not.toContain("Oona");
    expect(answer.ofOthers).toContainEqual({
      at: "entries/0/events/0/sealed/raising/practitioner/name",
      text: personal.raiser.name,
    });
    const shown = text(reference);
    expect(shown).toContain(personal.name);
    expect(shown).toContain(`[OTHER: ${personal.raiser.name}]`);
    expect(shown).toContain("Oona says that [OTHER: Priya] shouted at Mr Jabberwick");
    expect(shown.replaceAll(/\[OTHER: [^\]]*\]/g, "")).not.toContain("Fairweather");
  });
});

describe("a request of somebody who took part", () => {
  test("marks everybody else, the person concerned among them, and has their roles in the directory", async () => {
    const reference = await raised();
    expect((await request(reference, "P.Nair@care.example")).code).toBe(0);
    const answer = data(reference);
    const marked = new Set(answer.ofOthers.map((each) => each.text));
    expect(marked).toContain(personal.name);
    expect(marked).not.toContain("Priya Nair");
    expect(answer.directory).toEqual([
      { at: "Children’s Social Care", role: "practitioner", name: "Priya Nair", email: "p.nair@care.example" },
    ]);
    expect(text(reference)).toContain(`[OTHER: ${personal.name}]`);
  });

  test("of a practice alert as well", async () => {
    await withGroup(services, stack);
    const reference = await alertsOver(stack).submit();
    await askGroup({ reference, execution: 1 }, stack.tasks.practiceAlerts);
    const sealed = (await stack.tasks.practiceAlerts.alerts.read(reference))?.state.submitted.sealed;
    if (!sealed || sealed === "erased") throw new Error("There should be an alert");
    expect((await request(reference, sealed.contact.email)).code).toBe(0);
    expect(data(reference).ofOthers.map((each) => each.text)).not.toContain(sealed.informer.name);
    expect(text(reference)).toContain(sealed.informer.name);
    expect(text(reference)).toContain("[OTHER: ");
  });
});

describe("no answer is made", () => {
  test("for somebody whom the record does not know, without saying who asks, over a file, or of what was erased", async () => {
    const reference = await raised();
    expect((await request(reference, "nobody@care.example")).told).toBe(
      `The record of ${reference} does not know nobody@care.example.`,
    );
    expect((await request(reference, "")).told).toContain("Say whose request it is");
    await request(reference, "the person");
    expect((await request(reference, "the person")).told).toBe(
      `${join(folder, `${reference}.json`)} is there already.`,
    );
    await stack.tasks.record.erase(reference, stack.clock.now());
    expect((await request(reference, "the person", "--into", `${folder}/two`)).told).toContain(
      "nothing is held of anybody",
    );
  });
});

describe("whose a name is", () => {
  const { mark, within } = othersThan(
    ["Oona Tregarthen"],
    [{ name: "Dr Ian Webb", email: "i.webb@care.example" }, { name: "Oona Tregarthen" }, { name: "Sam Tregarthen" }],
  );

  test("whole names, their parts and addresses of others are marked, in any case, and never a part of a word", () => {
    expect(mark("ian webb (I.Webb@care.example) and Ian met Dr Ian Webb.")).toBe(
      "[OTHER: ian] [OTHER: webb] ([OTHER: I.Webb@care.example]) and [OTHER: Ian] met [OTHER: Dr Ian Webb].",
    );
    expect(mark("A cobweb; Iannis")).toBe("A cobweb; Iannis");
  });

  test("a name that is one’s own too is not marked, but a relative’s whole name is", () => {
    expect(mark("Oona Tregarthen, Tregarthen, Sam Tregarthen, Sam")).toBe(
      "Oona Tregarthen, Tregarthen, [OTHER: Sam Tregarthen], [OTHER: Sam]",
    );
  });

  test("places are named, and names are found wherever they stand", () => {
    expect(within({ a: ["Nothing", "Ian"], b: { c: "Webb" } })).toEqual([
      { at: "a/1", text: "Ian" },
      { at: "b/c", text: "Webb" },
    ]);
    expect(namedIn({ people: { x: { name: "A", email: "a@x" } }, name: "B", askedBy: "C" })).toEqual([
      { name: "B" },
      { name: "C" },
      { name: "A", email: "a@x" },
    ]);
    expect(othersThan([], []).mark("Ian")).toBe("Ian");
  });
});
