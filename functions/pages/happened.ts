/** What happened, event by event, in plain English: what it was, who did it, where the policy says so, and every word that was typed. */
import { dayInWords, inWords } from "../../policies/calendar/instant.ts";
import { dutyOf, stageOf } from "../../policies/language/stages.ts";
import { askedFor } from "../core/asked.ts";
import { bounceInWords } from "../core/bounce-words.ts";
import { erased, type By, type EscalationEvent, type KeepingEvent, type Seat, type Sealed } from "../core/events.ts";
import type { NoticeKind } from "../core/notices.ts";
import { questionRows, raisedAnswerRows } from "./answers.ts";
import { aroseInWords, erasedInWords, typeInWords, wordsCalled } from "./concern.ts";
import { endInWords, stageEndInWords } from "./standing.ts";
import { agencyName, roleCalled, sideInWords, type Visit } from "./visit.ts";
import { capital, listed, type Row } from "./wording.ts";
import { said } from "./words/timeline.ts";

/** One thing that happened. */
export interface Happened {
  readonly what: string;
  /** Who did it; nobody for what the clock or the service did. */
  readonly who?: string;
  /** The place in the policy that it follows from. */
  readonly clause?: string;
  readonly details: readonly Row[];
}
/** What the words need to know: the policy's names, agencies' names, and who holds the seats. */
export type Known = Pick<Visit, "policy" | "agencies" | "state">;
/** What an operator did about how long a record of either kind is kept. */
export function keepingInWords(event: KeepingEvent): Happened {
  const { keeping } = said;
  if (event.type === "PeopleErased")
    return {
      what: keeping.erased[event.because],
      details: event.retention
        ? [{ key: keeping.retention, text: keeping.of(event.retention.class, event.retention.source) }]
        : [],
    };
  const { sealed } = event;
  return {
    what: event.type === "LegalHoldPlaced" ? keeping.holdPlaced : keeping.holdLifted,
    details:
      sealed === erased
        ? [{ key: said.written, text: erasedInWords }]
        : [
            { key: keeping.askedBy, text: sealed.askedBy },
            { key: said.reason, text: sealed.reason },
          ],
  };
}

