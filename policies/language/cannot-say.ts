/**
 * What people would naturally write in a policy file and the language has no word for, and what to write instead (PRE-02).
 * From 47 real policies. Pure.
 */
import { parseTimescale } from "../calendar/timescale.ts";
import { nearest, plain } from "./nearest.ts";

/** A key that is not in the language, as `plain` spells it, and what to write instead. The first that fits counts. */
const keys: readonly (readonly [RegExp, string])[] = [
  [
    /\bgates?\b|climbs? (only|if|when|unless)|only (climbs?|goes)|^before (climbing|it climbs|going (higher|on|up)|escalat\w+)$|(agree|approv|consent|authori[sz]|permi)\w* (to|before|for) (climb|escalat|go)|(climb|escalat)\w* (needs|requires|approv|permi|consent|authori[sz]|agree)/,
    "no gate holds back a stage that climbs by silence: when its time has passed, it climbs or is chased. A gate holds for a declaration only: write it under “before it goes on”, with “must be: yes”",
  ],
  [
    /\bhold(s|ing)?\b|status quo|suspend|\bpause|stay of/,
    "the service does not hold the disputed action back while the dispute runs. Write what your text says of it under “about” of the stage, where those who act read it",
  ],
  [
    /\bwarn|notice (before|of) (going|climb|escalat|intention)|before (climbing|going higher|it climbs)/,
    "nobody is warned separately before a matter goes higher: both sides are reminded at half time and on the last day. Where a person has to do it, ask for it under “before it goes on”",
  ],
  [
    /(tell|inform|involve|contact).*(person|family|famil|parent|carer|child|adult)|^(the )?(family|parents?|carers?)$|voice of/,
    "the service writes to professionals and never to the person or family. Where somebody has to tell them, write it as an item of a “checklist”, or as a question under “page asks”",
  ],
  [
    /\b(each|all|every|everybody|both)\b.*\b(must|has to|have to|answer|respond|agree)|unanim/,
    "of several people on one side any may answer for it. For people who are each asked, write “differs” at the role with “each is asked: true”; whoever has the last word is a “body”",
  ],
  [
    /after (the )?(last|final)|final review|appeal|ombudsman|external review|further (step|stage|body)/,
    "no step of another body comes after the last stage. Make that body’s step the last stage, or write a duty of the partnership under “afterwards” with “kind: review”",
  ],
  [
    /(overall|total|whole|entire|complete|end to end).*(limit|time|within|duration|process)|^(complete|all|finish(ed)?) within$|^(time )?limit$|limit on the whole/,
    "there is no limit on the whole. Write it on each clock, as “or sooner: [{ within: 20 working days, from: raised, clause: … }]”",
  ],
  [
    /\b(judge|settled by|resolved by|decide(s|d)? (whether|if|by)|who decides|agreed by|closed by|signed off)/,
    "a stage is settled when one side accepts what the other proposes, or by the word of its “body”; nobody else judges it. Who may declare it unresolved is “unresolved by”, and what has to be asked first “before it goes on”",
  ],
  [
    /quorum|majority|\bvot(e|es|ing)\b|number of members/,
    "a body ends its stage by the word of whoever holds its role, and nobody counts votes. Write what your text says of it under “about” of the stage",
  ],
  [
    /e ?mail|address|phone|telephone|\bcontacts?\b|\bpersons?\b|\bpeople\b|^named? (person|people)$/,
    "who holds a role, and where they are reached, stands in the directory and not in a policy: see policies/README.md",
  ],
  [
    /\bremind/,
    "reminders go out by themselves, at half time and on the last day. What is chased after its deadline has “when passed: chase” and “chase every: 1 working day”",
  ],
  [
    /\bescalates?\b|^next( stage)?$|goes to|climbs? to|moves? to/,
    "a stage that is not settled climbs to the one after it in the file. For another way write “may refer” at the stage, or “may open at” at the top",
  ],
  [
    /school (days?|holidays?)|term( time)?|bank holidays?|working (hours|week)|office hours|opening hours|end of (the )?(day|working day)|time of day/,
    "working days are Monday to Friday without the bank holidays of the “nation”, and a day ends at 17:00. Nothing else can be said; school holidays count as working days",
  ],
  [
    /^(if|when|where|unless|only when|condition|conditions|applies (to|if|when))$/,
    "write “only if: { question: answer }”, in “inform”, in an item of a “checklist”, in “differs” at a role, or in “instead” at a clock: the question is asked under “asks when raised”",
  ],
  [
    /^(deadline|time ?scale|time ?frame|time|days?|hours?|weeks?|working days?|due|due (in|within|by)|how long)$/,
    "write it in a clock, as “within: 5 working days” with “from: stage opened”",
  ],
  [
    /^(starts?|start(s|ing)? (from|at|event)|runs from|counts? from|counted from|since)$/,
    "write “from”, such as “from: stage opened”",
  ],
  [
    /^(who|who acts|actors?|owners?|participants?|attendees|responsib.*|escalated (by|to)|raised (by|with))$/,
    "write who acts: “raising side: [line-manager]” and “receiving side: [line-manager]”, or a “body” whose word ends the stage",
  ],
  [
    /^(notif.*|cop(y|ies|ied)( to| in)?|cc|tells?|told|informed|send(s)? to|who is told)$/,
    "write “inform: [{ who: business-manager, of: partnership, clause: … }]” at the stage",
  ],
  [/^(heading|label|caption)$/, "write “title”"],
  [
    /^(description|text|guidance|details?|summary|explanation)$/,
    "write “about” at a stage: it is shown to those who act. What you decided yourself is a “reading”",
  ],
  [
    /^(notes?|comments?|remarks?|interpretation|assumption)$/,
    "write what you decided as “reading”, or write a comment: a line that begins with #",
  ],
  [
    /^(section|paragraph|para|page|ref|references?|sources?|cite|citation)$/,
    "the place in your text is the “clause” of the part; the text as a whole is the “source” at the top",
  ],
  [
    /^(templates?|attachments?|notices?|paperwork)$/,
    "write it under “forms” at the top, with the stage from which it goes out",
  ],
  [
    /^(extensions?|extend|extendable|agreed (date|extension)|by agreement|may be extended)$/,
    "write “sides may agree a later date: true” at the clock",
  ],
  [
    /^(priority|urgent|urgency|expedite(d)?|fast track)$/,
    "ask for it under “asks when raised” and write “instead: [{ only if: { urgent: yes }, within: …, clause: … }]” at the clock; or use “immediate risk”",
  ],
  [/^(max|maximum|minimum|min)$/, "write “is maximum: true” at the clock that nothing may pass; there is no minimum"],
];

