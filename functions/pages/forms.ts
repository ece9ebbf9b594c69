/**
 * What can be done through a link: one table entry a form. An entry says when the form is offered, what it asks, and which
 * command its answers become. What may be done is the core's to say (capabilities.ts); a form only asks for it.
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { dutyOf, roleInWords, stageAfter, stageOf } from "../../policies/language/stages.ts";
import { stageDeadline, type LiveClock } from "../core/escalation.ts";
import type { PartyCommand, PartyCommandType } from "../core/commands.ts";
import { erased, type ConcernWords, type EscalationEvent } from "../core/events.ts";
import type { Directory } from "../directory/directory.ts";
import { answerInWords, firstInput, type Field, type Problem } from "./fields.ts";
import { standInRole, toPerson, toStandIn } from "./handing-on.ts";
import { capital, erasedInWords, lastProposal, wordsCalled, type Offer } from "./view.ts";
import { agencyName, stageOver, unansweredProposal, type Visit } from "./visit.ts";

type OwnPart<T> = T extends PartyCommand
  ? Omit<T, "id" | "at" | "seat" | "name" | "stage"> & { readonly stage?: string }
  : never;
/** A command without what every command of a party has: id, instant, seat, name, and the stage where it is the form's own. */
export type Asking = OwnPart<PartyCommand>;

/** Text shown above the fields: something to know or to answer. */
export interface Shown {
  readonly heading?: string;
  readonly text: string;
  /** People typed it, or the policy says it: it is set apart. */
  readonly quoted: boolean;
  /** Where the policy says so. */
  readonly clause?: string;
}

export interface FormPage {
  readonly title: string;
  /** What the form does, in a sentence. */
  readonly does: string;
  readonly shows: readonly Shown[];
  readonly warning?: string;
  readonly fields: readonly Field[];
  readonly button: string;
  /** What exactly is answered: an answer to what has been replaced since is shown again instead of counting for the new. */
  readonly about?: string;
}

type Values = ReadonlyMap<string, string>;
type Directories = Pick<Directory, "agency" | "partnership">;

interface Form {
  /** Which things of this kind can be done now; `""` where there is only one. */
  offered(visit: Visit): readonly string[];
  /** The page, or undefined when there is no such thing to do. It does not depend on whether it may be done now. */
  page(visit: Visit, which: string): FormPage | undefined;
  command(
    values: Values,
    visit: Visit,
    which: string,
    directory: Directories,
  ): Asking | Problem | Promise<Asking | Problem>;
  /** The heading once it is recorded. */
  readonly done: string;
  /** Whether it answers the stage for which the person was asked, so that it is a late answer once that is over. */
  readonly answers: boolean;
}

const yourName: Field = {
  kind: "line",
  name: "your-name",
  label: "Your name",
  hint: "It is recorded with what you do here.",
  missing: "Enter your name",
  what: "Your name",
  autocomplete: "name",
};

const text = (name: string, label: string, missing: string | undefined, what = label, hint?: string): Field => ({
  kind: "text",
  name,
  label,
  what,
  ...(missing ? { missing } : {}),
  ...(hint ? { hint } : {}),
});

const reason = (label: string, missing = "Enter a reason"): Field => text("reason", label, missing, "The reason");
const given = (values: Values, name: string) => values.get(name) ?? "";
const once = (offered: boolean) => (offered ? [""] : []);
const may = (visit: Visit, type: PartyCommandType) => visit.standing.may.has(type);

/** A form for the one thing of its kind. */
const single = (
  form: Omit<Form, "page" | "command"> & {
    page: (visit: Visit) => FormPage | undefined;
    command: (values: Values, visit: Visit, directory: Directories) => Asking | Problem | Promise<Asking | Problem>;
  },
): Form => ({
  ...form,
  page: (visit, which) => (which === "" ? form.page(visit) : undefined),
  command: (values, visit, _which, directory) => form.command(values, visit, directory),
});