/** An event in words. */
export function happened(event: EscalationEvent, known: Known): Happened {
  const { policy, state } = known;
  const title = (stage: string) => said.stage(stageOf(policy, stage).title);
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
      sealed === erased ? [{ key: said.written, text: erasedInWords }] : details.filter((each) => each !== undefined),
  });

  switch (event.type) {
    case "EscalationRaised":
      return raised(event, known);
    case "StageOpened":
      return {
        what: said.stageOpened.what(title(event.stage), said.stageOpened.because[event.because]),
        clause: stageOf(policy, event.stage).clause,
        details: [
          {
            key: said.stageOpened.shows.askedToAct,
            text: event.asked.map((each) => seatInWords(known, each, event.sealed)).join("\n"),
          },
          ...(event.told.length > 0
            ? [
                {
                  key: said.stageOpened.shows.informed,
                  text: event.told.map((each) => seatInWords(known, each, event.sealed)).join("\n"),
                },
              ]
            : []),
        ],
      };
    case "ClockStarted":
      return {
        what: said.clockStarted.what(asked(known, event), inWords(event.due), inWords(event.from)),
        ...clauseOf(known, event),
        details: [],
      };
    case "ClockMet":
      return plain(said.clockMet.what(asked(known, event)));
    case "DeadlinePassed":
      return plain(
        event.guide
          ? said.deadlinePassed.guide(inWords(event.due), asked(known, event))
          : said.deadlinePassed.what(inWords(event.due), asked(known, event)),
      );
    case "ReminderFellDue":
      return plain(
        event.kind === "chase"
          ? said.reminderFellDue.afterwards(asked(known, event))
          : said.reminderFellDue[event.kind === "half time" ? "atHalfTime" : "onTheLastDay"](asked(known, event)),
      );
    case "DiscussionRecorded":
      return by(
        said.discussionRecorded.what(event.kind, inWords(event.heldAt), title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: said.discussionRecorded.shows.attended, text: event.sealed.attended },
              { key: said.discussionRecorded.shows.agreed, text: event.sealed.agreed },
              { key: said.discussionRecorded.shows.pursued, text: event.sealed.pursued },
            ],
      );
    case "ResponseRecorded":
      return by(
        said.responseRecorded.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              ...questionRows(stageOf(policy, event.stage), event.sealed.answers),
              { key: said.responseRecorded.shows.response, text: event.sealed.response },
            ],
      );
    case "QuestionsAnswered":
      return by(
        said.questionsAnswered.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased ? [] : questionRows(stageOf(policy, event.stage), event.sealed.answers),
      );
    case "MeetingArranged":
      return by(
        said.meetingArranged.what(inWords(event.for), title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: said.meetingArranged.shows.where, text: event.sealed.where },
              { key: said.meetingArranged.shows.invited, text: event.sealed.invited },
            ],
      );
    case "DiscussionApproved":
      return by(said.discussionApproved.what(inWords(event.recordedAt)), event.by, event.sealed, []);
    case "OthersTold":
      return plain(said.othersTold.what, [
        {
          key: said.othersTold.shows.informed,
          text: event.told.map((each) => seatInWords(known, each, event.sealed)).join("\n"),
        },
      ]);
    case "ItemsTicked": {
      const items = stageOf(policy, event.stage).checklist?.items ?? [];
      const { sealed } = event;
      return by(
        said.itemsTicked.what(title(event.stage)),
        event.by,
        sealed,
        event.items.map(({ item, on }) => ({
          key: items.find((each) => each.item === item)?.words ?? item,
          text: [said.itemsTicked.done(dayInWords(on)), sealed === erased ? "" : (sealed.words[item] ?? "")]
            .join("\n")
            .trim(),
        })),
      );
    }
    case "AdviceAsked":
      return by(said.adviceAsked.what(title(event.stage)), event.by, event.sealed, [
        {
          key: said.adviceAsked.shows.askedOf,
          text: seatInWords(
            known,
            event.of,
            event.sealed === erased ? erased : { people: { [event.of.seat]: event.sealed.person } },
          ),
        },
        ...(event.sealed === erased ? [] : [{ key: said.adviceAsked.shows.question, text: event.sealed.question }]),
      ]);
    case "AdviceGiven":
      return by(
        said.adviceGiven.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: said.adviceGiven.shows.advice, text: event.sealed.advice }],
      );
    case "ManagerJoined":
      return by(
        said.managerJoined.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: said.managerJoined.shows.named, text: withoutAddresses(event.sealed.named) },
              {
                key: said.managerJoined.shows.askedToAct,
                text: seatInWords(known, event.to, { people: { [event.to.seat]: event.sealed.person } }),
              },
            ],
      );
    case "DateProposed":
      return by(
        said.dateProposed.what(inWords(event.until), title(event.stage)),
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "DateAgreed":
      return by(
        said.dateAgreed.what(title(event.stage), inWords(event.until)),
        event.by,
        event.sealed,
        event.clocks.map((each) => ({
          key: capital(asked(known, each)),
          text: said.dateAgreed.text(inWords(each.due)),
        })),
      );
    case "DateRejected":
      return by(said.dateRejected.what(title(event.stage)), event.by, event.sealed, because(event.sealed));
    case "DeadlinesExpedited":
      return plain(
        said.deadlinesExpedited.what(title(event.stage)),
        event.clocks.map((each) => ({
          key: capital(asked(known, each)),
          text: said.deadlinesExpedited.text(inWords(each.due)),
        })),
      );
    case "RecordFiled":
      return by(
        said.recordFiled.what,
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: said.recordFiled.shows.where, text: event.sealed.where }],
      );
    case "ResolutionProposed":
      return by(
        said.resolutionProposed.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [{ key: said.resolutionProposed.shows.proposedResolution, text: event.sealed.resolution }],
      );
    case "ResolutionAccepted":
      return by(
        said.resolutionAccepted.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [optional(said.resolutionAccepted.comment, event.sealed.comment)],
      );
    case "ResolutionRejected":
      return by(said.resolutionRejected.what(title(event.stage)), event.by, event.sealed, because(event.sealed));
    case "DeclaredUnresolved":
      return by(said.declaredUnresolved.what(title(event.stage)), event.by, event.sealed, [
        ...because(event.sealed),
        ...(event.sealed === erased ? [] : questionRows(stageOf(policy, event.stage), event.sealed.answers ?? {})),
      ]);
    case "StageReferred":
      return by(
        said.stageReferred.what(title(event.stage), title(event.to)),
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "StageEnded":
      return plain(
        said.stageEnded.what(title(event.stage), stageEndInWords(event.how), event.next && title(event.next)),
      );
    case "HandedOn":
      return by(
        said.handedOn.what(title(event.stage)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              { key: said.handedOn.shows.named, text: withoutAddresses(event.sealed.named) },
              {
                key: said.handedOn.shows.handedTo,
                text: seatInWords(known, event.to, { people: { [event.to.seat]: event.sealed.person } }),
              },
            ],
      );
    case "DeadlineShortened":
      return by(
        event.clocks.length > 0
          ? said.deadlineShortened.what(inWords(event.until))
          : said.deadlineShortened.asked(inWords(event.until)),
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "ImmediateRiskFlagged":
      return by(
        said.immediateRiskFlagged[event.guide ? "guide" : "what"](policy.immediateRisk.words),
        event.by,
        event.sealed,
        because(event.sealed),
      );
    case "InformationRequested":
      return by(
        said.informationRequested.what(listed(event.of.map(sideInWords))),
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: said.informationRequested.shows.request, text: event.sealed.request }],
      );
    case "InformationProvided":
      return by(
        said.informationProvided.what,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [{ key: said.informationProvided.shows.information, text: event.sealed.information }],
      );
    case "OutcomeGiven":
      return by(
        said.outcomeGiven.what[event.kind],
        event.by,
        event.sealed,
        event.sealed === erased ? [] : [{ key: said.outcomeGiven.key[event.kind], text: event.sealed.outcome }],
      );
    case "DutyDone": {
      const duty = dutyOf(policy, event.stage, event.duty);
      const acts = event.acts === undefined ? "" : event.acts ? said.dutyDone.acts : said.dutyDone.doesNotAct;
      const choice = duty?.options?.find((each) => each.id === event.choice);
      return {
        ...by(
          [said.dutyDone.what(duty?.asks ?? event.duty), acts, ...(choice ? [said.dutyDone.chosen(choice.words)] : [])]
            .filter((each) => each !== "")
            .join(" "),
          event.by,
          event.sealed,
          event.sealed === erased ? [] : [{ key: said.dutyDone.shows.inTheirWords, text: event.sealed.words }],
        ),
        ...(duty ? { clause: duty.clause } : {}),
      };
    }
    case "NoteAdded":
      return by(
        event.kind === "note"
          ? said.noteAdded.note
          : event.kind === "correction"
            ? said.noteAdded.correction(event.corrects)
            : said.noteAdded.missing,
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              {
                key: said.noteAdded.key[event.kind],
                text: event.sealed.words,
              },
            ],
      );
    case "LateAnswerRecorded":
      return by(
        said.lateAnswerRecorded[event.receivedInTime ? "inTime" : "what"](title(event.stage), lateAnswer(event.answer)),
        event.by,
        event.sealed,
        event.sealed === erased
          ? []
          : [
              ...questionRows(stageOf(policy, event.stage), event.sealed.answers ?? {}),
              { key: said.lateAnswerRecorded.shows.answer, text: event.sealed.words },
            ],
      );
    case "EscalationWithdrawn":
      return by(said.escalationWithdrawn.what, event.by, event.sealed, because(event.sealed));
    case "DeadlinesReplanned":
      return plain(
        said.deadlinesReplanned.what(event.reason),
        event.clocks.map((each) => ({
          key: asked(known, each),
          text: said.deadlinesReplanned[each.provisional ? "provisional" : "text"](inWords(each.due)),
        })),
      );
    case "EscalationClosed":
      return plain(said.escalationClosed.what(endInWords(event.how)));
    case "LegalHoldPlaced":
    case "LegalHoldLifted":
    case "PeopleErased":
      return keepingInWords(event);
    case "ExecutionReplaced":
      return plain(said.executionReplaced.what(event.reason));
    case "NoticeSent":
      return plain(said.noticeSent.what(seatOf(known, event.seat), noticeInWords(event.kind)));
    case "NoticeLapsed":
      return plain(said.noticeLapsed.what(seatOf(known, event.seat), noticeInWords(event.kind), event.because));
    case "NoticeRefused":
      return plain(said.noticeRefused.what(seatOf(known, event.seat), noticeInWords(event.kind)), [
        { key: said.noticeRefused.shows.whatItSaid, text: withoutAddresses(event.because) },
      ]);
    case "NoticeBounced":
      return plain(
        said.noticeBounced.what(seatOf(known, event.seat), bounceInWords[event.bounce], noticeInWords(event.kind)),
        [
          ...(event.subtype ? [{ key: said.noticeBounced.shows.subtype, text: event.subtype }] : []),
          ...(event.instead
            ? [
                {
                  key: said.noticeBounced.shows.askedAsWell,
                  text: seatInWords(known, event.instead, event.sealed ?? erased),
                },
              ]
            : []),
        ],
      );
    default:
      return event satisfies never;
  }

  function because(sealed: Sealed<{ reason: string }>): Row[] {
    return sealed === erased ? [] : [{ key: said.reason, text: sealed.reason }];
  }

  function seatOf(of: Known, seat: string): string {
    const held = state.seats.get(seat);
    if (!held) return said.seat.unknown;
    return held.via === "inbox"
      ? said.seat.inbox(agencyName(of, held.agency))
      : said.seat.role(roleCalled(policy, held.role), agencyName(of, held.agency));
  }
}

