/** What stands on the record of each thing that a form can show (`policies/language/shows.ts`), in words. */
import { dayInWords, dayOf, inWords, isDay } from "../../policies/calendar/instant.ts";
import type { Shows } from "../../policies/language/shows.ts";
import type { RaiseQuestion } from "../../policies/language/schema.ts";
import { stageOf } from "../../policies/language/stages.ts";
import { erased, type By, type ConcernWords, type EscalationEvent, type EventOf, type Seat } from "../core/events.ts";
import { noticesOf } from "../core/notices.ts";
import type { Story } from "../escalations/escalations.ts";
import { aroseInWords, erasedInWords, typeInWords } from "../pages/concern.ts";
import { endInWords, stageEndInWords } from "../pages/standing.ts";
import { capital } from "../pages/wording.ts";
import { agencyName, roleCalled } from "../pages/visit.ts";
import type { Said } from "./document.ts";
import { english } from "./words.ts";

const called = english.facts;

/** All that a document is made from. A visit of a link has it. */
export interface Source {
  readonly story: Story;
  /** What agencies and the partnership are called, by id. */
  readonly agencies: ReadonlyMap<string, string>;
  /** The instant at which it is made, UTC. */
  readonly at: string;
}

/** What there is of a fact on the record; nothing when there is nothing yet. */
export function found(shows: Shows, source: Source): Said[] {
  const { story } = source;
  const { raised, words } = story.state;
  const concern = raised.sealed;
  const wordsOf = (part: keyof ConcernWords) => one(words === erased ? erasedInWords : words[part]);
  const ofPerson = (part: "name" | "dateOfBirth" | "circumstances") =>
    concern === erased ? erasedInWords : concern.person[part];

  switch (shows.fact) {
    case "reference":
      return one(story.reference);
    case "date raised":
      return [{ text: day(raised.at) }];
    case "date the disagreement arose":
      return one(aroseInWords(raised.arose));
    case "raising agency":
    case "receiving agency":
      return one(agencyName(source, raised[shows.fact === "raising agency" ? "raising" : "receiving"].agency));
    case "raising practitioner":
      return named(source, "raising", "practitioner");
    case "raising manager":
      return named(source, "raising", "manager");
    case "receiving practitioner":
      return named(source, "receiving", "practitioner");
    case "receiving manager":
      return named(source, "receiving", "manager");
    case "name of the person":
      return one(ofPerson("name"));
    case "date of birth": {
      const born = ofPerson("dateOfBirth");
      return one(born && isDay(born) ? dayInWords(born) : born);
    }
    case "circumstances":
      return one(ofPerson("circumstances"));
    case "type of disagreement":
      return one(typeInWords({ state: story.state, policy: story.rules.policy }));
    case "issue":
    case "risk":
    case "evidence":
      return wordsOf(shows.fact);
    case "nature of the disagreement":
      return wordsOf("disagreement");
    case "resolution sought":
      return wordsOf("resolutionSought");
    case "outcome":
      return outcome(source);
    case "date of opening of":
      return openings(source, shows.stage).map((each) => ({ text: day(each.at) }));
    case "date of end of":
      return openings(source, shows.stage).flatMap(({ endedAt }) => (endedAt ? [{ text: day(endedAt) }] : []));
    case "how it ended:":
      return openings(source, shows.stage).flatMap(({ how }) => (how ? [{ text: capital(stageEndInWords(how)) }] : []));
    case "raising side of":
      return acted(source, (seat) => seat.side === "raising" && !seat.concludes, shows.stage);
    case "receiving side of":
      return acted(source, (seat) => seat.side === "receiving" && !seat.concludes, shows.stage);
    case "body of":
      return acted(source, (seat) => seat.concludes === true, shows.stage);
    case "responses of":
      return responses(source, shows.stage).map((each) => responseInWords(each, source));
    case "date of response of":
      return responses(source, shows.stage)
        .slice(0, 1)
        .map((each) => ({ text: day(each.at) }));
    case "resolution of":
      return resolution(source, shows.stage);
    case "discussions of":
      return discussions(source, shows.stage);
    case "concerns remaining from":
      return concernsRemaining(source, shows.stage);
    case "answer":
      return shows.stage === undefined
        ? answerWhenRaised(source, shows.question)
        : answerAtStage(source, shows.question, shows.stage);
    case "date told":
      return datesTold(source, shows.role, shows.stage);
    default:
      return shows satisfies never;
  }
}

