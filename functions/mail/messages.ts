/**
 * What every e-mail says. It carries the reference, the partnership, the agencies, the stage and the time; never a
 * person's name, a date of birth or a word of the concern (ALL-13): those are behind the link.
 */
import { inWords } from "../../policies/calendar/instant.ts";
import { formsAt, roleInWords, stageAfter, stageOf } from "../../policies/language/stages.ts";
import type { Rules } from "../core/clocks.ts";
import { wordsInWords } from "../core/raising.ts";
import { askedFor, ownDefaultInWords } from "../core/asked.ts";
import { bounceInWords, bounceMeans } from "../core/bounce-words.ts";
import { filingOf, stillAskedOf } from "../core/capabilities.ts";
import { isOwed, runningClocks, stageDeadline, type Escalation, type LiveClock } from "../core/escalation.ts";
import type { EscalationEvent, EventOf, Seat } from "../core/events.ts";
import type { Notice } from "../core/notices.ts";
import type { Message } from "./mail.ts";

export interface MessageInput {
  readonly notice: Notice;
  readonly event: EscalationEvent;
  readonly reference: string;
  readonly state: Escalation;
  readonly rules: Rules;
  /** By agency id. */
  readonly agencyNames: Readonly<Record<string, string>>;
  /** Where the recipient reads and answers. */
  readonly url: string;
}

/** First in every e-mail on which a concern can be answered (ALL-05). */
export const immediateDanger =
  "If someone is in immediate danger, call 999 now. Do not wait for an answer through this service.";

export function messageFor(input: MessageInput): Message {
  const { notice, reference, state, rules, agencyNames, url } = input;
  const { policy } = rules;
  const { subject, says } = wordsFor(input);
  const raising = agencyNames[state.raised.raising.agency] ?? state.raised.raising.agency;
  const receiving = agencyNames[state.raised.receiving.agency] ?? state.raised.receiving.agency;
  const seat = state.seats.get(notice.seat);
  const forWhom =
    seat && seat.via === "inbox"
      ? [
          `For the attention of: ${seat.role === "inbox" ? "the partnership’s team" : `the ${roleInWords(policy, seat.role)}`}.`,
        ]
      : [];
  const paragraphs = [
    immediateDanger,
    ...forWhom,
    ...(state.immediateRisk ? [`IMMEDIATE RISK has been flagged: ${policy.immediateRisk.words}.`] : []),
    ...says,
    ...askedBeside(input),
    ...formsFilled(notice, rules),
    `Escalation ${reference}: raised by ${raising}, with ${receiving}, under the ${policy.title} of ${policy.partnership.name}.`,
    `Read and answer here: ${url}`,
    "The link is for you alone and shows nothing until you press Continue. This e-mail holds no details of the person concerned, so do not reply to it with any.",
    ...(policy.advice ? [policy.advice] : []),
  ];
  return {
    subject: `${reference}: ${subject}`,
    text: `${paragraphs.join("\n\n")}\n`,
    html: asHtml(paragraphs, url),
  };
}

/** The forms that go with what is asked, told and answered: read at the link, never attached (MED-11, KNO-10, ALL-13). */
function formsFilled({ kind, stage }: Notice, { policy }: Rules): string[] {
  if (!stage || (kind !== "asked" && kind !== "told" && kind !== "responded")) return [];
  return formsAt(policy, stage).map(
    ({ title }) => `The ${title} is filled from the record: you can read and save it at the link.`,
  );
}

/** Whoever is asked because an e-mail to somebody else came back hears why. */
function askedBeside({ event, notice }: MessageInput): string[] {
  return event.type === "NoticeBounced" && event.instead?.seat === notice.seat
    ? [
        "You are asked because an e-mail to whoever was asked before did not reach them, or not for certain. They keep their own link, and either of you can answer. The clock has not stopped.",
      ]
    : [];
}

interface Words {
  readonly subject: string;
  readonly says: readonly string[];
}