function raised(event: Extract<EscalationEvent, { type: "EscalationRaised" }>, known: Known): Happened {
  const { sealed } = event;
  const about: Row[] =
    sealed === erased
      ? [{ key: said.raised.shows.theConcern, text: erasedInWords }]
      : [
          {
            key: said.raised.shows.whoItIsAbout,
            text: [
              sealed.person.name,
              ...(sealed.person.dateOfBirth ? [said.raised.born(dayInWords(sealed.person.dateOfBirth))] : []),
              ...(sealed.person.circumstances ? [sealed.person.circumstances] : []),
            ].join("\n"),
          },
          ...(["issue", "disagreement", "risk", "evidence", "resolutionSought"] as const).flatMap((each): Row[] => {
            const text = sealed.words[each];
            return text ? [{ key: wordsCalled[each], text }] : [];
          }),
        ];
  return {
    what: [
      said.raised.what(agencyName(known, event.receiving.agency)),
      ...(event.raiseBy?.late ? [said.raised.late(inWords(event.raiseBy.due))] : []),
      ...(event.immediateRisk ? [said.raised.immediateRisk(known.policy.immediateRisk.words)] : []),
    ].join(" "),
    who: doerInWords(
      known,
      { side: "raising", role: "practitioner", agency: event.raising.agency },
      sealed === erased ? erased : { name: sealed.raising.practitioner.name },
    ),
    details: [
      { key: said.raised.shows.typeOfDisagreement, text: typeInWords(known) },
      { key: said.raised.shows.whenItArose, text: aroseInWords(event.arose) },
      {
        key: said.raised.shows.policy,
        text: said.raised.policy(known.policy.partnership.name, known.policy.title, event.policy.version),
      },
      ...(event.protectBy ? [{ key: said.raised.shows.protectBy, text: inWords(event.protectBy) }] : []),
      ...about,
      ...raisedAnswerRows(event, known.policy),
    ],
  };
}