const questionsFor = (visit: Visit) => {
  const asked = stageOf(visit.policy, visit.answers).pageAsks;
  switch (visit.seat.side) {
    case "raising":
      return asked.raisingSide;
    case "receiving":
      return asked.receivingSide;
    case "partnership":
      return asked.body;
  }
};

function questionField(question: ReturnType<typeof questionsFor>[number]): Field {
  const common = { name: `answer-${question.id}`, label: question.question, what: "Your answer" };
  switch (question.answer) {
    case "yes or no":
      return {
        ...common,
        kind: "choice",
        options: yesOrNo,
        ...(question.required ? { missing: `Select yes or no: ${question.question}` } : {}),
      };
    case "date":
      return {
        ...common,
        what: "The date",
        kind: "day",
        ...(question.required ? { missing: `Enter a date: ${question.question}` } : {}),
      };
    case "text":
      return {
        ...common,
        kind: "text",
        ...(question.required ? { missing: `Enter an answer: ${question.question}` } : {}),
      };
  }
}

const yesOrNo = [
  { value: "yes", text: "Yes" },
  { value: "no", text: "No" },
];

const lateWarning = (visit: Visit) =>
  stageOver(visit)
    ? {
        warning: `“${stageOf(visit.policy, visit.answers).title}” is over. Your answer is put on the record as a late answer. It is seen by those who act now, but it does not settle anything.`,
      }
    : {};

const goesTo = (visit: Visit) => stageAfter(visit.policy, visit.answers)?.title;