/**
 * What to say of a key that is not in the language.
 * @param key as the file spells it
 * @param allowed the keys that can stand in its place, as files spell them
 * @param elsewhere where else in a policy the key can stand, in words; empty where nowhere
 */
export function unknownKey(key: string, allowed: readonly string[], elsewhere: readonly string[]): string {
  const no = "the language of policies has no such word here";
  // “inForceFrom”, “in-force-from” and “in forces from” are spelt otherwise, and meant.
  const spelt = nearest(key, allowed, 1);
  if (spelt !== undefined) return `${no}: did you mean “${spelt}”?`;
  const known = keys.find(([pattern]) => pattern.test(plain(key)));
  if (known) return `${no}: ${known[1]}`;
  if (elsewhere.length > 0) return `${no}: “${key}” stands ${elsewhere.slice(0, 6).join(", ")}`;
  const near = nearest(key, allowed, 2);
  if (near !== undefined) return `${no}: did you mean “${near}”?`;
  return `${no}: see policies/README.md for what can be said. Here it can be ${allowed.map((each) => `“${each}”`).join(", ")}`;
}

/**
 * What to say of a value that is none of those allowed.
 * @param key whose value it is, as the file spells it: what is said of a deadline has no place at a type of disagreement
 */
export function unknownValue(value: unknown, allowed: readonly string[], key: string): string {
  const [only] = allowed;
  const list = allowed.length === 1 ? `write “${only}”` : `write one of: ${allowed.join(", ")}`;
  if (typeof value !== "string") return list;
  const known = values.find(([at, pattern]) => at.includes(key) && pattern.test(plain(value)));
  if (known) return `“${value}” cannot be said here: ${known[2]}. Otherwise ${list}`;
  const near = nearest(value, allowed, 2);
  return near === undefined ? list : `“${value}” cannot be said here: did you mean “${near}”? Otherwise ${list}`;
}

