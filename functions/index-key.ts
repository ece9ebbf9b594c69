/**
 * Keys of indexes. One deployment serves many partnerships, so each key of an index begins with the partnership under
 * whose policy the matter runs: a question to an index names one partnership and is answered by that one's alone.
 */

/**
 * `<partnership>#<part>#…`: both whoever writes an index and whoever asks it get their keys here.
 * @throws Error for what is no id of a partnership, and for a part with “#”: with either a key could be another's
 */
export function indexKey(partnership: string, ...parts: readonly string[]): string {
  if (!/^[a-z][a-z0-9-]*$/.test(partnership))
    throw new Error(`“${partnership}” is no id of a partnership, so nothing stands under it in an index`);
  const wrong = parts.find((each) => each === "" || each.includes("#"));
  if (wrong !== undefined) throw new Error(`“${wrong}” cannot be a part of a key of an index`);
  return [partnership, ...parts].join("#");
}
