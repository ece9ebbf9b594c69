/** Everything that is sent of the stories told here, which bring about every kind of e-mail there is; for the tests beside this one. */
import type { EscalationEvent, EventOf, Seat } from "../../../functions/core/events.ts";
import { fold } from "../../../functions/core/evolve.ts";
import { noticesOf, type Notice, type NoticeKind } from "../../../functions/core/notices.ts";
import type { Story } from "../../../functions/escalations/escalations.ts";
import type { Message } from "../../../functions/mail/mail.ts";
import { messageFor } from "../../../functions/mail/messages.ts";
import { directoryFile, personal, startServices, type Stack } from "../../support/stack.ts";
import { clockAt } from "../../support/doubles.ts";
import { walk, type Walk } from "../../support/walk.ts";
import { does, open, play, raise, raiser, told, type Played, type Step } from "../../support/core.ts";

const agencyNames = Object.fromEntries(directoryFile.agencies.map((each) => [each.id, each.name]));

/** What parties type in these tests; each word stands nowhere else. */
export const typed = {
  response: "Ptarmigan was visited on Monday",
  attended: "Xerxes and Wilhelmina",
  agreed: "To call Ptarmigan weekly",
  pursued: "Thaddeus rings back",
  resolution: "A plan by Wilhelmina",
  reason: "Kumquats were not considered",
  request: "Send the Lundqvist letter",
  information: "The Lundqvist letter says marzipan",
  outcome: "Both agencies to meet with Ignatius",
  words: "Confirmed to Ignatius in writing",
  note: "Corrigenda about marzipan",
};

/** The link and the code in every e-mail about an escalation. */
export const linkOf = (reference: string) => ({
  url: `https://escalations.example/${reference}/secret-of-forty-three-characters`,
  code: "7K QF 2M 9X",
});

export interface Sent {
  readonly notice: Notice;
  readonly message: Message;
  readonly story: Story;
}

/** Every message that a history gives rise to, as it reads right after its commit and as it reads at the end. */
export function messagesOf(story: Story, history: readonly EscalationEvent[] = story.history): Sent[] {
  const { rules, reference } = story;
  let length = 0;
  const ends = story.commits.map((each) => (length += each.events.length));
  const endOf = (event: number) => ends.find((end) => event < end) ?? history.length;
  return noticesOf(history, rules.policy).flatMap((notice) =>
    [history.slice(0, endOf(notice.event)), history]
      // Whoever is only known later hears later.
      .filter((then) => fold(then)?.seats.has(notice.seat))
      .map((then) => ({
        notice,
        story,
        message: messageFor({
          notice,
          reference,
          history: then,
          rules,
          agencyNames,
          partnership: directoryFile.partnerships.find((each) => each.id === rules.policy.partnership.id),
          link: linkOf(reference),
        }),
      })),
  );
}

/** The receiving practitioner of Knowsley. */
export const receiver = "practitioners/receiving-side/1";