/** At which keys, what is written there, and what to write instead. */
const values: readonly (readonly [readonly string[], RegExp, string])[] = [
  [
    ["ends by", "met by", "unresolved by", "when passed"],
    /vote|majority|quorum|unanim|consensus/,
    "nobody counts votes. A body ends its stage by the word of whoever holds its role",
  ],
  [
    ["when passed"],
    /only if|unless|approv|agree|permission|consent|gate/,
    "silence always climbs or is chased. A gate holds for a declaration only: write it under “before it goes on”, with “must be: yes”",
  ],
  [["when passed"], /\bhold|pause|suspend|stop/, "a deadline that passes holds nothing back"],
  [
    ["when passed", "met by"],
    /\bwarn/,
    "nobody is warned separately: those who act are reminded before the deadline, and hear when it has passed",
  ],
  [
    ["of", "to", "confirms to", "by"],
    /\b(family|parents?|carers?|person)\b/,
    "the service writes to professionals only. Write it as an item of a “checklist”",
  ],
  [
    ["met by"],
    /minutes/,
    "minutes are owed after a meeting: write a duty under “afterwards” with “kind: minutes” and “from: meeting held”",
  ],
  [["met by"], /panel|conference/, "a panel or conference is a meeting: write “met by: meeting held”"],
];

/** What to say of a text that is no timescale: the same in the language's words, where it can be said. */
export function notATimescale(value: unknown): string {
  if (typeof value === "number")
    return `${value} of what? write a timescale, such as “${value} working days” or “${value} days”`;
  if (typeof value !== "string") return "write a timescale, such as “5 working days”";
  const no = `“${value}” is not a timescale`;
  const meant = asTimescale(value);
  if (meant !== undefined) return `${no}: write, for example, “${meant}”`;
  const known = timescales.find(([pattern]) => pattern.test(value.toLowerCase()));
  if (known) return `${no}: ${known[1].replace("<text>", value)}`;
  return `${no}: write, for example, “5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”. Where the text has no number, write the organisation’s own with “set by: organisation”, and the text’s words under “in words”`;
}

const timescales: readonly (readonly [RegExp, string])[] = [
  [
    /asap|soon|without (undue |unnecessary )?delay|prompt|timely|urgent|forthwith|reasonabl|earliest|practicable|speedi/,
    "the text gives no number. Write the organisation’s own, such as “within: 2 working days”, with “set by: organisation” and “in words: <text>”. What has to be done the same day is “immediately”",
  ],
  [
    /month|year|quarter|fortnight/,
    "months are not all of one length. Write weeks or days, such as “4 weeks” or “30 days”, and say what you decided in “reading”",
  ],
  [/minute/, "the shortest timescale is “1 hour”; what has to be done the same day is “immediately”"],
  [/school day|term/, "school days are not known. Write working days, and say so in “reading”"],
  [/\d+\s*(-|–|to|or)\s*\d+/, "it has no single end. Write the longer one, and say what you decided in “reading”"],
  [
    /[<>≤≥]|at least|minimum/,
    "a timescale says by when something is due at the latest. Write that alone, such as “5 working days”",
  ],
];

/** What a text in other words would be as a timescale; undefined where that is not certain. */
export function asTimescale(text: string): string | undefined {
  const words = text
    .toLowerCase()
    .trim()
    .replace(/^(within|no later than|not later than|up to|a maximum of|maximum|max|in|by)\s+/, "")
    .replace(/\b[a-z]+\b/g, (word) => numbers[word] ?? word)
    .replace(/^(\d+)\s*\(\s*\1\s*\)/, "$1")
    .replace(
      /^(same|that) day$|^(by )?(the )?(end|close) of (the )?(day|working day|business|play)$|^today$/,
      "same working day",
    )
    .replace(/^(at once|straight ?away|right away)$/, "immediately")
    .replace(/^next (working )?day$/, "1 working day")
    .replace(/^(\d+)\s*(wd|w\/d)s?$/, "$1 working day")
    .replace(/^(\d+)\s*h(rs?)?$/, "$1 hour")
    .replace(/\bhrs?\b/, "hour")
    .replace(/\b(business|week|office)[ -]days?\b/, "working day")
    .replace(/\b(calendar|consecutive) days?\b/, "day")
    .replace(/^(\d+)\s*days? \(?(working|business)( days?)?\)?$/, "$1 working day")
    .replace(/-/g, " ")
    .replace(/\s+/g, " ");
  if (parseTimescale(words)) return words;
  const [, count, unit] = /^(\d+) ?(hour|day|week|working day)s?(?: time)?$/.exec(words) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const found = `${Number(count)} ${unit}${Number(count) === 1 ? "" : "s"}`;
  return parseTimescale(found) ? found : undefined;
}

const numbers: Readonly<Record<string, string>> = Object.fromEntries(
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ")
    .map((word, index) => [word, String(index + 1)]),
);