const one = (text: string | undefined): Said[] => (text ? [{ text }] : []);
const day = (instant: string) => dayInWords(dayOf(instant));
const openings = ({ story }: Source, stage: string) => story.state.opened.filter((each) => each.stage === stage);

/** The events of some kinds at a stage, in order. */
function eventsAt<T extends EscalationEvent["type"]>({ story }: Source, stage: string, ...types: readonly T[]) {
  return story.history.filter(
    (each): each is EventOf<T> =>
      (types as readonly string[]).includes(each.type) && "stage" in each && each.stage === stage,
  );
}

/** Who did something, by name where that is not erased. */
function doer(source: Source, { by, sealed }: { by: By; sealed: { name: string } | typeof erased }): string {
  const name = sealed === erased ? called.erasedName : sealed.name;
  return called.doer(name, roleCalled(source.story.rules.policy, by.role), agencyName(source, by.agency));
}

interface Deed {
  readonly at: string;
  readonly by: By;
  readonly sealed: { readonly name: string } | typeof erased;
}

const from = (source: Source, deed: Deed) => called.did(doer(source, deed), inWords(deed.at));

/** Words with who said them; what of it is erased says so. */
function saying<S extends { readonly name: string }>(
  source: Source,
  deed: { readonly at: string; readonly by: By; readonly sealed: S | typeof erased },
  text: (sealed: S) => string,
): Said {
  return { text: deed.sealed === erased ? erasedInWords : text(deed.sealed), from: from(source, deed) };
}

/** A person whom the concern names on a side; where it names none, those who acted for the side in such a role. */
function named(source: Source, side: "raising" | "receiving", as: "practitioner" | "manager"): Said[] {
  const { raised } = source.story.state;
  if (raised.sealed === erased) return one(erasedInWords);
  const people: { readonly [role in typeof as]?: { readonly name: string } | undefined } = raised.sealed[side];
  const { roles } = source.story.rules.policy;
  return people[as]
    ? one(people[as].name)
    : acted(source, (seat) => seat.side === side && roles[seat.role]?.namedAs === as);
}

/**
 * Those who acted, with their role: whoever was asked and, beside them, whoever answered in that role under another name. An
 * inbox stands for nobody once somebody has answered from it.
 */
function acted(source: Source, wanted: (seat: Seat) => boolean, stage?: string): Said[] {
  const { state, history, rules } = source.story;
  const texts = state.opened
    .filter((each) => stage === undefined || each.stage === stage)
    .flatMap((opened) =>
      opened.acting
        .flatMap((each) => state.seats.get(each) ?? [])
        .filter(wanted)
        .flatMap((seat) => {
          const role = roleCalled(rules.policy, seat.role);
          const answered = history.flatMap((each) => (isDeed(each) && isOf(each, seat, opened.stage) ? [each] : []));
          if (seat.person === erased || answered.some((each) => each.sealed === erased)) return [erasedInWords];
          const names = answered.flatMap((each) => (each.sealed === erased ? [] : [each.sealed.name]));
          if (seat.via !== "inbox") return [seat.person.name, ...names].map((name) => called.holder(name, role));
          return names.length > 0
            ? names.map((name) => called.holder(name, role))
            : [called.inbox(agencyName(source, seat.agency), role)];
        }),
    );
  return [...new Set(texts)].map((text) => ({ text }));
}

type DeedAtStage = Extract<EscalationEvent, Deed & { readonly stage: string }>;

function isDeed(event: EscalationEvent): event is DeedAtStage {
  return (
    "by" in event &&
    typeof event.by === "object" &&
    "stage" in event &&
    "sealed" in event &&
    (event.sealed === erased || "name" in event.sealed)
  );
}

const isOf = ({ by, stage: at }: DeedAtStage, seat: Seat, stage: string) =>
  at === stage && by.side === seat.side && by.role === seat.role && by.agency === seat.agency;

const lateResponses: ReadonlySet<string> = new Set(["respond", "propose resolution", "reject resolution"]);

