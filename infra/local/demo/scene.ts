/** What people do to a service on this laptop, over HTTP, mailbox and clock alone: raise, read the mail, open its link, press. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { startLaptop, type Laptop, type LaptopOptions } from "../laptop.ts";
import { formsOffered, linkIn, openForm, wordsOf } from "../person.ts";

export interface Mail {
  readonly at: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Record {
  readonly reference: string;
  readonly status: string;
  readonly how?: string;
  readonly policy: { readonly id: string; readonly version: string; readonly partnership: string };
  readonly entries: readonly { readonly at: string; readonly events: readonly EscalationEvent[] }[];
}

/** An escalation that was raised, and the client of the API that raised it. */
export interface Case {
  readonly reference: string;
  readonly client: string;
}

export interface Scene {
  /** What it all runs on, for whoever looks behind it. */
  readonly laptop: Laptop;
  /** Raises a concern through the API. Throws with what was wrong where it is refused. */
  raise(client: string, concern: object): Promise<Case>;
  /** Moves the clock on; everything that falls due meanwhile happens in its order. */
  moveTo(instant: string): Promise<void>;
  /** The e-mails about a case, the oldest first. */
  mails(of: Case, to?: string): Promise<Mail[]>;
  /** Somebody opens a link that they were sent, chooses the form, fills it in and presses. The latest link that offers it is used. */
  answer(of: Case, address: string, form: string, name: string, fields: Fields): Promise<void>;
  /** The forms that the latest link of somebody offers. */
  offered(of: Case, address: string): Promise<string[]>;
  /** The words of a page behind a link that somebody was sent: `continue`, `record`, or a document. */
  page(of: Case, address: string, asks: Fields): Promise<string>;
  record(of: Case): Promise<Record>;
  close(): Promise<void>;
}

export type Fields = Readonly<{ [name: string]: string }>;

/**
 * Starts a service for as long as the scene is open.
 * @param start when its clock stands, UTC
 * @param options a folder whose contents it begins with, copied; who is given each call of a state machine
 */
export async function openScene(
  start: string,
  { beginsWith, around }: { readonly beginsWith?: string } & Pick<LaptopOptions, "around"> = {},
): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), "demo-"));
  if (beginsWith) cpSync(beginsWith, folder, { recursive: true });
  const laptop = await startLaptop({
    folder,
    ports: { service: 0, workbench: 0 },
    database: beginsWith ? "on disk" : "in memory",
    start,
    ...(around ? { around } : {}),
  });

  const token = async (client: string): Promise<string> => {
    const response = await fetch(`${laptop.workbench}/token`, {
      method: "POST",
      body: new URLSearchParams({ client_id: client }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const mails = async ({ reference }: Case, to?: string): Promise<Mail[]> => {
    const all = (await (await fetch(`${laptop.workbench}/mail.json?about=${reference}`)).json()) as Mail[];
    return to === undefined ? all : all.filter((each) => each.to.includes(to));
  };

  let raised = 0;
  return {
    laptop,
    async raise(client, concern) {
      raised += 1;
      const response = await fetch(`${laptop.service}/escalations`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await token(client)}`,
          "content-type": "application/json",
          "idempotency-key": `demo-${raised}`,
        },
        body: JSON.stringify(concern),
      });
      const answer = (await response.json()) as { reference?: string };
      if (!answer.reference) throw new Error(`The concern of ${client} was refused: ${JSON.stringify(answer)}`);
      await laptop.quiet();
      return { reference: answer.reference, client };
    },
    async moveTo(to) {
      const response = await fetch(`${laptop.workbench}/clock`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ to }),
      });
      if (response.status !== 200) throw new Error(`The clock could not be moved: ${await response.text()}`);
    },
    mails,
    async answer(of, address, form, name, fields) {
      const links = (await mails(of, address)).map(linkIn).toReversed();
      for (const link of links) {
        const offered = (await formsOffered(laptop.service, link)).find(
          (each) => each === form || each.startsWith(`${form}/`),
        );
        if (!offered) continue;
        const send = await openForm(laptop.service, link, offered);
        const response = await send(name, fields);
        if (response.status !== 200) throw new Error(`${form} was refused: ${wordsOf(await response.text())}`);
        await laptop.quiet();
        return;
      }
      throw new Error(`No link that ${address} was sent about ${of.reference} offers “${form}”`);
    },
    async offered(of, address) {
      const mail = (await mails(of, address)).at(-1);
      return mail ? formsOffered(laptop.service, linkIn(mail)) : [];
    },
    async page(of, address, asks) {
      const mail = (await mails(of, address)).at(-1);
      if (!mail) throw new Error(`${address} was sent nothing about ${of.reference}`);
      const response = await fetch(`${laptop.service}${linkIn(mail)}`, {
        method: "POST",
        body: new URLSearchParams(asks),
      });
      return wordsOf(await response.text());
    },
    async record({ reference, client }) {
      const response = await fetch(`${laptop.service}/escalations/${reference}`, {
        headers: { authorization: `Bearer ${await token(client)}` },
      });
      return (await response.json()) as Record;
    },
    async close() {
      await laptop.close();
      rmSync(folder, { recursive: true });
    },
  };
}
