/** What the pages say by which a concern is raised. */
import { dayInWords, inWords } from "../../../policies/calendar/instant.ts";
import type { Policy, Stage } from "../../../policies/language/schema.ts";
import { roleInWords, stageAfter, stageOf } from "../../../policies/language/stages.ts";
import type { Concern } from "../../api/concern.ts";
import { notYetFormal } from "../../api/policies.ts";
import { askedFor, ownDefaultInWords } from "../../core/asked.ts";
import { clocksAtOpening } from "../../core/clocks.ts";
import { wordsInWords } from "../../core/raising.ts";
import { runningClocks } from "../../core/escalation.ts";
import type { Agency } from "../../directory/directory.ts";
import type { Story } from "../../escalations/escalations.ts";
import type { Invitation } from "../../links/invitations.ts";
import { fieldView, type FieldView, type Problem } from "../fields.ts";
import { nextSteps } from "../standing.ts";
import type { Listed } from "../view.ts";
import { capital, listed, type Row } from "../wording.ts";
import { anotherType, guidance, riskCalled, type Section } from "./questions.ts";
import { beginningRows, informalAtFirst, questionRows } from "./asked.ts";
import { whyThisPolicy, type AreaToday, type Where } from "./where.ts";

export interface StartView {
  readonly title: string;
  readonly areas: readonly { readonly name: string; readonly says: readonly string[] }[];
  /** Whether a partnership of these takes practice alerts (MED-16). */
  readonly practiceAlerts: boolean;
  readonly fields: readonly FieldView[];
  readonly problems: readonly Listed[];
}

export interface InvitedView {
  readonly title: string;
  readonly action: string;
  readonly agency: string;
  readonly until: string;
}

export interface Hidden {
  readonly name: string;
  readonly value: string;
}

export interface RaiseFormView {
  readonly title: string;
  readonly caption: string;
  readonly partnership?: string;
  readonly called?: string;
  readonly notInstead?: readonly string[];
  readonly action: string;
  readonly sections: readonly (Omit<Section, "fields"> & { readonly fields: readonly FieldView[] })[];
  readonly hidden: readonly Hidden[];
  readonly button: { readonly does: string; readonly text: string };
  readonly back?: { readonly does: string; readonly text: string };
  readonly problems: readonly Listed[];
}

export interface CheckView {
  readonly title: string;
  readonly caption: string;
  readonly partnership: string;
  readonly action: string;
  readonly says: readonly string[];
  readonly where: readonly Row[];
  readonly concern: readonly Row[];
  readonly hidden: readonly Hidden[];
  readonly command: string;
  /** The concern itself, as it is sent. */
  readonly checked: string;
}

export interface RaisedView {
  readonly title: string;
  readonly partnership: string;
  readonly reference: string;
  readonly policy: readonly string[];
  readonly next: readonly string[];
  readonly asked: readonly Row[];
  readonly then: readonly string[];
  readonly action: string;
}

export function startView(areas: readonly AreaToday[], field: FieldView, problems: readonly Listed[]): StartView {
  const policies = [...new Set(areas.map((each) => each.policy))];
  return {
    title: "Raise a concern",
    areas: policies.map((policy) => ({
      name: listed(areas.filter((each) => each.policy === policy).map((each) => each.area.name)),
      says: [`The ${policy.title} of ${policy.partnership.name}, for ${policy.coversInWords}.`, ...guidance(policy)],
    })),
    practiceAlerts: policies.some((each) => each.practiceAlerts),
    fields: [field],
    problems,
  };
}

/** A problem in the summary at the top, leading to its input where it has one. */
export const listing = ({ says, input }: Problem): Listed => ({ text: says, ...(input ? { href: `#${input}` } : {}) });

export function formView(
  page: Omit<RaiseFormView, "sections" | "hidden" | "problems">,
  sections: readonly Section[],
  typed: URLSearchParams,
  problems: readonly Problem[],
): RaiseFormView {
  const views = sections.map((section) => ({
    ...section,
    fields: section.fields.map((field) => fieldView(field, typed, problems)),
  }));
  const shown = new Set(views.flatMap(({ fields }) => fields.flatMap((each) => Object.keys(each.typed))));
  return { ...page, sections: views, hidden: hiddenOf(typed, shown), problems: problems.map(listing) };
}

