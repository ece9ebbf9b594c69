/** What a bundle says, in English, found by its cause, so that another language is another set of these and no other code. */
import { bounceInWords } from "../core/bounce-words.ts";
import type { Bounce } from "../core/events.ts";

const index = {
  title: (reference: string) => `Escalation ${reference}: everything for an inspection`,
  of: (partnership: string, title: string, version: string) =>
    `It ran under the policy of ${partnership}: ${title}, version ${version}.`,
  made: (at: string) =>
    `Made from the record at ${at}. All times are London time unless a file says that they are UTC.`,
  holds: "The record holds together: see verification/verification.txt.",
  broken:
    "The record does NOT hold together, or is not the one that was witnessed: see verification/verification.txt before you rely on anything here.",
  erased:
    "What was personal in this escalation has been erased for good: names, dates of birth, and every word that somebody typed. The files say “erased” where it stood. What happened, when, and on which side is still here, and the record can still be checked: an erasure changes no hash.",
  careful:
    "This archive holds personal information, unless it was erased. Keep it as you keep the person’s file, and send it to nobody who may not read that.",
  contents: "WHAT IS IN IT",
  hash: (hash: string) => `SHA-256: ${hash}`,
  checking: "HOW TO CHECK IT",
  howToCheck: [
    "That no file of this archive was changed since it was made: work out the SHA-256 of the file and compare it with the one above. On Windows: certutil -hashfile <file> SHA256. On a Mac or Linux: shasum -a 256 <file>. If you have reason to doubt this index itself, ask for the bundle again: what stands on the record cannot have changed.",
    "That no entry of the record was changed, removed or put in: verification/chain.json has every entry exactly as it is stored, with its hash and the hash of the entry before it. Each hash is the SHA-256, in hexadecimal digits, of these four, joined by line feeds and encoded as UTF-8: the reference, the entry’s number, the hash before it (64 zeros for the first), the text. Whoever changes one entry changes every hash after it.",
    "That the end was not cut off and the whole not written anew: compare the hashes with those that were witnessed, which are kept where the service itself cannot write over them. verification/verification.txt says whether that was done when this archive was made.",
    "What is personal is encrypted in the text of chain.json, under a key of this escalation alone that never leaves the service and that an erasure destroys. The hash covers it as it is stored; what it says in words is in record/.",
  ],
  missing:
    "WHAT IS NOT IN IT\n\nThe text of the emails: none is kept. Attachments: the service takes none. What people said to one another outside the service, unless they recorded it here.",
};

const files = {
  recordDocument:
    "The whole record as a Word document, to read and to file: the concern, how it ended or stands, every entry.",
  recordData:
    "The same entries as data (JSON), each with the hash of its commit and the kind of each event. Times under “at” and “asOf” are UTC.",
  emailsTable:
    "Every email that the escalation gave rise to, as a table for a spreadsheet: what kind, to which role and agency, when it was sent and what became of it. No names and no addresses.",
  emailsText: "The same emails to read.",
  form: (title: string) => `The policy’s own form “${title}”, filled from the record.`,
  policyText:
    "The policy’s rules in the version by which this escalation runs, as they were written for this service, with the clauses.",
  policyInWords:
    "The same rules read back in plain English, with what this deployment sets for itself where the policy leaves a number to it.",
  verification: "What was checked of the record’s chain, and what was found.",
  chain: "The chain itself, so that somebody else can check it without this service. Times in it are UTC.",
};

const emails = {
  columns: [
    "What it tells",
    "Stage",
    "Role",
    "Agency",
    "Side",
    "Reached as",
    "Owed since (London time)",
    "Delivery",
    "Sent (London time)",
    "Came back, refused or lapsed (London time)",
    "Why",
  ],
  delivery: {
    sent: "Sent",
    refused: "Refused by the mail service",
    "came back": "Came back",
    "called spam": "Arrived and was called spam",
    lapsed: "Lapsed: not sent",
    "still owed": "Still owed",
  },
  reached: { holder: "The holder of the role", "stand-in": "A stand-in", inbox: "The shared inbox" },
  unknown: "Not known",
  bounced: (bounce: Bounce, subtype: string | undefined) =>
    `It ${bounceInWords[bounce]}${subtype ? ` (the mail service calls it ${subtype})` : ""}`,
  willLapse: (because: string) => `It will not be sent, because ${because}`,
  title: (number: number) => `Emails of this escalation: ${number}`,
  noBodies:
    "Each is named by its kind. The text of an email is not kept, and to whom it went is told by role and agency, without names and addresses. An email says that there is something to do and where; what the concern is about stands on the record alone.",
  count: (delivery: string, number: number) => `${delivery}: ${number}`,
  one: (number: number, kind: string, stage: string | undefined) =>
    `${number}. ${kind}${stage === undefined ? "" : ` (${stage})`}`,
  to: (role: string, agency: string, side: string, reached: string) => `To: ${role}, ${agency} (${side}). ${reached}.`,
  became: (delivery: string) => `Delivery: ${delivery}`,
  owedFrom: (at: string) => `Owed since: ${at}`,
  sentAt: (at: string) => `Sent: ${at}`,
  becameAt: (at: string) => `Since: ${at}`,
  because: (why: string) => `Why: ${why}`,
};

const verification = {
  checked: (at: string) =>
    `Checked at ${at}: every entry of the record in order, its hash against its text, its place in the chain, and where it is announced.`,
  holds: (commits: number) =>
    `It holds together: ${commits} ${commits === 1 ? "entry" : "entries"}, none changed, none missing, none put in.`,
  broken: "IT DOES NOT HOLD TOGETHER. What was found:",
  problem: (number: number, damage: string, says: string) => `Entry ${number}, ${damage}: ${says}`,
  head: (number: number, hash: string) => `The last entry is number ${number}, with the hash ${hash}.`,
  notCompared:
    "It was not compared with the heads that were witnessed: whoever reads the record by a link cannot read these. The partnership’s system, and those of both agencies, get them in this bundle by the API.",
  compared: (number: number) =>
    `It was compared with every head that was witnessed, ${number} in all. A witness is kept where nobody can write over it, not even the service.`,
  witnessed: (number: number, at: string, hash: string) =>
    `Entry ${number}, witnessed at ${at}, with the hash ${hash}.`,
  lastWitnessed: (number: number) =>
    `What came after entry ${number} is held by the chain alone until it is witnessed too.`,
  noWitness:
    "Nothing of it has been witnessed yet: heads are witnessed once a day. Until then the chain alone holds it together.",
  hashed:
    "hash = SHA-256, in hexadecimal, of UTF-8: reference + LF + number + LF + previous + LF + text. previous is the hash before it, 64 zeros for the first.",
};

export const english = { index, files, emails, verification };
