/** Telling: sends every notice that a record owes, and says what became of each. Whatever the record is of. */
import { createHash } from "node:crypto";
import { codeInPairs } from "../links/code.ts";
import { linkEnds, type Issued, type Links } from "../links/links.ts";
import { nameOf, type Log } from "../log.ts";
import { triedAgain } from "../unsaid.ts";
import type { Claim, Claims } from "./claims.ts";
import { MailRefused, type Mail, type Message } from "./mail.ts";

export interface TellingDependencies {
  readonly clock: { now(): string };
  readonly links: Pick<Links, "issue">;
  readonly claims: Claims;
  readonly mail: Mail;
  readonly log: Log;
  /** Where the pages are, without a slash at the end. */
  readonly serviceUrl: string;
}

interface Noticed {
  readonly id: string;
  readonly kind: string;
  readonly seat: string;
}

/** One notice, addressed: whom it goes to, for which stage their link is, and what it says with that link in it. */
export interface Addressed<N extends Noticed> {
  readonly notice: N;
  readonly to: string;
  readonly stage: string;
  readonly message: (link: LinkTold) => Message;
}

/** What an e-mail says of its link. */
export interface LinkTold {
  /** Where the recipient reads and answers. */
  readonly url: string;
  /** What is typed with the reference instead, in pairs. */
  readonly code: string;
}

/** Some notices could not be sent this time. What was sent is recorded; the same call again sends the rest. */
export class NotAllTold extends Error {
  constructor(reference: string, cause: unknown) {
    super(`Not every notice of ${reference} could be sent`, { cause });
    this.name = triedAgain;
  }
}

interface About {
  readonly v: 1;
  readonly at: string;
  readonly notice: string;
  readonly kind: string;
  readonly seat: string;
}
export type ToldEvent = About &
  (
    | { readonly type: "NoticeSent"; readonly messageId: string }
    | { readonly type: "NoticeLapsed" | "NoticeRefused"; readonly because: string }
  );

interface Owing<N> {
  readonly send: readonly N[];
  readonly lapse: readonly { readonly notice: N; readonly because: string }[];
}

/** Whether anybody is still to be told of anything, or anything is still to be said of a notice. */
export const owesAnything = ({ send, lapse }: Owing<unknown>) => send.length > 0 || lapse.length > 0;

interface Telling<S, N extends Noticed> {
  readonly owed: (story: S) => Owing<N>;
  /** What addresses a notice; it throws for one that has nobody to go to. */
  readonly addressing: (story: S) => Promise<(notice: N) => Addressed<N>>;
  readonly record: (
    story: S,
    command: {
      readonly type: "record notices";
      readonly id: string;
      readonly at: string;
      readonly notices: readonly ToldEvent[];
    },
  ) => Promise<S>;
}

/**
 * Sends what is owed at this moment; calling it again is always safe.
 * @returns the story with everything on it
 * @throws NotAllTold after recording what could be sent, when something could not be for now
 */
export async function tellAll<S extends { readonly reference: string }, N extends Noticed>(
  story: S,
  { owed, addressing, record }: Telling<S, N>,
  dependencies: TellingDependencies,
): Promise<S> {
  const { clock } = dependencies;
  let current = story;
  // Recording what was sent can let a deadline pass that fell due meanwhile, and so owe more.
  for (;;) {
    const { send, lapse } = owed(current);
    const told: ToldEvent[] = [];
    let failed: unknown;
    const trying = async (outcome: () => Promise<ToldEvent | undefined>) => {
      try {
        const said = await outcome();
        if (said) told.push(said);
      } catch (error) {
        failed ??= error;
      }
    };
    for (const { notice, because } of lapse)
      await trying(() => lapseOne(current.reference, notice, because, dependencies));
    const addressed = send.length > 0 ? await addressing(current) : undefined;
    for (const notice of send)
      await trying(async () => addressed && sendOne(current.reference, addressed(notice), dependencies));
    if (told.length > 0)
      current = await record(current, { type: "record notices", id: idOf(told), at: clock.now(), notices: told });
    if (failed) throw new NotAllTold(current.reference, failed);
    if (told.length === 0) return current;
  }
}

const aboutOf = ({ id, kind, seat }: Noticed, at: string): About => ({ v: 1, at, notice: id, kind, seat });

/** What the claim of somebody else leaves to say: nothing while they are at it, and that it was sent where it was. */
const saidByClaim = (claim: Exclude<Claim, "taken">, about: About): ToldEvent | undefined =>
  claim === "held" ? undefined : { ...about, type: "NoticeSent", messageId: claim.sent };

/**
 * Lets one notice lapse, unless somebody is sending it who read the record before it was overtaken: what goes out is
 * never recorded as lapsed.
 */
async function lapseOne(
  reference: string,
  notice: Noticed,
  because: string,
  { clock, claims }: TellingDependencies,
): Promise<ToldEvent | undefined> {
  const claim = await claims.take(reference, notice.id, clock.now());
  const about = aboutOf(notice, clock.now());
  return claim === "taken" ? { ...about, type: "NoticeLapsed", because } : saidByClaim(claim, about);
}

/** Sends one notice, unless somebody else is at it. */
async function sendOne<N extends Noticed>(
  reference: string,
  { notice, to, stage, message }: Addressed<N>,
  { clock, links, claims, mail, serviceUrl, log }: TellingDependencies,
): Promise<ToldEvent | undefined> {
  const claim = await claims.take(reference, notice.id, clock.now());
  if (claim !== "taken") return saidByClaim(claim, aboutOf(notice, clock.now()));
  let messageId: string;
  try {
    const issuedAt = clock.now();
    const issued = await links.issue({ reference, seat: notice.seat, stage, issuedAt, until: linkEnds(issuedAt) });
    messageId = await mail.send(to, message(addressOf(issued, serviceUrl)), { reference, notice: notice.id });
  } catch (error) {
    if (error instanceof MailRefused)
      return { ...aboutOf(notice, clock.now()), type: "NoticeRefused", because: error.message };
    await claims.giveBack(reference, notice.id);
    throw error;
  }
  try {
    await claims.sent(reference, notice.id, messageId);
  } catch (error) {
    // It has gone out: the record says so in a moment, and that is what counts.
    log("warn", "A claim could not be marked as sent", { reference, notice: notice.id, error: nameOf(error) });
  }
  return { ...aboutOf(notice, clock.now()), type: "NoticeSent", messageId };
}

const addressOf = ({ path, code }: Issued, serviceUrl: string): LinkTold => ({
  url: `${serviceUrl}${path}`,
  code: codeInPairs(code),
});

function idOf(told: readonly ToldEvent[]): string {
  return `told-${createHash("sha256")
    .update(told.map((each) => `${each.type}${each.notice}`).join("\n"))
    .digest("hex")
    .slice(0, 24)}`;
}
