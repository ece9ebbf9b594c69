/**
 * Whether a policy that loads makes sense as a whole (PRE-02). The schema refuses what cannot be run; this finds what runs
 * and yet cannot be meant.
 *
 * An *error* is something by which an escalation would stand still, or a deadline that nobody could ever keep: such a policy
 * is not published (a test holds every published one against this). A *warning* is something that has no effect, or that a
 * person should look at once more: a policy may have a good reason for it.
 *
 * Pure. The names of states are not looked at here, for policies know nothing of the state machine: see `npm run policy -- check`.
 */
import { calendarOf, type Calendar } from "../calendar/bank-holidays.ts";
import { addDays, instantOf, type Instant } from "../calendar/instant.ts";
import { dueAfter, timescaleInWords, type Timescale } from "../calendar/timescale.ts";
import { stageInWords } from "./in-words.ts";
import type { Clock, Policy, Stage, StartEvent } from "./schema.ts";
import { conditionsThatDecideNothing, questionsUnused, rolesUnused } from "./unused.ts";
import { canPassOver, reachable } from "./ways.ts";

export interface Finding {
  readonly severity: "error" | "warning";
  /** Where, in the keys of the code: `["stages", 0, "clocks", 1, "metBy"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong and what to write instead. */
  readonly says: string;
}

/** Everything that does not make sense in a policy, errors and warnings, in the order of the checks. */
export function soundnessOf(policy: Policy): Finding[] {
  return [
    ...stagesThatNothingReaches(policy),
    ...policy.stages.flatMap((stage, index) => [
      ...exit(policy, stage, index),
      ...stage.clocks.flatMap((clock, n) => [
        ...cannotBeMet(stage, clock, ["stages", index, "clocks", n]),
        ...contradictsItself(policy, stage, clock, ["stages", index, "clocks", n]),
        ...startMayBePassedOver(policy, stage, clock, ["stages", index, "clocks", n]),
      ]),
      ...questionsThatNobodyIsAsked(stage, index),
    ]),
    ...cumulative(policy),
    ...whenRaised(policy),
    ...formsThatShowNothing(policy),
    ...rolesUnused(policy),
    ...rolesThatDoNotDiffer(policy),
    ...questionsUnused(policy),
    ...conditionsThatDecideNothing(policy),
  ];
}

const error = (path: Finding["path"], says: string): Finding => ({ severity: "error", path, says });
const warning = (path: Finding["path"], says: string): Finding => ({ severity: "warning", path, says });

function stagesThatNothingReaches(policy: Policy): Finding[] {
  const found = reachable(policy);
  return policy.stages.flatMap(({ stage }, index) =>
    found.has(stage)
      ? []
      : [
          error(
            ["stages", index, "stage"],
            `no concern ever comes to “${stage}”: name it under “otherwise opens at” or “may open at”, put it after a stage that is reached, or leave it out`,
          ),
        ],
  );
}

/** That a stage can be left when nobody agrees, and that the last one comes to an end. */
function exit(policy: Policy, stage: Stage, index: number): Finding[] {
  const at = ["stages", index, "clocks"];
  const isLast = index === policy.stages.length - 1;
  const ending = stage.endsBy === "agreement" ? "resolution" : "outcome";
  const findings: Finding[] = [];
  if (!stage.clocks.some((clock) => clock.metBy === ending))
    findings.push(
      error(
        at,
        `no timescale of this stage is met by what ends it: give one clock “met by: ${ending}”, for once the others are met nothing is waited for`,
      ),
    );
  if (isLast && !stage.clocks.some((clock) => clock.whenPassed === "chase" && clock.metBy === ending))
    findings.push(
      error(
        at,
        `when the last stage is late nobody hears of it again: give the clock that is met by “${ending}” “when passed: chase” and “chase every: …”`,
      ),
    );
  if (isLast && stage.endsBy === "agreement")
    findings.push(
      warning(
        ["stages", index, "endsBy"],
        "the last stage ends only when both sides agree, and is chased for as long as they do not: where the text says whose word ends it, write that as the “body”",
      ),
    );
  stage.beforeItGoesOn.forEach((each, n) => {
    if (each.mustBe === undefined || (each.answer === "yes or no" && ["yes", "no"].includes(each.mustBe))) return;
    findings.push(
      error(
        ["stages", index, "beforeItGoesOn", n, "mustBe"],
        "nobody would find exactly these words: make it a “yes or no” question, and write “must be: yes”",
      ),
    );
  });
  return findings;
}

