import { once } from "../once.ts";
import type { Day } from "./instant.ts";
import englandAndWales from "./bank-holidays/england-and-wales.json" with { type: "json" };
import northernIreland from "./bank-holidays/northern-ireland.json" with { type: "json" };
import scotland from "./bank-holidays/scotland.json" with { type: "json" };

/** The divisions for which GOV.UK publishes bank holidays; England and Wales share theirs. */
export const nations = ["england-and-wales", "scotland", "northern-ireland"] as const;

export type Nation = (typeof nations)[number];

/** The published bank holidays of a nation: days in Europe/London. */
export interface Calendar {
  readonly nation: Nation;
  /** Each bank holiday with its published title; one that replaces a weekend's is "Boxing Day (substitute day)". */
  readonly holidays: ReadonlyMap<Day, string>;
  /** The last day of which the bank holidays are known. Beyond it every weekday counts as a working day, provisionally. */
  readonly holdsUntil: Day;
}

const calendars: Readonly<Record<Nation, () => Calendar>> = {
  "england-and-wales": once(() => calendarFrom("england-and-wales", englandAndWales)),
  scotland: once(() => calendarFrom("scotland", scotland)),
  "northern-ireland": once(() => calendarFrom("northern-ireland", northernIreland)),
};

/** The bank holidays held for a nation. RangeError for any other name. Nothing is held from before 2024. */
export function calendarOf(nation: Nation): Calendar {
  if (!Object.hasOwn(calendars, nation)) {
    throw new RangeError(`No bank holidays are held for ${JSON.stringify(nation)}; there are ${nations.join(", ")}`);
  }
  return calendars[nation]();
}

interface Published {
  readonly holdsUntil: Day;
  readonly events: readonly { readonly title: string; readonly date: Day; readonly notes: string }[];
}

function calendarFrom(nation: Nation, { holdsUntil, events }: Published): Calendar {
  const titled = ({ title, date, notes }: Published["events"][number]): [Day, string] => [
    date,
    notes === "" ? title : `${title} (${notes.toLowerCase()})`,
  ];
  return { nation, holidays: new Map(events.map(titled)), holdsUntil };
}
