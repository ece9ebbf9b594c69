/**
 * A link that is over: its page says nothing of the case, and its one button sends a fresh link to the address that this
 * one went to. Nothing of it goes onto the record, because it answers nothing.
 */
import { erased, type Person, type Sealed } from "../core/events.ts";
import type { PageLimits } from "../limits/page-limits.ts";
import { codeInPairs } from "../links/code.ts";
import { linkEnds, type Link, type Links } from "../links/links.ts";
import type { Log } from "../log.ts";
import { freshLinkMessage } from "../mail/messages.ts";
import { MailRefused, type Mail } from "../mail/mail.ts";
import type { ExpiredView, Frame } from "./view.ts";
import { english } from "./words/index.ts";

export interface SendingFresh {
  readonly mail: Mail;
  /** Where the pages are, without a slash at the end. */
  readonly serviceUrl: string;
  readonly log: Log;
}

const words = english.landing;

/** Fields that no person types into. */
const ours = new Set(["do", "form", "command", "stage", "about", "from"]);

/** @param typed what was sent by it, which is given back and not recorded */
export function expiredView(frame: Frame, typed?: URLSearchParams): ExpiredView {
  const kept = [...(typed ?? [])]
    .filter(([name, text]) => !ours.has(name) && text.trim() !== "")
    .map(([, text]) => ({ key: words.expired.typed, text }));
  return { ...frame, kept };
}

export type SendFresh = ReturnType<typeof freshLinks>;

interface Sent {
  readonly status: 200 | 410 | 429;
  readonly title: string;
  readonly says: readonly string[];
}

/**
 * Sends a fresh link for the seat and stage of one that is over.
 * @returns what the page says: it never shows the address
 */
export function freshLinks({
  links,
  limits,
  mail,
  serviceUrl,
  log,
}: SendingFresh & { readonly links: Pick<Links, "issue">; readonly limits: Pick<PageLimits, "fresh"> }) {
  return async (link: Link, person: Sealed<Person>, frame: Frame, now: string): Promise<Sent> => {
    const { reference, seat, stage } = link;
    if (person === erased) return { status: 410, ...words.fresh.erased };
    if (!(await limits.fresh(reference, seat, now))) return { status: 429, ...words.fresh.tooOften };
    const until = linkEnds(now);
    const { path, code } = await links.issue({ reference, seat, stage, issuedAt: now, until });
    const told = {
      reference,
      partnership: partnershipOf(frame),
      url: `${serviceUrl}${path}`,
      code: codeInPairs(code),
      until,
    };
    try {
      await mail.send(person.email, freshLinkMessage(told), { reference });
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      log("warn", "A fresh link was refused by the mail service", { reference, seat });
      return { status: 410, ...words.fresh.refused };
    }
    log("info", "A fresh link was sent", { reference, seat });
    return { status: 200, ...words.fresh.sent };
  };
}

/** Whom the email names to ask and to call: those of the page. */
const partnershipOf = ({ partnership, contact, danger }: Frame) => ({
  name: partnership,
  ...(contact ? { inbox: contact.email, questions: contact.telephone } : {}),
  inDanger: danger,
});