function cannotBeMet(stage: Stage, { metBy }: Clock, path: Finding["path"]): Finding[] {
  const at = [...path, "metBy"];
  if (metBy === "response" && !stage.receivingSide)
    return [
      error(at, "nobody responds at this stage: it has no “receiving side”. Name one, or write “met by: outcome”"),
    ];
  if (metBy === "outcome" && stage.endsBy === "agreement")
    return [
      error(
        at,
        "nobody gives an outcome at a stage that ends by agreement: write “met by: resolution” or name a “body”",
      ),
    ];
  if (metBy === "resolution" && stage.endsBy !== "agreement")
    return [
      error(
        at,
        `this stage ends by its body’s word and not by agreement: write “met by: outcome”, or “ends by: agreement”`,
      ),
    ];
  return [];
}

function contradictsItself(policy: Policy, stage: Stage, clock: Clock, path: Finding["path"]): Finding[] {
  const findings: Finding[] = [];
  const days = samples(policy);
  if (clock.isAGuide && clock.isMaximum)
    findings.push(
      error([...path, "isAGuide"], "a timescale is a maximum or a guide, and not both: leave out one of the two"),
    );
  if (clock.chaseEvery && clock.whenPassed !== "chase")
    findings.push(
      warning([...path, "chaseEvery"], "nobody is chased here: write “when passed: chase”, or leave “chase every” out"),
    );
  if (clock.whenPassed === "chase" && clock.chaseEvery && days.always(clock.chaseEvery, ">", clock.within))
    findings.push(
      warning(
        [...path, "chaseEvery"],
        `it is chased less often (${timescaleInWords(clock.chaseEvery)}) than the whole timescale is long (${timescaleInWords(clock.within)}): chase more often`,
      ),
    );
  if (clock.inWords && clock.setBy !== "organisation")
    findings.push(
      warning(
        [...path, "inWords"],
        "“in words” stands for a text without a number, so the number is the organisation’s own: write “set by: organisation”",
      ),
    );
  clock.instead.forEach((other, n) => {
    if (timescaleInWords(other.within) === timescaleInWords(clock.within))
      findings.push(
        warning(
          [...path, "instead", n, "within"],
          "this is the timescale that there is anyway: leave it out, or correct it",
        ),
      );
  });
  clock.orSooner.forEach((other, n) => {
    const alike = JSON.stringify(other.from) === JSON.stringify(clock.from);
    if (alike && !days.sometimes(other.within, "<", clock.within))
      findings.push(
        warning(
          [...path, "orSooner", n, "within"],
          `this is never sooner than ${timescaleInWords(clock.within)} from the same event: leave it out, or correct it`,
        ),
      );
  });
  if (clock.leavesTimeFor) {
    const { stage: later } = clock.leavesTimeFor;
    const stages = policy.stages.map((each) => each.stage);
    if (stages.indexOf(later) <= stages.indexOf(stage.stage))
      findings.push(
        error([...path, "leavesTimeFor", "stage"], `“${later}” does not come after this stage: name a later one`),
      );
  }
  return findings;
}

/** A clock that counts from something at a stage at which the concern may never have been. */
function startMayBePassedOver(policy: Policy, stage: Stage, clock: Clock, path: Finding["path"]): Finding[] {
  const { from, otherwiseFrom } = clock;
  const last = otherwiseFrom ?? from;
  if (!("stage" in last) || !last.stage || !canPassOver(policy, last.stage, stage.stage)) return [];
  return [
    warning(
      [...path, otherwiseFrom ? "otherwiseFrom" : "from"],
      `a concern can come here without having been at ${stageInWords(policy, last.stage)}, and then this counts from the opening of the stage: if the text means something else, say it with “otherwise from”`,
    ),
  ];
}

