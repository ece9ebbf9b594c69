/**
 * How long a closed record is kept: by the retention classes that its partnership has in the directory, which are data.
 * Pure. Whatever falls under several classes is kept as long as the one that keeps it longest; whatever falls under none is
 * kept until somebody erases it on purpose; and what is open never falls due.
 */
import { tz } from "@date-fns/tz/tz";
import { add } from "date-fns/add";
import { format } from "date-fns/format";
import { dayOf, type Day } from "../../policies/calendar/instant.ts";
import type { AlertEvent } from "../alerts/core/events.ts";
import { erased, type EscalationEvent, type RaisedAnswers } from "../core/events.ts";
import type { Commit } from "../record/commit.ts";
import type { RetentionClass } from "../directory/directory.ts";

/** What a class can ask of a record. What is personal is not there where it was erased. */
export interface ToKeep {
  readonly records: RetentionClass["records"];
  /** The day, in London, on which it was closed. */
  readonly closedOn: Day;
  /** Of whatever people last put on it, if that was later. */
  readonly lastEntryOn: Day;
  readonly outcome: string;
  readonly subject?: string;
  readonly bornOn?: Day;
  readonly disagreement?: string;
  readonly immediateRisk?: boolean;
  /** Every stage that was opened. */
  readonly stages?: readonly string[];
  /** What was answered, by question: when it was raised, and on the way. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  /** What was chosen, by stage and duty. */
  readonly choices?: Readonly<Record<string, string>>;
}

export type Kept =
  /** No class is about it: it is never erased by age. */
  | { readonly is: "without a class" }
  /** It counts from a birthday that is not on the record. */
  | { readonly is: "not to be told"; readonly by: RetentionClass }
  /** From this day on it is due. */
  | { readonly is: "until"; readonly day: Day; readonly by: RetentionClass };

/** Until which day, in London, a closed record is kept. Where a class counts from a birthday that is not known, the others tell nothing either. */
export function keptUntil(record: ToKeep, classes: readonly RetentionClass[]): Kept {
  const about = classes.filter((each) => isAbout(each, record));
  // Without it nobody can say that another class keeps it longer.
  const unknown = about.find(({ from }) => from === "birth" && record.bornOn === undefined);
  if (unknown) return { is: "not to be told", by: unknown };
  const ends = about.map((by) => ({ by, day: after(countedFrom(by, record), by.keep) }));
  const last = ends.toSorted((a, b) => (a.day < b.day ? 1 : -1))[0];
  return last ? { is: "until", ...last } : { is: "without a class" };
}

/**
 * Whether a record that was closed on a day can be due at all, so that most need not be opened to know that they are not:
 * nothing counts from before the closing but a birthday.
 */
export const mayBeDue = (closedOn: Day, classes: readonly RetentionClass[], today: Day): boolean =>
  classes.some(({ from, keep }) => from === "birth" || after(closedOn, keep) <= today);

function isAbout({ records, of = {} }: RetentionClass, record: ToKeep): boolean {
  const { subject, outcome, disagreement, stage, immediateRisk, answers = {}, choices = {} } = of;
  const among = (wanted: readonly string[] | undefined, has: readonly (string | undefined)[]) =>
    wanted === undefined || has.some((each) => each !== undefined && wanted.includes(each));
  return (
    records === record.records &&
    among(subject, [record.subject]) &&
    among(outcome, [record.outcome]) &&
    among(disagreement, [record.disagreement]) &&
    among(stage, record.stages ?? []) &&
    (immediateRisk === undefined || immediateRisk === record.immediateRisk) &&
    Object.entries(answers).every(([question, wanted]) => among(wanted, record.answers?.[question] ?? [])) &&
    Object.entries(choices).every(([duty, wanted]) => among(wanted, [record.choices?.[duty]]))
  );
}

function countedFrom({ from }: RetentionClass, { closedOn, lastEntryOn, bornOn = closedOn }: ToKeep): Day {
  return from === "birth" ? bornOn : from === "last entry" ? lastEntryOn : closedOn;
}

/** The day that a time such as “25 years” or “18 months” ends after another. */
function after(day: Day, keep: string): Day {
  const [number = "", unit = ""] = keep.split(" ");
  const time = unit.startsWith("year") ? { years: Number(number) } : { months: Number(number) };
  const utc = { in: tz("UTC") };
  return format(add(day, time, utc), "yyyy-MM-dd", utc);
}

/** What classes ask of an escalation. @throws Error for one that is not closed: it is never due */
export function escalationToKeep(commits: readonly Commit[]): ToKeep {
  const history = commits.flatMap((each) => each.events);
  const raised = history.find((each) => each.type === "EscalationRaised");
  const closed = history.find((each) => each.type === "EscalationClosed");
  if (!raised || !closed) throw new Error("Only what is closed is kept for a time");
  const open = raised.sealed === erased ? undefined : raised.sealed;
  const bornOn = open?.person.dateOfBirth;
  return {
    records: "escalations",
    ...times(commits, closed.at),
    outcome: closed.how,
    subject: raised.subject,
    ...(bornOn ? { bornOn } : {}),
    disagreement: raised.disagreement,
    immediateRisk: raised.immediateRisk || history.some((each) => each.type === "ImmediateRiskFlagged"),
    stages: history.flatMap((each) => (each.type === "StageOpened" ? [each.stage] : [])),
    answers: answersIn(history, open?.answers),
    choices: Object.fromEntries(
      history.flatMap((each) =>
        each.type === "DutyDone" && each.choice !== undefined ? [[`${each.stage}/${each.duty}`, each.choice]] : [],
      ),
    ),
  };
}

/** What classes ask of a practice alert. @throws Error for one that is not closed */
export function alertToKeep(commits: readonly Commit<AlertEvent>[]): ToKeep {
  const closed = commits.flatMap((each) => each.events).find((each) => each.type === "AlertClosed");
  if (!closed) throw new Error("Only what is closed is kept for a time");
  return { records: "practice alerts", ...times(commits, closed.at), outcome: closed.how };
}

function times(commits: readonly Commit<object>[], closedAt: string): Pick<ToKeep, "closedOn" | "lastEntryOn"> {
  const last = commits.findLast(({ cause }) => cause.kind !== "service")?.at ?? closedAt;
  return { closedOn: dayOf(closedAt), lastEntryOn: dayOf(last > closedAt ? last : closedAt) };
}

function answersIn(
  history: readonly EscalationEvent[],
  raised: RaisedAnswers | undefined = {},
): Record<string, readonly string[]> {
  const given = [
    raised,
    ...history.flatMap((each) =>
      (each.type === "QuestionsAnswered" || each.type === "ResponseRecorded" || each.type === "DeclaredUnresolved") &&
      each.sealed !== erased
        ? [each.sealed.answers ?? {}]
        : [],
    ),
  ];
  const answers: Record<string, readonly string[]> = {};
  for (const each of given)
    for (const [question, answer] of Object.entries(each))
      answers[question] = [...(answers[question] ?? []), ...[answer].flat()];
  return answers;
}