/** Knowsley, to the chair and to the end of what is owed after. */
async function knowsleyToTheEnd(stack: Stack): Promise<Walk> {
  const path = walk(stack, await stack.raise({ arose: "2026-11-02" }));
  await path.open();
  await path.answer({
    type: "respond",
    seat: receiver,
    stage: "practitioners",
    response: typed.response,
    answers: { aim: typed.words },
  });
  await path.answer({
    type: "record discussion",
    seat: "raiser",
    stage: "practitioners",
    kind: "discussion",
    heldAt: "2026-11-17T09:30:00.000Z",
    attended: typed.attended,
    agreed: typed.agreed,
    pursued: typed.pursued,
  });
  await path.answer({
    type: "propose resolution",
    seat: receiver,
    stage: "practitioners",
    resolution: typed.resolution,
  });
  await path.answer({
    type: "reject resolution",
    seat: "raiser",
    stage: "practitioners",
    reason: typed.reason,
    unresolved: false,
  });
  await path.until("2026-11-20T09:31:00.000Z");
  await path.until("2026-11-20T17:01:00.000Z");
  await path.open();
  await path.answer({ type: "respond", seat: receiver, stage: "practitioners", response: typed.response, answers: {} });
  const manager = "line-managers/raising-side/1";
  await path.answer({
    type: "shorten deadline",
    seat: manager,
    stage: "line-managers",
    until: "2026-11-24T12:00:00.000Z",
    reason: typed.reason,
  });
  await path.answer({ type: "declare unresolved", seat: manager, stage: "line-managers", reason: typed.reason });
  await path.open();
  await path.answer({ type: "flag immediate risk", seat: "raiser", stage: "practitioners", reason: typed.reason });
  await path.answer({
    type: "refer",
    seat: "senior-managers/raising-side/1",
    stage: "senior-managers",
    reason: typed.reason,
  });
  await path.open();
  await path.answer({ type: "request information", seat: "chair/body/1", stage: "chair", request: typed.request });
  await path.answer({
    type: "provide information",
    seat: "senior-managers/raising-side/1",
    stage: "chair",
    information: typed.information,
  });
  await path.until("2026-11-30T09:00:00.000Z");
  await path.until("2026-12-07T09:00:00.000Z");
  await path.answer({ type: "give outcome", seat: "chair/body/1", stage: "chair", outcome: typed.outcome });
  await path.until("2026-12-14T09:31:00.000Z");
  await path.until("2026-12-15T09:31:00.000Z");
  await path.until("2026-12-22T10:00:00.000Z");
  for (const side of ["raising", "receiving"] as const)
    await path.answer({
      type: "do duty",
      seat: `senior-managers/${side}-side/1`,
      stage: "senior-managers",
      duty: `chair/act-on-recommendations:${side}`,
      words: typed.words,
      acts: true,
    });
  return path;
}

/** Milton Keynes, climbing by itself to the Board Chair, who is chased. */
async function miltonKeynesToTheChair(stack: Stack): Promise<Walk> {
  const path = walk(
    stack,
    await stack.raise({ area: "milton-keynes", typeOfDisagreement: "care-planning", immediateRisk: true }),
  );
  await path.open();
  await path.until("2026-11-24T17:01:00.000Z");
  await path.open();
  await path.until("2026-11-26T17:01:00.000Z");
  await path.open();
  await path.answer({
    type: "record discussion",
    seat: "heads-of-service/raising-side/1",
    stage: "heads-of-service",
    kind: "meeting",
    heldAt: "2026-11-26T16:00:00.000Z",
    attended: typed.attended,
    agreed: typed.agreed,
    pursued: typed.pursued,
  });
  await path.until("2026-12-04T17:01:00.000Z");
  await path.open();
  await path.until("2026-12-14T09:31:00.000Z");
  await path.until("2026-12-18T17:01:00.000Z");
  await path.until("2026-12-22T09:31:00.000Z");
  return path;
}

/** A story that the core alone has played, under a reference of its own. Of its commits messages read the events alone. */
export const storyOf = (reference: string, { rules, state, history, commits }: Played): Story =>
  ({ reference, rules, state, history, commits: commits.map((events) => ({ events })) }) as unknown as Story;

/** Raised with what is personal in it, and opened. */
export const raisedIn = (area: "knowsley" | "shropshire"): Step[] => [
  raise("2026-11-17T10:00:00.000Z", {
    area,
    arose: "2026-11-16T00:00:00.000Z",
    sealed: told(area, {
      person: { name: personal.name, dateOfBirth: personal.dateOfBirth, circumstances: personal.circumstances },
      words: {
        issue: personal.issue,
        disagreement: personal.natureOfDisagreement,
        risk: personal.risk,
        evidence: personal.evidence,
        resolutionSought: personal.resolutionSought,
      },
      raising: { practitioner: personal.raiser },
      receiving: { practitioner: personal.receiver },
    }),
  }),
  open("2026-11-17T10:00:00.000Z"),
];

