/** Where each form is reached, what is typed into it, and what it puts on the record. A form without a line here does not compile. */
import type { EscalationEvent } from "../../../functions/core/events.ts";
import type { forms } from "../../../functions/pages/forms/index.ts";
import { actingSeat, name, reach, words, world, type World } from "./support.ts";

export const nurse = "raiser";
export const social = "practitioners/receiving-side/1";

/** A whole response of Knowsley's stage 1, its person's name included. */
export const response = {
  ...name,
  "answer-case-file": "yes",
  "answer-spoken-day": "2",
  "answer-spoken-month": "November",
  "answer-spoken-year": "2026",
  "answer-way-forward": "We met.",
  "answer-aim": "A shared plan.",
  response: "We will look again.",
};

export interface Place {
  readonly made: World;
  readonly path: string;
  /** What the form is chosen by, where that is more than its id. */
  readonly key?: string;
  /** Everything that it needs, but for the person's name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly event: EscalationEvent["type"];
}

/** A day of November 2026 as it is typed into the inputs of a field; raised on Monday the 2nd, 10am. */
export const dayOf = (field: string, day: string) => ({
  [`${field}-day`]: day,
  [`${field}-month`]: "11",
  [`${field}-year`]: "2026",
});
export const momentOf = (field: string, day: string, time: string) => ({
  ...dayOf(field, day),
  [`${field}-time`]: time,
});

/** A world at a stage, with the paths of those who act there. */
export async function at(
  stage: string,
  options: Parameters<typeof world>[0] = {},
): Promise<{
  readonly made: World;
  readonly path: (side: "raising" | "receiving" | "partnership") => Promise<string>;
}> {
  const made = await world(options);
  await reach(made, stage);
  return { made, path: async (side) => made.link(await actingSeat(made, side), stage) };
}

async function chaired() {
  const { made, path } = await at("senior-managers");
  const senior = await path("raising");
  await reach(made, "chair");
  const chair = await actingSeat(made, "partnership");
  return { made, senior, seat: chair, chair: made.link(chair, "chair") };
}

async function proposed() {
  const made = await world();
  await made.do({ type: "propose resolution", seat: social, stage: "practitioners", resolution: "Visit tomorrow" });
  return { made, path: made.link(nurse) };
}

export const places: Readonly<Record<keyof typeof forms, () => Promise<Place>>> = {
  respond: async () => {
    const made = await world();
    return {
      made,
      path: made.link(social),
      fields: {
        "answer-case-file": "yes",
        ...dayOf("answer-spoken", "2"),
        "answer-way-forward": "We met.",
        "answer-aim": "A shared plan.",
        response: "We will look again.",
      },
      event: "ResponseRecorded",
    };
  },
  "answer-proposal": async () => ({
    ...(await proposed()),
    fields: { answer: "reject", reason: "Too late", unresolved: "no" },
    event: "ResolutionRejected",
  }),
  outcome: async () => {
    const { made, chair } = await chaired();
    return { made, path: chair, fields: { outcome: "Reassess jointly" }, event: "OutcomeGiven" };
  },
  questions: async () => {
    const { made, path } = await at("senior-managers");
    return {
      made,
      path: await path("raising"),
      fields: { "answer-director-involved": "By telephone" },
      event: "QuestionsAnswered",
    };
  },
  tick: async () => {
    const { made, path } = await at("line-managers", { policy: "shropshire" });
    return {
      made,
      path: await path("raising"),
      key: "tick/line-managers",
      fields: dayOf("facts", "2"),
      event: "ItemsTicked",
    };
  },
  duty: async () => {
    const { made, senior, seat } = await chaired();
    await made.do({ type: "give outcome", seat, stage: "chair", outcome: "Reassess jointly" });
    return {
      made,
      path: senior,
      key: "duty/chair/act-on-recommendations:raising",
      fields: { acts: "yes", words: "We do" },
      event: "DutyDone",
    };
  },
  provide: async () => {
    const { made, senior, seat } = await chaired();
    await made.do({ type: "request information", seat, stage: "chair", request: "The chronology" });
    return { made, path: senior, fields: { information: "Here it is" }, event: "InformationProvided" };
  },
  advise: async () => {
    const { made, path } = await at("line-managers");
    await made.send(await path("raising"), "ask-advice", { "your-name": "Bea Matron", question: "What next?" });
    return {
      made,
      path: made.link(made.last("AdviceAsked").of.seat, "line-managers"),
      fields: { advice: "Ask for a strategy discussion" },
      event: "AdviceGiven",
    };
  },
  "answer-date": async () => {
    const made = await world();
    await made.do({
      type: "propose date",
      seat: social,
      stage: "practitioners",
      until: "2026-11-04T12:00:00.000Z",
      reason: "The visit is on Wednesday",
    });
    return { made, path: made.link(nurse), fields: { answer: "reject", reason: "Too soon" }, event: "DateRejected" };
  },
  approve: async () => {
    const made = await world();
    await made.do({
      type: "record discussion",
      seat: social,
      stage: "practitioners",
      kind: "meeting",
      heldAt: "2026-11-02T09:15:00.000Z",
      attended: "Ada and Una",
      agreed: "A visit",
      pursued: "By phone",
    });
    return {
      made,
      path: made.link(nurse),
      key: "approve/2026-11-02T10:00:00.000Z",
      fields: {},
      event: "DiscussionApproved",
    };
  },
  missing: async () => {
    const made = await world({ words: { issue: words.issue }, concern: { immediateRisk: true } });
    return { made, path: made.link(nurse, "line-managers"), fields: { risk: "Bruising" }, event: "NoteAdded" };
  },
  filed: async () => {
    const made = await world();
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    return { made, path: made.link(nurse), fields: { where: "The child’s file" }, event: "RecordFiled" };
  },
  propose: async () => ({
    ...(await proposed()),
    fields: { resolution: "Visit on Friday" },
    event: "ResolutionProposed",
  }),
  discussion: async () => ({
    ...(await proposed()),
    fields: {
      kind: "meeting",
      ...momentOf("heldAt", "2", "9:15am"),
      attended: "Ada and Una",
      agreed: "A visit",
      pursued: "By phone",
    },
    event: "DiscussionRecorded",
  }),
  arrange: async () => ({
    ...(await proposed()),
    fields: { ...momentOf("for", "3", "2pm"), where: "Online", invited: "Ada and Una" },
    event: "MeetingArranged",
  }),
  unresolved: async () => ({
    ...(await proposed()),
    fields: { reason: "No way forward" },
    event: "DeclaredUnresolved",
  }),
  refer: async () => {
    const { made, path } = await at("senior-managers");
    return { made, path: await path("raising"), fields: { reason: "National guidance" }, event: "StageReferred" };
  },
  risk: async () => ({ ...(await proposed()), fields: { reason: "Alone at night" }, event: "ImmediateRiskFlagged" }),
  shorten: async () => ({
    ...(await proposed()),
    fields: { ...momentOf("until", "4", "midday"), reason: "Safety" },
    event: "DeadlineShortened",
  }),
  "propose-date": async () => ({
    ...(await proposed()),
    fields: { ...momentOf("until", "4", "midday"), reason: "A visit is due" },
    event: "DateProposed",
  }),
  "request-information": async () => {
    const { made, chair } = await chaired();
    return { made, path: chair, fields: { request: "The chronology" }, event: "InformationRequested" };
  },
  "ask-advice": async () => {
    const { made, path } = await at("line-managers");
    return { made, path: await path("receiving"), fields: { question: "What next?" }, event: "AdviceAsked" };
  },
  "add-manager": async () => {
    const { made, path } = await at("service-managers", { policy: "medway" });
    return {
      made,
      path: await path("receiving"),
      fields: { named: "Zoe Further", email: "zoe@council.example" },
      event: "ManagerJoined",
    };
  },
  "hand-on": async () => {
    const { made, chair } = await chaired();
    return { made, path: chair, fields: { taker: "other", named: "Ira Else" }, event: "HandedOn" };
  },
  withdraw: async () => ({ ...(await proposed()), fields: { reason: "Settled" }, event: "EscalationWithdrawn" }),
  note: async () => {
    const made = await world();
    return { made, path: made.link(social), fields: { kind: "note", words: "For the record" }, event: "NoteAdded" };
  },
};
