/** What cases/deadlines.ts starts, in the time zone that it says: asks ours and the libraries the same, times them in turn and compares what they answer. */
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { dayOf } from "../../../policies/calendar/instant.ts";
import { dueAfter } from "../../../policies/calendar/timescale.ts";
import { isOutOfHours, isWorkingDay } from "../../../policies/calendar/working-days.ts";
import { randomOf } from "../../scale/random.ts";
import type { Asked, Compared, Found, Told } from "../cases/deadlines.ts";
import { interleaved } from "../interleaved.ts";
import { libraries, type BusinessDays } from "./business-days.ts";

const { questions: number, rounds } = JSON.parse(process.argv[2] ?? "") as Asked;
const calendar = calendarOf("england-and-wales");

/** From the first day of which bank holidays are known to a month before the last, at any minute of day and night. Others in each round, so that nobody has met them. */
const random = randomOf("deadlines");
const [first, last] = [Date.parse("2024-01-01T00:00:00.000Z"), Date.parse("2028-11-30T00:00:00.000Z")];
const drawn = () =>
  Array.from({ length: number }, () => ({
    instant: new Date(first + random.below((last - first) / 60_000) * 60_000).toISOString(),
    count: 1 + random.below(20),
  }));
let questions = drawn();

const ours = (instant: string, count: number) => dueAfter(instant, { count, unit: "working days" }, calendar).at;
const all = (answer: (instant: string, count: number) => string) => () => {
  for (const { instant, count } of questions) if (answer(instant, count) === "") throw new Error("No answer");
  return Promise.resolve();
};
const tell = (told: Told) => process.send?.(told);

const { medians } = await interleaved(
  { ours: all(ours), dayjs: all(libraries.dayjs.after), moment: all(libraries.moment.after) },
  rounds,
  (round) => {
    tell({ share: (round + 1) / (rounds + 1) });
    questions = drawn();
  },
);

type Agrees = (library: BusinessDays, instant: string, count: number) => boolean;

/** On how many questions a library agrees, and where it does not: at which hour that was. */
function comparedWith(library: BusinessDays, agrees: Agrees): Compared {
  const not = questions.filter(({ instant, count }) => !agrees(library, instant, count));
  const onNoWorkingDay = not.filter(({ instant }) => !isWorkingDay(dayOf(instant), calendar)).length;
  const outOfHours = not.filter(({ instant }) => isOutOfHours(instant, calendar)).length;
  return {
    agree: questions.length - not.length,
    inHours: not.length - outOfHours,
    afterHours: outOfHours - onNoWorkingDay,
    onNoWorkingDay,
  };
}
const compared = (agrees: Agrees) => ({
  dayjs: comparedWith(libraries.dayjs, agrees),
  moment: comparedWith(libraries.moment, agrees),
});

const found: Found = {
  medians,
  days: compared((library, instant, count) => dayOf(library.after(instant, count)) === dayOf(ours(instant, count))),
  instants: compared((library, instant, count) => library.after(instant, count) === ours(instant, count)),
  sameDays: compared(
    (library, instant) =>
      dayOf(library.sameDay(instant)) === dayOf(dueAfter(instant, { unit: "same working day" }, calendar).at),
  ),
};
tell({ found });
process.disconnect();
