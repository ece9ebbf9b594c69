/** Which words people write instead of the language's own are known, and which only look like them. Spelt as `plain` leaves them. */
import { describe, expect, test } from "vitest";
import { asTimescale, notATimescale, unknownKey, unknownValue } from "../../../policies/language/cannot-say.ts";

const saidOfKey = (key: string) => unknownKey(key, [], []);

/** One after the other, with commas between them. */
const spelt = (words: string) => words.split(",").map((each) => each.replaceAll(/\s+/g, " ").trim());

interface Known {
  /** What is said begins so. */
  readonly says: string;
  readonly of: readonly string[];
  /** These have it as a part only, or another word of it, and are not meant. */
  readonly notOf: readonly string[];
}

const keys: readonly Known[] = [
  {
    says: "no gate holds back a stage",
    of: spelt(`
      gate, gates, climb only, climbs if, climb when, climbs unless, only climb, only climbs, only goes,
      before climbing, before it climbs, before going higher, before going on, before going up, before
      escalating, before escalation, agreement to climb, approval before climbing, consent for escalation,
      authorise to go, authorised for going, permission to escalate, climbing needs, escalation requires,
      climb approved, escalating permitted, climb consent, escalation authorised, escalation authorized,
      climb agreed`),
    notOf: spelt(`
      agate, not before climbing, not before going on, before going on holiday, before climbings, onlyclimb`),
  },
  {
    says: "the service does not hold the disputed action back",
    of: spelt(`
      hold, holds, holding, status quo, suspend, suspended, pause, pauses, stay of the decision`),
    notOf: ["holder", "household", "stay"],
  },
  {
    says: "nobody is warned separately before a matter goes higher",
    of: spelt(`
      warn, warning, notice before climbing, notice of escalation, notice of intention, notice of going up`),
    notOf: ["forewarn", "notice of a meeting"],
  },
  {
    says: "the service writes to professionals and never to the person or family",
    of: spelt(`
      tell the family, inform person, involve families, contact the parents, tell carer, inform child,
      involve the adult, family, the family, parent, parents, the parents, carer, carers, voice of the child`),
    notOf: ["family name", "our family", "my parents", "the carers centre", "the familys", "child"],
  },
  {
    says: "of several people on one side any may answer for it",
    of: spelt(`
      each must answer, all have to, every manager has to, everybody agree, both respond, unanimous, each of
      the managers must`),
    notOf: ["reach must", "small must"],
  },
  {
    says: "no step of another body comes after the last stage",
    of: spelt(`
      after last, after the last, after final, after the final stage, final review, appeal, ombudsman,
      external review, further step, further stage, further body`),
    notOf: ["after", "the last"],
  },
  {
    says: "there is no limit on the whole",
    of: spelt(`
      overall limit, total time, whole duration, entire process, overall time for the process, end to end
      time, complete within, all within, finish within, finished within, limit, time limit, limit on the
      whole`),
    notOf: ["fall within", "all within reason", "limits of it", "the limit", "speed limit"],
  },
  {
    says: "a stage is settled when one side accepts",
    of: spelt(`
      judge, settled by, resolved by, decide if, decides whether, decided by, who decides, agreed by, closed
      by, signed off`),
    notOf: ["misjudge", "unsettled"],
  },
  {
    says: "a body ends its stage by the word of whoever holds its role",
    of: ["quorum", "majority", "vote", "votes", "voting", "number of members"],
    notOf: ["devote", "voted"],
  },
  {
    says: "who holds a role, and where they are reached",
    of: spelt(`
      email, e mail, address, phone, telephone, contact, contacts, person, persons, people, name person,
      named person, named people`),
    notOf: ["subcontacts", "contacted", "personal", "peoples"],
  },
  {
    says: "reminders go out by themselves",
    of: ["remind", "reminders"],
    notOf: ["unremindful"],
  },
  {
    says: "a stage that is not settled climbs to the one after it",
    of: ["escalate", "escalates to", "next", "next stage", "goes to", "climb to", "climbs to", "move to", "moves to"],
    notOf: ["the next stage", "next stages", "next of kin", "nexts", "escalated by", "escalated to"],
  },
  {
    says: "working days are Monday to Friday",
    of: spelt(`
      school day, school days, school holiday, school holidays, term, term time, bank holiday, bank
      holidays, working hours, working week, office hours, opening hours, end of day, end of the day, end of
      working day, end of the working day, time of day`),
    notOf: ["school", "working"],
  },
  {
    says: "write “only if: { question: answer }”",
    of: spelt(`
      if, when, where, unless, only when, condition, conditions, applies to, applies if, applies when`),
    notOf: ["what if", "if so", "conditional"],
  },
  {
    says: "write it in a clock",
    of: spelt(`
      deadline, timescale, time scale, timeframe, time frame, time, day, days, hour, hours, week, weeks,
      working day, working days, due, due in, due within, due by, how long`),
    notOf: ["the deadline", "deadlines", "daytime", "due to"],
  },
  {
    says: "write “from”, such as",
    of: spelt(`
      start, starts, start from, starts from, starting at, start event, runs from, count from, counts from,
      counted from, since`),
    notOf: ["restart", "restarts", "starter", "starts off", "ever since"],
  },
  {
    says: "write who acts",
    of: spelt(`
      who, who acts, actor, actors, owner, owners, participant, participants, attendees, responsible,
      responsibility, escalated by, escalated to, raised by, raised with`),
    notOf: ["factor", "factors", "ownership", "whose", "irresponsible"],
  },
  {
    says: "write “inform: [{ who",
    of: spelt(`
      notify, notification, notifies, copy, copies, copied, copy to, copied in, cc, tell, tells, told,
      informed, send to, sends to, who is told`),
    notOf: ["photocopy", "copying", "tells all", "retold", "the notifier"],
  },
  {
    says: "write “title”",
    of: ["heading", "label", "caption"],
    notOf: ["subheading", "labels", "headings of it"],
  },
  {
    says: "write “about” at a stage",
    of: ["description", "text", "guidance", "detail", "details", "summary", "explanation"],
    notOf: ["context", "texts", "descriptions"],
  },
  {
    says: "write what you decided as “reading”",
    of: spelt(`
      note, notes, comment, comments, remark, remarks, interpretation, assumption`),
    notOf: ["footnote", "notebook", "assumptions"],
  },
  {
    says: "the place in your text is the “clause”",
    of: spelt(`
      section, paragraph, para, page, ref, reference, references, source, sources, cite, citation`),
    notOf: ["subsection", "sections", "pages", "resource"],
  },
  {
    says: "write it under “forms”",
    of: spelt(`
      template, templates, attachment, attachments, notice, notices, paperwork`),
    notOf: ["contemplate", "noticed", "paperworks"],
  },
  {
    says: "write “sides may agree a later date: true”",
    of: spelt(`
      extension, extensions, extend, extendable, agreed date, agreed extension, by agreement, may be
      extended`),
    notOf: ["coextend", "extended", "extensions of it"],
  },
  {
    says: "ask for it under “asks when raised”",
    of: ["priority", "urgent", "urgency", "expedite", "expedited", "fast track"],
    notOf: ["nonurgent", "urgently", "expediter"],
  },
  {
    says: "write “is maximum: true”",
    of: ["max", "maximum", "minimum", "min"],
    notOf: ["climax", "maxim", "mini"],
  },
];