export const forms = {
  respond: single({
    done: "Your response is recorded",
    answers: true,
    offered: (visit) =>
      once(
        visit.standing.acting
          ? may(visit, "respond")
          : visit.seat.side === "receiving" && stageOver(visit) !== undefined,
      ),
    page: (visit) => ({
      title: stageOver(visit) ? "Add a late answer" : "Respond to the concern",
      does: "Says what your side thinks and has done. The raising side sees it at once. It does not end the stage: for that, propose a resolution.",
      shows: [],
      ...lateWarning(visit),
      fields: [
        yourName,
        ...questionsFor(visit).map(questionField),
        text("response", "Your response", "Enter your response", "Your response"),
      ],
      button: "Record the response",
    }),
    command: (values, visit) => ({
      type: "respond",
      response: given(values, "response"),
      answers: Object.fromEntries(
        questionsFor(visit).flatMap((each) => {
          const value = values.get(`answer-${each.id}`);
          return value === undefined ? [] : [[each.id, answerInWords(each.answer, value)]];
        }),
      ),
    }),
  }),

  "answer-proposal": single({
    done: "Your answer to the proposed resolution is recorded",
    answers: true,
    offered: (visit) => once(may(visit, "accept resolution") || hasLateProposal(visit)),
    page: (visit) => {
      const next = visit.seat.side === "raising" ? goesTo(visit) : undefined;
      const proposal = lastProposal(visit, visit.answers);
      return {
        title: "Accept or reject the proposed resolution",
        does: "Accepting it settles the matter. Rejecting it leaves the stage open until its deadline, unless you also declare the matter unresolved.",
        shows: proposal === undefined ? [] : [{ heading: "The proposed resolution", text: proposal, quoted: true }],
        ...lateWarning(visit),
        about: proposalNumber(visit),
        fields: [
          yourName,
          {
            kind: "choice",
            name: "answer",
            label: "Do you accept the proposed resolution?",
            what: "Your answer",
            missing: "Select whether you accept or reject the proposed resolution",
            options: [
              { value: "accept", text: "Accept it" },
              { value: "reject", text: "Reject it" },
            ],
          },
          text("comment", "If you accept it: anything to add", undefined, "What you add"),
          text("reason", "If you reject it: why", undefined, "The reason"),
          ...(next
            ? [
                {
                  kind: "choice" as const,
                  name: "unresolved",
                  label: "If you reject it: do you also declare it unresolved, so that it goes to the next stage now?",
                  hint: `The next stage is “${next}”.`,
                  what: "Your answer",
                  options: [
                    { value: "yes", text: "Yes, it goes to the next stage now" },
                    { value: "no", text: "No, the stage stays open until its deadline" },
                  ],
                },
              ]
            : []),
        ],
        button: "Record the answer",
      };
    },
    command: (values, visit) => {
      if (given(values, "answer") === "accept") {
        const comment = values.get("comment");
        return { type: "accept resolution", ...readProposal(visit), ...(comment ? { comment } : {}) };
      }
      if (!values.has("reason"))
        return { field: "reason", input: "reason", says: "Enter why you reject the proposed resolution" };
      const asked = visit.seat.side === "raising" && goesTo(visit) !== undefined;
      if (asked && !values.has("unresolved"))
        return { field: "unresolved", input: "unresolved", says: "Select whether you also declare it unresolved" };
      return {
        type: "reject resolution",
        ...readProposal(visit),
        reason: given(values, "reason"),
        unresolved: given(values, "unresolved") === "yes",
      };
    },
  }),

  propose: single({
    done: "Your proposed resolution is recorded",
    answers: true,
    offered: (visit) =>
      once(
        visit.standing.acting
          ? may(visit, "propose resolution")
          : visit.seat.side === "raising" && visit.answers === visit.link.stage && lateAllowed(visit),
      ),
    page: (visit) => ({
      title: stageOver(visit) ? "Add a late answer: propose a resolution" : "Propose a resolution",
      does: "Says how the matter could be settled. It counts when the other side accepts it.",
      shows: [],
      ...lateWarning(visit),
      fields: [
        yourName,
        text(
          "resolution",
          "The resolution that you propose",
          "Enter the resolution that you propose",
          "The resolution",
        ),
      ],
      button: "Propose this resolution",
    }),
    command: (values) => ({ type: "propose resolution", resolution: given(values, "resolution") }),
  }),

  outcome: single({
    done: "The outcome is recorded",
    answers: true,
    offered: (visit) => once(may(visit, "give outcome")),
    page: (visit) => {
      const stage = stageOf(visit.policy, visit.answers);
      const words = outcomeCalled(stage.endsBy);
      if (!words) return undefined;
      return {
        title: words.title,
        does: `${words.does} Everybody who acted is told.`,
        shows: stage.about
          ? [{ heading: "What the policy says", text: stage.about, quoted: true, clause: stage.clause }]
          : [],
        fields: [
          yourName,
          text("outcome", words.label, `Enter ${words.label.charAt(0).toLowerCase()}${words.label.slice(1)}`),
        ],
        button: words.title,
      };
    },
    command: (values) => ({ type: "give outcome", outcome: given(values, "outcome") }),
  }),

  duty: {
    done: "This is recorded as done",
    answers: false,
    offered: (visit) => visit.standing.owes.map(dutyId),
    page: (visit, which) => {
      const clock = owedOrOwing(visit, which);
      const duty = clock && dutyOf(visit.policy, clock.stage, clock.clock);
      if (!clock || !duty) return undefined;
      const stage = stageOf(visit.policy, clock.stage);
      const settled = settledAs(visit, clock.stage);
      const common = {
        title: capital(duty.asks),
        shows: settled ? [settled] : [],
        button: "Record this as done",
      };
      if (duty.kind === "answer to recommendations")
        return {
          ...common,
          does: `Records whether ${agencyName(visit, visit.seat.agency)} acts on the recommendations. The partnership and the other side see it.`,
          shows: [
            ...common.shows,
            ...(stage.about
              ? [{ heading: "What the policy says", text: stage.about, quoted: true, clause: stage.clause }]
              : []),
          ],
          fields: [
            yourName,
            {
              kind: "choice",
              name: "acts",
              label: "Does your agency act on the recommendations?",
              what: "Your answer",
              missing: "Select whether your agency acts on the recommendations",
              options: [
                { value: "yes", text: "Yes, it acts on them" },
                { value: "no", text: "No, it does not act on them" },
              ],
            },
            text(
              "words",
              "What your agency does, or why it does not act on them",
              "Enter what your agency does, or why it does not act on the recommendations",
              "What you enter",
            ),
          ],
        };
      return {
        ...common,
        does: `What you enter is put on the record and sent to ${duty.to === "raising practitioner" ? "the practitioner who raised the concern" : duty.to === "counterpart" ? "your counterpart on the other side" : "the partnership"}.`,
        fields: [
          yourName,
          duty.kind === "feedback"
            ? text("words", "Your feedback", "Enter your feedback")
            : duty.kind === "review"
              ? text("words", "Your review", "Enter your review")
              : text("words", "Your written confirmation", "Enter your written confirmation"),
        ],
      };
    },
    command: (values, _visit, which) => ({
      type: "do duty",
      duty: which,
      words: given(values, "words"),
      ...(values.has("acts") ? { acts: given(values, "acts") === "yes" } : {}),
    }),
  },

  provide: single({
    done: "The information is recorded",
    answers: false,
    offered: (visit) => once(may(visit, "provide information")),
    page: (visit) => {
      const last = visit.story.history.findLast((each) => each.type === "InformationRequested");
      const asked =
        last?.type === "InformationRequested"
          ? last.sealed === erased
            ? erasedInWords
            : last.sealed.request
          : undefined;
      return {
        title: "Give the information that was asked for",
        does: "Puts it on the record, where those who asked and the other side see it.",
        shows: asked ? [{ heading: "What was asked", text: asked, quoted: true }] : [],
        fields: [yourName, text("information", "The information", "Enter the information")],
        button: "Record the information",
      };
    },
    command: (values) => ({ type: "provide information", information: given(values, "information") }),
  }),

  missing: single({
    done: "What was missing is recorded",
    answers: false,
    offered: (visit) =>
      once(
        visit.seat.side === "raising" &&
          visit.state.phase !== "closed" &&
          visit.state.missing.length > 0 &&
          may(visit, "add note"),
      ),
    page: (visit) =>
      visit.state.missing.length === 0 || visit.seat.side !== "raising"
        ? undefined
        : {
            title: "Add what is missing from the concern",
            does: "Completes the concern. Everybody who acts is told.",
            shows: [],
            fields: [
              yourName,
              ...visit.state.missing.map((each) => text(each, wordsAsked[each], undefined, wordsCalled[each])),
            ],
            button: "Add this to the concern",
          },
    command: (values, visit) => {
      const [first] = visit.state.missing;
      const supplied = visit.state.missing.flatMap((each): [keyof ConcernWords, string][] => {
        const words = values.get(each);
        return words ? [[each, words]] : [];
      });
      if (supplied.length === 0)
        return { field: first ?? "", input: first ?? "", says: "Enter at least one of the things that are missing" };
      return {
        type: "add note",
        kind: "missing information",
        words: supplied.map(([part, words]) => `${wordsCalled[part]}: ${words}`).join("\n\n"),
        concern: Object.fromEntries(supplied),
      };
    },
  }),

  discussion: single({
    done: "The record of the discussion or meeting is added",
    answers: false,
    offered: (visit) => once(may(visit, "record discussion")),
    page: (visit) => {
      const stages = openedStages(visit);
      return {
        title: "Record a discussion or a meeting",
        does: "Puts what was said and agreed between the agencies on the record, where both sides see it.",
        shows: [],
        fields: [
          yourName,
          {
            kind: "choice",
            name: "kind",
            label: "What was it?",
            what: "Your answer",
            missing: "Select whether it was a discussion or a meeting",
            options: [
              { value: "discussion", text: "A discussion" },
              { value: "meeting", text: "A meeting" },
            ],
          },
          ...(stages.length > 1
            ? [
                {
                  kind: "choice" as const,
                  name: "at-stage",
                  label: "At which stage was it held?",
                  what: "The stage",
                  missing: "Select the stage at which it was held",
                  options: stages.map((each) => ({ value: each, text: stageOf(visit.policy, each).title })),
                },
              ]
            : []),
          {
            kind: "moment",
            name: "heldAt",
            label: "When was it held?",
            what: "When it was held",
            missing: "Enter when it was held",
          },
          text("attended", "Who took part", "Enter who took part"),
          text("agreed", "What was agreed", "Enter what was agreed", undefined, "If nothing was agreed, say so."),
          text(
            "pursued",
            "How outstanding issues will be pursued",
            "Enter how outstanding issues will be pursued",
            undefined,
            "If no issue is outstanding, say so.",
          ),
        ],
        button: "Add to the record",
      };
    },
    command: (values) => ({
      type: "record discussion",
      kind: given(values, "kind") === "meeting" ? "meeting" : "discussion",
      heldAt: given(values, "heldAt"),
      attended: given(values, "attended"),
      agreed: given(values, "agreed"),
      pursued: given(values, "pursued"),
      ...(values.has("at-stage") ? { stage: given(values, "at-stage") } : {}),
    }),
  }),

  unresolved: single({
    done: "The matter is declared unresolved",
    answers: true,
    offered: (visit) => once(may(visit, "declare unresolved")),
    page: (visit) => ({
      title: "Declare the matter unresolved",
      does: `Ends this stage now. The matter goes to “${goesTo(visit) ?? "the next stage"}” in the same working day.`,
      shows: [],
      ...lateWarning(visit),
      fields: [yourName, reason("Why the matter is unresolved", "Enter why the matter is unresolved")],
      button: "Declare it unresolved",
    }),
    command: (values) => ({ type: "declare unresolved", reason: given(values, "reason") }),
  }),

  refer: single({
    done: "The matter is referred",
    answers: true,
    offered: (visit) => once(may(visit, "refer")),
    page: (visit) => {
      const refer = stageOf(visit.policy, visit.answers).mayRefer;
      if (!refer) return undefined;
      const { title } = stageOf(visit.policy, refer.to);
      return {
        title: `Refer the matter to “${title}”`,
        does: `Ends this stage now and takes the matter to “${title}”, for the reason that the policy gives.`,
        shows: [{ heading: "The policy’s reason", text: refer.because, quoted: true, clause: refer.clause }],
        ...lateWarning(visit),
        fields: [yourName, reason("How this applies here", "Enter how the policy’s reason applies here")],
        button: "Refer the matter",
      };
    },
    command: (values) => ({ type: "refer", reason: given(values, "reason") }),
  }),

  risk: single({
    done: "Immediate risk is recorded",
    answers: false,
    offered: (visit) => once(may(visit, "flag immediate risk")),
    page: (visit) => ({
      title: "Flag immediate risk",
      does: "Tells everybody who acts at once.",
      shows: [
        { heading: "What you confirm", text: visit.policy.immediateRisk.words, quoted: true },
        { heading: "What follows", text: riskFollows(visit), quoted: false },
      ],
      warning: "This does not call for help. If someone is in immediate danger, call 999 first.",
      fields: [yourName, reason("What the immediate risk is", "Enter what the immediate risk is")],
      button: "Confirm and flag immediate risk",
    }),
    command: (values) => ({ type: "flag immediate risk", reason: given(values, "reason") }),
  }),

  shorten: single({
    done: "The deadline is brought nearer",
    answers: false,
    offered: (visit) => once(may(visit, "shorten deadline")),
    page: (visit) => {
      const deadline = stageDeadline(visit.state);
      return {
        title: "Ask for a shorter timescale",
        does: "Brings the deadline nearer, where the person has to be protected sooner. It can never be moved later.",
        shows: deadline ? [{ heading: "The deadline now", text: capital(inWords(deadline.due)), quoted: false }] : [],
        fields: [
          yourName,
          {
            kind: "moment",
            name: "until",
            label: "By when must it be settled?",
            what: "The new deadline",
            missing: "Enter the new deadline",
          },
          reason("Why it must be settled sooner", "Enter why it must be settled sooner"),
        ],
        button: "Bring the deadline nearer",
      };
    },
    command: (values) => ({ type: "shorten deadline", until: given(values, "until"), reason: given(values, "reason") }),
  }),

  "request-information": single({
    done: "The request for information is recorded",
    answers: false,
    offered: (visit) => once(may(visit, "request information")),
    page: () => ({
      title: "Ask both sides for further information",
      does: "Asks both sides by email. It does not stop the clock.",
      shows: [],
      fields: [yourName, text("request", "What you need to know", "Enter what you need to know")],
      button: "Ask for this information",
    }),
    command: (values) => ({ type: "request information", request: given(values, "request") }),
  }),

  "hand-on": single({
    done: "The matter is handed on",
    answers: false,
    offered: (visit) => once(may(visit, "hand on")),
    page: (visit) => {
      const standIn = standInRole(visit);
      const partnership = visit.seat.side === "partnership";
      const agency = agencyName(visit, visit.seat.agency);
      const role = standIn && roleInWords(visit.policy, standIn);
      return {
        title: role ? `Hand the matter to the ${role} or somebody else` : "I am not the right person",
        does: "Hands your part to somebody else, who is asked by email at once. The clock does not stop.",
        shows: [],
        fields: [
          yourName,
          ...(role
            ? [
                {
                  kind: "choice" as const,
                  name: "taker",
                  label: "Who acts instead of you?",
                  what: "Your answer",
                  missing: "Select who acts instead of you",
                  options: [
                    { value: "stand-in", text: `Hand to the ${role}` },
                    {
                      value: "other",
                      text: "Somebody else",
                      hint: `It goes to the inbox of ${agency}, for their attention.`,
                    },
                  ],
                },
              ]
            : []),
          {
            kind: "line",
            name: "named",
            label: role ? "If somebody else: their name" : "Name of the right person",
            what: "The name",
            ...(role ? {} : { missing: "Enter the name of the right person" }),
            ...(partnership && !role ? { hint: `It goes to the inbox of ${agency}, for their attention.` } : {}),
          },
          ...(partnership
            ? []
            : [
                {
                  kind: "line" as const,
                  name: "email",
                  label: "Their work email address",
                  hint: `If it is not an address of ${agency}, the matter goes to the inbox of ${agency} instead.`,
                  what: "The email address",
                  email: true as const,
                  missing: "Enter their work email address",
                },
              ]),
        ],
        button: "Hand it on",
      };
    },
    command: async (values, visit, directory) => {
      const standIn = standInRole(visit);
      if (standIn && given(values, "taker") === "stand-in") {
        const to = await toStandIn(visit, standIn, directory);
        return { type: "hand on", named: roleInWords(visit.policy, standIn), to };
      }
      const name = values.get("named");
      if (!name)
        return { field: "named", input: "named", says: "Enter the name of the person who acts instead of you" };
      const email = values.get("email");
      const to = await toPerson(visit, { name, email }, directory);
      return { type: "hand on", named: email ? `${name}, ${email}` : name, to };
    },
  }),

  withdraw: single({
    done: "The concern is withdrawn",
    answers: false,
    offered: (visit) => once(may(visit, "withdraw")),
    page: () => ({
      title: "Withdraw the concern",
      does: "Ends the escalation for good. The record stays, and the receiving side is told.",
      shows: [],
      fields: [yourName, reason("Why you withdraw the concern", "Enter why you withdraw the concern")],
      button: "Withdraw the concern",
    }),
    command: (values) => ({ type: "withdraw", reason: given(values, "reason") }),
  }),

  note: single({
    done: "Your note is on the record",
    answers: false,
    offered: (visit) => once(may(visit, "add note")),
    page: () => ({
      title: "Add a note to the record",
      does: "Adds an entry that everybody on the record sees. Nothing on the record can be changed: a correction is a further entry.",
      shows: [],
      fields: [
        yourName,
        {
          kind: "choice",
          name: "kind",
          label: "What do you want to add?",
          what: "Your answer",
          missing: "Select whether you add a note or correct an entry",
          options: [
            { value: "note", text: "A note" },
            { value: "correction", text: "A correction of an entry" },
          ],
        },
        {
          kind: "number",
          name: "corrects",
          label: "If you correct an entry: its number",
          hint: "The record shows it, for example “Entry 3”.",
          what: "The number of the entry",
        },
        text("words", "What you want to put on the record", "Enter what you want to put on the record"),
      ],
      button: "Add to the record",
    }),
    command: (values, visit) => {
      const words = given(values, "words");
      if (given(values, "kind") !== "correction") return { type: "add note", kind: "note", words };
      const corrects = Number(given(values, "corrects"));
      const problem = (says: string): Problem => ({ field: "corrects", input: "corrects", says });
      if (!values.has("corrects")) return problem("Enter the number of the entry that you correct");
      if (!visit.story.commits.some((each) => each.number === corrects))
        return problem(`There is no entry ${corrects}. The record has entries 1 to ${visit.story.commits.length}`);
      return { type: "add note", kind: "correction", words, corrects };
    },
  }),
} as const satisfies Readonly<Record<string, Form>>;

