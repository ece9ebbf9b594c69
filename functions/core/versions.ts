/**
 * Former versions of events. What stands on a record is never written anew, so a shape that was followed by another is read
 * for ever: each step makes of an event of one version the same event of the next, whenever it is read.
 */

/** An event as it stands on a record, opened, of whichever version. */
export type AnyVersion = Readonly<Record<string, unknown>>;

/**
 * By type and version, such as `NoteAdded.v1`: the same event in the next version. A step gets events whose people are erased
 * as well: `sealed` is then the word for it, and stays so.
 */
export type Former = Readonly<Record<string, (event: AnyVersion) => AnyVersion>>;

/**
 * An event in the newest version that its steps lead to; as it is, where it has none. What it then is, its schema says.
 * @throws Error for a step that does not lead to the next version of the same event: reading on would never end
 */
export function upToDate(event: AnyVersion, former: Former): AnyVersion {
  const step = former[versionOf(event)];
  if (!step) return event;
  const next = step(event);
  if (next["type"] !== event["type"] || next["v"] !== Number(event["v"]) + 1)
    throw new Error(`The step from ${versionOf(event)} leads to ${versionOf(next)}`);
  return upToDate(next, former);
}

const versionOf = (event: AnyVersion) => `${String(event["type"])}.v${String(event["v"])}`;
