/**
 * Deadlines of working days: the function that every working-day timescale of a policy goes through, beside two libraries that add business days and take bank
 * holidays. What is asked of them runs in processes of its own (peers/deadlines.ts): the libraries go by the time zone of the process.
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Case } from "../case.ts";
import type { Taken } from "../interleaved.ts";

export interface Asked {
  readonly questions: number;
  readonly rounds: number;
}

/** Of the questions: on how many there was agreement, and where not, how many of them fell in which hours. */
export interface Compared {
  readonly agree: number;
  readonly inHours: number;
  readonly afterHours: number;
  readonly onNoWorkingDay: number;
}

export interface Found {
  readonly medians: Readonly<Record<"ours" | "dayjs" | "moment", Taken>>;
  /** The day of the deadline, London time. */
  readonly days: Readonly<Record<Library, Compared>>;
  /** The deadline to the millisecond. */
  readonly instants: Readonly<Record<Library, Compared>>;
  /** The day of “same working day”. */
  readonly sameDays: Readonly<Record<Library, Compared>>;
}

export interface Told {
  /** From 0 to 1. */
  readonly share?: number;
  readonly found?: Found;
}

type Library = "dayjs" | "moment";
const called: Readonly<Record<Library, string>> = { dayjs: "dayjs-business-days2", moment: "moment-business-days" };

export const deadlines: Case = {
  name: "deadlines",
  title: "Deadlines",
  weight: 2,
  async measure({ quick, progress }) {
    const asked: Asked = quick ? { questions: 2_000, rounds: 5 } : { questions: 4_000, rounds: 11 };
    const { questions } = asked;
    const found = await askedIn("Europe/London", asked, (share) => progress(share * 0.9, "asked in turn"));
    const inUtc = await askedIn("UTC", { questions, rounds: 1 }, (share) => progress(0.9 + share / 10, "under UTC"));
    const many = questions.toLocaleString("en-GB");
    const conditions = `Medians of ${asked.rounds} interleaved rounds of ${many} questions, others each time: 1 to 20 working days after any minute of 2024 to November 2028, bank holidays of England and Wales; the libraries in a process with London's time zone, which spares them one of their own`;
    const { medians } = found;
    return [
      {
        what: "Deadlines",
        unit: "a second",
        ours: (questions / medians.ours.milliseconds) * 1000,
        against: beside((library) => (questions / medians[library].milliseconds) * 1000, "most first"),
        goal: { of: "ratio", atLeast: 1 },
        conditions,
      },
      {
        what: "CPU of a thousand deadlines",
        unit: "ms of CPU",
        ours: (medians.ours.cpuMilliseconds / questions) * 1000,
        against: beside((library) => (medians[library].cpuMilliseconds / questions) * 1000, "least first"),
        goal: { of: "ratio", atMost: 1 },
        conditions: "The same rounds",
      },
      {
        what: `Deadlines of ${many} with which a library agrees, to the millisecond`,
        unit: "",
        ours: questions,
        against: beside((library) => found.instants[library].agree, "least first"),
        goal: { of: "ratio", atLeast: 1, atMost: 1 },
        conditions: `As many more questions; ${disagreements(found.days)} of the days disagree`,
      },
      {
        what: `Days of ${many} deadlines with which a library agrees where the process has the time zone UTC`,
        unit: "",
        ours: questions,
        against: beside((library) => inUtc.days[library].agree, "least first"),
        conditions: `As on Lambda; ours knows London's clock by itself, a library takes what happens after midnight in a London summer for the day before: ${inWords(inUtc.days)}; to the millisecond ${agreements(inUtc.instants)} agree`,
      },
      {
        what: `Days of ${many} times “same working day” with which a library agrees`,
        unit: "",
        ours: questions,
        against: beside((library) => found.sameDays[library].agree, "least first"),
        conditions: `A library has no hours: it is asked for the day itself, or the next business day where that is none. Other answers: ${inWords(found.sameDays)}`,
      },
    ];
  },
};

function beside(of: (library: Library) => number, order: "most first" | "least first") {
  const sign = order === "most first" ? -1 : 1;
  return (["dayjs", "moment"] as const)
    .map((library) => ({ called: called[library], value: of(library) }))
    .sort((one, other) => sign * (one.value - other.value));
}

const either = (of: Readonly<Record<Library, Compared>>, text: (compared: Compared) => string) => {
  const [dayjs, moment] = [text(of.dayjs), text(of.moment)];
  return dayjs === moment ? dayjs : `${dayjs} (${called.dayjs}), ${moment} (${called.moment})`;
};
const inWords = (of: Readonly<Record<Library, Compared>>) =>
  either(
    of,
    ({ inHours, afterHours, onNoWorkingDay }) =>
      `${inHours} asked before 17:00 on a working day, ${afterHours} after it, ${onNoWorkingDay} on another day`,
  );
const agreements = (of: Readonly<Record<Library, Compared>>) => either(of, ({ agree }) => String(agree));
const disagreements = (of: Readonly<Record<Library, Compared>>) =>
  either(of, ({ inHours, afterHours, onNoWorkingDay }) => String(inHours + afterHours + onNoWorkingDay));

/** @throws Error where the process ends without having found anything */
function askedIn(zone: string, asked: Asked, progress: (share: number) => void): Promise<Found> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, "../peers/deadlines.ts"), [JSON.stringify(asked)], {
      execArgv: ["--no-warnings"],
      env: { ...process.env, TZ: zone },
    });
    let last: Found | undefined;
    child.on("message", ({ share, found }: Told) => {
      if (share !== undefined) progress(share);
      last = found ?? last;
    });
    child.once("exit", (code) => {
      if (last) resolve(last);
      else reject(new Error(`Deadlines could not be asked under ${zone}: the process ended with ${code}`));
    });
  });
}
