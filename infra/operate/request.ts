/** What is held of one escalation or practice alert, for one person who asks what is held of them: as data, and to read. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QueryCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createAlerts } from "../../functions/alerts/alerts.ts";
import { alertEventSchema, formerAlertEvents } from "../../functions/alerts/core/events.ts";
import { alertTimeline } from "../../functions/alerts/pages/timeline.ts";
import { rulesOf } from "../../functions/container/writing.ts";
import { eventSchema, formerEvents } from "../../functions/core/events.ts";
import { dynamoDBDirectory, heldEntries } from "../../functions/directory/dynamodb-directory.ts";
import type { Document } from "../../functions/documents/document.ts";
import { toDocx } from "../../functions/documents/docx.ts";
import { recordDocument, theRecord } from "../../functions/documents/record.ts";
import { createEscalations } from "../../functions/escalations/escalations.ts";
import { everyItem } from "../../functions/every-item.ts";
import { surroundingsOf } from "../../functions/pages/visit.ts";
import { dynamoDBRecord, type RecordTables } from "../../functions/record/dynamodb-record.ts";
import { inWords } from "../../policies/calendar/instant.ts";
import { find, type Found } from "./found.ts";
import { namedIn, othersThan, type Others } from "./whose.ts";
import { Wrong, type World } from "./world.ts";

/** Whose request it is: of the person whom an escalation is about, or of somebody who took part, by their address. */
const subject = "the person";

/**
 * Writes `<reference>.json` and `<reference>.docx` into a folder: everything that is held of it, with names and addresses of
 * others marked. To take out what is others’ stays with a person: what people wrote names others in ways that nobody can list.
 * @throws Wrong for what is no reference, has no record or was erased, somebody whom the record does not know, and files that
 *   are there already
 */
export async function answerRequest(
  reference: string,
  { from, into, ...tables }: RecordTables & { readonly from: string; readonly into: string },
  { say, now, dynamoDB }: World,
): Promise<void> {
  if (from.trim() === "")
    throw new Wrong(
      `Say whose request it is: --from “${subject}”, whom it is about, or an address of somebody who took part.`,
    );
  const found = await find(reference, tables, dynamoDB);
  if (found.personal.readable === 0)
    throw new Wrong(`What is personal in ${found.reference} was erased: nothing is held of anybody in it.`);
  const everybody = openedIn(found).flatMap(({ sealed }) => namedIn(sealed));
  const own = ownNames(from, found);
  if (own.length === 0) throw new Wrong(`The record of ${found.reference} does not know ${from}.`);
  const paths = ["json", "docx"].map((each) => join(into, `${found.reference}.${each}`));
  const [data = "", text = ""] = paths;
  for (const each of paths) if (existsSync(each)) throw new Wrong(`${each} is there already.`);
  const client = dynamoDB();
  const others = othersThan(own, everybody);
  const at = now();
  const held = {
    reference: found.reference,
    kind: found.what,
    madeAt: at,
    from,
    readFirst: readFirst.map((each) => each.replaceAll("\n", " ")),
    entries: found.commits,
    workingTable: await heldBeside(found.reference, client, tables.working),
    directory: from === subject ? [] : await rolesOf(from, client, tables.working),
  };
  const document = marked(await documentOf(found, at, client, tables), others);
  mkdirSync(into, { recursive: true });
  const ofOthers = others.within(held.entries).map((each) => ({ ...each, at: `entries/${each.at}` }));
  writeFileSync(data, `${JSON.stringify({ ...held, ofOthers }, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  writeFileSync(text, new Uint8Array(await toDocx(document)), { mode: 0o600, flag: "wx" });
  for (const each of paths) say(each);
  say(`${ofOthers.length} places with a name or an address of others are marked.`);
  for (const each of readFirst) say(`  - ${each}`);
}

const readFirst = [
  "Only names and addresses that stand on this record are marked. Read every word: people write of others as “her aunt”, by nicknames, by what they did.",
  "Take out, or ask before giving, what is about others, and what they said in confidence. Of professionals who acted in their work the name is usually given.",
  "Ask the agency that wrote it, and your data protection officer, whether something would do serious harm if it were given, or is legal advice.",
  "Not in here: emails as they were sent (their text follows from the record), what agencies hold themselves, logs (no names) and backups (sealed).",
];

/** What is sealed in each event, opened. */
const openedIn = ({ history }: Found) =>
  history.flatMap((each) =>
    "sealed" in each && typeof each.sealed === "object" && each.sealed !== null
      ? [{ type: each.type, sealed: each.sealed as Readonly<Record<string, unknown>> }]
      : [],
  );

/** What the one who asks is called on the record, and their addresses. Empty where it does not know them. */
function ownNames(from: string, found: Found): string[] {
  const opened = openedIn(found);
  if (from === subject)
    return opened.flatMap(({ type, sealed }) =>
      // In other events somebody who is named so has an address; the person concerned has none.
      type === "EscalationRaised" ? namedIn(sealed["person"]).map(({ name }) => name) : [],
    );
  const email = from.toLowerCase();
  const names = opened.flatMap(({ type, sealed }) =>
    type === "AlertSubmitted" && emailOf(sealed["contact"]) === email
      ? namedIn(sealed["informer"])
      : namedIn(sealed).filter((each) => each.email?.toLowerCase() === email),
  );
  return names.length === 0 ? [] : [from, ...names.map(({ name }) => name)];
}

const emailOf = (contact: unknown) =>
  typeof contact === "object" && contact !== null && "email" in contact
    ? String(contact.email).toLowerCase()
    : undefined;

/** What of a record the working table has: nothing personal but by whom it can be opened. */
async function heldBeside(reference: string, client: DynamoDBDocumentClient, table: string): Promise<object> {
  const below = (pk: string) =>
    everyItem((ExclusiveStartKey) =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": pk },
          ExclusiveStartKey,
        }),
      ),
    );
  let summary: unknown;
  for await (const item of below(`SUMMARY#${reference}`)) if (item["sk"] === "SUMMARY") summary = item["summary"];
  const emailsClaimed: Record<string, unknown>[] = [];
  for await (const { pk: _pk, ...claim } of below(`CLAIM#${reference}`)) emailsClaimed.push(claim);
  const links: Record<string, unknown>[] = [];
  const every = everyItem((ExclusiveStartKey) =>
    client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: "begins_with(pk, :link) AND #reference = :reference",
        ExpressionAttributeNames: { "#reference": "reference" },
        ExpressionAttributeValues: { ":link": "LINK#", ":reference": reference },
        ExclusiveStartKey,
      }),
    ),
  );
  // The hash of a link says nothing to anybody.
  for await (const { pk: _pk, sk: _sk, ...link } of every) links.push(link);
  return { summary, emailsClaimed, links };
}

