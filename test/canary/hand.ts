/** What people and systems do with the service in the lives: asking over HTTP alone, every text a canary. */
import type { Laptop } from "../../infra/local/laptop.ts";
import { formsOn } from "../../infra/local/person.ts";
import { formsIn, type Form } from "../abuse/pages.ts";
import type { Canaries } from "./canaries.ts";

export interface Answered {
  readonly status: number;
  readonly text: string;
}

export type Fields = Readonly<Record<string, string>>;

export interface Hand {
  /** Answers of the API that refuse, and pages before Continue: nothing personal is in any. */
  readonly refusals: string[];
  /** Every record that was begun. */
  readonly references: string[];
  readonly ask: (path: string, init?: RequestInit) => Promise<Answered>;
  readonly askAs: (client: string, path: string) => Promise<Answered>;
  readonly post: (path: string, fields: Fields | URLSearchParams) => Promise<Answered>;
  /** By the API, and waits until everybody heard. @throws Error where it is not accepted */
  readonly raise: (client: string, path: string, body: object) => Promise<string>;
  /** What is to be refused. @throws Error where it is accepted */
  readonly refused: (client: string, path: string, body: object | string) => Promise<void>;
  /** The newest link of everybody who has had one about it, by address. */
  readonly linksOf: (reference: string) => (readonly [address: string, path: string])[];
  /** Fills a form in: every text with a canary, every choice as it is chosen, or with one of its options, another each time. */
  readonly filled: (form: Form, of: string, domain: string, chosen?: Fields) => URLSearchParams;
  /** Presses every form that anybody is offered now, as often as `most` says. @returns how many went onto the record */
  readonly press: (
    reference: string,
    wanted: (key: string) => boolean,
    most: number,
    chosen?: Fields,
  ) => Promise<number>;
  /** The path in the newest e-mail to an address that begins like this. */
  readonly sentTo: (address: string, begins: string) => string;
}

/** @param onRecorded hears of everything that went onto a record, before more does */
export function handOf(laptop: Laptop, all: Canaries, onRecorded: (reference: string) => Promise<void>): Hand {
  const url = laptop.service;
  const refusals: string[] = [];
  const references: string[] = [];
  const pressed = new Map<string, number>();
  let keys = 0;
  let turn = 0;

  const ask: Hand["ask"] = async (path, init = {}) => {
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init });
    const text = await response.text();
    const isApi = !String(response.headers.get("content-type")).startsWith("text/html");
    if ((response.status >= 400 && isApi) || init.method === undefined || init.method === "HEAD")
      refusals.push(`${init.method ?? "GET"} ${path} ${response.status}\n${text}`);
    return { status: response.status, text };
  };
  const post: Hand["post"] = (path, fields) => ask(path, { method: "POST", body: new URLSearchParams(fields) });
  const send = async (client: string, path: string, body: object | string) =>
    ask(path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await laptop.tokenFor(client)}`,
        "content-type": "application/json",
        "idempotency-key": `key-${++keys}`,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });

  const linksOf: Hand["linksOf"] = (reference) => {
    const newest = new Map<string, string>();
    for (const { to, text = "" } of laptop.mailbox.mails()) {
      const path = new RegExp(`${url}(/${reference}/\\S+)`).exec(text)?.[1];
      if (path && to[0]) newest.set(to[0], path);
    }
    return [...newest];
  };

  const filled: Hand["filled"] = (form, of, domain, chosen = {}) => {
    const fields = new URLSearchParams();
    turn++;
    const [year = "", month = "", day = ""] = laptop.clock.now().slice(0, "2026-11-23".length).split("-");
    // What both sides agree has to differ from what was shortened.
    const daysOn = of.endsWith("propose-date") ? 1 : 2;
    for (const { name, type, value, options } of form.inputs) {
      const later = /^(?:for|until|due)-/.test(name);
      const choice = chosen[name];
      if (choice !== undefined) fields.append(name, choice);
      else if (type === "hidden") fields.append(name, value);
      else if (options.length > 0) fields.append(name, options[turn % options.length] ?? "");
      else if (name.endsWith("-day")) fields.append(name, String(Math.min(28, Number(day) + (later ? daysOn : 0))));
      else if (name.endsWith("-month")) fields.append(name, String(Number(month)));
      else if (name.endsWith("-year")) fields.append(name, year);
      else if (name.endsWith("-time")) fields.append(name, later ? "4:30pm" : "9:05am");
      else if (type === "email") fields.append(name, all.address(`${of}: ${name}`, domain));
      else if (type === "number" || name === "corrects") fields.append(name, "1");
      else fields.append(name, all.put(`${of}: ${name}`));
    }
    return fields;
  };

  return {
    refusals,
    references,
    ask,
    post,
    linksOf,
    filled,
    async askAs(client, path) {
      // What its own record has is its own.
      return ask(path, { method: "GET", headers: { authorization: `Bearer ${await laptop.tokenFor(client)}` } });
    },
    async raise(client, path, body) {
      const { status, text } = await send(client, path, body);
      if (status !== 201) throw new Error(`${path} answers ${status}: ${text}`);
      const { reference } = JSON.parse(text) as { reference: string };
      references.push(reference);
      await laptop.quiet();
      await onRecorded(reference);
      return reference;
    },
    async refused(client, path, body) {
      const { status } = await send(client, path, body);
      if (status < 400) throw new Error(`${path} accepts what is wrong, with ${status}`);
    },
    async press(reference, wanted, most, chosen) {
      let recorded = 0;
      for (const [address, path] of linksOf(reference)) {
        const page = await post(path, { do: "continue" });
        for (const key of formsOn(page.text)) {
          const counted = `${reference} ${key}`;
          const tried = `${counted} ${address}`;
          if (!wanted(key.split("/")[0] ?? "")) continue;
          if ((pressed.get(counted) ?? 0) >= most || (pressed.get(tried) ?? 0) > most) continue;
          pressed.set(tried, (pressed.get(tried) ?? 0) + 1);
          const asked = await post(path, { do: "choose", form: key });
          const form = formsIn(asked.text).find(({ inputs }) =>
            inputs.some((each) => each.name === "do" && each.value === key),
          );
          if (!form) continue;
          const fields = filled(form, counted, address.split("@")[1] ?? "", chosen);
          if (!pressed.has(counted)) {
            // Once without what it needs: what was typed comes back, to whoever typed it alone.
            const without = new URLSearchParams(fields);
            without.delete("your-name");
            await post(path, without);
          }
          const { status } = await post(path, fields);
          if (status !== 200) continue;
          pressed.set(counted, (pressed.get(counted) ?? 0) + 1);
          recorded++;
          await laptop.quiet();
          await onRecorded(reference);
        }
      }
      return recorded;
    },
    sentTo(address, begins) {
      const mail = laptop.mailbox
        .mails()
        .findLast(({ to, text = "" }) => to.includes(address) && text.includes(begins));
      const path = new RegExp(`${url}(${begins}\\S+)`).exec(mail?.text ?? "")?.[1];
      if (!path) throw new Error(`No e-mail to ${address} has a link that begins with ${begins}`);
      return path;
    },
  };
}
