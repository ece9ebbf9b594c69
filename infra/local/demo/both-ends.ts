/**
 * For each policy, one escalation that is resolved at the first stage by link, and one that climbs through every stage in
 * silence and ends with its last body's outcome. What each policy says is written down here by hand.
 */
import { dayOf, inWords } from "../../../policies/calendar/instant.ts";
import { stageOf } from "../../../policies/language/stages.ts";
import { policyVersion } from "../../../policies/published.ts";
import { sample } from "../samples.ts";
import type { Case, Scene } from "./scene.ts";
import { check, print } from "./telling.ts";

/** A Monday. Everything below is worked out by hand from 10:00 on it, in London. */
export const arose = "2026-11-23";

export interface Expected {
  readonly sample: string;
  /** Every stage with its deadline in London, when nobody says anything. */
  readonly stages: readonly (readonly [title: string, deadline: string])[];
  /** When, in silence, its last body answers. */
  readonly answered: string;
}

/** One for each policy; the demo ends with an error where what happens is anything else. */
export const expected: readonly Expected[] = [
  {
    sample: "knowsley",
    stages: [
      ["Stage 1: practitioners", "5pm on Thursday 26 November 2026"],
      ["Stage 2: line managers", "5pm on Thursday 3 December 2026"],
      ["Stage 3: senior managers", "5pm on Thursday 10 December 2026"],
      ["Stage 4: the Chair of the partnership", "5pm on Thursday 17 December 2026"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
  {
    sample: "milton-keynes",
    stages: [
      ["Stage 1: professionals", "5pm on Monday 30 November 2026"],
      ["Stage 2: line manager or safeguarding lead", "5pm on Wednesday 2 December 2026"],
      ["Stage 3: Heads of Service", "5pm on Thursday 10 December 2026"],
      ["Stage 4: MK Together Assurance Board Chair", "5pm on Thursday 24 December 2026"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
  {
    sample: "medway",
    stages: [
      ["Stage 1: Service Managers", "5pm on Monday 30 November 2026"],
      ["Stage 2: Safeguarding Leads or Heads of Service", "5pm on Monday 7 December 2026"],
      ["Stage 3: Assistant or Deputy Directors", "5pm on Monday 14 December 2026"],
      ["Stage 4: the partnership (MSCP Executive)", "5pm on Thursday 14 January 2027"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
  {
    sample: "shropshire",
    stages: [
      ["Stage 1: the professionals", "5pm on Wednesday 25 November 2026"],
      ["Stage 2: Line Managers", "5pm on Friday 27 November 2026"],
      ["Stage 3: Line Managers, formal escalation", "5pm on Monday 30 November 2026"],
      ["Stage 4: Senior Managers", "5pm on Wednesday 2 December 2026"],
      ["Stage 5: Assistant Director", "5pm on Friday 4 December 2026"],
    ],
    answered: "2026-12-03T10:00:00.000Z",
  },
  {
    sample: "training-provider",
    stages: [
      ["Stage 1: the professionals", "5pm on Thursday 26 November 2026"],
      ["Stage 2: line managers", "5pm on Thursday 3 December 2026"],
      ["Stage 3: senior managers", "5pm on Thursday 10 December 2026"],
      ["Stage 4: Head of Safeguarding", "5pm on Thursday 24 December 2026"],
    ],
    answered: "2026-12-15T10:00:00.000Z",
  },
];

interface Playing extends Case {
  readonly policy: Expected;
  readonly story: "resolved at the first stage" | "silent to the last body";
}

export async function bothEnds(scene: Scene, { quiet }: { readonly quiet: boolean }): Promise<void> {
  const playing: Playing[] = [];
  for (const policy of expected)
    for (const story of ["resolved at the first stage", "silent to the last body"] as const) {
      const found = sample(policy.sample, arose);
      if (!found) throw new Error(`There is no sample for ${policy.sample}`);
      playing.push({ policy, story, ...(await scene.raise(found.client, found.concern)) });
    }

  for (const each of playing)
    if (each.story === "resolved at the first stage") await resolve(scene, each, each.policy.stages[0]?.[0] ?? "");
  for (const at of [...new Set(expected.map(({ answered }) => answered))].toSorted()) {
    await scene.moveTo(at);
    for (const each of playing)
      if (each.story === "silent to the last body" && each.policy.answered === at)
        await conclude(scene, each, each.policy);
  }
  for (const each of playing) await tell(scene, each, quiet);
}

const about = async (scene: Scene, of: Case, words: string) =>
  (await scene.mails(of)).filter((each) => each.subject.includes(words));

/** At the stage of this title the receiving side proposes by its link, and the raising side accepts by its own. */
export async function resolve(scene: Scene, playing: Case, title: string): Promise<void> {
  const asked = await about(scene, playing, `your answer is asked for (${numberOf(title)}`);
  const receiving = asked.find((each) => each.text.includes("the agency whose decision is challenged"))?.to[0];
  if (!receiving) throw new Error(`Nobody of the receiving side was asked in ${playing.reference}`);
  await scene.answer(playing, receiving, "propose", "Alex Receiving", {
    resolution: "We do what was asked for, by Friday.",
  });
  const accepting = (await about(scene, playing, "a resolution is proposed")).at(0)?.to[0];
  if (!accepting) throw new Error(`Nobody was asked to accept in ${playing.reference}`);
  await scene.answer(playing, accepting, "answer-proposal", "Robin Raising", { answer: "accept" });
}

/** The last body gives its outcome, and whoever still owes something does it. */
export async function conclude(scene: Scene, playing: Case, policy: Expected): Promise<void> {
  const title = policy.stages.at(-1)?.[0] ?? "";
  for (const { to } of await about(scene, playing, `your answer is asked for (${numberOf(title)}`))
    if (await offers(scene, playing, to[0] ?? "", "outcome")) {
      await scene.answer(playing, to[0] ?? "", "outcome", "Chris Concluding", {
        outcome: "Both agencies meet within a week and agree the plan.",
      });
      break;
    }
  await doWhatIsOwed(scene, playing);
}

/** Whoever was told that they still owe something does it. */
export async function doWhatIsOwed(scene: Scene, playing: Case): Promise<void> {
  const owing = new Set((await about(scene, playing, "one thing is still to be done")).map((each) => each.to[0] ?? ""));
  for (const address of owing)
    for (const [form, fields] of [
      ["duty", { acts: "yes", choice: "isolated", words: "Done." }],
      ["tick", tickedOn(dayOf(scene.laptop.clock.now()))],
    ] as const)
      while (await offers(scene, playing, address, form))
        await scene.answer(playing, address, form, "Dana Dutiful", fields);
}

/** What is on Shropshire's lists, all of it done on one day. */
function tickedOn(day: string): Readonly<Record<string, string>> {
  const [year = "", month = "", date = ""] = day.split("-");
  const items = ["facts", "discussed", "director", "meeting", "information", "confirmed-in-writing"];
  return Object.fromEntries(
    items
      .flatMap((item) => [
        [`${item}-day`, date],
        [`${item}-month`, month],
        [`${item}-year`, year],
      ])
      .concat([["words-confirmed-in-writing", "The plan of the meeting is agreed."]]),
  );
}

async function offers(scene: Scene, of: Case, address: string, form: string): Promise<boolean> {
  return (await scene.offered(of, address)).some((each) => each === form || each.startsWith(`${form}/`));
}

const numberOf = (title: string) => /^Stage \d+/.exec(title)?.[0] ?? title;

/** Prints the timeline and holds it against what the policy says. */
async function tell(scene: Scene, playing: Playing, quiet: boolean): Promise<void> {
  const { policy, reference, story } = playing;
  const record = await scene.record(playing);
  const rules = policyVersion(record.policy.id, record.policy.version);
  if (!quiet) print(record, story);

  const where = `${policy.sample} (${reference}, ${story})`;
  const events = record.entries.flatMap((each) => each.events);
  const stages = story === "silent to the last body" ? policy.stages : policy.stages.slice(0, 1);
  const opened = events.flatMap((each) => (each.type === "StageOpened" ? [stageOf(rules, each.stage)] : []));
  const deadlines = opened.map(({ stage, title }) => {
    const clocks = events.flatMap((each) =>
      each.type === "ClockStarted" && each.kind === "stage" && each.stage === stage && each.whenPassed !== "note"
        ? [each]
        : [],
    );
    return [title, ...clocks.map((each) => inWords(each.due))];
  });
  check(where, "each stage with its deadline", deadlines, stages);
  check(where, "its state", record.status, "closed");
  check(where, "how it ended", record.how, story === "silent to the last body" ? "outcome given" : "resolved");
  check(where, "the notices that could not be sent", events.filter((each) => each.type === "NoticeRefused").length, 0);
  for (const [title] of stages) {
    const asked = await about(scene, playing, `your answer is asked for (${numberOf(title)}`);
    check(where, `whether somebody was asked to act at ${title}`, asked.length > 0, true);
  }
}