function doerInWords(known: Known, by: By, sealed: Sealed<{ name: string }>): string {
  const name = sealed === erased ? said.person.nameErased : sealed.name;
  return said.person.who(name, roleCalled(known.policy, by.role), agencyName(known, by.agency), sideInWords(by.side));
}

function seatInWords(known: Known, seat: Seat, sealed: Sealed<{ people: Record<string, { name: string }> }>): string {
  const role = roleCalled(known.policy, seat.role);
  const agency = agencyName(known, seat.agency);
  const side = sideInWords(seat.side);
  if (seat.via === "inbox") return said.person.inbox(agency, role, side);
  const name = sealed === erased ? said.person.erased : (sealed.people[seat.seat]?.name ?? said.person.notKnown);
  return said.person.who(name, role, agency, side);
}

/** What a clock asks for, in the policy's words. */
function asked({ policy }: Known, { stage, clock }: { stage: string; clock: string }): string {
  return askedFor(policy, { stage, clock }).asks;
}

function clauseOf({ policy }: Known, { stage, clock }: { stage: string; clock: string }): { clause?: string } {
  const { clause } = askedFor(policy, { stage, clock });
  return clause ? { clause } : {};
}

const lateAnswers: Readonly<Record<string, string>> = said.lateAnswerRecorded.answers;
const lateAnswer = (answer: string) => lateAnswers[answer] ?? answer;

/** Of what an email tells, after a colon. */
export const noticeInWords = (kind: string) =>
  Object.hasOwn(said.notices, kind) ? said.notices[kind as NoticeKind] : kind;

/** A person was named by name and address; pages show the name. */
export const withoutAddresses = (words: string) => words.replaceAll(/,?\s*\S+@\S+/g, "").trim();

const optional = (key: string, text: string | undefined): Row | undefined => (text ? { key, text } : undefined);
