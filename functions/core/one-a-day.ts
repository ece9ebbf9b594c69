/**
 * At most one reminder a day to a person about one record. Several clocks can end on one day, each with its reminder; the
 * e-mail of the first names everything that its reader still has to do, so that the others would say it again.
 */
import { dayOf } from "../../policies/calendar/instant.ts";

interface Reminding {
  /** To which address. */
  readonly to: string;
  /** When the reminder fell due, UTC; days are those of London. */
  readonly at: string;
}

/** Why a reminder lapsed for another one, as it is put on the record. */
export const saidInAnother = "another reminder of the same day names it too";

/**
 * What is to become of a reminder that is owed: it is sent; it lapses, because the day has had its reminder; or it waits,
 * because the day's reminder is only about to be sent and may yet fail.
 * @param sent those of this record that were sent
 */
export function oneADay(sent: readonly Reminding[]): (reminder: Reminding) => "send" | "lapse" | "wait" {
  const keyOf = ({ to, at }: Reminding) => `${dayOf(at)}/${to.toLowerCase()}`;
  const had = new Set(sent.map(keyOf));
  const having = new Set<string>();
  return (reminder) => {
    const key = keyOf(reminder);
    if (had.has(key)) return "lapse";
    if (having.has(key)) return "wait";
    having.add(key);
    return "send";
  };
}
