/**
 * The files of a bundle. Load this module only where a bundle is made (bundle.ts): the word processor's library, the archive's and
 * the policies' texts come with it.
 */
import { createHash } from "node:crypto";
import { stringify } from "csv-stringify/sync";
import { dayOf, inWords, timeOf } from "../../policies/calendar/instant.ts";
import { readBack } from "../../policies/language/read-back.ts";
import { policyText } from "../../policies/texts.ts";
import { erased } from "../core/events.ts";
import { fileNameOf, type Document } from "../documents/document.ts";
import { toDocx } from "../documents/docx.ts";
import type { Source } from "../documents/facts.ts";
import { formDocument, formsOffered } from "../documents/form.ts";
import { recordDocument } from "../documents/record.ts";
import { recordAsData } from "../pages/record.ts";
import { archiveOf, datedAt, type PackedFile } from "./archive.ts";
import type { BundleDependencies } from "./bundle.ts";
import { emailsOf, type Email } from "./emails.ts";
import { chainAsData, check, verificationInWords } from "./verification.ts";
import { english } from "./words.ts";

/** One file, and what the index says of it. */
interface BundleFile extends PackedFile {
  readonly is: string;
}

/** The whole archive. Deterministic: nothing but the record, the directory's names and the instant of the source comes in. */
export async function makeBundle(source: Source, dependencies: BundleDependencies): Promise<Uint8Array<ArrayBuffer>> {
  const { story, at } = source;
  const checked = await check(story.reference, dependencies);
  const verification = verificationInWords(checked, at);
  const { policy } = story.rules;
  const emails = emailsOf(source);
  const { files: words } = english;
  const whole = recordDocument(source);
  const files: BundleFile[] = [
    await word(`record/${fileNameOf(whole)}`, words.recordDocument, whole, at),
    data("record/record.json", words.recordData, recordAsData(source)),
    { path: "emails/emails.csv", is: words.emailsTable, bytes: bytesOf(asCsv(emails)) },
    text("emails/emails.txt", words.emailsText, asText(emails)),
    ...(await Promise.all(
      formsOffered(source).map((form) =>
        // By its id, which no other form of the policy has.
        word(`forms/${form.form}-${story.reference}.docx`, words.form(form.title), formDocument(form, source), at),
      ),
    )),
    {
      path: "policy/policy.yaml",
      is: words.policyText,
      bytes: bytesOf(policyText({ id: policy.policy, version: policy.version })),
    },
    text("policy/policy-in-words.txt", words.policyInWords, readBack(policy)),
    text("verification/verification.txt", words.verification, verification.join("\n\n")),
    data("verification/chain.json", words.chain, chainAsData(checked, at)),
  ];
  return archiveOf([text("index.txt", "", indexOf(source, files, checked.verified.holds)), ...files], at);
}

const bytesOf = (content: string) => new TextEncoder().encode(content);

/** With a mark at its head by which an old editor knows that it is UTF-8, and the line ends that it needs. */
const text = (path: string, is: string, content: string): BundleFile => ({
  path,
  is,
  bytes: bytesOf(`\uFEFF${content.replaceAll(/\r?\n/g, "\r\n")}\r\n`),
});

const data = (path: string, is: string, content: object): BundleFile => ({
  path,
  is,
  bytes: bytesOf(`${JSON.stringify(content, undefined, 2)}\n`),
});

const word = async (path: string, is: string, document: Document, at: string): Promise<BundleFile> => ({
  path,
  is,
  bytes: datedAt(await toDocx(document), at),
});

/** What is in it, how to check it, and what is not in it. */
function indexOf({ story, at }: Source, files: readonly BundleFile[], holds: boolean): string {
  const { index } = english;
  const { policy } = story.rules;
  return [
    index.title(story.reference),
    index.of(policy.partnership.name, policy.title, policy.version),
    index.made(inWords(at)),
    holds ? index.holds : index.broken,
    ...(story.state.raised.sealed === erased ? [index.erased] : []),
    index.careful,
    index.contents,
    ...files.map(({ path, is, bytes }) => `${path}\n${is}\n${index.hash(sha256(bytes))}`),
    index.checking,
    ...index.howToCheck,
    index.missing,
  ].join("\n\n");
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** London time that sorts: “2026-11-02 10:00”. */
const timeInTable = (instant: string | undefined) => (instant ? `${dayOf(instant)} ${timeOf(instant)}` : "");

/** A table for a spreadsheet, which shows whatever stands in it and runs none of it. */
function asCsv(emails: readonly Email[]): string {
  const { columns, delivery } = english.emails;
  const rows = emails.map((each) => [
    each.kind,
    each.stage ?? "",
    each.role,
    each.agency,
    each.side,
    each.reached,
    timeInTable(each.owedFrom),
    delivery[each.delivery],
    timeInTable(each.sentAt),
    timeInTable(each.becameAt),
    each.because ?? "",
  ]);
  return stringify([columns, ...rows], { bom: true, escape_formulas: true, record_delimiter: "windows" });
}

function asText(emails: readonly Email[]): string {
  const { emails: words } = english;
  const counted = Map.groupBy(emails, (each) => each.delivery);
  return [
    words.title(emails.length),
    words.noBodies,
    ...[...counted].map(([state, some]) => words.count(words.delivery[state], some.length)),
    ...emails.map((each, index) =>
      [
        words.one(index + 1, each.kind, each.stage),
        words.to(each.role, each.agency, each.side, each.reached),
        words.became(words.delivery[each.delivery]),
        ...(each.owedFrom ? [words.owedFrom(inWords(each.owedFrom))] : []),
        ...(each.sentAt ? [words.sentAt(inWords(each.sentAt))] : []),
        ...(each.becameAt ? [words.becameAt(inWords(each.becameAt))] : []),
        ...(each.because ? [words.because(each.because)] : []),
      ].join("\n"),
    ),
  ].join("\n\n");
}
