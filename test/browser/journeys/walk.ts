/**
 * The whole service on a laptop, and people at browsers without JavaScript who have nothing but their e-mails. The journeys of
 * a file share one laptop and its clock, which only goes forward; each has an escalation of its own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { EventOf, EventType } from "../../../functions/core/events.ts";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import type { Mail } from "../../../infra/local/mailbox.ts";
import { calendarOf } from "../../../policies/calendar/bank-holidays.ts";
import { dayOf, instantOf } from "../../../policies/calendar/instant.ts";
import { addWorkingDays } from "../../../policies/calendar/working-days.ts";
import type { TestBrowser } from "../../support/browser.ts";
import { knowsleyConcern } from "../../support/journey.ts";
import { personAt, type Person } from "../person.ts";

/** A Monday, 10:00 in London, which is on UTC. */
const monday = "2026-11-23T10:00:00.000Z";

/** Somebody at an address, with a browser of their own. */
export interface Somebody extends Person {
  /** Opens the newest e-mail with these words in its subject, at their mailbox. */
  opensMail(words: string): Promise<void>;
  /** Presses the link in the e-mail that is open. */
  pressesLink(): Promise<void>;
  /** As these two, and presses Continue. */
  readsMail(words: string): Promise<void>;
  /** Presses the button with these words, all of them. */
  wantsTo(what: string): Promise<void>;
  /** Puts their name to it and presses Agree. */
  agrees(name: string): Promise<void>;
  /** Proposes a resolution, from the page after Continue. */
  proposes(name: string, resolution: string): Promise<void>;
  /** Reads the record from a page that leads to it. */
  readsRecord(): Promise<string>;
}

/** One escalation, as far as a test looks at it. */
export interface Matter {
  readonly reference: string;
  /** Somebody who has to do with it. @param address where they get their e-mail */
  somebody(address: string): Promise<Somebody>;
  /** What is on the record, the notices left out. */
  types(): Promise<string[]>;
  event<T extends EventType>(type: T): Promise<EventOf<T>>;
  mail(to: string, words: string): Mail;
}

export interface Walk {
  readonly laptop: Laptop;
  /** Raises a concern of Knowsley by the API, as a school's own system would, and waits until everybody was told. */
  raise(): Promise<Matter>;
  /** One that was raised otherwise. */
  matter(reference: string): Matter;
  /** Somebody who has e-mails of no escalation yet. */
  somebody(address: string): Promise<Somebody>;
  mail(to: string, words: string): Mail;
  /** Lets so many working days pass, to 10am, with everything that falls due on the way. */
  passes(workingDays: number): Promise<void>;
  /** Ends it all; every record holds together. */
  close(): Promise<void>;
}

/** The addresses of the one sample that these journeys are of: who raises, who is challenged, and who is above them. */
export const people = {
  raiser: "s.carter@whitebeam-primary.example",
  receiver: "j.malik@social-care.knowsley.example",
  raisingManager: "h.ashworth@whitebeam-primary.example",
  receivingManager: "d.stott@social-care.knowsley.example",
  raisingSenior: "head@whitebeam-primary.example",
  chair: "partnership@kscp.example",
} as const;

/** A day as it is typed into the three inputs of a field. */
export function typedDay(field: string, date: string): Record<string, string> {
  const [year = "", month = "", day = ""] = date.split("-");
  return { [`${field}-day`]: day, [`${field}-month`]: month, [`${field}-year`]: year };
}

export async function startWalk(browser: TestBrowser): Promise<Walk> {
  const folder = mkdtempSync(join(tmpdir(), "walk-"));
  const laptop = await startLaptop({
    folder,
    ports: { service: 0, workbench: 0 },
    database: "in memory",
    start: monday,
  });
  let keys = 0;

  const mail = (to: string, words: string, reference = ""): Mail => {
    const found = laptop.mailbox
      .mails()
      .findLast((each) => each.to.includes(to) && each.subject.startsWith(reference) && each.subject.includes(words));
    if (!found) {
      const there = laptop.mailbox.mails().map((each) => `${each.to.join()}: ${each.subject}`);
      throw new Error(`No e-mail to ${to} has “${words}” in its subject. There are:\n${there.join("\n")}`);
    }
    return found;
  };

  const somebody = async (address: string, reference = ""): Promise<Somebody> => {
    const person = await personAt(browser, laptop.service);
    onTestFinished(() => person.leaves());
    const presses = async (button: string | RegExp) => {
      await person.presses(button);
      await laptop.quiet();
    };
    const self: Somebody = {
      ...person,
      presses,
      async sends() {
        await person.sends();
        await laptop.quiet();
      },
      async opensMail(words) {
        await person.opens(`${laptop.workbench}/mailbox/${encodeURIComponent(address)}`);
        await person.followsTo(`/mail/${mail(address, words, reference).id}`);
      },
      async pressesLink() {
        // The mailbox opens a tab of its own. This window is followed, so it is asked to stay in it.
        await person.page
          .locator("#links a")
          .evaluateAll((all: { removeAttribute(name: string): void }[]) =>
            all.forEach((each) => each.removeAttribute("target")),
          );
        const link = person.page.locator(`#links a[href^="${laptop.service}"]`).first();
        await person.followsTo(new URL((await link.getAttribute("href")) ?? "").pathname);
      },
      async readsMail(words) {
        await self.opensMail(words);
        await self.pressesLink();
        await self.presses("Continue");
      },
      wantsTo: (what) => presses(new RegExp(`^${what}$`)),
      async agrees(name) {
        await person.fills("Your name", name);
        await presses(/^Agree$/);
      },
      async proposes(name, resolution) {
        await self.wantsTo("Propose a resolution");
        await person.fills("Your name", name);
        await person.fills("The resolution", resolution);
        await presses("Propose this resolution");
      },
      async readsRecord() {
        await person.presses("See the whole record");
        expect(await person.heading()).toBe("The record");
        return person.reads();
      },
    };
    return self;
  };

  const matter = (reference: string): Matter => {
    const events = async () => {
      const story = await laptop.container.tasks.escalations.read(reference);
      if (!story) throw new Error(`There is no ${reference}`);
      return story.history.filter((each) => !each.type.startsWith("Notice"));
    };
    return {
      reference,
      somebody: (address) => somebody(address, reference),
      types: async () => (await events()).map((each) => each.type),
      async event(type) {
        const found = (await events()).findLast((each) => each.type === type);
        if (!found) throw new Error(`${reference} has no ${type}`);
        return found as EventOf<typeof type>;
      },
      mail: (to, words) => mail(to, words, reference),
    };
  };

  return {
    laptop,
    async raise() {
      const { client, concern } = knowsleyConcern(dayOf(laptop.clock.now()));
      const response = await fetch(`${laptop.service}/escalations`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await laptop.tokenFor(client)}`,
          "content-type": "application/json",
          "idempotency-key": `key-${++keys}`,
        },
        body: JSON.stringify(concern),
      });
      expect(response.status, "the concern is accepted").toBe(201);
      const { reference } = (await response.json()) as { reference: string };
      await laptop.quiet();
      return matter(reference);
    },
    matter,
    somebody: (address) => somebody(address),
    mail: (to, words) => mail(to, words),
    async passes(workingDays) {
      const day = addWorkingDays(dayOf(laptop.clock.now()), workingDays, calendarOf("england-and-wales"));
      await laptop.moveTo(instantOf(day, "10:00"));
    },
    async close() {
      const broken = (await laptop.verifyAll()).filter((each) => !each.holds);
      await laptop.close();
      rmSync(folder, { recursive: true, force: true });
      expect(broken, "every record holds").toEqual([]);
    },
  };
}