type Response = EventOf<"ResponseRecorded" | "ResolutionProposed" | "ResolutionRejected" | "LateAnswerRecorded">;

/**
 * With what the receiving side answered at a stage. A resolution that it proposed or rejected is an answer too, as it is for
 * the time allowed (MED-02); so is one that came late.
 */
function responses(source: Source, stage: string): Response[] {
  return eventsAt(
    source,
    stage,
    "ResponseRecorded",
    "ResolutionProposed",
    "ResolutionRejected",
    "LateAnswerRecorded",
  ).filter(
    (each) => each.by.side === "receiving" && (each.type !== "LateAnswerRecorded" || lateResponses.has(each.answer)),
  );
}

function responseInWords(event: Response, source: Source): Said {
  const withAnswers = (text: string, answers: Readonly<Record<string, string>> = {}) =>
    [
      ...Object.entries(answers).map(([id, answer]) => {
        const asked = askedAt(source, event.stage, id);
        return called.answered(asked?.question ?? id, answerInWords(answer, asked));
      }),
      text,
    ].join("\n");
  switch (event.type) {
    case "ResponseRecorded":
      return saying(source, event, ({ answers, response }) => withAnswers(response, answers));
    case "ResolutionProposed":
      return saying(source, event, ({ resolution }) => called.proposed(resolution));
    case "ResolutionRejected":
      return saying(source, event, ({ reason }) => called.rejected(reason));
    case "LateAnswerRecorded":
      return {
        ...saying(source, event, ({ answers, words }) => withAnswers(words, answers)),
        from: called.late(from(source, event), event.receivedInTime),
      };
    default:
      return event satisfies never;
  }
}

/** The resolution that was accepted or the outcome that was given at a stage; else why it ended without either. */
function resolution(source: Source, stage: string): Said[] {
  const accepted = eventsAt(source, stage, "ResolutionAccepted").at(-1);
  if (accepted) {
    const proposed = eventsAt(source, stage, "ResolutionProposed").at(-1);
    const by = called.acceptedBy(from(source, accepted));
    return [
      ...(proposed
        ? [
            {
              text: proposed.sealed === erased ? erasedInWords : proposed.sealed.resolution,
              from: called.proposedBy(from(source, proposed), by),
            },
          ]
        : [{ text: by }]),
      ...(accepted.sealed !== erased && accepted.sealed.comment
        ? [{ text: accepted.sealed.comment, from: called.commentBy(doer(source, accepted)) }]
        : []),
    ];
  }
  const given = outcomesGiven(source, eventsAt(source, stage, "OutcomeGiven"));
  if (given.length > 0) return given;
  return openings(source, stage).flatMap(({ how }) =>
    how ? [{ text: called.notResolved(stageEndInWords(how)) }] : [],
  );
}

const outcomesGiven = (source: Source, events: readonly EventOf<"OutcomeGiven">[]) =>
  events.map((each) => saying(source, each, (sealed) => sealed.outcome));

/** How the whole of it ended: the last stage's outcome, the resolution accepted, or the reason of a withdrawal. */
function outcome(source: Source): Said[] {
  const { state, history } = source.story;
  const given = outcomesGiven(
    source,
    history.filter((each) => each.type === "OutcomeGiven"),
  );
  if (given.length > 0) return given;
  if (state.phase !== "duties" && state.phase !== "closed") return [];
  const last = state.opened.at(-1)?.stage;
  if (state.how === "resolved" && last) return resolution(source, last);
  const withdrawn = history.findLast((each) => each.type === "EscalationWithdrawn");
  return withdrawn ? [saying(source, withdrawn, ({ reason }) => called.withdrawn(reason))] : one(endInWords(state.how));
}

/** With who approved what was recorded, and when (KNO-16). */
function discussions(source: Source, stage: string): Said[] {
  const approvals = eventsAt(source, stage, "DiscussionApproved");
  return eventsAt(source, stage, "DiscussionRecorded").map((each) => {
    const words = called.discussion;
    const approved = approvals.filter((one) => one.recordedAt === each.at);
    return {
      ...saying(source, each, ({ attended, agreed, pursued }) =>
        [
          words.held(each.kind, inWords(each.heldAt)),
          words.attended(attended),
          words.agreed(agreed),
          words.pursued(pursued),
        ].join("\n"),
      ),
      from: [words.recordedBy(from(source, each)), ...approved.map((one) => words.approvedBy(from(source, one)))].join(
        "; ",
      ),
    };
  });
}