export type FormId = keyof typeof forms;

/** What a form is chosen and sent by: its id, and which of several where there are several (`duty/chair/act-on-recommendations`). */
export function formOf(key: string): { readonly form: Form; readonly which: string } | undefined {
  const [id = "", ...rest] = key.split("/");
  return Object.hasOwn(forms, id) ? { form: forms[id as FormId], which: rest.join("/") } : undefined;
}

/** Everything that can be done in this seat now, in the order in which it is offered. */
export function offersOf(visit: Visit): Offer[] {
  return Object.entries<Form>(forms).flatMap(([id, form]) =>
    form.offered(visit).flatMap((which): Offer[] => {
      const page = form.page(visit, which);
      return page ? [{ value: which === "" ? id : `${id}/${which}`, text: page.title, hint: page.does }] : [];
    }),
  );
}

/** Why a form that exists cannot be used now. */
export function whyNotOffered(visit: Visit): string {
  if (visit.state.phase === "closed")
    return "This escalation is closed. You can still read its record and add a note to it.";
  if (visit.standing.acting)
    return "This cannot be done now: it may have been done already, or it does not belong to this stage. The list shows what can be done.";
  return "Somebody else acts now, so this is not yours to do. You can still read the record and add a note to it.";
}

/** What a person must be told after what they did, beyond what is recorded and what happens next. */
export function afterwards(
  visit: Visit,
  events: readonly EscalationEvent[],
): { readonly says: readonly string[]; readonly offer?: Offer } {
  const handed = events.find((each) => each.type === "HandedOn");
  if (handed?.type === "HandedOn") {
    const agency = agencyName(visit, handed.to.agency);
    return {
      says: [
        handed.to.via === "inbox"
          ? `It went to the inbox of ${agency}, not to the person that you named: only addresses that ${agency} has registered are written to. The inbox is asked to pass it on.`
          : `The ${roleInWords(visit.policy, handed.to.role)} that it was handed to is asked by email.`,
        "The clock did not stop.",
      ],
    };
  }
  if (events.some((each) => each.type === "ImmediateRiskFlagged")) {
    const moved = events.some((each) => each.type === "StageEnded");
    const shorten = offersOf(visit).find((each) => each.value === "shorten");
    return {
      says: [
        riskFollows(visit),
        ...(!moved && shorten ? ["Say now if it has to be settled sooner than the deadline."] : []),
      ],
      ...(!moved && shorten ? { offer: shorten } : {}),
    };
  }
  if (events.some((each) => each.type === "LateAnswerRecorded"))
    return {
      says: [
        "The stage that you were asked about was over. Your answer is on the record as a late answer, and those who act now see it. It does not settle anything.",
      ],
    };
  return { says: [] };
}

