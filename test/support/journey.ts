/**
 * One escalation as its people live it: over HTTP, mailbox and clock alone. The service is the laptop's own, whole; its
 * clock is moved, never slept for. Instants are UTC unless a title says London.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { EscalationEvent, EventOf, EventType } from "../../functions/core/events.ts";
import type { Mail } from "../../infra/local/mailbox.ts";
import { machinePrefix, startLaptop, type Laptop } from "../../infra/local/laptop.ts";
import { linkIn, openForm, wordsOf } from "../../infra/local/person.ts";
import { verifyChain } from "../../functions/record/chain.ts";
import { stateMachineName } from "../../infra/state-machine.ts";
import { policyVersion } from "../../policies/published.ts";

/** Over with its test: the chain of every record that it raised is verified then, and its folder removed. */
export interface Journey {
  readonly laptop: Laptop;
  readonly folder: string;
  /** Raises a concern through the API. @returns its reference, once everybody was told who is to be told at once */
  raise(sample: Concern): Promise<string>;
  /** Raises it and gives back the API's own answer, whatever it is. */
  post(client: string, concern: object, key?: string): Promise<Response>;
  /** The events on the record, the notices left out. */
  events(reference: string): Promise<EscalationEvent[]>;
  event<T extends EventType>(reference: string, type: T): Promise<EventOf<T>>;
  types(reference: string): Promise<string[]>;
  /** The newest e-mail to an address whose subject has these words. */
  mail(to: string, words: string): Mail;
  /** How many e-mails went to an address with these words in the subject. */
  mails(to: string, words: string): number;
  /** What the person at an address does by the link of their newest e-mail: one form, filled in and sent. */
  answers(to: string, words: string, form: string, fields: Record<string, string>): Promise<string>;
  /** What they read by it: the page after Continue. */
  page(to: string, words: string): Promise<string>;
  /** The whole record, as they read it by it. */
  record(to: string, words: string): Promise<string>;
  /** Opens a form, and gives back what fills it in and sends it. */
  open(path: string, form: string): Promise<(fields: Record<string, string>) => Promise<Response>>;
  press(path: string, form: string, fields: Record<string, string>, options?: { command?: string }): Promise<Response>;
  moveTo(instant: string): Promise<void>;
  /** Kills nothing but everything in memory, and starts again from the folder. */
  restart(): Promise<void>;
}

export interface Concern {
  readonly client: string;
  readonly concern: object;
}

/**
 * @param start where the service's clock begins, UTC
 * @param options whether it is started again on the way, for which its database is on disk
 */
export async function journey(
  start: string,
  { restarts = false }: { readonly restarts?: boolean } = {},
): Promise<Journey> {
  const folder = mkdtempSync(join(tmpdir(), "journey-"));
  const database = restarts ? "on disk" : "in memory";
  const begin = () => startLaptop({ folder, ports: { service: 0, workbench: 0 }, database, start });
  let laptop = await begin();
  const references = new Set<string>();
  let keys = 0;

  onTestFinished(async () => {
    for (const reference of references) verifyChain(await laptop.container.tasks.record.stored(reference));
    await laptop.close();
    rmSync(folder, { recursive: true });
  });

  const post = async (client: string, concern: object, key = `key-${++keys}`) =>
    fetch(`${laptop.service}/escalations`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await laptop.tokenFor(client)}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(concern),
    });
  const mailsTo = (to: string, words: string) =>
    laptop.mailbox.mails().filter((each) => each.to.includes(to) && each.subject.includes(words));
  const mail = (to: string, words: string): Mail => {
    const found = mailsTo(to, words).at(-1);
    if (!found)
      throw new Error(
        `No e-mail to ${to} has “${words}” in its subject. There are:\n${laptop.mailbox
          .mails()
          .map((each) => `${each.to.join()}: ${each.subject}`)
          .join("\n")}`,
      );
    return found;
  };
  const reads = async (to: string, words: string, wanted: "continue" | "record") => {
    const url = `${laptop.service}${linkIn(mail(to, words))}`;
    const response = await fetch(url, { method: "POST", body: new URLSearchParams({ do: wanted }) });
    expect(response.status).toBe(200);
    return wordsOf(await response.text());
  };
  const events = async (reference: string) => {
    const story = await laptop.container.tasks.escalations.read(reference);
    if (!story) throw new Error(`There is no ${reference}`);
    return story.history.filter((each) => !each.type.startsWith("Notice"));
  };

  const self: Journey = {
    get laptop() {
      return laptop;
    },
    folder,
    post,
    async raise({ client, concern }) {
      const response = await post(client, concern);
      const body = (await response.json()) as { reference: string };
      expect(body, "the concern is accepted").toMatchObject({ reference: expect.any(String) });
      expect(response.status).toBe(201);
      references.add(body.reference);
      await laptop.quiet();
      return body.reference;
    },
    events,
    async event(reference, type) {
      const found = (await events(reference)).findLast((each) => each.type === type);
      if (!found) throw new Error(`${reference} has no ${type}`);
      return found as EventOf<typeof type>;
    },
    types: async (reference) => (await events(reference)).map((each) => each.type),
    mail,
    mails: (to, words) => mailsTo(to, words).length,
    async answers(to, words, form, fields) {
      const path = linkIn(mail(to, words));
      const response = await self.press(path, form, fields);
      const page = await response.text();
      if (response.status !== 200)
        throw new Error(`${form} by ${to} was refused with ${response.status}:\n${wordsOf(page)}`);
      await laptop.quiet();
      return wordsOf(page);
    },
    page: (to, words) => reads(to, words, "continue"),
    record: (to, words) => reads(to, words, "record"),
    async open(path, form) {
      const send = await openForm(laptop.service, path, form);
      return (fields) => send("Somebody Who Answers", fields);
    },
    async press(path, form, fields, { command } = {}) {
      const send = await self.open(path, form);
      return send({ ...fields, ...(command ? { command } : {}) });
    },
    async moveTo(instant) {
      await laptop.moveTo(instant);
    },
    async restart() {
      if (!restarts) throw new Error("A journey that is started again says so at its beginning: { restarts: true }");
      await laptop.close();
      laptop = await begin();
      await laptop.quiet();
    },
  };
  return self;
}

