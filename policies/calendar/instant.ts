import { tzOffset } from "@date-fns/tz/tzOffset";
import { millisecondsInDay, millisecondsInHour, millisecondsInMinute } from "date-fns/constants";

/** An instant: ISO-8601 in UTC with milliseconds and Z ("2026-11-26T17:00:00.000Z"), so that strings compare in time order. */
export type Instant = string;

/** A day of the calendar in Europe/London: "YYYY-MM-DD". Strings compare in time order. */
export type Day = string;

const london = "Europe/London";

// Written here: what knows all languages and patterns would be loaded with every start of every function.
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** True for a real instant as this project writes them; "2026-02-30T…", "…T24:00…", an offset or missing milliseconds are not. */
export function isInstant(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(text.slice(10));
}

/** True for a real day written "YYYY-MM-DD"; 29 February only in leap years. */
export function isDay(text: string): boolean {
  // What is no day becomes another (30 February) or none (the 32nd).
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).getUTCDate() === Number(text.slice(8));
}

/** The day in London on which the instant falls: in summer 23:30 UTC is already the next day. RangeError for a malformed instant. */
export function dayOf(instant: Instant): Day {
  return onLondonClock(instant).slice(0, 10);
}

/** What a clock in London shows at the instant, "HH:mm", 24 hours, seconds cut off. RangeError for a malformed instant. */
export function timeOf(instant: Instant): string {
  return onLondonClock(instant).slice(11, 16);
}

/**
 * The instant at which a clock in London shows `time` ("HH:mm", 00:00 to 23:59) on `day`.
 *
 * On the night when the clocks go back, a time that comes twice means the first, so never the later one; on the night when they
 * go forward, a time that does not exist is moved on by the hour that is left out. RangeError for a malformed day or time.
 */
export function instantOf(day: Day, time: string): Instant {
  checkDay(day);
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new RangeError(`Not a time of day, "HH:mm" from 00:00 to 23:59: ${JSON.stringify(time)}`);
  }
  const asIfUtc = Date.parse(`${day}T${time}:00.000Z`);
  const before = offsetAt(asIfUtc - millisecondsInDay);
  const after = offsetAt(asIfUtc + millisecondsInDay);
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    if (offsetAt(asIfUtc - offset) === offset) return instantFrom(asIfUtc - offset);
  }
  return instantFrom(asIfUtc - before);
}

/** The instant `hours` real hours later (earlier if negative), whatever the clocks do meanwhile. RangeError unless a whole number. */
export function addHours(instant: Instant, hours: number): Instant {
  return instantFrom(timestamp(instant) + whole(hours, "hours") * millisecondsInHour);
}

/** The instant `minutes` real minutes later (earlier if negative). RangeError unless a whole number. */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return instantFrom(timestamp(instant) + whole(minutes, "minutes") * millisecondsInMinute);
}

/** The day `days` calendar days later (earlier if negative). RangeError for a malformed day or unless a whole number. */
export function addDays(day: Day, days: number): Day {
  checkDay(day);
  return instantFrom(Date.parse(day) + whole(days, "days") * millisecondsInDay).slice(0, 10);
}

/** Milliseconds from `from` to `to`; negative if `to` is the earlier. RangeError for a malformed instant. */
export function millisecondsBetween(from: Instant, to: Instant): number {
  return timestamp(to) - timestamp(from);
}

/** The earlier of two instants. RangeError for a malformed one. */
export function earlier(a: Instant, b: Instant): Instant {
  return millisecondsBetween(a, b) >= 0 ? a : b;
}

/** The later of two instants. RangeError for a malformed one. */
export function later(a: Instant, b: Instant): Instant {
  return millisecondsBetween(a, b) >= 0 ? b : a;
}

/**
 * The instant as people read it, London time, in GOV.UK style: "5pm on Thursday 26 November 2026", "9:30am on …", "midday on …".
 * "midnight on" a day is the beginning of that day. RangeError for a malformed instant.
 */
export function inWords(instant: Instant): string {
  return `${timeInWords(timeOf(instant))} on ${dayInWords(dayOf(instant))}`;
}

/** The day as people read it: "Thursday 26 November 2026". RangeError for a malformed day. */
export function dayInWords(day: Day): string {
  checkDay(day);
  const date = new Date(day);
  return `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]} ${day.slice(0, 4)}`;
}

/** Refuses, with a RangeError, what is not a day: a defect of the caller, not an error of a person. */
export function checkDay(day: Day): void {
  if (!isDay(day)) throw new RangeError(`Not a day, "YYYY-MM-DD": ${JSON.stringify(day)}`);
}

function timeInWords(time: string): string {
  if (time === "00:00") return "midnight";
  if (time === "12:00") return "midday";
  const hour = Number(time.slice(0, 2));
  const minutes = time.slice(3);
  return `${hour % 12 || 12}${minutes === "00" ? "" : `:${minutes}`}${hour < 12 ? "am" : "pm"}`;
}

function onLondonClock(instant: Instant): string {
  const at = timestamp(instant);
  return new Date(at + offsetAt(at)).toISOString();
}

/** How far clocks in London are ahead of UTC at a timestamp, in milliseconds. */
function offsetAt(at: number): number {
  const day = Math.floor(at / millisecondsInDay);
  const atItsBeginning = offsetAtMidnight(day);
  return atItsBeginning === offsetAtMidnight(day + 1) ? atItsBeginning : askedOffsetAt(at);
}

/** By the days (UTC, from 1970 on) at whose beginning it was asked: what it says of one never changes, and to ask is what takes the time here. */
const offsetsAtMidnight = new Map<number, number>();

function offsetAtMidnight(day: number): number {
  const known = offsetsAtMidnight.get(day);
  if (known !== undefined) return known;
  const offset = askedOffsetAt(day * millisecondsInDay);
  offsetsAtMidnight.set(day, offset);
  return offset;
}

function askedOffsetAt(at: number): number {
  return tzOffset(london, new Date(at)) * millisecondsInMinute;
}

function timestamp(instant: Instant): number {
  if (!isInstant(instant)) {
    throw new RangeError(`Not an instant, "YYYY-MM-DDTHH:mm:ss.sssZ": ${JSON.stringify(instant)}`);
  }
  return Date.parse(instant);
}

function instantFrom(at: number): Instant {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError("The result lies outside the years 0000 to 9999");
  return date.toISOString();
}

function whole(count: number, unit: string): number {
  if (!Number.isSafeInteger(count)) throw new RangeError(`Not a whole number of ${unit}: ${count}`);
  return count;
}