/** The part of a problem's place that a form does not have. */
export function inputOf(page: FormPage, field: string): string | undefined {
  const found = page.fields.find((each) => each.name === field);
  return found && firstInput(found);
}

export const dutyId = (clock: Pick<LiveClock, "stage" | "clock">) => `${clock.stage}/${clock.clock}`;

const wordsAsked: Readonly<Record<keyof ConcernWords, string>> = {
  issue: "What is the issue?",
  disagreement: "What is the nature of the disagreement?",
  risk: "What is the risk to the person?",
  evidence: "What is the evidence?",
  resolutionSought: "What do you aim to achieve?",
};

/** A duty that runs or ran for this side: one that is done already still has its page, so that the record can say so. */
function owedOrOwing({ state, seat }: Visit, which: string): LiveClock | undefined {
  return state.clocks.find((each) => each.kind === "duty" && dutyId(each) === which && each.by === seat.side);
}

function openedStages({ state }: Visit): string[] {
  return [...new Set(state.opened.map((each) => each.stage))];
}

function lateAllowed(visit: Visit): boolean {
  const over = stageOver(visit);
  return over !== undefined && over.how !== "resolved" && over.how !== "withdrawn";
}

function hasLateProposal(visit: Visit): boolean {
  const side = unansweredProposal(visit.story.history, visit.answers);
  return lateAllowed(visit) && side !== undefined && side !== visit.seat.side;
}