/** A meeting, a date that is rejected and one that is agreed, advice; and in Shropshire, what a manager confirms in writing. */
export const beside: readonly Story[] = [
  storyOf(
    "7K3M-9QXD",
    play(
      ...raisedIn("knowsley"),
      does("2026-11-17T11:00:00.000Z", raiser, "arrange meeting", "practitioners", {
        for: "2026-11-18T14:00:00.000Z",
        where: typed.agreed,
        invited: typed.attended,
      }),
      does("2026-11-17T12:00:00.000Z", raiser, "propose date", "practitioners", {
        until: "2026-11-18T12:00:00.000Z",
        reason: typed.reason,
      }),
      does("2026-11-17T13:00:00.000Z", receiver, "reject date", "practitioners", {
        until: "2026-11-18T12:00:00.000Z",
        reason: typed.reason,
      }),
      does("2026-11-17T14:00:00.000Z", receiver, "propose date", "practitioners", {
        until: "2026-11-19T12:00:00.000Z",
        reason: typed.reason,
      }),
      does("2026-11-17T15:00:00.000Z", raiser, "accept date", "practitioners", { until: "2026-11-19T12:00:00.000Z" }),
      does("2026-11-18T10:00:00.000Z", raiser, "declare unresolved", "practitioners", { reason: typed.reason }),
      open("2026-11-18T10:00:00.000Z"),
      does("2026-11-18T11:00:00.000Z", "line-managers/receiving-side/1", "ask advice", "line-managers", {
        question: typed.request,
      }),
      does("2026-11-18T12:00:00.000Z", "line-managers/receiving-side/adviser-1", "give advice", "line-managers", {
        advice: typed.information,
      }),
    ),
  ),
  storyOf(
    "2FNQ-T8WD",
    play(
      ...raisedIn("shropshire"),
      does("2026-11-17T11:00:00.000Z", raiser, "declare unresolved", "professionals", { reason: typed.reason }),
      open("2026-11-17T11:00:00.000Z"),
      does("2026-11-17T12:00:00.000Z", "line-managers/receiving-side/1", "propose resolution", "line-managers", {
        resolution: typed.resolution,
      }),
      does("2026-11-17T13:00:00.000Z", "line-managers/raising-side/1", "accept resolution", "line-managers"),
      does("2026-11-17T14:00:00.000Z", "line-managers/raising-side/1", "tick", "line-managers", {
        items: [{ item: "confirmed-in-writing", on: "2026-11-17", words: typed.words }],
      }),
    ),
  ),
];

/** Whoever is asked beside the receiving practitioner, because of what came back. */
export const joining: Seat = {
  seat: "practitioners/receiving-side/instead-1",
  side: "receiving",
  role: "practitioner",
  agency: "social-care",
  via: "inbox",
};
const bounced = (
  bounce: EventOf<"NoticeBounced">["bounce"],
  seat: string,
  at: string,
  instead?: Seat,
): EventOf<"NoticeBounced"> => ({
  type: "NoticeBounced",
  v: 1,
  at,
  notice: `1/asked/${seat}`,
  kind: "asked",
  seat,
  messageId: bounce,
  bounce,
  ...(instead
    ? { instead, sealed: { people: { [instead.seat]: { name: "Social Care", email: "front.door@care.example" } } } }
    : {}),
});

export interface Emails {
  readonly all: readonly Sent[];
  /** What is sent where e-mails came back; of all. */
  readonly cameBack: readonly Sent[];
  readonly knowsley: Story;
  readonly miltonKeynes: Story;
  /** Knowsley, at the chair at once, where the flag comes after the deadline. */
  readonly early: Story;
  /** What is sent of one kind in a story. @throws Error where there is none */
  readonly of: (story: Story, kind: NoticeKind) => readonly Sent[];
}

