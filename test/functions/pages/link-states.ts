/** A link in each of its states, and what its page says then. A state without a line here does not compile. */
import type { LinkState } from "../../../functions/pages/link-state.ts";
import { nurse, social } from "./places.ts";
import { actingSeat, name, reach, world, type World, type WorldOptions } from "./support.ts";

interface InState {
  readonly made: World;
  readonly path: string;
  readonly heading: string;
  /** What the page says beside, and what it does not. */
  readonly says: readonly string[];
  readonly not?: readonly string[];
}

/** What nobody reads before Continue, whoever typed it. */
export const secret = "Secret words";

const stage = "practitioners";

export const states: Readonly<Record<LinkState["is"], (options?: WorldOptions) => Promise<InState>>> = {
  asked: async (options) => {
    const made = await world(options);
    return {
      made,
      path: made.link(social),
      heading: "You are asked to act",
      says: [
        "You are asked as practitioner or decision maker, on the receiving side.",
        "What is asked Speak with each other and find a way forward that both sides agree By 5pm on Thursday 5 November 2026.",
        "If it is not settled by then, it goes to “Stage 2: line managers” by itself.",
      ],
      not: ["Stage now", "Policy"],
    };
  },
  "not yet": async (options) => {
    const made = await world(options);
    const path = made.link(await tellManager(made));
    return {
      made,
      path,
      heading: "Nothing is asked of you yet",
      says: [
        "“Stage 1: practitioners” is open until 5pm on Thursday 5 November 2026.",
        "If “Stage 1: practitioners” is not settled by 5pm on Thursday 5 November 2026, it goes to “Stage 2: line managers”. You would then be asked as line manager, by another email.",
        "Nothing is asked of you now. You can read the record and add to it.",
      ],
    };
  },
  used: async (options) => {
    const made = await world(options);
    const path = made.link(social);
    await made.do({ type: "respond", seat: social, stage, response: secret, answers: {} });
    return {
      made,
      path,
      heading: "You have answered",
      says: [
        "You responded to the concern at 10am on Monday 2 November 2026, or somebody did by a link that you were sent.",
        "“Stage 1: practitioners” is open until 5pm on Thursday 5 November 2026.",
        "What is waited for",
      ],
    };
  },
  answered: async (options) => {
    const made = await world({ policy: "medway", ...options });
    await reach(made, "service-managers");
    const first = await actingSeat(made, "receiving");
    const path = made.link(first, "service-managers");
    await made.send(path, "add-manager", { ...name, named: "Zoe Further", email: "zoe@council.example" });
    const second = made.last("ManagerJoined").to.seat;
    await made.do({ type: "propose resolution", seat: second, stage: "service-managers", resolution: secret });
    return {
      made,
      path,
      heading: "Somebody else has answered",
      says: [
        "The Service Manager (receiving side) proposed a resolution at 10am on Monday 2 November 2026, and so answered for your side.",
        "What is waited for Wait for the other side to accept or reject the resolution that your side proposed",
      ],
      not: ["Pat Before", "Zoe"],
    };
  },
  "handed on": async (options) => {
    const made = await world(options);
    const path = made.link(social);
    await made.send(path, "hand-on", { ...name, named: "Zoe Right", email: "zoe@council.example" });
    return {
      made,
      path,
      heading: "Somebody else acts now",
      says: ["This was handed on from your role of practitioner or decision maker at 10am on Monday 2 November 2026."],
      not: ["Zoe"],
    };
  },
  over: async (options) => {
    const made = await world(options);
    const path = made.link(social);
    await made.do({ type: "respond", seat: social, stage, response: secret, answers: {} });
    made.at("2026-11-05T17:02:00.000Z");
    await made.tick();
    return {
      made,
      path,
      heading: "The stage that you were asked about is over",
      says: [
        "Before that, you responded to the concern at 10am on Monday 2 November 2026.",
        "“Stage 1: practitioners” ended at 5:02pm on Thursday 5 November 2026: its deadline passed before it was settled.",
        "“Stage 2: line managers” is open until 5pm on Thursday 12 November 2026.",
        "You can still add an answer to the record. It is marked as a late answer",
      ],
    };
  },
  owed: async (options) => {
    const made = await world(options);
    await reach(made, "line-managers");
    const seat = await actingSeat(made, "receiving");
    await made.do({ type: "propose resolution", seat, stage: "line-managers", resolution: secret });
    await made.do({ type: "accept resolution", seat: await actingSeat(made, "raising"), stage: "line-managers" });
    return {
      made,
      path: made.link(seat, "line-managers"),
      heading: "Something is still asked of you",
      says: ["Confirm the outcome in writing to your counterpart", "By 5pm on Wednesday 4 November 2026."],
    };
  },
  told: async (options) => {
    const made = await world(options);
    await reach(made, "line-managers");
    return {
      made,
      path: made.link(nurse, "line-managers"),
      heading: "Nothing is asked of you at the moment",
      says: ["Those who act now: line manager (raising side) and line manager (receiving side)."],
    };
  },
  closed: async (options) => {
    const made = await world(options);
    await made.do({ type: "withdraw", seat: nurse, stage, reason: secret });
    return {
      made,
      path: made.link(social),
      heading: "This escalation is closed",
      says: [
        "It ended because the raising side withdrew the concern. It was closed at 10am on Monday 2 November 2026.",
      ],
    };
  },
  expired: async (options) => {
    const made = await world(options);
    const path = made.link(social);
    made.at("2027-01-31T10:00:00.000Z");
    return {
      made,
      path,
      heading: "This link is over",
      says: ["Send a fresh link to the address that this one went to"],
      not: ["Continue", "Stage", "practitioner", "asked", "side", "una.worker@council.example", "November"],
    };
  },
};

/** Has somebody told of the first stage whose role acts at the next. @returns their seat */
async function tellManager(made: World): Promise<string> {
  const opened = made.record.commits.at(-1)?.events.find((each) => each.type === "StageOpened");
  if (opened?.type !== "StageOpened" || opened.sealed === "erased") throw new Error("no stage was opened");
  const seat = "practitioners/told-line-manager-receiving/1";
  const told = { seat, side: "receiving", role: "line-manager", agency: "council", via: "holder" } as const;
  const people = { ...opened.sealed.people, [seat]: { name: "Vic Team", email: "vic.team@council.example" } };
  Object.assign(opened, { told: [...opened.told, told], sealed: { people } });
  return Promise.resolve(seat);
}
