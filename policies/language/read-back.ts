/**
 * A whole policy read back in plain words, with its clauses and readings, for whoever signs it off: `npm run policy -- show`.
 * Everything that the service does by a policy is in it, and nothing else. Pure.
 */
import { dayInWords } from "../calendar/instant.ts";
import {
  allOf,
  anyOf,
  conditionInWords,
  dueInWords,
  everyInWords,
  fieldInWords,
  longInWords,
  metByInWords,
  sideInWords,
  stageInWords,
  startInWords,
  whenPassedInWords,
  withinInWords,
} from "./in-words.ts";
import { namedTimescales } from "./own-numbers.ts";
import type { Clock, Duty, Policy, Stage } from "./schema.ts";
import { roleInWords } from "./stages.ts";
import { waysOf } from "./ways.ts";

interface Source {
  readonly clause?: string | undefined;
  readonly reading?: string | undefined;
}

/** A sentence with where it comes from, and those that belong under it. */
interface Said extends Source {
  readonly says: string;
  readonly under?: readonly Said[];
}

interface Section {
  readonly title: string;
  readonly says: readonly Said[];
}

const width = 110;

/** The policy in plain words, lines of at most 110 characters. Clauses stand in square brackets. */
export function readBack(policy: Policy): string {
  const sections = [
    head(policy),
    people(policy),
    raising(policy),
    ...policy.stages.map((each) => ofStage(policy, each)),
  ];
  const rest = [forms(policy), atTheEnd(policy), digests(policy), practiceAlerts(policy), ownDefaults(policy)].filter(
    (each) => each.says.length > 0,
  );
  return [...sections, ...rest]
    .map(({ title, says }) => [title.toUpperCase(), ...says.flatMap((each) => written(each, 0))].join("\n"))
    .join("\n\n");
}

function written({ says, clause, reading, under = [] }: Said, depth: number): string[] {
  const indent = "  ".repeat(depth);
  return [
    ...wrapped(`${says}${clause ? ` [${clause}]` : ""}`, `${indent}- `, `${indent}  `),
    ...(reading ? wrapped(`Our reading: ${reading}`, `${indent}  `, `${indent}  `) : []),
    ...under.flatMap((each) => written(each, depth + 1)),
  ];
}

