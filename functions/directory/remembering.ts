/** Names that a process remembers for a while, for what only shows them. */
import type { Directory } from "./directory.ts";

/** In one visit somebody presses three or four times; whoever mends a telephone number sees it on every page after so long. */
const rememberedForMs = 60_000;
/** An answer of a few kilobytes each; a process that serves more partnerships at once begins anew. */
const mostRemembered = 100;

/**
 * The directory's `named`, asked once a minute at most for the same partnership and agencies. For pages alone: nothing is decided by a
 * name, and e-mails, which stay as they are sent, ask each time. What the directory did not know is asked again.
 * @param clock the service's, UTC; an answer from before it was set back is not used
 */
export function rememberingNames(
  directory: Pick<Directory, "named">,
  clock: { now(): string },
): Pick<Directory, "named"> {
  const remembered = new Map<
    string,
    { readonly at: number; readonly named: Awaited<ReturnType<Directory["named"]>> }
  >();
  return {
    async named(partnership, agencies) {
      const key = JSON.stringify([partnership, ...agencies]);
      const now = Date.parse(clock.now());
      const held = remembered.get(key);
      if (held && now >= held.at && now < held.at + rememberedForMs) return held.named;
      const named = await directory.named(partnership, agencies);
      if (named.partnership && agencies.every((each) => named.agencies.has(each))) {
        if (remembered.size >= mostRemembered) remembered.clear();
        remembered.set(key, { at: now, named });
      }
      return named;
    },
  };
}
