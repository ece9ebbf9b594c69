/** An escalation whose people were erased, wherever somebody looks: pages, documents, the API, the archive, the register, a digest, the tables. */
import { strFromU8, unzipSync } from "fflate";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { linkIn, wordsOf } from "../../infra/local/person.ts";
import { operatorOf } from "../infra/operate/run.ts";
import { journey, knowsleyConcern, type Journey } from "../support/journey.ts";

const sam = "s.carter@whitebeam-primary.example";
const jo = "j.malik@social-care.knowsley.example";
/** Whatever is personal of it, and stands nowhere else: not in the directory either. */
const personal = [
  "Robin Sampleton",
  "Robin",
  "2017-05-14",
  "Sam Carter",
  sam,
  "Jo Malik",
  jo,
  "Somebody Who Answers",
  "The plan is to be closed",
  "Nobody visits",
  "Four entries",
  "until the visits",
  "Visits go on for a month",
  "Pippa Quine",
  "p.quine",
];
const foundIn = (text: string) => personal.filter((each) => text.includes(each));

/** Everything in both tables, bytes as text. */
async function tables({ laptop }: Journey): Promise<string> {
  const all: unknown[] = [];
  for (const TableName of Object.values(laptop.operated.tables)) {
    const { Items, LastEvaluatedKey } = await laptop.container.dynamoDB.send(new ScanCommand({ TableName }));
    expect(LastEvaluatedKey).toBeUndefined();
    all.push(...(Items ?? []));
  }
  return JSON.stringify(all, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
}

/** All that an archive has in it, documents opened too. */
const opened = (bytes: Uint8Array): string =>
  Object.entries(unzipSync(bytes))
    .map(([path, content]) => (path.endsWith(".docx") ? opened(content) : strFromU8(content)))
    .join("\n");

test("after an erasure everything still opens and says so, nothing personal is anywhere, and the record holds", async () => {
  const it = await journey("2026-11-23T10:00:00.000Z", { restarts: true });
  const { laptop } = it;
  const reference = await it.raise(knowsleyConcern("2026-11-20"));
  const asked = it.mail(jo, "asked");
  await it.answers(jo, "asked", "propose", { resolution: "Visits go on for a month" });
  await laptop.bounce(it.mail(sam, "").id, "permanent");
  await it.answers(sam, "", "withdraw", { reason: "Settled by telephone with Pippa Quine (p.quine@merrow.example)" });
  await it.moveTo("2026-11-30T09:30:00.000Z");

  const by = linkIn(asked);
  const press = async (fields: Record<string, string>) =>
    fetch(`${laptop.service}${by}`, { method: "POST", body: new URLSearchParams(fields) });
  const token = await laptop.tokenFor("whitebeam-primary");
  const api = async (path: string) =>
    fetch(`${laptop.service}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const seen = async () => ({
    page: wordsOf(await (await press({ do: "continue" })).text()),
    record: wordsOf(await (await press({ do: "record" })).text()),
    document: opened(new Uint8Array(await (await press({ do: "save", form: "record" })).arrayBuffer())),
    api: await (await api(`/escalations/${reference}`)).text(),
    bundle: opened(new Uint8Array(await (await api(`/escalations/${reference}/bundle`)).arrayBuffer())),
  });
  const before = await seen();
  for (const each of [before.record, before.document, before.api, before.bundle])
    expect(foundIn(each)).toEqual(
      expect.arrayContaining(["Robin Sampleton", "Visits go on for a month", "Pippa Quine"]),
    );

  const operator = operatorOf(laptop.container.dynamoDB);
  const erased = await operator.run(["erase", reference, "--yes", "--laptop"], { laptop: laptop.workbench });
  expect([erased.code, erased.told]).toEqual([0, ""]);
  await it.moveTo("2026-12-07T09:30:00.000Z");

  expect(foundIn(await tables(it))).toEqual([]);
  const after = await seen();
  for (const [where, text] of Object.entries(after)) expect(foundIn(text), where).toEqual([]);
  expect(after.record).toContain("What is personal on this record was erased.");
  expect(after.record).toMatch(/A person whose name has been erased/);
  expect(after.document).toContain("erased");
  expect(JSON.parse(after.api)).toMatchObject({ reference, status: "closed", how: "withdrawn" });
  expect(after.bundle).toContain("erased");
  expect(await laptop.verifyAll()).toMatchObject([{ reference, holds: true, problems: [] }]);

  // The digest of the week after has it no more or says nothing of anybody, and the register has its row.
  const digest = it.mail("partnership@kscp.example", "digest");
  expect(digest.at).toBe("2026-12-07T09:00:00.000Z");
  expect(foundIn(`${digest.text}${digest.html}`)).toEqual([]);
  const [, register = ""] = /(https?:\/\/\S+\/register\/[\w-]{43})/.exec(digest.text ?? "") ?? [];
  const rows = await fetch(register, { method: "POST", body: new URLSearchParams({ do: "continue" }) });
  expect(rows.status).toBe(200);
  const shown = wordsOf(await rows.text());
  expect(shown).toContain(reference);
  expect(foundIn(shown)).toEqual([]);
  // And what is built anew from the records has nothing of anybody either.
  await it.restart();
  expect(foundIn(await tables(it))).toEqual([]);
});