/** What is only sent along with a form that is pressed, and is not what somebody typed. */
const notTyped = new Set(["do", "command", "checked"]);

/** Everything that was typed on other pages goes along, so that nothing has to be stored. */
export function hiddenOf(typed: URLSearchParams, shown: ReadonlySet<string>): Hidden[] {
  const names = [...new Set(typed.keys())].filter((name) => !shown.has(name) && !notTyped.has(name));
  return names.flatMap((name) => {
    const value = typed.get(name) ?? "";
    return value === "" ? [] : [{ name, value }];
  });
}

export function checkView(
  page: Pick<CheckView, "action" | "command">,
  {
    concern,
    where,
    own,
    invitation,
    typed,
  }: { concern: Concern; where: Where; own: Agency; invitation: Invitation; typed: URLSearchParams },
): CheckView {
  return {
    ...page,
    title: "Check the concern before you raise it",
    caption: "Raise a concern: step 3 of 3",
    partnership: where.policy.partnership.name,
    says: [
      `It is raised under the ${where.policy.title} of ${where.policy.partnership.name}, ${whyThisPolicy(where)}.`,
      `${where.receiving.name} is told at once and both sides see the same record. Nothing on it can be changed or removed afterwards.`,
      ...informalAtFirst(concern, where.policy),
    ],
    where: whereRows(where),
    concern: concernRows(concern, where, own, invitation),
    hidden: hiddenOf(typed, new Set()),
    checked: JSON.stringify(concern),
  };
}

/** The long texts of a concern that cannot go on, so that nobody has to write them again. */
export function keptTexts(typed: URLSearchParams): Row[] {
  return [
    ["person-circumstances", "Circumstances"],
    ["issue", "The issue"],
    ["disagreement", "The nature of the disagreement"],
    ["risk", "The risk"],
    ["evidence", "The evidence"],
    ["sought", "What you aim to achieve"],
    ["start-reason", "Why it begins at a later stage"],
  ].flatMap(([input = "", key = ""]) => {
    const text = typed.get(input)?.trim() ?? "";
    return text === "" ? [] : [{ key, text }];
  });
}

function whereRows(where: Where): Row[] {
  return [
    { key: "Local authority area", text: where.areaName },
    ...(where.secureSettingIn
      ? [{ key: "Secure setting", text: `In ${where.policy.area?.name ?? where.secureSettingIn}` }]
      : []),
    {
      key: "It is about",
      text: { child: "A child or young person", adult: "An adult", community: "A community" }[where.subject],
    },
    { key: "Receiving agency", text: where.receiving.name },
  ];
}

function concernRows(concern: Concern, where: Where, own: Agency, invitation: Invitation): Row[] {
  const { policy, subject } = where;
  const { person, community } = concern;
  const named = (key: string, person: { readonly name: string; readonly email: string } | undefined): Row[] =>
    person ? [{ key, text: `${person.name}\n${person.email}` }] : [];
  const text = (key: string, said: string | undefined): Row => ({
    key,
    text: said ?? "Not said yet. You are asked for it afterwards.",
  });
  return [
    { key: "Immediate risk", text: concern.immediateRisk ? `Yes: ${policy.immediateRisk.words}` : "No" },
    ...(concern.protectBy ? [{ key: "To be protected by", text: capital(inWords(concern.protectBy)) }] : []),
    ...(community === undefined ? [] : [{ key: "The community", text: community }]),
    ...(person
      ? [
          {
            key: `The ${subject}`,
            text: [
              person.name,
              ...(person.dateOfBirth ? [`Born ${dayInWords(person.dateOfBirth)}`] : []),
              ...(person.circumstances ? [person.circumstances] : []),
            ].join("\n"),
          },
        ]
      : []),
    ...questionRows(concern, where, own),
    {
      key: "Type of disagreement",
      text:
        concern.typeOfDisagreement === anotherType
          ? `Another: ${concern.anotherType ?? ""}`
          : (policy.disagreements.find((each) => each.id === concern.typeOfDisagreement)?.words ?? ""),
    },
    { key: "When it arose", text: dayInWords(concern.arose) },
    text("The issue", concern.issue),
    text("The nature of the disagreement", concern.natureOfDisagreement),
    text(riskCalled(subject), concern.risk),
    text("The evidence", concern.evidence),
    text("What you aim to achieve", concern.resolutionSought),
    ...beginningRows(concern, where),
    { key: "You", text: `${concern.raising.practitioner.name}\n${invitation.email}` },
    ...named("Your manager", concern.raising.manager),
    ...named("Receiving practitioner", concern.receiving.practitioner),
    ...named("Their manager", concern.receiving.manager),
  ];
}

