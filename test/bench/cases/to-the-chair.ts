/**
 * One escalation to the chair: four stages, silence at each with its reminders, the chair's outcome and what is owed after it. What that uses is counted, not timed:
 * by the histories of the state machine, by the database's own units, by the mailbox. It is priced with the public prices of infra/costs, and
 * stands beside the designs that people build instead, under the same prices.
 */
import { join } from "node:path";
import { assumptions } from "../../../infra/costs/assumptions.ts";
import { allOf, costOf, ofOneEscalation, type Use } from "../../../infra/costs/costs.ts";
import { historiesOf, type Step } from "../../../infra/costs/counting.ts";
import { begin, measureRun } from "../../../infra/costs/lived.ts";
import type { Run } from "../../../infra/costs/measured.ts";
import { readPrices } from "../../../infra/costs/prices.ts";
import { expected } from "../../../infra/local/demo/both-ends.ts";
import { folderIn } from "../../scale/folder.ts";
import type { Case } from "../case.ts";
import type { Line } from "../line.ts";

/** Kept and used again, as for the sizes. */
const made = join(import.meta.dirname, "../../../.local/scale");
/** So many at once, to see whether each uses as much as one alone. */
const several = 5;
/** The rest of the table, to see whether it is felt. */
const others = { escalations: 1_000, partnerships: 150, years: 5, seed: 1 };

const historyLimit = 25_000;
/** What a round of “wait, ask whether there is an answer, choose” adds to a history, and how many states it enters. */
const polling = { everyMinutes: 1, events: 9, states: 3 };
/**
 * A virtual machine and a database of the smallest useful size (t4g.small, db.t4g.micro with 20 GB), US dollars a month in the United States at list
 * prices as last seen, alone: without a second of either, backups, mail, keys, alarms, or anybody to look after them.
 */
const server = { month: (0.0168 + 0.016) * 730 + 20 * 0.115, escalationsAYear: 500 };