function wordsFor({ notice, event, state, rules, agencyNames }: MessageInput): Words {
  const { policy } = rules;
  const title = notice.stage ? stageOf(policy, notice.stage).title : "";
  const deadline = stageDeadline(state);
  // What is about no stage in particular is about the one that is open.
  const byWhen =
    deadline && deadline.stage === (notice.stage ?? deadline.stage) ? sayDeadline(deadline, rules, state) : [];
  const clock = notice.clock
    ? state.clocks.findLast((each) => each.stage === notice.stage && each.clock === notice.clock)
    : undefined;
  const seat = state.seats.get(notice.seat);
  const asks = clock && askedFor(policy, clock, seat).asks;
  // Whoever raised the concern hears of what their own side proposes too.
  const ownSide = "by" in event && typeof event.by === "object" && event.by.side === seat?.side;
  switch (notice.kind) {
    case "acknowledged":
      return {
        subject: "your concern has been raised",
        says: [
          `Your concern is on the record and is now with the other agency (${title}). You hear of everything that is decided, and need not chase anybody.`,
          ...whichPolicy(state, rules),
          ...(policy.beforeTheFormalProcess && state.raised.opensAt === policy.beforeTheFormalProcess.otherwiseOpensAt
            ? [
                `It is not in the formal process yet, because not everything that comes before it was confirmed. ${policy.beforeTheFormalProcess.explains}`,
              ]
            : []),
          ...(state.missing.length > 0
            ? [
                `Because of the immediate risk nothing was held up, but this is still missing: ${state.missing.map((each) => wordsInWords[each]).join(", ")}. Add it by the link as soon as you can.`,
              ]
            : []),
          ...(state.immediateRisk && !policy.immediateRisk.opensAt
            ? [
                "You flagged immediate risk. If the person needs an answer sooner than the policy asks for, set a shorter deadline by the link.",
              ]
            : []),
          ...(state.raised.raiseBy?.late
            ? [
                `It was raised after the time that the policy gives for raising (${inWords(state.raised.raiseBy.due)}). It is accepted, and recorded as late.`,
              ]
            : []),
          ...byWhen,
        ],
      };
    case "asked": {
      const rulesOf = stageOf(policy, notice.stage ?? "");
      const side =
        seat?.side === "partnership"
          ? "the partnership"
          : seat?.side === "raising"
            ? "the agency that raised the concern"
            : "the agency whose decision is challenged";
      const role = seat && seat.role !== "inbox" ? roleInWords(policy, seat.role) : "person responsible";
      return {
        subject: `your answer is asked for (${title})`,
        says: [
          `You are asked to act as ${role} for ${side}, at ${title}.`,
          ...(rulesOf.about ? [`The policy says: ${rulesOf.about}`] : []),
          ...whatComesFirst(notice, state, rules),
          ...byWhen,
          "If you are not the right person, say so by the link and name who is. The clock does not stop.",
        ],
      };
    }
    case "told":
      return {
        subject: `for your information: ${title}`,
        says: [
          `This escalation has reached ${title}, and the policy says that you are to know. You can read the record and add to it by the link.`,
          ...byWhen,
        ],
      };
    case "nobody holds the role":
      return {
        subject: `nobody is known for a role (${title})`,
        says: [
          `For at least one role at ${title} the directory names nobody, so the matter went to an inbox instead. The clock is running. Find out who holds the role and see that they have it.`,
          ...byWhen,
        ],
      };
    case "climbed":
      return {
        subject: `it has gone on to ${title}`,
        says: [
          `${whyClimbed(event)} It is now at ${title}. You have nothing to do, and can read the record and add to it by the link.`,
          ...byWhen,
        ],
      };
    case "reminder":
      return {
        subject: `reminder: due ${clock ? inWords(clock.due) : ""}`,
        says: [
          ...(asks && clock
            ? [
                `By ${inWords(clock.due)} this is to be done, and it is not yet recorded as done: ${asks}.${clock === deadline ? "" : ownDefault(clock, rules)}`,
              ]
            : []),
          ...(clock && isOwed(clock) ? [] : byWhen),
        ],
      };
    case "chased":
      return {
        subject: `still waiting: ${asks ?? title}`,
        says:
          asks && clock
            ? [
                `This was due by ${inWords(clock.due)} and has not been recorded as done: ${asks}. It stays open until it is.${ownDefault(clock, rules)}`,
              ]
            : [],
      };
    case "deadline passed":
      return {
        subject: `a deadline has passed (${title})`,
        says: [
          ...(asks && clock
            ? [
                `${event.type === "DeadlinePassed" && event.guide ? "A guide timescale has passed" : "A deadline has passed"}, at ${inWords(clock.due)}: ${asks}. This is on the record.${ownDefault(clock, rules)}`,
                clock.whenPassed === "chase"
                  ? "It stays open and is chased until it is done."
                  : "It can still be done and recorded.",
              ]
            : []),
          ...((clock && isOwed(clock)) || clock === deadline ? [] : byWhen),
        ],
      };
    case "responded":
      return {
        subject: "the receiving agency has responded",
        says: [
          `A response has been recorded at ${title}. Read it by the link. The concern stays open until the raising agency accepts a resolution.`,
          ...byWhen,
        ],
      };
    case "discussion recorded":
      return {
        subject: "a discussion or meeting has been recorded",
        says: [`A discussion or meeting has been recorded at ${title}. Read what was agreed by the link.`, ...byWhen],
      };
    case "resolution proposed":
      return {
        subject: ownSide ? "a resolution is proposed by your side" : "a resolution is proposed: accept or reject it",
        says: [
          ownSide
            ? `Your own side proposes a resolution at ${title}. It counts when the other side accepts it.`
            : `The other agency proposes a resolution at ${title}. If you act for your side, accept or reject it by the link. Saying nothing accepts nothing.`,
          ...byWhen,
        ],
      };
    case "resolution rejected":
      return {
        subject: "the proposed resolution was not accepted",
        says: [`The resolution proposed at ${title} was rejected; the reason is on the record.`, ...byWhen],
      };
    case "resolved":
      return {
        subject: "the matter is resolved",
        says: [`A resolution was accepted at ${title}. It is on the record; keep your own copy by the link.`],
      };
    case "deadline shortened":
      return {
        subject: "the deadline has been brought nearer",
        says: ["A shorter timescale that protects the person was set, and it wins over the policy’s own.", ...byWhen],
      };
    case "deadlines replanned":
      return {
        subject: "deadlines have been planned again",
        says: [
          "More bank holidays are known than when the deadlines were planned. The record shows each change.",
          ...byWhen,
        ],
      };
    case "immediate risk":
      return {
        subject: "immediate risk has been flagged",
        says: [
          "Somebody has flagged immediate risk. Act on it now; nobody need wait for a deadline.",
          ...(policy.immediateRisk.opensAt
            ? []
            : ["If the person needs an answer sooner than the policy asks for, set a shorter deadline by the link."]),
          ...byWhen,
        ],
      };
    case "information requested":
      return {
        subject: "further information is asked for",
        says: ["Further written information is asked for. Give it by the link. The deadline does not move.", ...byWhen],
      };
    case "information provided":
      return {
        subject: "the information asked for is here",
        says: ["Information that was asked for has been provided. Read it by the link.", ...byWhen],
      };
    case "outcome given":
      return {
        subject:
          stageOf(policy, notice.stage ?? "").endsBy === "record"
            ? "the disagreement has been recorded"
            : `${stageOf(policy, notice.stage ?? "").endsBy} recorded`,
        says: [`The ${stageOf(policy, notice.stage ?? "").endsBy} of ${title} can be read by the link.`],
      };
    case "duty owed":
      return {
        subject: `one thing is still to be done by ${clock ? inWords(clock.due) : ""}`,
        says: asks && clock ? [`You are asked to ${asks}, by ${inWords(clock.due)}.${ownDefault(clock, rules)}`] : [],
      };
    case "duty done":
      return {
        subject: "what was still to be done has been done",
        says: asks ? [`Recorded as done: ${asks}. Read it by the link.`] : [],
      };
    case "missing information supplied":
      return {
        subject: "what was missing from the concern has been added",
        says: [
          "The concern was raised in a hurry because of immediate risk. What was missing has been added; read it by the link.",
        ],
      };
    case "late answer":
      return {
        subject: "an answer came after its stage was over",
        says: [
          `An answer to ${title} came after that stage was over. It changes nothing by itself; it is on the record for you to read.`,
          ...byWhen,
        ],
      };
    case "withdrawn":
      return {
        subject: "the concern has been withdrawn",
        says: ["The raising agency has withdrawn the concern. The reason is on the record, which stays."],
      };
    case "could not be delivered":
      if (event.type === "NoticeBounced") return cameBack(event, { state, rules, agencyNames }, byWhen);
      return {
        subject: "an e-mail could not be sent",
        says: [
          "An e-mail about this escalation was refused by the mail service. The record says for which role. Reach that person another way: the clock is running.",
          ...byWhen,
        ],
      };
    case "meeting arranged":
      return {
        subject: "a meeting has been arranged",
        says: [
          event.type === "MeetingArranged"
            ? `A meeting at ${title} has been arranged for ${inWords(event.for)}. Where, and who is invited, can be read by the link.`
            : "",
          ...byWhen,
        ],
      };
    case "date proposed":
      return {
        subject: ownSide ? "your side proposes another deadline" : "another deadline is proposed: accept or reject it",
        says: [
          event.type === "DateProposed"
            ? `${ownSide ? "Your own" : "The other"} side proposes ${inWords(event.until)} as the deadline of ${title}. ${ownSide ? "It counts when the other side accepts it." : "If you act for your side, accept or reject it by the link."} Until both sides agree, the deadline stays as it is.`
            : "",
          ...byWhen,
        ],
      };
    case "date agreed":
      return {
        subject: "both sides agreed another deadline",
        says: [`Both sides have agreed another deadline for ${title}. The reason is on the record.`, ...byWhen],
      };
    case "date rejected":
      return {
        subject: "the proposed deadline was not agreed",
        says: [`The deadline that was proposed for ${title} was not agreed. It stays as it was.`, ...byWhen],
      };
    case "advice asked":
      return {
        subject: "your advice is asked for",
        says: [
          `Somebody of your agency who acts at ${title} asks for your advice. Read the question and the record by the link, and answer there. The deadline does not move.`,
          ...byWhen,
        ],
      };
    case "advice given":
      return {
        subject: "the advice that was asked for is here",
        says: ["The advice that your side asked for has been given. Read it by the link.", ...byWhen],
      };
    case "confirmed in writing":
      return {
        subject: "a written confirmation is on the record",
        says: [`What was agreed or decided at ${title} has been confirmed in writing. Read and save it by the link.`],
      };
    case "file the record":
      return {
        subject: "file the record, and confirm that you have",
        says: [
          `${title} has ended. You are asked to ${filing(seat, state, rules)}. The link lets you save the record as a document, and confirm that it was filed.`,
        ],
      };
    case "copy of the record":
      return {
        subject: `your copy of the record (${title})`,
        says: [
          `${title} has ended. The policy says that all parties keep a clear record at all stages: your own copy, as it stands now, can be read and saved by the link.`,
        ],
      };
    default:
      return notice.kind satisfies never;
  }
}