const starting = (text: string) =>
  new RegExp(`^the language of policies has no such word here: ${text.replaceAll(/[[{(]/g, "\\$&")}`);

describe("PRE-02 a key that people would write is told what to write instead", () => {
  test.each(keys.flatMap(({ says, of }) => of.map((key) => [key, says] as const)))("“%s”: %s", (key, says) => {
    expect(saidOfKey(key)).toMatch(starting(says));
  });

  test.each(keys.flatMap(({ says, notOf }) => notOf.map((key) => [key, says] as const)))(
    "“%s” is not told: %s",
    (key, says) => {
      expect(saidOfKey(key)).not.toContain(says);
    },
  );

  test("of many places where a key can stand six are named", () => {
    expect(unknownKey("xyz", [], ["in a", "in b", "in c", "in d", "in e", "in f", "in g"])).toBe(
      "the language of policies has no such word here: “xyz” stands in a, in b, in c, in d, in e, in f",
    );
  });
});

describe("PRE-02 a value that people would write is told what to write instead, at the keys where it is meant", () => {
  const allowed = ["climb", "chase"];
  test.each<[key: string, value: string, says: RegExp]>([
    ["ends by", "majority vote", /nobody counts votes/],
    ["met by", "consensus", /nobody counts votes/],
    ["unresolved by", "unanimous", /nobody counts votes/],
    ["when passed", "quorum", /nobody counts votes/],
    ["when passed", "hold", /a deadline that passes holds nothing back/],
    ["when passed", "warn the other side", /nobody is warned separately/],
    ["met by", "warning", /nobody is warned separately/],
    ["of", "family", /the service writes to professionals only\. Write it as an item of a “checklist”/],
    ["to", "parent", /the service writes to professionals only/],
    ["to", "parents", /the service writes to professionals only/],
    ["confirms to", "carer", /the service writes to professionals only/],
    ["by", "carers", /the service writes to professionals only/],
    ["by", "person", /the service writes to professionals only/],
    ["met by", "minutes", /minutes are owed after a meeting/],
    ["met by", "panel", /a panel or conference is a meeting/],
  ])("%s: %s", (key, value, says) => {
    expect(unknownValue(value, allowed, key)).toMatch(says);
    expect(unknownValue(value, allowed, "title")).not.toMatch(says);
  });
});

