/**
 * The deadline of a working-day timescale by two libraries that add business days: Day.js with dayjs-business-days2 and Moment with moment-business-days. Both go by
 * the time zone of the process, which has to be London's; with a time zone of their own for each question they are many times slower.
 */
import dayjs, { type Dayjs } from "dayjs";
import businessDays from "dayjs-business-days2";
import moment from "moment-business-days";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";

const holidays = [...calendarOf("england-and-wales").holidays.keys()];

dayjs.extend(businessDays, { holidays, holidayFormat: "YYYY-MM-DD" });
moment.updateLocale("en", { holidays, holidayFormat: "YYYY-MM-DD" });

export interface BusinessDays {
  /** 17:00 on the `count`th business day after that of the instant, UTC. */
  readonly after: (instant: string, count: number) => string;
  /** The nearest thing to “same working day” that it has: 17:00 on the day of the instant, or on the next business day where that is none, UTC. */
  readonly sameDay: (instant: string) => string;
}

const atFive = (day: Dayjs) => day.hour(17).startOf("hour").toISOString();
const atFiveOf = (day: moment.Moment) => day.hour(17).startOf("hour").toISOString();

export const libraries: Readonly<Record<"dayjs" | "moment", BusinessDays>> = {
  dayjs: {
    after: (instant, count) => atFive(dayjs(instant).businessDaysAdd(count)),
    sameDay(instant) {
      const day = dayjs(instant);
      return atFive(day.isBusinessDay() ? day : day.nextBusinessDay());
    },
  },
  moment: {
    after: (instant, count) => atFiveOf(moment(instant).businessAdd(count)),
    sameDay(instant) {
      const day = moment(instant);
      return atFiveOf(day.isBusinessDay() ? day : day.nextBusinessDay());
    },
  },
};