function wrapped(text: string, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

function head(policy: Policy): Section {
  const whose = policy.area
    ? `It is the policy for ${policy.area.name}.`
    : policy.region
      ? `It is the policy for ${policy.region.name} (${allOf(policy.region.areas.map((each) => each.name))}); an area’s own policy comes first.`
      : "It is an organisation’s own, used where no local policy is held.";
  return {
    title: `${policy.partnership.name}: ${policy.title}`,
    says: [
      { says: `Version ${policy.version}, in force from ${dayInWords(policy.inForceFrom)}. Source: ${policy.source}` },
      { says: `${whose} It covers ${policy.coversInWords}.` },
      {
        says: `Working days are those of ${nations[policy.nation]}. A deadline is 5pm on its last day; hours run by the clock. What would be past already when its stage opens is due at the end of the next working day.`,
      },
      ...policy.scope.map((each) => ({ ...source(each), says: `${scopes[each.rule]}.` })),
      ...(policy.besideALocalPolicy
        ? [
            {
              ...source(policy.besideALocalPolicy),
              says: "Beside a local policy, what it says of filing, figures and what practitioners hear binds its own people.",
            },
          ]
        : []),
      ...(policy.advice ? [{ says: `Advice: ${policy.advice}` }] : []),
      ...(policy.notInsteadOf ? [{ says: `Not instead of: ${policy.notInsteadOf}` }] : []),
    ],
  };
}

const nations: Readonly<Record<Policy["nation"], string>> = {
  "england-and-wales": "England and Wales",
  scotland: "Scotland",
  "northern-ireland": "Northern Ireland",
};

const scopes: Readonly<Record<Policy["scope"][number]["rule"], string>> = {
  "receiving agency works in the area":
    "It is used only where the agency whose decision is challenged works in the area",
  "secure settings in the area": "Concerns about a secure setting in the area are taken, wherever the person’s home is",
};

function people(policy: Policy): Section {
  return {
    title: "Who is who",
    says: Object.entries(policy.roles).map(([id, role]) => ({
      says: `${role.called} (${id}): ${[
        role.heldIn === "agency" ? "somebody of an agency" : "somebody of the partnership",
        ...(role.namedAs ? [`whoever raises a concern can name them as the ${role.namedAs} of either agency`] : []),
        ...(role.through ? ["reached through the partnership’s own inbox"] : []),
        ...(role.standIn
          ? [`where nobody holds it, ${anyOf(role.standIn.map((each) => roleInWords(policy, each)))} is asked`]
          : []),
      ].join("; ")}`,
      under: role.differs.map((each) => {
        const names = each.is.map((one) => roleInWords(policy, one));
        const where = [
          ...(each.inAgenciesOfKind ? [`In agencies of the kind “${each.inAgenciesOfKind}”`] : []),
          ...(each.onlyIf ? [`where ${conditionInWords(policy, each.onlyIf)}`] : []),
        ].join(", ");
        const asked = each.eachIsAsked ? `${allOf(names)}, and each of them is asked` : anyOf(names);
        return {
          ...source(each),
          says: sentence(`${where}, that is ${asked}${each.advice ? `. If in doubt: ${each.advice}` : ""}`),
        };
      }),
    })),
  };
}

function raising(policy: Policy): Section {
  const before = policy.beforeTheFormalProcess;
  const risk = policy.immediateRisk;
  return {
    title: "When a concern is raised",
    says: [
      ...(policy.raise
        ? [
            {
              ...source(policy.raise),
              says: `It is to be raised ${withinInWords(policy.raise.within)}${policy.raise.within.unit === "same working day" ? " as" : " from"} the disagreement. Later it is taken all the same, and recorded as late${policy.raise.thenCountFrom ? "; what counts from the disagreement then counts from the raising" : ""}.`,
            },
          ]
        : []),
      ...policy.asksWhenRaised.map((each) => ({
        ...source(each),
        says: `It asks: ${each.question} ${answerInWords(each)}${each.required ? "" : ", which may stay open"}${each.whenAnAgencyIs ? `, only where one of the two agencies is of the kind “${each.whenAnAgencyIs}”` : ""}.${each.hint ? ` (${each.hint})` : ""}`,
      })),
      ...(before
        ? [
            {
              ...source(before),
              says: `Before the formal process: ${before.explains} Each of these is confirmed with its day; otherwise it opens at ${stageInWords(policy, before.otherwiseOpensAt)}.`,
              under: before.confirms.map((each) => ({ ...source(each), says: each.question })),
            },
          ]
        : []),
      ...(policy.mayOpenAt.length === 0
        ? [{ says: "No concern may enter at a later stage by choice." }]
        : policy.mayOpenAt.map((each) => ({
            ...source(each),
            says: `It may open at ${stageInWords(policy, each.stage)}, with a reason: ${each.because}.`,
          }))),
      {
        ...source(risk),
        says: `Immediate risk: “${risk.words}”.`,
        under: [
          {
            says: risk.opensAt
              ? `A concern flagged so opens at ${stageInWords(policy, risk.opensAt)}, and one at an earlier stage moves there at once.`
              : "A concern flagged so skips no stage; everybody who acts is told at once.",
          },
          ...(risk.timescalesBecome ? [{ says: "Timescales become a guide: passing one is no breach." }] : []),
          ...(risk.eachStageWithin
            ? [
                {
                  says: `Each stage is then due ${withinInWords(risk.eachStageWithin)}, counted from its opening, or from the flag if that is later.`,
                },
              ]
            : []),
        ],
      },
      {
        says: "Types of disagreement, beside “another”:",
        under: policy.disagreements.map((each) => ({ says: `${each.words} (reported as: ${each.reportedAs})` })),
      },
    ],
  };
}

function answerInWords(question: { answer: string; options?: readonly { words: string }[] | undefined }): string {
  const options = question.options ? `: ${question.options.map((each) => `“${each.words}”`).join(", ")}` : "";
  return `(${question.answer}${options})`;
}

function ofStage(policy: Policy, stage: Stage): Section {
  const role = (id: string) => roleInWords(policy, id);
  const side = (who: "raising side" | "receiving side", roles: readonly string[]) =>
    `For the ${sideInWords[who]}: ${anyOf(roles.map(role))}`;
  const opens = waysOf(policy).filter((each) => each.to === stage.stage);
  return {
    title: stage.title,
    says: [
      {
        ...source(stage),
        says: `${stage.informal ? "Before the formal process. " : ""}It opens ${opens.map((each) => each.when).join("; or ")}.`,
      },
      ...(stage.raisingSide ? [{ says: `${side("raising side", stage.raisingSide)}.` }] : []),
      ...(stage.receivingSide ? [{ says: `${side("receiving side", stage.receivingSide)}.` }] : []),
      ...(stage.body
        ? [
            {
              ...source(stage.body),
              says: `It is ended by the word of the ${role(stage.body.role)}${stage.body.of === "partnership" ? "" : ` of the ${sideInWords[stage.body.of]}`}${stage.body.through === "partnership inbox" ? ", reached through the partnership’s inbox" : ""}${stage.body.standIn ? `; ${role(stage.body.standIn)} stands in` : ""}${stage.body.mayAskForInformation ? "; they may ask the agencies for information" : ""}.`,
            },
          ]
        : []),
      ...(stage.about ? [{ says: `Shown to those who act: “${stage.about}”` }] : []),
      ...stage.clocks.map((clock) => ofClock(policy, stage, clock)),
      ...(["raisingSide", "receivingSide", "body"] as const).flatMap((who) =>
        stage.pageAsks[who].map((each) => ({
          ...source(each),
          says: `The page asks the ${who === "body" ? "body" : sideInWords[who === "raisingSide" ? "raising side" : "receiving side"]}: ${each.question} ${answerInWords(each)}${each.tells ? ` On “yes”, ${role(each.tells.role)} of the ${each.tells.of === "partnership" ? "partnership" : "own agency"} is told.` : ""}`,
        })),
      ),
      ...stage.beforeItGoesOn.map((each) => ({
        ...source(each),
        says: `Before it goes on, whoever declares it unresolved is asked: ${each.question} ${answerInWords(each)}${each.mustBe ? ` It goes on by declaration only with “${each.mustBe}”; in silence, at its deadline all the same.` : ""}`,
      })),
      ...(stage.checklist
        ? [
            {
              ...source(stage.checklist),
              says: `Checklist of the ${sideInWords[stage.checklist.of]}. ${checklistInWords(stage)}`,
              under: stage.checklist.items.map((item) => ({
                ...source(item),
                says: `${item.words} (${item.when === "settled" ? "once it is settled" : "from the opening of the stage"}${item.confirmsTo ? `, in writing, to ${item.confirmsTo === "counterpart" ? "whoever acts for the other agency" : "all parties"}` : ""}${item.onlyIf ? `, only where ${conditionInWords(policy, item.onlyIf)}` : ""})`,
              })),
            },
          ]
        : []),
      ...stage.inform.map((each) => ({
        ...source(each),
        says: `Informed: ${role(each.who)} of ${each.of === "each side" ? "each agency" : `the ${sideInWords[each.of]}`}, ${inParts(each.when.map((one) => informedWhen[one]))}${each.onlyIf ? `, only where ${conditionInWords(policy, each.onlyIf)}` : ""}.`,
      })),
      ...(stage.mayRefer
        ? [
            {
              ...source(stage.mayRefer),
              says: `Those who act may take it to ${stageInWords(policy, stage.mayRefer.to)} at once, where: ${stage.mayRefer.because}.`,
            },
          ]
        : []),
      ...(stage.mayIncludeFurtherManagers
        ? [
            {
              ...source(stage.mayIncludeFurtherManagers),
              says: "A further manager can join a side while the stage is open; no timescale starts again.",
            },
          ]
        : []),
      ...(stage.mayAskAdviceOf
        ? [
            {
              ...source(stage.mayAskAdviceOf),
              says: `Advice can be asked of the own agency’s ${role(stage.mayAskAdviceOf.role)}.`,
            },
          ]
        : []),
      { says: endsInWords(policy, stage) },
      ...stage.afterwards.map((duty) => ofDuty(policy, duty)),
    ],
  };
}

const informedWhen: Readonly<Record<Stage["inform"][number]["when"][number], string>> = {
  "stage opens": "when the stage opens",
  "each response": "each time the receiving agency responds",
  outcome: "when it has ended",
};

/** “when the stage opens, and each time the receiving agency responds”. */
const inParts = (words: readonly string[]) =>
  words.length < 2 ? allOf(words) : words.join(", ").replace(/, (?=[^,]*$)/, ", and ");

/** By when a checklist is to be ticked, and what becomes of what is not. */
function checklistInWords({ checklist, endsBy }: Stage): string {
  const chased = `what is not ticked by then is chased every ${everyInWords(checklist?.chaseEvery)} until it is done`;
  return endsBy === "agreement"
    ? `It is due by the limit of the stage; after an agreement, ${chased}. When the stage climbs unresolved, the list is over:`
    : `It is due by the limit of the stage; ${chased}, after the end too:`;
}

function endsInWords(policy: Policy, stage: Stage): string {
  const next = policy.stages[policy.stages.indexOf(stage) + 1];
  if (stage.endsBy !== "agreement") return `It ends by ${article(stage.endsBy)}, and so does the escalation.`;
  const declared = next
    ? ` Declared unresolved by the ${sideInWords[stage.unresolvedBy]}, it goes to ${stageInWords(policy, next.stage)} at once.`
    : "";
  return `It ends when one agency proposes a resolution and the other accepts it.${declared.replace("the either agency", "either agency")}`;
}

const article = (word: string) =>
  ["agreement", "outcome"].includes(word) ? `an ${word}` : word === "recommendations" ? word : `a ${word}`;

function ofClock(policy: Policy, stage: Stage, clock: Clock): Said {
  const at = Object.entries({
    "raising side": clock.asksOf.raisingSide,
    "receiving side": clock.asksOf.receivingSide,
    body: clock.asksOf.body,
  }).filter(([, words]) => words !== undefined);
  return {
    ...source(clock),
    says: `To be done: ${clock.asks}. ${capital(dueInWords(policy, clock))}.`,
    under: [
      ...at.map(([who, words]) => ({ says: `The ${who} reads: ${words}.` })),
      ...(clock.otherwiseFrom
        ? [
            {
              says: `Where that has not happened by then, it counts from ${startInWords(policy, clock.otherwiseFrom)}.`,
            },
          ]
        : []),
      ...clock.instead.map((each) => ({
        ...source(each),
        says: `Where ${conditionInWords(policy, each.onlyIf)}: ${longInWords(each.within)} instead.`,
      })),
      ...clock.orSooner.map((each) => ({
        ...source(each),
        says: `Or sooner: ${withinInWords(each.within)}${each.within.unit === "same working day" ? " as" : " from"} ${startInWords(policy, each.from)}, if that is earlier.`,
      })),
      { says: `Met by ${metByInWords[clock.metBy]}. When it passes, ${whenPassedInWords(policy, stage, clock)}.` },
      ...(clock.isMaximum ? [{ says: "A maximum: nothing passes it." }] : []),
      ...(clock.isAGuide ? [{ says: "A guide only: passing it is no breach, and the record says so." }] : []),
      ...(clock.sidesMayAgreeALaterDate ? [{ says: "The two agencies may agree a later date." }] : []),
      ...(clock.leavesTimeFor
        ? [
            {
              says: `It ends at the latest half-way to the deadline of ${stageInWords(policy, clock.leavesTimeFor.stage)}, so that time is left for that.`,
            },
          ]
        : []),
    ],
  };
}

function ofDuty(policy: Policy, duty: Duty): Said {
  const by =
    duty.by === "partnership" ? `the partnership’s ${roleInWords(policy, duty.role ?? "")}` : sideInWords[duty.by];
  return {
    ...source(duty),
    says: `Owed afterwards by ${duty.by === "partnership" || duty.by === "each side" ? by : `the ${by}`}: ${duty.asks}. ${capital(dueInWords(policy, duty))}, chased every ${everyInWords(duty.chaseEvery)} after that. It goes to ${toInWords[duty.to]}.`,
    under: (duty.options ?? []).map((each) => ({ says: `One choice: ${each.words}` })),
  };
}

const toInWords: Readonly<Record<Duty["to"], string>> = {
  counterpart: "whoever acted for the other agency",
  "raising practitioner": "the practitioner who raised the concern",
  partnership: "the partnership",
};

function forms(policy: Policy): Section {
  return {
    title: "Forms",
    says: policy.forms.map((form) => ({
      ...source(form),
      says: `${form.title}, with what is sent from ${stageInWords(policy, form.fromStage)} on.${form.says ? ` At its head: “${form.says}”` : ""}`,
      under: form.parts.map((part) => ({
        says: part.title ?? "Fields",
        under: part.fields.map((field) => ({
          says: `${field.label}: ${field.shows.map((each) => fieldInWords(policy, each)).join(", otherwise ")}`,
        })),
      })),
    })),
  };
}

function atTheEnd(policy: Policy): Section {
  return {
    title: "Beside the stages",
    says: [
      ...(policy.practitionersHear
        ? [
            {
              ...source(policy.practitionersHear),
              says: "The practitioners of both agencies hear of every challenge and decision.",
            },
          ]
        : []),
      ...(policy.copiesOfTheRecord
        ? [
            {
              ...source(policy.copiesOfTheRecord),
              says: "Each agency gets its own copy of the record at the end of every stage.",
            },
          ]
        : []),
      ...(policy.filing
        ? [
            {
              ...source(policy.filing),
              says: `Filing: each agency is reminded at the end to ${policy.filing.asks}, and can confirm where: ${policy.filing.where}.`,
            },
          ]
        : []),
    ],
  };
}

function digests(policy: Policy): Section {
  const sent = policy.digests.map((each) => ({
    ...source(each),
    says: `${capital(roleInWords(policy, each.to))} is sent ${allOf(each.what.map((one) => digestParts[one]))} ${digestEvery[each.every]}.${each.passedOnTo ? " The figures of each area whose policy is not held go to its local partnership too, where one is known." : ""}`,
  }));
  return {
    title: "Figures and open escalations, by e-mail",
    says: [
      {
        says: `The partnership’s inbox is sent both, the figures and a list of the open escalations, ${digestEvery.week}: the service’s own default, for every policy. Day and hour stand in the directory; where it says nothing, they are Monday and 09:00, the service’s own default.`,
      },
      ...sent,
    ],
  };
}

const digestParts: Readonly<Record<Policy["digests"][number]["what"][number], string>> = {
  figures: "the figures (numbers, types, stages, times taken)",
  "open escalations": "a list of the open escalations",
};

const digestEvery: Readonly<Record<Policy["digests"][number]["every"], string>> = {
  week: "every week on the partnership’s day (or the next working day), for the week before",
  month: "on the first working day of every month, for the month before",
};

function practiceAlerts({ practiceAlerts: alerts, ...policy }: Policy): Section {
  if (!alerts) return { title: "", says: [] };
  return {
    title: alerts.title,
    says: [
      {
        ...source(alerts),
        says: `Alerts about practice that are not about one case go to the ${policy.roles[alerts.group]?.called ?? alerts.group}.`,
      },
      { says: `Shown first on its pages: “${alerts.about}”` },
      { says: `It does not replace: ${alerts.doesNotReplace.join("; ")}.` },
      { says: `Where a concern about one case belongs, beside this policy: ${alerts.aboutACase}.` },
      {
        says: `Each agency of the group is to respond ${withinInWords(alerts.respondWithin)}, and the group to conclude ${withinInWords(alerts.concludeWithin)}, and again to close it. What is overdue is asked for every ${everyInWords(alerts.chaseEvery)}; silence never closes an alert.`,
      },
      {
        says: `Until they are done the group is sent a list of its open alerts, who has not responded, and the actions that are due and overdue, ${digestEvery.week}: the service’s own default.`,
      },
    ],
  };
}

/** Every number that the published text does not give, with the name by which a deployment sets it. */
function ownDefaults(policy: Policy): Section {
  return {
    title: "The organisation’s own numbers",
    says: namedTimescales(policy)
      .filter((each) => each.setBy === "organisation")
      .map(({ name, says, within }) => ({
        says: `${says}: ${longInWords(within)}. A deployment can set another, as “${name}”.`,
      })),
  };
}

const source = ({ clause, reading }: Source): Source => ({ clause, reading });
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const sentence = (text: string) => `${capital(text)}.`;