/** To the partnership: whom an e-mail did not reach, in their role alone, and who is asked now (ALL-13). */
function cameBack(
  { seat, bounce, instead }: EventOf<"NoticeBounced">,
  { state, rules: { policy }, agencyNames }: Pick<MessageInput, "state" | "rules" | "agencyNames">,
  byWhen: readonly string[],
): Words {
  const called = ({ role, agency, via }: Seat) => {
    const place = agency === policy.partnership.id ? policy.partnership.name : (agencyNames[agency] ?? agency);
    return via === "inbox" ? `the inbox of ${place}` : `the ${roleInWords(policy, role)} of ${place}`;
  };
  const held = state.seats.get(seat);
  const asked = stillAskedOf(state, policy, seat).length > 0;
  const joinedBefore = state.bounced.findLast((each) => each.seat === seat && each.instead !== undefined)?.instead;
  const beside = instead ?? (joinedBefore === undefined ? undefined : state.seats.get(joinedBefore));
  const now = beside
    ? `Because of it, ${called(beside)}${beside.via === "inbox" ? `, for the attention of the ${roleInWords(policy, beside.role)},` : ""} has been asked as well; either of them can answer.`
    : asked
      ? "Nobody else is known who could be asked."
      : "Nothing is asked of them at the moment, but they may not know how things stand.";
  return {
    subject: bounce === "complaint" ? "an e-mail was marked as spam" : "an e-mail did not reach somebody",
    says: [
      `An e-mail about this escalation to ${held ? called(held) : "somebody"} ${bounceInWords[bounce]}. ${bounceMeans[bounce]} ${now}`,
      `Reach ${asked ? "them another way and see that the matter is answered: the clock is running" : "them another way"}.`,
      ...byWhen,
    ],
  };
}