export const toTheChair: Case = {
  name: "to-the-chair",
  title: "One escalation to the chair",
  weight: 4,
  async measure({ quick, progress }) {
    const policy = expected.find((each) => each.sample === "knowsley");
    if (!policy) throw new Error("Knowsley's escalation is not there to be lived through");
    const prices = readPrices();
    let histories: Step[][] = [];
    const took: number[] = [];

    progress(0, "one alone");
    const alone = await measureRun(policy, "last stage", {
      around: async (_, call) => {
        const begun = performance.now();
        try {
          return await call();
        } finally {
          took.push(performance.now() - begun);
        }
      },
      atTheEnd: async ([reference = ""]) => void (histories = await historiesOf(reference)),
    });
    progress(0.3, `${several} at once`);
    const together = await measureRun(policy, "last stage", { many: quick ? 2 : several });
    progress(0.6, "one in a full table");
    const folder = await folderIn(made, others, () => undefined);
    const amongOthers = await measureRun(policy, "last stage", { beginsWith: folder });

    const conditions = `counted; ${policy.stages.length} stages of Knowsley’s policy`;
    const states = histories
      .flat()
      .flatMap(({ type, state }) => (type.endsWith("StateEntered") && state ? [state] : []));
    const stages = stagesOf(states);
    const moments = states.filter((each) => each.startsWith("Moment reached: ")).length;
    const minutes = (Date.parse(policy.answered) - Date.parse(begin)) / 60_000;
    const rounds = minutes / polling.everyMinutes;
    const {
      "E-mails": sent = {},
      "Opening the links in them": read = {},
      ...own
    } = ofOneEscalation(alone, assumptions);
    const cents = (use: Use) => costOf(use, prices) * 100;

    return [
      count("State transitions", alone.transitions, conditions),
      {
        ...count(
          "State transitions of one stage that silence ends, its moments apart",
          Math.max(...stages),
          conditions,
        ),
        goal: { of: "ours", atMost: 6 },
      },
      {
        ...count("State transitions for each moment", states.filter(isOfMoment).length / moments, conditions),
        goal: { of: "ours", atMost: 3 },
      },
      {
        ...count("Events in its histories", histories.flat().length, conditions),
        against: [
          { called: "polled every minute inside the workflow", value: rounds * polling.events },
          { called: "the most that an execution may have", value: historyLimit },
        ],
      },
      count("Calls of functions by its executions", alone.tasks, conditions),
      {
        what: "Time in those functions, all together",
        unit: "ms",
        ours: took.reduce((sum, each) => sum + each, 0),
        against: [],
        conditions: "as this laptop ran them, database and mail server in the same process; no cold start",
      },
      count("Read units of the database", alone.database.reads, conditions),
      count("Write units of the database, those of indexes among them", alone.database.writes, conditions),
      count("E-mails", alone.recipients, conditions),
      {
        what: "Left in both tables",
        unit: "kB",
        ours: (alone.recordBytes + alone.workingBytes) / 1000,
        against: [],
        conditions: "keys and names of attributes included",
      },
      {
        what: "Its price, e-mails and the opening of their links apart",
        unit: "US cents",
        ours: cents(allOf(own)),
        against: [
          {
            called: "polled every minute inside the workflow, transitions and calls alone",
            value: cents({ transition: rounds * polling.states, invocation: rounds }),
          },
          {
            called: `its share of a small server and database, at ${server.escalationsAYear} a year`,
            value: ((server.month * prices.factor * 12) / server.escalationsAYear) * 100,
          },
        ],
        goal: { of: "ours", atMost: 0.5 },
        conditions: `public prices as looked up on ${prices["looked up"]} (infra/costs/prices.yaml), without any free tier`,
      },
      {
        what: "Its e-mails",
        unit: "US cents",
        ours: cents(sent),
        against: [],
        conditions: `${alone.recipients} recipients, as SES charges`,
      },
      {
        what: "The opening of their links",
        unit: "US cents",
        ours: cents(read),
        against: [],
        conditions: `each by a mail scanner and by its reader, as requests that take a second each: assumed on the dear side (infra/costs/assumptions.ts)`,
      },
      same(
        "Units of the database of each, several at once",
        unitsOf(together) / (quick ? 2 : several),
        alone,
        "one alone",
      ),
      same(
        `Units of the database of one, beside ${others.escalations.toLocaleString("en-GB")} others in the table`,
        unitsOf(amongOthers),
        alone,
        "in an empty table",
      ),
    ];
  },
};

const unitsOf = ({ database }: Run) => database.reads + database.writes;

const count = (what: string, ours: number, conditions: string) => ({
  what,
  unit: "" as const,
  ours,
  against: [] as Line["against"],
  conditions,
});

const same = (what: string, ours: number, alone: Run, called: string) => ({
  ...count(what, ours, "read and write units together, as the database’s server reports them"),
  against: [{ called, value: unitsOf(alone) }],
  goal: { of: "ratio" as const, atLeast: 0.98, atMost: 1.02 },
});

/** What a moment enters: its task, the choice after it, and either the next wait or the way out. */
function isOfMoment(state: string, place: number, states: readonly string[]): boolean {
  if (/^(Moment reached|Wait on or leave|Leave): /.test(state)) return true;
  // The first wait of a stage belongs to the stage.
  return state.startsWith("Until the next moment: ") && (states[place - 1] ?? "").startsWith("Wait on or leave: ");
}

/** How many states each stage that silence ended entered, its moments apart: from its opening to the next one's. */
function stagesOf(states: readonly string[]): number[] {
  const openings = states.flatMap((state, place) => (state.startsWith("Open ") ? [place] : []));
  const own = (from: number, to: number) =>
    states.slice(from, to).filter((_, place) => !isOfMoment(states[from + place]!, from + place, states)).length;
  return openings.slice(0, -1).map((from, index) => own(from, openings[index + 1]!));
}