let played: Promise<Emails> | undefined;
/** The stories are played once, for whatever file asks first: nothing changes them afterwards. */
export const emails = (): Promise<Emails> => (played ??= playAll());

async function playAll(): Promise<Emails> {
  const services = await startServices();
  try {
    return await emailsOf(await services.stack({ clock: clockAt("2026-11-17T10:00:00.000Z") }));
  } finally {
    await services.close();
  }
}

async function emailsOf(stack: Stack): Promise<Emails> {
  const restart = () => stack.clock.set("2026-11-17T10:00:00.000Z");

  const knowsley = await (await knowsleyToTheEnd(stack)).story();
  restart();
  const miltonKeynes = await (await miltonKeynesToTheChair(stack)).story();
  restart();

  const flaggedLate = walk(stack, await stack.raise());
  await flaggedLate.open();
  for (const stage of ["practitioners", "line-managers"]) {
    const seat = stage === "practitioners" ? "raiser" : `${stage}/raising-side/1`;
    await flaggedLate.answer({ type: "declare unresolved", seat, stage, reason: typed.reason });
    await flaggedLate.open();
  }
  const senior = "senior-managers/raising-side/1";
  await flaggedLate.answer({ type: "refer", seat: senior, stage: "senior-managers", reason: typed.reason });
  await flaggedLate.open();
  await flaggedLate.until("2026-11-24T17:01:00.000Z");
  await flaggedLate.answer({
    type: "flag immediate risk",
    seat: "raiser",
    stage: "practitioners",
    reason: typed.reason,
  });
  const early = await flaggedLate.story();
  restart();

  const hurried = walk(
    stack,
    await stack.raise({ immediateRisk: true, evidence: undefined, receiving: { agency: "lone-clinic" } }),
  );
  await hurried.open();
  await hurried.answer({
    type: "add note",
    seat: "raiser",
    stage: "line-managers",
    kind: "missing information",
    words: typed.note,
    concern: { evidence: personal.evidence },
  });
  await hurried.answer({ type: "withdraw", seat: "raiser", stage: "line-managers", reason: typed.reason });

  const settled = walk(stack, await stack.raise());
  await settled.open();
  await settled.answer({
    type: "propose resolution",
    seat: receiver,
    stage: "practitioners",
    resolution: typed.resolution,
  });
  await settled.answer({ type: "accept resolution", seat: "raiser", stage: "practitioners", comment: typed.note });

  const opened = walk(stack, await stack.raise());
  await opened.open();
  const story = await opened.story();
  const at = "2026-11-18T09:00:00.000Z";
  const unusual: EscalationEvent[] = [
    { type: "NoticeRefused", v: 1, at, notice: "1/asked/x", kind: "asked", seat: receiver, because: "MessageRejected" },
    bounced("transient", receiver, at, joining),
    bounced("complaint", receiver, at),
    bounced("permanent", joining.seat, at),
    bounced("rejected", "practitioners/told-nobody/1", at),
    bounced("permanent", receiver, at),
    {
      type: "DeadlinesReplanned",
      v: 1,
      at,
      reason: "Bank holidays are known until 2029-12-31",
      clocks: [
        { stage: "practitioners", clock: "settle", due: "2026-11-20T17:00:00.000Z", provisional: false, reminders: [] },
      ],
    },
  ];

  const cameBack = messagesOf(story, [...story.history, ...unusual]);
  const stories = [knowsley, miltonKeynes, early, await hurried.story(), await settled.story(), ...beside];
  const all = [...stories.flatMap((each) => messagesOf(each)), ...cameBack];
  const of = (story: Story, kind: NoticeKind) => {
    const found = all.filter((each) => each.story === story && each.notice.kind === kind);
    if (found.length === 0) throw new Error(`There is no notice “${kind}” in this history`);
    return found;
  };
  return { all, cameBack, knowsley, miltonKeynes, early, of };
}