/** The page after raising. @param at the instant now, UTC */
export function raisedView(
  story: Story,
  {
    action,
    at,
    areaName,
    email,
    receiving,
  }: {
    readonly action: string;
    readonly at: string;
    readonly areaName: string;
    readonly email: string;
    readonly receiving: string;
  },
): RaisedView {
  const { state, rules, reference } = story;
  const { policy } = rules;
  const { raised } = state;
  const because = raised.policy.because ?? "area";
  const missing = state.missing.map((each) =>
    each === "risk" ? uncapital(riskCalled(raised.subject)) : wordsInWords[each],
  );
  const risk = raised.immediateRisk;
  const notYet = notYetFormal(policy, raised);
  return {
    title: "Your concern is raised",
    partnership: policy.partnership.name,
    reference,
    action,
    policy: [
      `Your concern with ${receiving} is on the record. Write down its reference.`,
      `It runs under the ${policy.title} of ${policy.partnership.name}, ${whyThisPolicy({ because, policy, areaName })}.`,
      ...(raised.raiseBy?.late
        ? [
            `The policy’s own time for raising it ended at ${inWords(raised.raiseBy.due)}. It is accepted, and recorded as late.`,
          ]
        : []),
      ...(notYet ? [notYet.because] : []),
    ],
    ...whatNext(story, at),
    then: [
      ...(missing.length > 0
        ? [
            `Because of the immediate risk nothing was held up, but this is still missing: ${listed(missing)}. Add it by the link in the email that you get now.`,
          ]
        : []),
      ...(risk && !policy.immediateRisk.opensAt
        ? [
            "You flagged immediate risk. If an answer is needed sooner than the policy asks for, set a shorter deadline by the link in the email that you get now.",
          ]
        : []),
      `You get an email at ${email} now, with a link to the record. You hear of everything that is decided and need not chase anybody.`,
      ...guidance(policy),
    ],
  };
}

const uncapital = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

/** The stage that is open, or opens now, and by when what is asked there is due. */
function whatNext(story: Story, at: string): Pick<RaisedView, "next" | "asked"> {
  const { state, rules } = story;
  const { policy } = rules;
  if (state.phase !== "opening" && state.phase !== "at stage")
    return { next: nextSteps({ state, policy, agencies: new Map() }), asked: [] };
  const stage = stageOf(policy, state.phase === "opening" ? state.next : state.stage);
  const clocks =
    state.phase === "opening"
      ? clocksAtOpening(state, stage.stage, stage.clocks, rules, state.since, at)
      : runningClocks(state).filter((each) => each.stage === stage.stage && each.kind === "stage");
  const next = stageAfter(policy, stage.stage);
  return {
    next: [
      `It is at “${stage.title}” now. Those who act there are told by email at once: ${whoActs(policy, stage)}.`,
      ...(state.guide
        ? ["Because of the immediate risk the timescales are a guide only: nobody need wait for them."]
        : []),
    ],
    asked: [
      ...clocks.map((clock) => {
        const asked = askedFor(policy, clock);
        const own = ownDefaultInWords(asked);
        return { key: `By ${inWords(clock.due)}`, text: `${capital(asked.asks)}${own ? `\n${own}` : ""}` };
      }),
      ...(next
        ? [{ key: "After that", text: `If it is not settled by then, it goes to “${next.title}” by itself.` }]
        : []),
    ],
  };
}

/** Who acts at a stage, in the policy's words. */
function whoActs(policy: Policy, { raisingSide = [], receivingSide = [], body }: Stage): string {
  const called = (roles: readonly string[]) => roles.map((each) => roleInWords(policy, each)).join(" or ");
  const [raising, receiving] = [called(raisingSide), called(receivingSide)];
  const sides =
    raising === receiving
      ? [raising && `the ${raising} on both sides`]
      : [`the ${raising} on your side`, `the ${receiving} on the other`];
  return listed([...sides.filter(Boolean), ...(body ? [`the ${roleInWords(policy, body.role)}`] : [])]);
}