/** The proposal that the person has read: whatever replaces it while they answer is not accepted unseen. */
const readProposal = ({ state }: Visit) =>
  state.phase === "at stage" && state.proposal ? { proposal: state.proposal.at } : {};

/** Which proposal of the stage is the last one. */
function proposalNumber({ story, answers }: Visit): string {
  return String(story.history.filter((each) => each.type === "ResolutionProposed" && each.stage === answers).length);
}

/** What a stage was settled with: the resolution that was accepted, or the outcome. */
function settledAs(visit: Visit, stage: string): Shown | undefined {
  const given = visit.story.history.findLast((each) => each.type === "OutcomeGiven" && each.stage === stage);
  if (given?.type === "OutcomeGiven")
    return {
      heading: given.kind === "recommendations" ? "The recommendations" : "The outcome",
      text: given.sealed === erased ? erasedInWords : given.sealed.outcome,
      quoted: true,
    };
  const accepted = visit.story.history.some((each) => each.type === "ResolutionAccepted" && each.stage === stage);
  const proposal = accepted ? lastProposal(visit, stage) : undefined;
  return proposal === undefined
    ? undefined
    : { heading: "The resolution that was accepted", text: proposal, quoted: true };
}

function outcomeCalled(
  endsBy: "agreement" | "recommendations" | "outcome" | "decision" | "record",
): { title: string; does: string; label: string } | undefined {
  switch (endsBy) {
    case "agreement":
      return undefined;
    case "recommendations":
      return {
        title: "Make recommendations",
        does: "Sends your recommendations to the agencies and ends this stage.",
        label: "Your recommendations",
      };
    case "outcome":
      return { title: "Record the outcome", does: "Shares the outcome and ends this stage.", label: "The outcome" };
    case "decision":
      return {
        title: "Record the decision",
        does: "Confirms the decision to all parties and ends this stage.",
        label: "The decision",
      };
    case "record":
      return {
        title: "Record the disagreement and what is outstanding",
        does: "Ends the escalation with a record, with or without agreement.",
        label: "The disagreement and any outstanding concerns",
      };
  }
}

function riskFollows({ policy }: Visit): string {
  const { opensAt, timescalesBecome } = policy.immediateRisk;
  return [
    "Everybody who has to act is told at once.",
    opensAt
      ? `If the matter is at an earlier stage, it moves to “${stageOf(policy, opensAt).title}” at once.`
      : "No stage is skipped and no deadline moves by itself. Ask for a shorter timescale if the person has to be protected sooner.",
    ...(timescalesBecome ? ["The timescales are a guide only from then on: nobody need wait for them."] : []),
  ].join(" ");
}