/** The roles in which the directory has somebody. */
async function rolesOf(from: string, client: DynamoDBDocumentClient, table: string): Promise<object[]> {
  const { agencies, partnerships } = await heldEntries(client, table);
  return [...agencies, ...partnerships].flatMap(({ name, roles }) =>
    Object.entries(roles).flatMap(([role, people]) =>
      people
        .filter((each) => each.email.toLowerCase() === from.toLowerCase())
        .map((person) => ({ at: name, role, ...person })),
    ),
  );
}

/** The whole record to read. */
async function documentOf(
  { reference, what }: Found,
  at: string,
  client: DynamoDBDocumentClient,
  tables: RecordTables,
): Promise<Document> {
  const signal = () => Promise.resolve();
  if (what === "practice alert") {
    const record = dynamoDBRecord(client, tables, alertEventSchema, formerAlertEvents);
    const story = await createAlerts({ record, rulesOf, signal }).read(reference);
    if (!story) throw new Error(`The record of ${reference} was there and is gone`);
    const { policy } = story.rules;
    const made = `${inWords(at)}.`;
    return {
      ...theRecord,
      reference,
      policy: `${policy.title}, ${policy.partnership.name}`,
      made,
      parts: [],
      entries: alertTimeline(story),
    };
  }
  const record = dynamoDBRecord(client, tables, eventSchema, formerEvents);
  const story = await createEscalations({ record, rulesOf, signal }).read(reference);
  if (!story) throw new Error(`The record of ${reference} was there and is gone`);
  const { agencies } = await surroundingsOf(story, dynamoDBDirectory(client, tables.working));
  return recordDocument({ story, agencies, at });
}

/** A document with what is others’ marked in every text of it. */
function marked(document: Document, { mark }: Others): Document {
  const { parts, entries = [] } = document;
  return {
    ...document,
    says: "For one person’s request. [OTHER: …] is somebody else’s name or address. Read every word, and take out what is others’, before it is given.",
    parts: parts.map((part) => ({
      ...part,
      fields: part.fields.map((field) => ({
        ...field,
        says: field.says.map(({ text, from }) => ({ text: mark(text), ...(from ? { from: mark(from) } : {}) })),
      })),
    })),
    entries: entries.map((entry) => ({
      ...entry,
      happened: entry.happened.map((each) => ({
        ...each,
        ...(each.who ? { who: mark(each.who) } : {}),
        details: each.details.map((row) => ({ ...row, text: mark(row.text) })),
      })),
    })),
  };
}