/** A date and time in London, as the pages ask for it. */
export const moment = (name: string, year: number, month: number, day: number, time: string) => ({
  [`${name}-day`]: String(day),
  [`${name}-month`]: String(month),
  [`${name}-year`]: String(year),
  [`${name}-time`]: time,
});

/** The ARN of an escalation's execution, for tests that stop one. */
export function executionOf(reference: string, number: number, policy: { id: string; version: string }): string {
  const { policy: id, version } = policyVersion(policy.id, policy.version);
  const prefix = machinePrefix.replace(":stateMachine:", ":execution:");
  return `${prefix}${stateMachineName({ policy: id, version })}:${reference}-${number}`;
}

const words = {
  issue: "The plan is to be closed although two actions are open.",
  natureOfDisagreement: "You say that the risk has reduced; we see no change.",
  risk: "Nobody visits the child at home any more.",
  evidence: "Four entries in our log, shared on 12 November.",
  resolutionSought: "The plan stays open until the visits have happened.",
};

/** A concern of Whitebeam Primary School with Knowsley's social care. @param arose a day in London */
export const knowsleyConcern = (arose: string, more: object = {}): Concern => ({
  client: "whitebeam-primary",
  concern: {
    area: "knowsley",
    subject: "child",
    person: { name: "Robin Sampleton", dateOfBirth: "2017-05-14" },
    typeOfDisagreement: "step-up-step-down",
    ...words,
    arose,
    raising: { practitioner: { name: "Sam Carter", email: "s.carter@whitebeam-primary.example" } },
    receiving: {
      agency: "knowsley-social-care",
      practitioner: { name: "Jo Malik", email: "j.malik@social-care.knowsley.example" },
    },
    ...more,
  },
});

/** A concern of Lenborough Academy with Milton Keynes's social care. @param arose a day in London */
export const miltonKeynesConcern = (arose: string, more: object = {}): Concern => ({
  client: "lenborough-academy",
  concern: {
    area: "milton-keynes",
    subject: "child",
    person: { name: "Alex Sampleton", dateOfBirth: "2012-02-03" },
    typeOfDisagreement: "not-accepted",
    ...words,
    arose,
    raising: { practitioner: { name: "Chris Dell", email: "c.dell@lenborough-academy.example" } },
    receiving: { agency: "mk-social-care", practitioner: { name: "Lee Ward", email: "l.ward@social-care.mk.example" } },
    ...more,
  },
});

/** A concern of Hoo Meadows Primary School with Medway's social care. @param arose a day in London */
export const medwayConcern = (arose: string, more: object = {}): Concern => ({
  client: "hoo-meadows-primary",
  concern: {
    area: "medway",
    subject: "child",
    person: { name: "Jamie Sampleton", dateOfBirth: "2015-09-21" },
    typeOfDisagreement: "insufficient-progress",
    ...words,
    arose,
    // What has to come before the formal process (MED-01), so that it opens at stage 1.
    before: {
      "manager-consulted": "2026-11-18",
      "professional-to-professional": "2026-11-19",
      "managers-in-contact": "2026-11-20",
    },
    raising: { practitioner: { name: "Noor Castle", email: "n.castle@hoo-meadows.example" } },
    receiving: { agency: "medway-social-care" },
    ...more,
  },
});

/** A concern of Corvedale Housing with Shropshire's social care. @param arose a day in London */
export const shropshireConcern = (arose: string, more: object = {}): Concern => ({
  client: "corvedale-housing",
  concern: {
    area: "shropshire",
    subject: "adult",
    person: { name: "Winifred Sampleton", dateOfBirth: "1948-03-02" },
    typeOfDisagreement: "effectiveness-of-plan",
    ...words,
    arose,
    raising: { practitioner: { name: "Bryn Lacey", email: "b.lacey@corvedale-housing.example" } },
    receiving: {
      agency: "shropshire-social-care",
      practitioner: { name: "Moira Penn", email: "m.penn@social-care.shropshire.example" },
    },
    ...more,
  },
});

/** A concern of Harbourway Training with social care in Kent, where no policy is held. @param arose a day in London */
export const trainingProviderConcern = (arose: string, more: object = {}): Concern => ({
  client: "harbourway-training",
  concern: {
    area: "kent",
    subject: "child",
    person: { name: "Taylor Sampleton", dateOfBirth: "2009-11-08" },
    typeOfDisagreement: "referral-not-accepted",
    ...words,
    arose,
    raising: { practitioner: { name: "Casey Ford", email: "c.ford@harbourway-training.example" } },
    receiving: {
      agency: "weald-social-care",
      practitioner: { name: "Robyn Hale", email: "r.hale@social-care.weald.example" },
    },
    ...more,
  },
});