function questionsThatNobodyIsAsked(stage: Stage, index: number): Finding[] {
  return (["raisingSide", "receivingSide", "body"] as const).flatMap((who) =>
    stage[who] === undefined && stage.pageAsks[who].length > 0
      ? [
          warning(
            ["stages", index, "pageAsks", who],
            "nobody of these acts at this stage, so nobody is asked: move the questions to whoever does",
          ),
        ]
      : [],
  );
}

/** Timescales of several stages that count from one event: a later stage is due after an earlier one. */
function cumulative(policy: Policy): Finding[] {
  const calendar = calendarOf(policy.nation);
  const ends = policy.stages.map((stage) =>
    stage.clocks
      .filter((clock) => clock.whenPassed !== "note")
      .flatMap((clock) => counted(policy, clock, calendar) ?? []),
  );
  return policy.stages.flatMap((stage, index) => {
    const findings: Finding[] = [];
    stage.clocks.forEach((clock, n) => {
      const own = clock.whenPassed === "note" ? undefined : counted(policy, clock, calendar);
      const earlier = own && ends.slice(0, index).findLastIndex((each) => each.some((one) => one.key === own.key));
      if (!own || earlier === undefined || earlier < 0) return;
      const before = (ends[earlier] ?? []).filter((one) => one.key === own.key);
      const gaps = starts.map((start) => compare(own.due(start), latest(before.map((one) => one.due(start)))));
      const where = ["stages", index, "clocks", n, "within"];
      const title = stageInWords(policy, policy.stages[earlier]?.stage ?? "");
      if (gaps.every((gap) => gap < 0))
        findings.push(
          error(
            where,
            `both count from the same event, and this is due before the earlier stage ${title} is: write the time from that event on, all stages together, or “from: stage opened”`,
          ),
        );
      else if (gaps.some((gap) => gap < 0))
        findings.push(
          warning(
            where,
            `in some weeks this is due before the earlier stage ${title} is, from the same event: check the two`,
          ),
        );
      else if (gaps.every((gap) => gap === 0))
        findings.push(
          warning(
            where,
            `this is due when the earlier stage ${title} is, so the stage has no time of its own: check the two`,
          ),
        );
    });
    return findings;
  });
}

/** When a clock is due, as far as it follows from one event before the stages. */
function counted(
  policy: Policy,
  clock: { readonly from: StartEvent; readonly within: Timescale },
  calendar: Calendar,
): { readonly key: string; readonly due: (start: Instant) => Instant } | undefined {
  const { from, within } = clock;
  const due = (start: Instant) => dueAfter(start, within, calendar).at;
  switch (from.event) {
    case "raised":
    case "disagreement arose":
      return { key: from.event, due };
    case "answer":
      return { key: `answer ${from.question}`, due };
    case "deadline": {
      const other = policy.stages
        .find((each) => each.stage === from.stage)
        ?.clocks.find((each) => each.clock === from.clock);
      const inner = other && counted(policy, other, calendar);
      return inner && { key: inner.key, due: (start) => due(inner.due(start)) };
    }
    default:
      return undefined;
  }
}

