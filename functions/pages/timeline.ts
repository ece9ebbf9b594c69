/**
 * The record in plain English: every entry in order, the same for everybody who may read it (ALL-01). E-mail addresses and
 * the service's own keys are left out; who did what, when, and every word that was typed are not.
 */
import { dayInWords, inWords } from "../../policies/calendar/instant.ts";
import { dutyOf, stageOf } from "../../policies/language/stages.ts";
import { askedFor } from "../core/asked.ts";
import { bounceInWords } from "../core/bounce-words.ts";
import { erased, type By, type EscalationEvent, type Seat, type Sealed, type Side } from "../core/events.ts";
import type { NoticeKind } from "../core/notices.ts";
import type { Commit } from "../record/commit.ts";
import { questionRows, raisedAnswerRows } from "./answers.ts";
import { aroseInWords, endInWords, erasedInWords, stageEndInWords, typeInWords, wordsCalled } from "./view.ts";
import { record } from "./words/record.ts";
import { capital, listed, type Row } from "./wording.ts";
import { agencyName, roleCalled, sideInWords, type Visit } from "./visit.ts";

/** One thing that happened. */
export interface Happened {
  readonly what: string;
  /** Who did it; nobody for what the clock or the service did. */
  readonly who?: string;
  /** The place in the policy that it follows from. */
  readonly clause?: string;
  readonly details: readonly Row[];
}

/** Whose doing an entry was: what it is, for a page to tell it apart by, and in words, which say it to everybody. */
export interface SideShown {
  readonly is: Side | "service";
  readonly called: string;
}

/** Everything that happened together, as one commit of the record. */
export interface Entry {
  readonly number: number;
  /** UTC. */
  readonly at: string;
  readonly when: string;
  /** Whose doing it was. */
  readonly side: SideShown;
  readonly corrects?: number;
  readonly correctedBy: readonly number[];
  readonly happened: readonly Happened[];
}

/** What the words need to know: the policy's names, agencies' names, and who holds the seats. */
type Known = Pick<Visit, "policy" | "agencies" | "state">;

export function timelineOf(known: Known, commits: readonly Commit[]): Entry[] {
  const corrections = commits.flatMap((commit) =>
    commit.events.flatMap((each) =>
      each.type === "NoteAdded" && each.corrects !== undefined
        ? [{ entry: commit.number, corrects: each.corrects }]
        : [],
    ),
  );
  return commits.map((commit) => {
    const corrects = corrections.find((each) => each.entry === commit.number)?.corrects;
    return {
      number: commit.number,
      at: commit.at,
      when: inWords(commit.at),
      side: sideOf(commit.events),
      ...(corrects !== undefined ? { corrects } : {}),
      correctedBy: corrections.filter((each) => each.corrects === commit.number).map((each) => each.entry),
      happened: commit.events.map((each) => happened(each, known)),
    };
  });
}

/** The side whose word or press brought these events; where nobody's did, the service, which watches the time and writes to people. */
function sideOf(events: readonly EscalationEvent[]): SideShown {
  const is = events
    .map((each): SideShown["is"] =>
      each.type === "EscalationRaised"
        ? "raising"
        : "by" in each && typeof each.by === "object"
          ? each.by.side
          : "service",
    )
    .find((each) => each !== "service");
  return { is: is ?? "service", called: record.sides[is ?? "service"] };
}

