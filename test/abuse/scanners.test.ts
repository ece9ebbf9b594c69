/**
 * What befalls a link on its way, for every kind of link that any e-mail brings: asked for its head, opened three times, opened by a real
 * browser with scripts on that waits; then the person presses, and then the same press comes twice at once. The record changes once.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { previews } from "../../functions/mail/previews.ts";
import { openForm } from "../../infra/local/person.ts";
import { withBrowser } from "../support/browser.ts";
import { issuingLinks, linkTo, post, raised, registerLink, writtenUpTo } from "./ground.ts";
import { letGo, send } from "./http.ts";
import { differences } from "./promises.ts";
import { startService, type Service } from "./service.ts";

const browser = await withBrowser("scanners of links");
let service: Service;
beforeAll(async () => {
  if (browser.here) service = await startService();
});
afterAll(async () => {
  letGo();
  await browser.close();
  if (browser.here) await service.close();
});

const raiser = "s.carter@whitebeam-primary.example";
const receiver = "j.malik@social-care.knowsley.example";
const member = "v.marlowe@social-care.medway.example";

interface Scanned {
  /** The link, as it stands in the e-mail. */
  readonly path: string;
  /** What the person’s press sends; asked for once the scanners are through. */
  readonly press: () => Promise<Readonly<Record<string, string>>>;
  /** How many commits that makes, of people and systems. */
  readonly commits: 0 | 1;
  /** What the page says before Continue that it must not. */
  readonly not?: RegExp;
}

/** What the form of a link sends, filled in, with the id that was made when it was shown. */
const formOf = async (path: string, form: string, fields: Readonly<Record<string, string>>) => {
  const page = (await post(service, path, { do: "choose", form })).text;
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, value],
  );
  return { ...Object.fromEntries(hidden), "your-name": "Somebody", do: form, ...fields } as Record<string, string>;
};
const codeIn = (address: string, reference: string) =>
  /\b(?:[2-9A-HJ-NP-Z]{2} ){3}[2-9A-HJ-NP-Z]{2}\b/.exec(
    (
      service.mails().findLast(({ to, subject }) => to.includes(address) && subject.startsWith(reference))?.text ?? ""
    ).replaceAll(/\s+/g, " "),
  )?.[0] ?? "";
const later = (days: number) =>
  service.clock.set(new Date(Date.parse(service.clock.now()) + days * 86_400_000).toISOString());

/** What the policy asks of whoever responds, in November. */
const late = {
  "answer-case-file": "yes",
  "answer-spoken-day": "18",
  "answer-spoken-month": "11",
  "answer-spoken-year": "2026",
  "answer-way-forward": "We met.",
  "answer-aim": "A plan.",
  response: "Late, but here it is",
};

/** By the file of `functions/` that issues it, and then what the link is for. */
const kinds: Readonly<Record<string, Readonly<Record<string, () => Promise<Scanned>>>>> = {
  "mail/telling.ts": {
    "an answer that is asked for": async () => {
      const reference = await raised(service, "knowsley");
      const path = linkTo(service, receiver, `/${reference}/`);
      return { path, press: () => formOf(path, "propose", { resolution: "We visit" }), commits: 1 };
    },
    "agreeing on the page after Continue": async () => {
      const reference = await raised(service, "knowsley");
      await (
        await openForm(service.url, linkTo(service, receiver, `/${reference}/`), "propose")
      )("Jo", { resolution: "We visit" });
      await service.carryOn(reference);
      const path = linkTo(service, raiser, `/${reference}/`);
      return {
        path,
        press: () => formOf(path, "answer-proposal", { answer: "accept", comment: "Thank you" }),
        commits: 1,
      };
    },
    "what somebody is told of, who adds a note": async () => {
      const reference = await raised(service, "medway");
      const path = linkTo(service, "n.castle@hoo-meadows.example", `/${reference}/`);
      return { path, press: () => formOf(path, "note", { kind: "note", words: "A note" }), commits: 1 };
    },
    "who was handed a matter": async () => {
      const reference = await raised(service, "knowsley");
      await (
        await openForm(service.url, linkTo(service, receiver, `/${reference}/`), "hand-on")
      )("Jo", { taker: "other", named: "Kim Else", email: "k.else@social-care.knowsley.example" });
      await service.carryOn(reference);
      const path = linkTo(service, "k.else@social-care.knowsley.example", `/${reference}/`);
      return { path, press: () => formOf(path, "propose", { resolution: "We visit" }), commits: 1 };
    },
    "a stage that is over by then": async () => {
      const reference = await raised(service, "knowsley");
      const path = linkTo(service, receiver, `/${reference}/`);
      later(7);
      await service.carryOn(reference);
      return { path, press: () => formOf(path, "respond", late), commits: 1 };
    },
    "a response to a practice alert": async () => {
      const reference = await raised(service, "practice-alert");
      const path = linkTo(service, member, `/${reference}/`);
      return { path, press: () => formOf(path, "respond", { response: "We agree" }), commits: 1, not: /core groups/ };
    },
  },
  "pages/typed-codes.ts": {
    "a code that was typed": async () => {
      const reference = await raised(service, "knowsley");
      const { headers } = await post(service, "/answer", { reference, code: codeIn(receiver, reference) });
      const path = String(headers["location"]);
      return { path, press: () => formOf(path, "propose", { resolution: "We visit" }), commits: 1 };
    },
  },
  "pages/expired.ts": {
    "an answer whose first link was over": async () => {
      const reference = await raised(service, "knowsley");
      const first = linkTo(service, receiver, `/${reference}/`);
      later(91);
      expect((await post(service, first, { do: "fresh" })).status).toBe(200);
      const path = linkTo(service, receiver, `/${reference}/`);
      expect(path).not.toBe(first);
      return { path, press: () => formOf(path, "note", { kind: "note", words: "Late" }), commits: 1 };
    },
  },
  "pages/raise/app.ts": {
    "raising a concern": async () => {
      await post(service, "/raise", { email: raiser });
      const path = linkTo(service, raiser, "/raise/");
      return { path, press: () => writtenUpTo("raise", service, path), commits: 1 };
    },
  },
  "alerts/pages/submitting.ts": {
    "submitting a practice alert": async () => {
      await post(service, "/alert", { email: "n.castle@hoo-meadows.example" });
      const path = linkTo(service, "n.castle@hoo-meadows.example", "/alert/");
      return { path, press: () => writtenUpTo("submit", service, path), commits: 1 };
    },
  },
  "digest/digests.ts": {
    "a register": async () => ({
      path: await registerLink(service, "knowsley", "partnership@kscp.example"),
      press: () => Promise.resolve({ do: "continue" }),
      commits: 0,
    }),
  },
  "register/app.ts": {
    "a register whose first link was over": async () => {
      const first = await registerLink(service, "knowsley", "partnership@kscp.example");
      later(36);
      expect((await post(service, first, { do: "fresh" })).status).toBe(200);
      return {
        path: linkTo(service, "partnership@kscp.example", "/register/"),
        press: () => Promise.resolve({ do: "continue" }),
        commits: 0,
      };
    },
  },
};