/** Why the raising side took it further: its word when it declared the stage unresolved, else when it last rejected. */
function concernsRemaining(source: Source, stage: string): Said[] {
  const ofRaising = ["DeclaredUnresolved", "ResolutionRejected"] as const;
  for (const type of ofRaising) {
    const last = eventsAt(source, stage, type).findLast((each) => each.by.side === "raising");
    if (last) return [saying<{ name: string; reason: string }>(source, last, ({ reason }) => reason)];
  }
  return [];
}

/** What was answered when the concern was raised, or the day on which something had happened before (MED-01). */
function answerWhenRaised({ story }: Source, question: string): Said[] {
  const { sealed } = story.state.raised;
  if (sealed === erased) return one(erasedInWords);
  const before = sealed.before?.[question];
  if (before) return [{ text: dayInWords(before) }];
  const asked = story.rules.policy.asksWhenRaised.find((each) => each.id === question);
  const given = sealed.answers?.[question];
  if (given?.length === 0) return one(called.noneOfThese);
  return [given ?? []].flat().flatMap((each) => one(answerInWords(each, asked)));
}

/** An answer as it was chosen: an option's own words, a day in words. What was typed freely stays as it is. */
function answerInWords(answer: string, asked: Asked | undefined): string {
  switch (asked?.answer) {
    case "one of":
    case "any of":
      return asked.options?.find((each) => each.id === answer)?.words ?? answer;
    case "yes or no":
      return answer === "yes" || answer === "no" ? called.yesOrNo[answer] : answer;
    case "date":
      return isDay(answer) ? dayInWords(answer) : answer;
    case "text":
    case undefined:
      return answer;
  }
}

/** What was answered last, by whichever side the stage asks. */
function answerAtStage(source: Source, question: string, stage: string): Said[] {
  const asked = askedAt(source, stage, question);
  const answered = eventsAt(source, stage, "ResponseRecorded", "QuestionsAnswered", "DeclaredUnresolved");
  const last = answered.findLast((each) => each.sealed !== erased && each.sealed.answers?.[question] !== undefined);
  if (last)
    return [
      saying<{ name: string; answers?: Readonly<Record<string, string>> | undefined }>(source, last, ({ answers }) =>
        answerInWords(answers?.[question] ?? "", asked),
      ),
    ];
  return answered.some((each) => each.sealed === erased) ? one(erasedInWords) : [];
}

/** A question, as far as its answer depends on it. */
interface Asked {
  readonly answer: RaiseQuestion["answer"];
  readonly question: string;
  readonly options?: RaiseQuestion["options"];
}

function askedAt({ story }: Source, stage: string, id: string): Asked | undefined {
  const { pageAsks, beforeItGoesOn } = stageOf(story.rules.policy, stage);
  const all = [...pageAsks.raisingSide, ...pageAsks.receivingSide, ...pageAsks.body, ...beforeItGoesOn];
  return all.find((each) => each.id === id);
}

/** The days on which whoever holds a role was asked or told of a stage: when the e-mail went, not when it was owed. */
function datesTold({ story }: Source, role: string, stage: string): Said[] {
  const { history, state, rules } = story;
  // What came back for good has told nobody.
  const lost = new Set(
    state.bounced
      .filter((each) => each.bounce === "permanent" || each.bounce === "rejected")
      .map((each) => each.notice),
  );
  const wanted = new Set(
    noticesOf(history, rules.policy)
      .filter(
        (each) =>
          (each.kind === "asked" || each.kind === "told") &&
          !lost.has(each.id) &&
          each.stage === stage &&
          state.seats.get(each.seat)?.role === role,
      )
      .map((each) => each.id),
  );
  const days = history.flatMap((each) => (each.type === "NoticeSent" && wanted.has(each.notice) ? [day(each.at)] : []));
  return [...new Set(days)].map((text) => ({ text }));
}
