/** Telling: sends every notice that is owed and puts on the record that it was sent, lapsed or refused. */
import { createHash } from "node:crypto";
import { erased, type EventOf } from "../core/events.ts";
import { noticesOwed, type Notice } from "../core/notices.ts";
import type { Directory } from "../directory/directory.ts";
import type { Links } from "../links/links.ts";
import type { Claims } from "../mail/claims.ts";
import { MailRefused, type Mail } from "../mail/mail.ts";
import { messageFor } from "../mail/messages.ts";
import { nameOf, type Log } from "../log.ts";
import type { Escalations, Story } from "./escalations.ts";

export interface TellDependencies {
  readonly clock: { now(): string };
  readonly escalations: Escalations;
  readonly links: Pick<Links, "issue">;
  readonly claims: Claims;
  readonly mail: Mail;
  readonly directory: Pick<Directory, "agency">;
  readonly log: Log;
  /** Where the pages are, without a slash at the end. */
  readonly serviceUrl: string;
}

/** Some notices could not be sent this time. What was sent is recorded; the same call again sends the rest. */
export class NotAllTold extends Error {
  constructor(reference: string, cause: unknown) {
    super(`Not every notice of ${reference} could be sent`, { cause });
    this.name = "TransientError";
  }
}

type Told = EventOf<"NoticeSent"> | EventOf<"NoticeLapsed"> | EventOf<"NoticeRefused">;

/**
 * Sends what is owed at this moment; calling it again is always safe.
 * @returns the story with everything on it
 * @throws NotAllTold after recording what could be sent, when something could not be for now
 */
export async function tell(story: Story, dependencies: TellDependencies): Promise<Story> {
  const { clock, escalations } = dependencies;
  let current = story;
  // Recording what was sent can let a deadline pass that fell due meanwhile, and so owe more.
  for (;;) {
    const owed = noticesOwed(current.history, current.rules.policy);
    const told: Told[] = owed.lapse.map(({ notice, because }) => ({
      type: "NoticeLapsed",
      v: 1,
      at: clock.now(),
      notice: notice.id,
      kind: notice.kind,
      seat: notice.seat,
      because,
    }));
    let failed: unknown;
    const names = owed.send.length > 0 ? await agencyNames(current, dependencies) : {};
    for (const notice of owed.send) {
      try {
        const outcome = await send(notice, current, names, dependencies);
        if (outcome) told.push(outcome);
      } catch (error) {
        failed ??= error;
      }
    }
    if (told.length > 0) {
      const performed = await escalations.perform(
        current.reference,
        { type: "record notices", id: idOf(told), at: clock.now(), notices: told },
        { kind: "service", task: "tell" },
      );
      current = performed.story;
    }
    if (failed) throw new NotAllTold(current.reference, failed);
    if (told.length === 0) return current;
  }
}

/** Sends one notice, unless somebody else is at it. */
async function send(
  notice: Notice,
  story: Story,
  names: Readonly<Record<string, string>>,
  { clock, links, claims, mail, serviceUrl, log }: TellDependencies,
): Promise<Told | undefined> {
  const { reference, state, history, rules } = story;
  const seat = state.seats.get(notice.seat);
  const event = history[notice.event];
  if (!seat || seat.person === erased || !event)
    throw new Error(`Notice ${notice.id} of ${reference} has nobody to go to`);
  const about = { v: 1 as const, notice: notice.id, kind: notice.kind, seat: notice.seat };

  const claim = await claims.take(reference, notice.id, clock.now());
  if (claim === "held") return undefined;
  if (claim !== "taken") return { ...about, type: "NoticeSent", at: clock.now(), messageId: claim.sent };
  let messageId: string;
  try {
    const stage = notice.stage ?? state.opened.at(-1)?.stage ?? state.raised.opensAt;
    const path = await links.issue({ reference, seat: notice.seat, stage, issuedAt: clock.now() });
    const message = messageFor({
      notice,
      event,
      reference,
      state,
      rules,
      agencyNames: names,
      url: `${serviceUrl}${path}`,
    });
    messageId = await mail.send(seat.person.email, message, reference);
  } catch (error) {
    if (error instanceof MailRefused)
      return { ...about, type: "NoticeRefused", at: clock.now(), because: error.message };
    await claims.giveBack(reference, notice.id);
    throw error;
  }
  try {
    await claims.sent(reference, notice.id, messageId);
  } catch (error) {
    // It has gone out: the record says so in a moment, and that is what counts.
    log("warn", "A claim could not be marked as sent", { reference, notice: notice.id, error: nameOf(error) });
  }
  return { ...about, type: "NoticeSent", at: clock.now(), messageId };
}

async function agencyNames(story: Story, { directory }: TellDependencies): Promise<Record<string, string>> {
  const { raising, receiving } = story.state.raised;
  const found = await Promise.all([raising.agency, receiving.agency].map((id) => directory.agency(id)));
  return Object.fromEntries(found.flatMap((each) => (each ? [[each.id, each.name]] : [])));
}

function idOf(told: readonly Told[]): string {
  return `told-${createHash("sha256")
    .update(told.map((each) => `${each.type}${each.notice}`).join("\n"))
    .digest("hex")
    .slice(0, 24)}`;
}