/** The commits that a person or a system caused, of every record there is. */
async function doings(): Promise<number> {
  const items = await service.items("record");
  const causes = items.map(({ text }) => (JSON.parse(String(text)) as { cause: { kind: string } }).cause.kind);
  return causes.filter((each) => each !== "service").length;
}

describe.skipIf(!browser.here)("a link that scanners open before its person does", () => {
  const each = Object.entries(kinds).flatMap(([issuedIn, links]) =>
    Object.entries(links).map(([what, make]) => ({ issuedIn, what, make })),
  );

  it.each(each)(
    "ALL-13 for $what: nothing changes by opening it, and the record changes once by pressing three times",
    async ({ make }) => {
      const { path, press, commits, not } = await make();
      const [before, mails, made] = [await service.held(), service.mails().length, await doings()];
      expect((await send(service.port, { method: "HEAD", path, headers: [] })).status).toBe(200);
      for (let time = 0; time < 3; time++)
        expect((await send(service.port, { method: "GET", path, headers: [] })).status).toBe(200);
      const scanner = await browser.open({ javaScript: true });
      const asked: string[] = [];
      scanner.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
      await scanner.goto(`${service.url}${path}`, { waitUntil: "networkidle" });
      await scanner.evaluate("window.dispatchEvent(new Event('load')); window.scrollTo(0, document.body.scrollHeight)");
      expect(await scanner.content()).not.toMatch(not ?? /Sampleton|Carter|Malik/);
      await scanner.close();
      expect(asked.filter((one) => !one.startsWith("GET "))).toEqual([]);
      expect(differences(before, await service.held())).toEqual([]);
      expect(service.mails()).toHaveLength(mails);

      const fields = await press();
      const first = await post(service, path, fields);
      expect(first.status, first.text.replaceAll(/<[^>]+>|\s+/g, " ").slice(0, 600)).toBe(200);
      const again = await Promise.all([post(service, path, fields), post(service, path, fields)]);
      expect(again.map(({ status }) => status)).toEqual([200, 200]);
      expect((await doings()) - made).toBe(commits);
    },
  );

  it("ALL-13 every place that issues a link has such a test, and every e-mail brings a link of one of these kinds", () => {
    expect(Object.keys(kinds).toSorted()).toEqual(issuingLinks());
    const shapes = [
      /^\/(?:PA-)?[0-9A-Z]{4}-[0-9A-Z]{4}\/[\w-]+$/,
      /^\/(?:raise|alert|register)\/[\w-]+$/,
      /^\/answer$/,
      /^\/raise$/,
    ];
    for (const { kind, message } of previews()) {
      const paths = [...(message.text ?? "").matchAll(/https?:\/\/[^/\s]+(\/[^\s]*)/g)].map(([, path = ""]) =>
        path.replace(/[.,;)]$/, ""),
      );
      expect(
        paths.filter((path) => !shapes.some((shape) => shape.test(path))),
        kind,
      ).toEqual([]);
    }
  });
});