describe("PRE-02 a timescale in other words", () => {
  test.each([
    ["within 5 working days", "5 working days"],
    ["no later than 5 working days", "5 working days"],
    ["not later than 48 hours", "48 hours"],
    ["up to 10 days", "10 days"],
    ["a maximum of 2 weeks", "2 weeks"],
    ["maximum 2 weeks", "2 weeks"],
    ["max 2 weeks", "2 weeks"],
    ["in  three days", "3 days"],
    ["by the end of the day", "same working day"],
    ["by end of day", "same working day"],
    ["end of day", "same working day"],
    ["the end of the working day", "same working day"],
    ["close of business", "same working day"],
    ["close of play", "same working day"],
    ["same day", "same working day"],
    ["that day", "same working day"],
    ["today", "same working day"],
    ["at once", "immediately"],
    ["straight away", "immediately"],
    ["straightaway", "immediately"],
    ["right away", "immediately"],
    ["next day", "1 working day"],
    ["next working day", "1 working day"],
    ["5wd", "5 working days"],
    ["5 w/d", "5 working days"],
    ["5 wds", "5 working days"],
    ["1 wd", "1 working day"],
    ["48h", "48 hours"],
    ["48 hr", "48 hours"],
    ["48 hrs", "48 hours"],
    ["48 hrs time", "48 hours"],
    ["five (5) working days", "5 working days"],
    ["5 business days", "5 working days"],
    ["5 week days", "5 working days"],
    ["5 office-days", "5 working days"],
    ["28 calendar days", "28 days"],
    ["28 consecutive days", "28 days"],
    ["10 days (working)", "10 working days"],
    ["10 days working days", "10 working days"],
    ["1 day (business)", "1 working day"],
    ["10-days", "10 days"],
    ["10 days time", "10 days"],
    ["01 day", "1 day"],
  ])("“%s” is %s", (text, meant) => {
    expect(asTimescale(text)).toBe(meant);
    expect(notATimescale(text)).toContain(`write, for example, “${meant}”`);
  });

  test.each([
    "",
    ...spelt(`
      not within 5 working days of it, the same day, same days, same daytime, not today, todays, today or
      so, not at once, at onces, at once or later, the next day, next days, next day or so, x5wd, 5wdx,
      x48h, about 10 days (working), 10 days (working) or so, 5, days, five, by the end of the days, weekend
      of day, the close of business or so, 0 days, ten`),
  ])("of “%s” nobody can tell what it is", (text) => {
    expect(asTimescale(text)).toBeUndefined();
  });

  test.each([
    ["5-10 days", /it has no single end/],
    ["5 - 10 days", /it has no single end/],
    ["5 to 10 days", /it has no single end/],
    ["12 or 14 days", /it has no single end/],
    ["5 – 10 days", /it has no single end/],
    ["2 school days", /school days are not known/],
    ["10 minutes", /the shortest timescale is “1 hour”/],
    ["a fortnight", /months are not all of one length/],
    ["without undue delay", /“in words: without undue delay”/],
    ["at least 5 days", /by when something is due at the latest/],
  ])("“%s” is told why it cannot be said", (text, says) => {
    expect(notATimescale(text)).toMatch(says);
  });

  test("what is no text at all is told how to write one", () => {
    expect(notATimescale(undefined)).toBe("write a timescale, such as “5 working days”");
    expect(notATimescale(5)).toBe("5 of what? write a timescale, such as “5 working days” or “5 days”");
  });
});
