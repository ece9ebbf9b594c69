/** The whole service on a laptop, and people at browsers without JavaScript who have nothing but their e-mails. */
import { expect, onTestFinished } from "vitest";
import { linkIn } from "../../../infra/local/person.ts";
import type { TestBrowser } from "../../support/browser.ts";
import { journey, type Journey } from "../../support/journey.ts";
import { personAt, type Person } from "../person.ts";

/** Somebody at an address, with a browser of their own. */
export interface Somebody extends Person {
  /** Opens the newest e-mail with these words in its subject at the mailbox, and presses the link in it. */
  opensMail(words: string): Promise<void>;
  /** As `opensMail`, and presses Continue. */
  readsMail(words: string): Promise<void>;
  /** Chooses what to do by its words, and continues. */
  wantsTo(what: string | RegExp): Promise<void>;
  /** Reads the record from a page that leads to it. */
  readsRecord(): Promise<string>;
}

export interface Walk extends Journey {
  /** @param address where they get their e-mail */
  somebody(address: string): Promise<Somebody>;
}

/** @param start where the service's clock begins, UTC */
export async function walk(browser: TestBrowser, start: string): Promise<Walk> {
  const it = await journey(start);
  const { laptop } = it;

  async function somebody(address: string): Promise<Somebody> {
    const person = await personAt(browser, laptop.service);
    onTestFinished(() => person.leaves());
    const self: Somebody = {
      ...person,
      async presses(button) {
        await person.presses(button);
        await laptop.quiet();
      },
      async opensMail(words) {
        const mail = it.mail(address, words);
        await person.opens(`${laptop.workbench}/mail/${mail.id}`);
        await person.followsTo(linkIn(mail));
      },
      async readsMail(words) {
        await self.opensMail(words);
        await person.presses("Continue");
      },
      async wantsTo(what) {
        await person.picks(what);
        await person.presses("Continue");
      },
      async readsRecord() {
        await person.presses("See the whole record");
        expect(await person.heading()).toBe("The record");
        return person.reads();
      },
    };
    return self;
  }
  return Object.assign(Object.create(it) as Journey, { somebody });
}