function filing(seat: Seat | undefined, state: Escalation, { policy }: Rules): string {
  return (seat && filingOf(state, policy, seat.side)) ?? "put it on file";
}

/** What is to be done at a stage before its deadline, such as speaking on the first day. */
function whatComesFirst({ stage, seat }: Notice, state: Escalation, rules: Rules): string[] {
  const limit = stageDeadline(state);
  return runningClocks(state)
    .filter((each) => each.kind === "stage" && each.stage === stage && limit !== undefined && each.due < limit.due)
    .map(
      (clock) =>
        `By ${inWords(clock.due)}: ${askedFor(rules.policy, clock, state.seats.get(seat)).asks}.${ownDefault(clock, rules)}`,
    );
}

function sayDeadline(clock: LiveClock, rules: Rules, state: Escalation): string[] {
  if (clock.passedAt)
    return [
      `The deadline was ${inWords(clock.due)} and has passed. It stays open and is chased.${ownDefault(clock, rules)}`,
    ];
  const next = stageAfter(rules.policy, clock.stage);
  const then =
    clock.whenPassed === "climb" && next
      ? `If it is not settled by then, it goes to ${next.title} by itself.`
      : "If nothing is recorded by then, it stays open and is chased.";
  const guide = state.guide ? " Because of immediate risk the timescale is a guide only: nobody need wait for it." : "";
  const until = clock.kind === "proposal" ? "The time to answer the proposal ends" : "The deadline is";
  return [`${until} ${inWords(clock.due)}. ${then}${ownDefault(clock, rules)}${guide}`];
}

