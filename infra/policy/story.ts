/** What happens in a simulation (`npm run policy -- simulate`), as it is typed or written in a small YAML file. Times are local, Europe/London. */
import { z } from "zod";
import { instantOf, isDay } from "../../policies/calendar/instant.ts";
import { inPlainWords } from "../../policies/plain-words.ts";
import { placeInWords, readYaml } from "../../policies/yaml.ts";

/** Something that whoever typed it can put right: shown as it is, without a stack. */
export class Said extends Error {}

/** Takes a text that somebody is to read. */
export type Say = (text: string) => void;

export const sides = ["raising", "receiving", "body", "partnership"] as const;

/** What somebody does at a time: `2026-12-23T11:00 respond`, `… propose by raising`, `… arrange 2026-12-28T10:00`. */
export interface Deed {
  /** UTC. */
  readonly at: string;
  readonly does: string;
  readonly by?: (typeof sides)[number];
  /** Whatever follows: a time, which of several, or answers as question=value. */
  readonly which?: string;
  readonly typed: string;
}

export interface Story {
  /** UTC. */
  readonly raised: string;
  readonly arose: string;
  readonly until?: string;
  readonly protectBy?: string;
  readonly immediateRisk: boolean;
  readonly subject?: string;
  readonly disagreement?: string;
  /** The stage at which it enters, by choice. */
  readonly entered?: string;
  readonly kinds: { readonly raising?: string; readonly receiving?: string };
  readonly answers: Readonly<Record<string, string | readonly string[]>>;
  /** What came before the formal process, with its day. */
  readonly before: Readonly<Record<string, string>>;
  readonly happens: readonly Deed[];
}

/** The instant (UTC) of a time that is typed in London: `2026-12-21T10:00`, or a day, which is its midnight. @throws Said */
export function instantIn(what: string, typed: string): string {
  const [, day = "", time = "00:00"] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?$/.exec(typed) ?? [];
  if (!isDay(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))
    throw new Said(`${what}: “${typed}” is not a time. Write, in London time, 2026-12-21T10:00 or 2026-12-21.`);
  return instantOf(day, time);
}

/** @throws Said for what is not “<time> <deed> [by <side>] [which]” */
export function deedOf(typed: string): Deed {
  const [time = "", does = "", ...rest] = typed.trim().split(/\s+/);
  if (does === "")
    throw new Said(`“${typed}” says no time, or not what happens: write, such as, "2026-12-23T11:00 respond".`);
  const by = rest[0] === "by" ? sides.find((each) => each === rest[1]) : undefined;
  if (rest[0] === "by" && !by) throw new Said(`“${typed}”: after “by” comes one of ${sides.join(", ")}.`);
  if (!by && rest.includes("by"))
    throw new Said(
      `“${typed}”: who does it comes before which it is: write "${[time, does, ...rest.slice(rest.indexOf("by")), ...rest.slice(0, rest.indexOf("by"))].join(" ")}".`,
    );
  const which = rest.slice(by ? 2 : 0).join(" ");
  return { at: instantIn(typed, time), does, ...(by ? { by } : {}), ...(which ? { which } : {}), typed };
}

const words = z.string({ error: "write text here" });
const answers = z.record(words, z.union([words, z.array(words)]));
/** What the command line and a story file can say, alike. */
const storyFile = z.strictObject({
  raised: words,
  arose: words.optional(),
  until: words.optional(),
  "protect by": words.optional(),
  "immediate risk": z.boolean({ error: "write true or false" }).default(false),
  subject: words.optional(),
  disagreement: words.optional(),
  "open at": words.optional(),
  "raising kind": words.optional(),
  "receiving kind": words.optional(),
  answers: answers.default({}),
  before: z.record(words, words).default({}),
  happens: z.array(words).default([]),
});

/** The story that a YAML file tells. @throws Said naming each thing that is wrong */
export function storyFrom(text: string, file: string): Story {
  const read = readYaml(text);
  if ("wrong" in read) throw new Said(read.wrong.map(({ line, message }) => `${file}:${line} ${message}.`).join("\n"));
  return storyOf(read.value, (path) => `${file}:${read.lineOf(path)}`);
}

/** @param at says where a part was written, for messages @throws Said naming each thing that is wrong */
export function storyOf(told: unknown, at: (path: readonly PropertyKey[]) => string): Story {
  const parsed = storyFile.safeParse(told, { error: inPlainWords });
  if (!parsed.success)
    throw new Said(
      parsed.error.issues
        .map((issue) =>
          issue.code === "unrecognized_keys"
            ? `${at([...issue.path, ...issue.keys.slice(0, 1)])}: ${issue.message}.`
            : `${at(issue.path)}: ${placeInWords(issue.path) || "the story"}: ${issue.message}.`,
        )
        .join("\n"),
    );
  const { data } = parsed;
  const raised = instantIn("raised", data.raised);
  return {
    raised,
    arose: data.arose === undefined ? instantIn("raised", data.raised.slice(0, 10)) : instantIn("arose", data.arose),
    immediateRisk: data["immediate risk"],
    ...(data.until === undefined ? {} : { until: instantIn("until", data.until) }),
    ...(data["protect by"] === undefined ? {} : { protectBy: instantIn("protect by", data["protect by"]) }),
    ...(data.subject === undefined ? {} : { subject: data.subject }),
    ...(data.disagreement === undefined ? {} : { disagreement: data.disagreement }),
    ...(data["open at"] === undefined ? {} : { entered: data["open at"] }),
    kinds: {
      ...(data["raising kind"] === undefined ? {} : { raising: data["raising kind"] }),
      ...(data["receiving kind"] === undefined ? {} : { receiving: data["receiving kind"] }),
    },
    answers: data.answers,
    before: data.before,
    happens: data.happens.map(deedOf).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  };
}
