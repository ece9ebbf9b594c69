/** The parts of a policy in plain words: what diagrams, `npm run policy -- show` and its simulation say alike. Pure. */
import { timescaleInWords, type Timescale } from "../calendar/timescale.ts";
import { showsInWords, type Shows } from "./shows.ts";
import type { Condition } from "./parts.ts";
import type { Clock, Duty, Policy, Stage, StartEvent } from "./schema.ts";
import { roleInWords } from "./stages.ts";

/** “a”, “a or b”, “a, b or c”. */
export function anyOf(words: readonly string[]): string {
  return joined(words, "or");
}

/** “a”, “a and b”, “a, b and c”. */
export function allOf(words: readonly string[]): string {
  return joined(words, "and");
}

function joined(words: readonly string[], by: string): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${by} ${last}`;
}

/** The title of a stage in quotation marks; its id where there is no such stage. */
export function stageInWords(policy: Policy, stage: string): string {
  return `“${policy.stages.find((each) => each.stage === stage)?.title ?? stage}”`;
}

/** What a timescale runs from, as it follows “from”: “the opening of the stage”. */
export function startInWords(policy: Policy, start: StartEvent): string {
  switch (start.event) {
    case "raised":
      return "the raising";
    case "disagreement arose":
      return "the disagreement";
    case "stage opened":
      return "the opening of the stage";
    case "meeting held":
      return "stage" in start ? `the meeting of ${stageInWords(policy, start.stage)}` : "the meeting";
    case "deadline": {
      const of = policy.stages.find((each) => each.stage === start.stage);
      const clock = of?.clocks.find((each) => each.clock === start.clock);
      return `the day by which ${stageInWords(policy, start.stage)} has to ${clock?.asks ?? start.clock}`;
    }
    case "answer":
      return `the day given for “${questionInWords(policy, start.question)}”`;
    case "resolution reached":
      return "the resolution";
    case "outcome given":
      return "the outcome";
    default:
      return start satisfies never;
  }
}

/** A question that is asked when a concern is raised, in its own words. */
export function questionInWords(policy: Policy, question: string): string {
  if (question === "subject") return "Whom does it concern?";
  return policy.asksWhenRaised.find((each) => each.id === question)?.question ?? question;
}

/** When something holds, as it follows “where”: “the answer to “Is the child in care?” is yes”. */
export function conditionInWords(policy: Policy, condition: Condition): string {
  return allOf(
    Object.entries(condition).map(([question, answers]) => {
      if (question === "subject") return `it concerns ${anyOf(answers.map((each) => subjectInWords[each] ?? each))}`;
      const options = policy.asksWhenRaised.find((each) => each.id === question)?.options ?? [];
      const words = answers.map((each) => {
        const option = options.find((one) => one.id === each);
        return option ? `“${option.words}”` : each;
      });
      return `the answer to “${questionInWords(policy, question)}” is ${anyOf(words)}`;
    }),
  );
}

const subjectInWords: Readonly<Record<string, string>> = {
  child: "a child",
  adult: "an adult",
  community: "a community",
};

/** How long and from when, on one line: “5 working days from the opening of the stage, the organisation’s own”. */
export function timeInWords(policy: Policy, part: Clock | Duty): string {
  const clock = "metBy" in part ? part : undefined;
  const own = part.setBy === "organisation" ? ", the organisation’s own" : "";
  const text = clock?.inWords ? ` (the text says “${clock.inWords}”)` : "";
  const instead = (clock?.instead ?? []).map(
    (each) => `; where ${conditionInWords(policy, each.onlyIf)}, ${longInWords(each.within)}`,
  );
  const sooner = (clock?.orSooner ?? []).map((each) => `; or sooner, ${span(policy, each.within, each.from)}`);
  return [span(policy, part.within, part.from), own, text, ...instead, ...sooner].join("");
}

function span(policy: Policy, within: Timescale, from: StartEvent): string {
  return `${longInWords(within)} ${isOneDay(within) ? "as" : "from"} ${startInWords(policy, from)}`;
}

/** The same as a whole: “within 5 working days from the opening of the stage”, “by the end of the same working day as …”. */
export function dueInWords(policy: Policy, part: Clock | Duty): string {
  return `${isOneDay(part.within) ? "" : "within "}${timeInWords(policy, part)}`;
}

/** A timescale that counts from one event or another: “within 5 working days”, “by the end of the same working day”. */
export function withinInWords(within: Timescale): string {
  return `${isOneDay(within) ? "" : "within "}${longInWords(within)}`;
}

/** How long it is: “5 working days”, “by the end of the same working day”. */
export function longInWords(within: Timescale): string {
  if (!isOneDay(within)) return timescaleInWords(within);
  return `${within.inWords === undefined ? "" : `${within.inWords}, `}by the end of the same working day`;
}

const isOneDay = (within: Timescale) => within.unit === "same working day";

/** What a field of a form shows, with the titles of stages, the names of roles and the words of questions. */
export function fieldInWords(policy: Policy, shows: Shows): string {
  if (shows.fact === "date told")
    return `the day on which the ${roleInWords(policy, shows.role)} was told at ${stageInWords(policy, shows.stage)}`;
  if (shows.fact !== "answer")
    return "stage" in shows ? `${shows.fact} ${stageInWords(policy, shows.stage)}` : showsInWords(shows);
  const { question, stage: at } = shows;
  if (at === undefined) return `the answer to “${questionInWords(policy, question)}”`;
  const stage = policy.stages.find((each) => each.stage === at);
  const asked =
    stage &&
    [
      ...stage.pageAsks.raisingSide,
      ...stage.pageAsks.receivingSide,
      ...stage.pageAsks.body,
      ...stage.beforeItGoesOn,
    ].find((each) => each.id === question);
  return `the answer to “${asked?.question ?? question}” at ${stageInWords(policy, at)}`;
}

/** Who acts at a stage: “line manager with line manager”, or the body whose word ends it. */
export function whoActsInWords(policy: Policy, stage: Stage): string {
  if (stage.body) return bodyInWords(policy, stage.body);
  return [stage.raisingSide, stage.receivingSide]
    .filter((roles) => roles !== undefined)
    .map((roles) => anyOf(roles.map((role) => roleInWords(policy, role))))
    .join(" with ");
}

function bodyInWords(policy: Policy, body: NonNullable<Stage["body"]>): string {
  const called = roleInWords(policy, body.role);
  return body.of === "partnership" ? called : `${called} of the ${sideInWords[body.of]}`;
}

/** The two sides as a reader of a policy knows them. */
export const sideInWords = {
  "raising side": "raising agency",
  "receiving side": "receiving agency",
  "each side": "each agency",
  "either side": "either agency",
  partnership: "partnership",
} as const;

/** What meets a timescale, as it follows “met by”. */
export const metByInWords: Readonly<Record<Clock["metBy"], string>> = {
  "meeting arranged": "a meeting for which a day is arranged",
  "meeting held": "a meeting that is recorded as held",
  discussion: "a discussion that is recorded",
  response: "the receiving agency’s response",
  resolution: "a resolution that both agencies agree",
  outcome: "the word of the body that ends the stage",
};

/** How a stage ends when it is settled: “a resolution is accepted”, or the body's word. */
export function endInWords(stage: Stage): string {
  return stage.endsBy === "agreement" ? "a resolution is accepted" : stage.endsBy;
}

/** What happens when a deadline passes, as a sentence without its beginning: “the matter climbs to “Stage 2””. */
export function whenPassedInWords(policy: Policy, stage: Stage, clock: Clock): string {
  switch (clock.whenPassed) {
    case "climb": {
      const next = policy.stages[policy.stages.indexOf(stage) + 1];
      return next ? `the matter climbs to ${stageInWords(policy, next.stage)} by itself` : "the matter climbs";
    }
    case "chase":
      return `whoever has to do it is chased every ${everyInWords(clock.chaseEvery)} until it is done, and the partnership hears of it`;
    case "note":
      return "it goes on the record as passed and those who act are told; nothing else follows";
    default:
      return clock.whenPassed satisfies never;
  }
}

/** An interval as it follows “every”: “5 working days”, “working day”. */
export function everyInWords(timescale: Timescale | undefined): string {
  return timescale ? timescaleInWords(timescale).replace(/^1 /, "") : "";
}