/** A number that the policy does not give is never shown as the policy's (MK-02, MK-06). */
function ownDefault(clock: LiveClock, { policy }: Rules): string {
  const says = ownDefaultInWords(askedFor(policy, clock));
  return says ? ` ${says}` : "";
}

/** Whoever raises a concern is told which policy it runs under where that is not simply the area's (TP-01, MED-13). */
function whichPolicy(state: Escalation, { policy }: Rules): string[] {
  switch (state.raised.policy.because) {
    case "own policy":
      return [
        `No escalation policy is held here for the person’s area, so your organisation’s own is used: the ${policy.title} of ${policy.partnership.name}. Any local procedure that exists takes precedence: check whether there is one.`,
      ];
    case "secure setting":
      return [
        `It concerns a secure setting, so it runs under the ${policy.title} of ${policy.partnership.name}, wherever the child’s home is.`,
      ];
    case "area":
    case undefined:
      return [];
  }
}

function whyClimbed(event: EscalationEvent): string {
  if (event.type !== "StageOpened") return "";
  switch (event.because) {
    case "deadline passed":
      return "The stage before was not settled by its deadline.";
    case "unresolved":
      return "The stage before was declared unresolved.";
    case "immediate risk":
      return "Immediate risk was flagged, so it moved on at once.";
    case "referred":
      return "It was referred on for a reason that the policy gives.";
    case "raised":
      return "The concern was raised.";
  }
}

interface LinkAskedFor {
  readonly agency: string;
  readonly url: string;
  /** When the link ends, UTC. */
  readonly until: string;
}

/** What goes to whoever asked for a link by which to raise a concern. No concern exists yet, so there is no reference. */
export const raiseLinkMessage = (asked: LinkAskedFor): Message =>
  linkMessage(asked, {
    subject: "Your link to raise a concern",
    by: "you can raise a concern about another agency’s decision",
    here: "Raise a concern here",
    whatIs: "what is raised by it is raised in your name",
    manyOf: "concern",
  });

/** The same for a practice alert (MED-16). */
export const alertLinkMessage = (asked: LinkAskedFor): Message =>
  linkMessage(asked, {
    subject: "Your link to submit a practice alert",
    by: "you can submit a practice alert, which must not be about one case",
    here: "Submit a practice alert here",
    whatIs: "what is submitted by it is submitted in your name",
    manyOf: "alert",
  });

function linkMessage(
  { agency, url, until }: LinkAskedFor,
  words: Readonly<Record<"subject" | "by" | "here" | "whatIs" | "manyOf", string>>,
): Message {
  const paragraphs = [
    immediateDanger,
    `Somebody asked for a link by which ${words.by}, on behalf of ${agency}.`,
    `${words.here}: ${url}`,
    `The link is for you alone: ${words.whatIs}. It shows nothing until you press Continue, it can be used for more than one ${words.manyOf}, and it ends at ${inWords(until)}.`,
    "Do not reply to this e-mail, and above all not with details of any person. If you did not ask for the link, you have nothing to do.",
  ];
  return { subject: words.subject, text: `${paragraphs.join("\n\n")}\n`, html: asHtml(paragraphs, url) };
}

/** The same paragraphs for readers of HTML. Nothing typed by a person comes in, and everything is escaped all the same. */
export function asHtml(paragraphs: readonly string[], url: string, title = "Escalation"): string {
  const escape = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
  const body = paragraphs
    .map((each) => escape(each).replace(escape(url), `<a href="${escape(url)}">${escape(url)}</a>`))
    .map((each, index) => (index === 0 ? `<p><strong>${each}</strong></p>` : `<p>${each}</p>`))
    .join("\n");
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head>\n<body style="font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em">\n${body}\n</body></html>\n`;
}