function whenRaised(policy: Policy): Finding[] {
  const days = samples(policy);
  const first = policy.stages.find((each) => !each.informal);
  const { opensAt, eachStageWithin } = policy.immediateRisk;
  const findings: Finding[] = [];
  if (opensAt && opensAt === first?.stage)
    findings.push(
      warning(
        ["immediateRisk", "opensAt"],
        "every concern opens there: leave it out, or name the later stage that is meant",
      ),
    );
  const all = policy.stages.flatMap((each) => each.clocks);
  if (eachStageWithin && all.every((clock) => !days.sometimes(eachStageWithin, "<", clock.within)))
    findings.push(
      warning(
        ["immediateRisk", "eachStageWithin"],
        "no stage is longer than this, so immediate risk makes none shorter: leave it out, or correct it",
      ),
    );
  const { raise } = policy;
  const firstFromDisagreement = first?.clocks.filter((clock) => clock.from.event === raise?.from) ?? [];
  if (raise && !raise.thenCountFrom)
    for (const clock of firstFromDisagreement)
      if (days.always(raise.within, ">", clock.within))
        findings.push(
          warning(
            ["raise", "within"],
            "a concern that is raised in time may find its first stage over: write “then count from: raised”, or check the two timescales",
          ),
        );
  return findings;
}

/** Forms that nobody gets, and fields of which nothing can ever stand on the record. */
function formsThatShowNothing(policy: Policy): Finding[] {
  const found = reachable(policy);
  const last = policy.stages.at(-1)?.stage;
  const empty = (fact: string, stage: Stage): boolean => {
    switch (fact) {
      case "raising side of":
        return !stage.raisingSide;
      case "receiving side of":
      case "responses of":
      case "date of response of":
        return !stage.receivingSide;
      case "body of":
        return !stage.body;
      case "resolution of":
        return stage.endsBy !== "agreement";
      case "concerns remaining from":
        return stage.stage === last;
      default:
        return false;
    }
  };
  return policy.forms.flatMap((form, index) => [
    ...(found.has(form.fromStage)
      ? []
      : [
          warning(
            ["forms", index, "fromStage"],
            "no concern comes to that stage, so nobody would be sent this form: name a stage that is reached",
          ),
        ]),
    ...form.parts.flatMap((part, p) =>
      part.fields.flatMap((field, f) =>
        field.shows.flatMap((shows, s) => {
          const stage = "stage" in shows ? policy.stages.find((each) => each.stage === shows.stage) : undefined;
          return stage && empty(shows.fact, stage)
            ? [
                warning(
                  ["forms", index, "parts", p, "fields", f, "shows", ...(field.shows.length > 1 ? [s] : [])],
                  `there is never anything of this at ${stageInWords(policy, stage.stage)}: show something else, or leave the field out`,
                ),
              ]
            : [];
        }),
      ),
    ),
  ]);
}

/** Roles that are said to differ, and are the same there. Who holds nothing falls back to the agency's inbox, so nobody is lost. */
function rolesThatDoNotDiffer(policy: Policy): Finding[] {
  return Object.entries(policy.roles).flatMap(([role, { differs }]) =>
    differs.flatMap(({ is }, index) =>
      is.every((each) => each === role)
        ? [
            warning(
              ["roles", role, "differs", index, "is"],
              `“${role}” is “${role}” anyway: name who it is in these agencies, or leave this out`,
            ),
          ]
        : [],
    ),
  );
}

/** Every day of a year with all its holidays, at ten in the morning in London. */
const starts = Array.from({ length: 365 }, (_, day) => instantOf(addDays("2026-01-01", day), "10:00"));

/** Compares two timescales from the same event, on every day of a year. */
function samples(policy: Policy) {
  const calendar = calendarOf(policy.nation);
  const holds = (a: Timescale, sign: "<" | ">", b: Timescale) => (start: Instant) => {
    const gap = compare(dueAfter(start, a, calendar).at, dueAfter(start, b, calendar).at);
    return sign === "<" ? gap < 0 : gap > 0;
  };
  return {
    always: (a: Timescale, sign: "<" | ">", b: Timescale) => starts.every(holds(a, sign, b)),
    sometimes: (a: Timescale, sign: "<" | ">", b: Timescale) => starts.some(holds(a, sign, b)),
  };
}

const compare = (a: Instant, b: Instant) => (a < b ? -1 : a > b ? 1 : 0);
const latest = (instants: readonly Instant[]) => instants.toSorted().at(-1) ?? "";
