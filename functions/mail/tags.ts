/**
 * What an e-mail is about, in the tags that SES gives back with a bounce or a complaint: that is how these find the
 * record. A tag holds letters, digits, hyphens and underscores only, at most 256 of them, so a notice's id is encoded.
 */

/** What an e-mail is about: a record, or something that is on none, such as a digest; and which notice it is. */
export interface About {
  readonly reference: string;
  readonly notice?: string;
}

const longest = 256;

/** @throws Error for a reference or a notice that no tag can hold: a bounce of it would find nothing */
export function tagsOf({ reference, notice }: About): { Name: string; Value: string }[] {
  const tags = [
    { Name: "reference", Value: reference },
    ...(notice === undefined ? [] : [{ Name: "notice", Value: Buffer.from(notice, "utf8").toString("base64url") }]),
  ];
  for (const { Name, Value } of tags)
    if (!/^[\w-]+$/.test(Value) || Value.length > longest) throw new Error(`The ${Name} cannot be put in a tag`);
  return tags;
}

/** What an e-mail was about, of the tags in SES's report; undefined when it was none of ours. */
export function aboutOf(tags: Readonly<Record<string, readonly string[] | undefined>>): About | undefined {
  const reference = tags["reference"]?.[0];
  const notice = tags["notice"]?.[0];
  if (!reference) return undefined;
  return { reference, ...(notice ? { notice: Buffer.from(notice, "base64url").toString("utf8") } : {}) };
}