/** An event in words. */
export function happened(event: EscalationEvent, known: Known): Happened {
  const { policy, state } = known;
  const title = (stage: string) => `“${stageOf(policy, stage).title}”`;
  const plain = (what: string, details: readonly Row[] = []): Happened => ({ what, details });
  const by = (
    what: string,
    doer: By,
    sealed: Sealed<{ name: string }>,
    details: readonly (Row | undefined)[] = [],
  ): Happened => ({
    what,
    who: doerInWords(known, doer, sealed),
    details:
      sealed === erased
        ? [{ key: "What was written", text: erasedInWords }]
        : details.filter((each) => each !== undefined),
  });

  switch (event.type) {
    case "EscalationRaised":
      return raised(event, known);
    case "StageOpened":
      return {
        what: `${title(event.stage)} opened: ${openedBecause(event.because)}.`,
        clause: stageOf(policy, event.stage).clause,
        details: [
          { key: "Asked to act", text: event.asked.map((each) => seatInWords(known, each, event.sealed)).join("\n") },
          ...(event.told.length > 0
            ? [{ key: "Informed", text: event.told.map((each) => seatInWords(known, each, event.sealed)).join("\n") }]
            : []),
        ],
      };
    case "ClockStarted":
      return {
        what: `Time started for: ${asked(known, event)}. Due by ${inWords(event.due)}, counted from ${inWords(event.from)}.`,
        ...clauseOf(known, event),
        details: [],
      };
    case "ClockMet":
      return plain(`No longer waited for: ${asked(known, event)}.`);
    case "DeadlinePassed":
      return plain(
        event.guide
          ? `The guide timescale passed, ${inWords(event.due)}, for: ${asked(known, event)}. Because of the immediate risk it was a guide, so this is no breach.`
          : `The deadline passed, ${inWords(event.due)}, for: ${asked(known, event)}.`,
      );
    case "ReminderFellDue":
      return plain(
        event.kind === "chase"
          ? `A further reminder fell due, after the deadline, for: ${asked(known, event)}.`
          : `The reminder ${event.kind === "half time" ? "at half time" : "on the last day"} fell due for: ${asked(known, event)}.`,
      );
    case "DiscussionRecorded":
      return by(
        `Recorded a ${event.kind} held at ${inWords(event.heldAt)}, at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: "Who took part", text: event.sealed.attended },
              { key: "What was agreed", text: event.sealed.agreed },
              { key: "How outstanding issues will be pursued", text: event.sealed.pursued },
            ],
      );
    case "ResponseRecorded":
      return by(
        `Responded at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              ...questionRows(stageOf(policy, event.stage), event.sealed.answers),
              { key: "Response", text: event.sealed.response },
            ],
      );
    case "QuestionsAnswered":
      return by(
        `Answered what the policy asks at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased ? [] : questionRows(stageOf(policy, event.stage), event.sealed.answers),
      );
    case "MeetingArranged":
      return by(
        `Arranged a meeting for ${inWords(event.for)}, at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: "Where", text: event.sealed.where },
              { key: "Who is invited", text: event.sealed.invited },
            ],
      );
    case "DiscussionApproved":
      return by(
        `Approved the record of the discussion or meeting that was entered at ${inWords(event.recordedAt)}.`,
        event.by,
        event.sealed,
        [],
      );
    case "OthersTold":
      return plain("Others were informed, as the answer to a question of the policy says.", [
        { key: "Informed", text: event.told.map((each) => seatInWords(known, each, event.sealed)).join("\n") },
      ]);
    case "ItemsTicked": {
      const items = stageOf(policy, event.stage).checklist?.items ?? [];
      const { sealed } = event;
      return by(
        `Ticked what was done, from the list of ${title(event.stage)}.`,
        event.by,
        sealed,
        event.items.map(({ item, on }) => ({
          key: items.find((each) => each.item === item)?.words ?? item,
          text: [`Done on ${dayInWords(on)}`, sealed === erased ? "" : (sealed.words[item] ?? "")].join("\n").trim(),
        })),
      );
    }
    case "AdviceAsked":
      return by(`Asked for advice at ${title(event.stage)}.`, event.by, event.sealed, [
        {
          key: "Asked of",
          text: seatInWords(
            known,
            event.of,
            event.sealed === erased ? erased : { people: { [event.of.seat]: event.sealed.person } },
          ),
        },
        ...(event.sealed === erased ? [] : [{ key: "Question", text: event.sealed.question }]),
      ]);
    case "AdviceGiven":
      return by(
        `Gave advice at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: "Advice", text: event.sealed.advice }],
      );
    case "ManagerJoined":
      return by(
        `Brought a further manager in at ${title(event.stage)}. No clock restarted.`,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: "Named", text: withoutAddresses(event.sealed.named) },
              {
                key: "Asked to act",
                text: seatInWords(known, event.to, { people: { [event.to.seat]: event.sealed.person } }),
              },
            ],
      );
    case "DateProposed":
      return by(
        `Proposed ${inWords(event.until)} as the deadline of ${title(event.stage)}.`,
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "DateAgreed":
      return by(
        `Accepted the deadline that the other side proposed for ${title(event.stage)}: ${inWords(event.until)}.`,
        event.by,
        event.sealed,
        event.clocks.map((each) => ({ key: capital(asked(known, each)), text: `Now due by ${inWords(each.due)}` })),
      );
    case "DateRejected":
      return by(
        `Rejected the deadline that the other side proposed for ${title(event.stage)}.`,
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "DeadlinesExpedited":
      return plain(
        `Deadlines of ${title(event.stage)} were brought nearer, because the policy expedites it when somebody is at risk.`,
        event.clocks.map((each) => ({ key: capital(asked(known, each)), text: `Now due by ${inWords(each.due)}` })),
      );
    case "RecordFiled":
      return by(
        "Confirmed that the record was filed.",
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: "Where", text: event.sealed.where }],
      );
    case "ResolutionProposed":
      return by(
        `Proposed a resolution at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: "Proposed resolution", text: event.sealed.resolution }],
      );
    case "ResolutionAccepted":
      return by(
        `Accepted the proposed resolution at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [optional("Comment", event.sealed.comment)],
      );
    case "ResolutionRejected":
      return by(
        `Rejected the proposed resolution at ${title(event.stage)}.`,
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "DeclaredUnresolved":
      return by(`Declared the matter unresolved at ${title(event.stage)}.`, event.by, event.sealed, [
        ...because(event.sealed),
        ...(event.sealed === erased ? [] : questionRows(stageOf(policy, event.stage), event.sealed.answers ?? {})),
      ]);
    case "StageReferred":
      return by(
        `Referred the matter from ${title(event.stage)} to ${title(event.to)}.`,
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "StageEnded":
      return plain(
        `${title(event.stage)} ended: ${stageEndInWords(event.how)}.${event.next ? ` The matter goes to ${title(event.next)}.` : ""}`,
      );
    case "HandedOn":
      return by(
        `Handed their part in ${title(event.stage)} on. The clock did not stop.`,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: "Named as the right person", text: withoutAddresses(event.sealed.named) },
              {
                key: "Handed to",
                text: seatInWords(known, event.to, { people: { [event.to.seat]: event.sealed.person } }),
              },
            ],
      );
    case "DeadlineShortened":
      return by(
        event.clocks.length > 0
          ? `Brought the deadline nearer: it is now ${inWords(event.until)}.`
          : `Asked for it to be settled by ${inWords(event.until)}.`,
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "ImmediateRiskFlagged":
      return by(
        `Flagged immediate risk: “${policy.immediateRisk.words}”.${event.guide ? " The timescales are a guide from then on." : ""}`,
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "InformationRequested":
      return by(
        `Asked the ${listed(event.of.map(sideInWords))} for further information.`,
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: "What was asked", text: event.sealed.request }],
      );
    case "InformationProvided":
      return by(
        "Gave further information.",
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: "Information", text: event.sealed.information }],
      );
    case "OutcomeGiven":
      return by(
        outcomeInWords(event.kind),
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: outcomeKey(event.kind), text: event.sealed.outcome }],
      );
    case "DutyDone": {
      const duty = dutyOf(policy, event.stage, event.duty);
      const acts =
        event.acts === undefined
          ? ""
          : event.acts
            ? " The agency acts on the recommendations."
            : " The agency does not act on the recommendations.";
      const choice = duty?.options?.find((each) => each.id === event.choice);
      return {
        ...by(
          `Did what was still to do: ${duty?.asks ?? event.duty}.${acts}${choice ? ` Chosen: ${choice.words}.` : ""}`,
          event.by,
          event.sealed,
          event.sealed === erased ? [] : [{ key: "In their words", text: event.sealed.words }],
        ),
        ...(duty ? { clause: duty.clause } : {}),
      };
    }
    case "NoteAdded":
      return by(
        event.kind === "note"
          ? "Added a note."
          : event.kind === "correction"
            ? `Added a correction${event.corrects === undefined ? "" : ` of entry ${event.corrects}`}. The entry itself stays as it is.`
            : "Added what was missing from the concern.",
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              {
                key: event.kind === "correction" ? "Correction" : event.kind === "note" ? "Note" : "What was added",
                text: event.sealed.words,
              },
            ],
      );
    case "LateAnswerRecorded":
      return by(
        `Gave a late answer for ${title(event.stage)}: ${lateAnswer(event.answer)}.${
          event.receivedInTime
            ? " It was received in time, though the stage had moved on when it was written down."
            : " The stage was over, so it settles nothing."
        }`,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              ...questionRows(stageOf(policy, event.stage), event.sealed.answers ?? {}),
              { key: "Answer", text: event.sealed.words },
            ],
      );
    case "EscalationWithdrawn":
      return by("Withdrew the concern.", event.by, event.sealed, because(event.sealed));
    case "DeadlinesReplanned":
      return plain(
        `Deadlines were planned again: ${event.reason}.`,
        event.clocks.map((each) => ({
          key: asked(known, each),
          text: `Now due by ${inWords(each.due)}${each.provisional ? ", until more bank holidays are published" : ""}`,
        })),
      );
    case "EscalationClosed":
      return plain(`The escalation was closed. ${endInWords(event.how)}`);
    case "ExecutionReplaced":
      return plain(
        `The service started again to watch this escalation: ${event.reason}. Nothing on the record changed.`,
      );
    case "NoticeSent":
      return plain(`Email sent to the ${seatOf(known, event.seat)}: ${noticeInWords(event.kind)}.`);
    case "NoticeLapsed":
      return plain(
        `Email to the ${seatOf(known, event.seat)} was not sent (${noticeInWords(event.kind)}), because ${event.because}.`,
      );
    case "NoticeRefused":
      return plain(
        `Email to the ${seatOf(known, event.seat)} could not be sent (${noticeInWords(event.kind)}): the mail service refused it.`,
        [{ key: "What it said", text: withoutAddresses(event.because) }],
      );
    case "NoticeBounced":
      return plain(
        `Email to the ${seatOf(known, event.seat)} ${bounceInWords[event.bounce]} (${noticeInWords(event.kind)}).`,
        [
          ...(event.subtype ? [{ key: "What the mail service calls it", text: event.subtype }] : []),
          ...(event.instead
            ? [{ key: "Asked as well", text: seatInWords(known, event.instead, event.sealed ?? erased) }]
            : []),
        ],
      );
    default:
      return event satisfies never;
  }

  function because(sealed: Sealed<{ reason: string }>): Row[] {
    return sealed === erased ? [] : [{ key: "Reason", text: sealed.reason }];
  }

  function seatOf(of: Known, seat: string): string {
    const held = state.seats.get(seat);
    if (!held) return "person concerned";
    return held.via === "inbox"
      ? `inbox of ${agencyName(of, held.agency)}`
      : `${roleCalled(policy, held.role)}, ${agencyName(of, held.agency)}`;
  }
}

function raised(event: Extract<EscalationEvent, { type: "EscalationRaised" }>, known: Known): Happened {
  const { sealed } = event;
  const late = event.raiseBy?.late
    ? ` This is later than the policy’s own time for raising it, ${inWords(event.raiseBy.due)}.`
    : "";
  const about: Row[] =
    sealed === erased
      ? [{ key: "The concern", text: erasedInWords }]
      : [
          {
            key: "Who it is about",
            text: [
              sealed.person.name,
              ...(sealed.person.dateOfBirth ? [`Born ${dayInWords(sealed.person.dateOfBirth)}`] : []),
              ...(sealed.person.circumstances ? [sealed.person.circumstances] : []),
            ].join("\n"),
          },
          ...(["issue", "disagreement", "risk", "evidence", "resolutionSought"] as const).flatMap((each): Row[] => {
            const text = sealed.words[each];
            return text ? [{ key: wordsCalled[each], text }] : [];
          }),
        ];
  return {
    what: `Raised a concern with ${agencyName(known, event.receiving.agency)}.${late}${event.immediateRisk ? ` Immediate risk was flagged: “${known.policy.immediateRisk.words}”.` : ""}`,
    who: doerInWords(
      known,
      { side: "raising", role: "practitioner", agency: event.raising.agency },
      sealed === erased ? erased : { name: sealed.raising.practitioner.name },
    ),
    details: [
      { key: "Type of disagreement", text: typeInWords(known) },
      { key: "When it arose", text: aroseInWords(event.arose) },
      {
        key: "Policy",
        text: `${known.policy.partnership.name}, ${known.policy.title}, version ${event.policy.version}`,
      },
      ...(event.protectBy
        ? [{ key: "To be settled sooner, to protect the person, by", text: inWords(event.protectBy) }]
        : []),
      ...about,
      ...raisedAnswerRows(event, known.policy),
    ],
  };
}

function doerInWords(known: Known, by: By, sealed: Sealed<{ name: string }>): string {
  const name = sealed === erased ? "A person whose name has been erased" : sealed.name;
  return `${name}, ${roleCalled(known.policy, by.role)}, ${agencyName(known, by.agency)} (${sideInWords(by.side)})`;
}

function seatInWords(known: Known, seat: Seat, sealed: Sealed<{ people: Record<string, { name: string }> }>): string {
  const role = roleCalled(known.policy, seat.role);
  const agency = agencyName(known, seat.agency);
  const side = sideInWords(seat.side);
  if (seat.via === "inbox") return `The inbox of ${agency}, for the attention of the ${role} (${side})`;
  const name = sealed === erased ? "Erased" : (sealed.people[seat.seat]?.name ?? "Not known");
  return `${name}, ${role}, ${agency} (${side})`;
}

/** What a clock asks for, in the policy's words. */
function asked({ policy }: Known, { stage, clock }: { stage: string; clock: string }): string {
  return askedFor(policy, { stage, clock }).asks;
}

function clauseOf({ policy }: Known, { stage, clock }: { stage: string; clock: string }): { clause?: string } {
  const { clause } = askedFor(policy, { stage, clock });
  return clause ? { clause } : {};
}

function openedBecause(because: Extract<EscalationEvent, { type: "StageOpened" }>["because"]): string {
  switch (because) {
    case "raised":
      return "the concern was raised";
    case "unresolved":
      return "the stage before it ended unresolved";
    case "deadline passed":
      return "the deadline of the stage before it passed";
    case "immediate risk":
      return "immediate risk was flagged";
    case "referred":
      return "the matter was referred to it";
  }
}

function outcomeInWords(kind: Extract<EscalationEvent, { type: "OutcomeGiven" }>["kind"]): string {
  switch (kind) {
    case "recommendations":
      return "Made recommendations.";
    case "outcome":
      return "Recorded the outcome.";
    case "decision":
      return "Recorded the decision.";
    case "mediation":
      return "Recorded the outcome of the mediation.";
    case "record":
      return "Recorded the disagreement and what is outstanding.";
  }
}

function outcomeKey(kind: Extract<EscalationEvent, { type: "OutcomeGiven" }>["kind"]): string {
  return kind === "recommendations" ? "Recommendations" : kind === "decision" ? "Decision" : "Outcome";
}

const lateAnswers: Readonly<Record<string, string>> = {
  respond: "a response",
  "answer questions": "what the policy asks",
  "propose resolution": "a proposed resolution",
  "accept resolution": "the proposed resolution is accepted",
  "reject resolution": "the proposed resolution is rejected",
  "declare unresolved": "the matter is declared unresolved",
  refer: "a referral",
  "give outcome": "an outcome",
};

const lateAnswer = (answer: string) => lateAnswers[answer] ?? answer;

const notices: Readonly<Record<NoticeKind, string>> = {
  acknowledged: "the concern was received",
  asked: "they are asked to act",
  told: "they are informed of the stage",
  "nobody holds the role": "nobody is known for a role",
  climbed: "the matter went to the next stage",
  reminder: "a reminder",
  chased: "a reminder after the deadline",
  "deadline passed": "a deadline passed",
  responded: "a response was recorded",
  "discussion recorded": "a discussion or meeting was recorded",
  "resolution proposed": "a resolution was proposed",
  "resolution rejected": "the proposed resolution was rejected",
  resolved: "the resolution was accepted",
  "deadline shortened": "the deadline was brought nearer",
  "deadlines replanned": "deadlines were planned again",
  "immediate risk": "immediate risk was flagged",
  "information requested": "further information is asked for",
  "information provided": "further information was given",
  "outcome given": "the outcome was given",
  "duty owed": "something is still to be done",
  "duty done": "what was still to do was done",
  "missing information supplied": "what was missing from the concern was added",
  "late answer": "a late answer was recorded",
  withdrawn: "the concern was withdrawn",
  "could not be delivered": "an email could not be delivered",
  "meeting arranged": "a meeting was arranged",
  "date proposed": "another deadline was proposed",
  "date agreed": "another deadline was agreed",
  "date rejected": "the proposed deadline was not agreed",
  "advice asked": "their advice is asked for",
  "advice given": "advice was given",
  "confirmed in writing": "a written confirmation was given",
  "file the record": "they are asked to file the record",
  "copy of the record": "their own copy of the record",
};

const noticeInWords = (kind: string) => (Object.hasOwn(notices, kind) ? notices[kind as NoticeKind] : kind);

/** A person was named by name and address; pages show the name. */
const withoutAddresses = (words: string) => words.replaceAll(/,?\s*\S+@\S+/g, "").trim();

const optional = (key: string, text: string | undefined): Row | undefined => (text ? { key, text } : undefined);
