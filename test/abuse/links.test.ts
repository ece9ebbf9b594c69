/**
 * Every kind of link used in every way for which it was not sent. A kind that is issued somewhere and has no line here fails: the files
 * that issue links are found in the sources.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openForm } from "../../infra/local/person.ts";
import { issuingLinks, linkTo, post, raised, registerLink } from "./ground.ts";
import { letGo, send } from "./http.ts";
import { differences } from "./promises.ts";
import { startService, type Service } from "./service.ts";

const receiver = "j.malik@social-care.knowsley.example";
const raiser = "s.carter@whitebeam-primary.example";

/** After the end of every kind of link, and before any is forgotten: of a register it is 35 days, of an answer 90. */
const over = {
  week: "2026-11-25T10:00:00.000Z",
  fiveWeeks: "2026-12-23T10:00:00.000Z",
  quarter: "2027-02-16T10:00:00.000Z",
} as const;

interface Kind {
  /** The file of `functions/` that issues it. */
  readonly issuedIn: string;
  /** Before its secret, of its path. */
  readonly prefix: string;
  readonly path: string;
  readonly over: string;
  /** What a person sends by it, and what it changes while it holds. */
  readonly sends: Readonly<Record<string, string>>;
}

let service: Service;
let reference: string;
let other: string;
let alert: string;
const kinds: Record<string, Kind> = {};
const names = [
  "an answer",
  "an answer to a practice alert",
  "raising a concern",
  "submitting a practice alert",
  "a register",
  "a typed code",
] as const;

const codeIn = (address: string, of: string) => {
  const text = service.mails().findLast((each) => each.to.includes(address) && each.subject.startsWith(of))?.text ?? "";
  const code = /\b(?:[2-9A-HJ-NP-Z]{2} ){3}[2-9A-HJ-NP-Z]{2}\b/.exec(text.replaceAll(/\s+/g, " "))?.[0];
  if (!code) throw new Error("The e-mail has no code");
  return code;
};

beforeAll(async () => {
  service = await startService();
  reference = await raised(service, "knowsley");
  other = await raised(service, "medway");
  alert = await raised(service, "practice-alert");
  await post(service, "/raise", { email: raiser });
  await post(service, "/alert", { email: "n.castle@hoo-meadows.example" });
  const typed = await post(service, "/answer", { reference, code: codeIn(receiver, reference) });
  const answer = linkTo(service, receiver, `/${reference}/`);
  const member = linkTo(service, "v.marlowe@social-care.medway.example", `/${alert}/`);
  const note = async (path: string) => {
    const page = (await post(service, path, { do: "choose", form: "note" })).text;
    return { command: /name="command" value="([^"]+)"/.exec(page)?.[1] ?? "", stage: "practitioners" };
  };
  Object.assign(kinds, {
    "an answer": {
      issuedIn: "escalations/tell.ts",
      prefix: `/${reference}/`,
      path: answer,
      over: over.quarter,
      sends: { do: "note", "your-name": "Ann Other", kind: "note", words: "A note", ...(await note(answer)) },
    },
    "an answer to a practice alert": {
      issuedIn: "alerts/tell.ts",
      prefix: `/${alert}/`,
      path: member,
      over: over.quarter,
      sends: { do: "note", "your-name": "Ann Other", words: "A note", ...(await note(member)) },
    },
    "raising a concern": {
      issuedIn: "pages/raise/app.ts",
      prefix: "/raise/",
      path: linkTo(service, raiser, "/raise/"),
      over: over.week,
      sends: { do: "continue" },
    },
    "submitting a practice alert": {
      issuedIn: "alerts/pages/submitting.ts",
      prefix: "/alert/",
      path: linkTo(service, "n.castle@hoo-meadows.example", "/alert/"),
      over: over.week,
      sends: { do: "continue" },
    },
    "a register": {
      issuedIn: "digest/digests.ts",
      prefix: "/register/",
      path: await registerLink(service, "knowsley", "partnership@kscp.example"),
      over: over.fiveWeeks,
      sends: { do: "continue" },
    },
    "a typed code": {
      issuedIn: "pages/typed-codes.ts",
      prefix: `/${reference}/`,
      path: String(typed.headers["location"]),
      over: over.week,
      sends: { do: "note", "your-name": "Ann Other", kind: "note", words: "By a code", ...(await note(answer)) },
    },
  } satisfies Record<(typeof names)[number], Kind>);
});
afterAll(async () => {
  letGo();
  await service.close();
});

const kindOf = (name: string): Kind => {
  const found = kinds[name];
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};
const secretOf = ({ path, prefix }: Kind) => path.slice(prefix.length);

/** Sends what a link is for to another path: it is not found, tells nothing and changes nothing. */
async function leadsNowhere(path: string, { sends }: Kind): Promise<void> {
  const before = await service.held();
  for (const method of ["GET", "HEAD", "POST"]) {
    const answer = await send(service.port, {
      method,
      path,
      headers: [["content-type", "application/x-www-form-urlencoded"]],
      ...(method === "POST" ? { body: Buffer.from(new URLSearchParams(sends).toString()) } : {}),
    });
    expect(answer.status, `${method} ${path}`).toBe(404);
    expect(answer.text).not.toMatch(/Sampleton|Malik|Carter|Whitebeam|Knowsley/);
  }
  expect(differences(before, await service.held())).toEqual([]);
  // Tries are limited by the minute, which is proved elsewhere.
  service.clock.set(new Date(Date.parse(service.clock.now()) + 60_000).toISOString());
}

describe.each(names)("a link for %s", (name) => {
  test("ALL-13 has a secret of 32 random bytes, of which neither table has more than a hash", async () => {
    const secret = secretOf(kindOf(name));
    const bytes = Buffer.from(secret, "base64url");
    expect(bytes).toHaveLength(32);
    expect(bytes.toString("base64url")).toBe(secret);
    const held = [...(await service.held())].flat().join("\n");
    for (const form of [
      secret,
      encodeURIComponent(secret),
      bytes.toString("hex"),
      bytes.toString("base64"),
      Buffer.from(secret).toString("base64"),
    ])
      expect(held).not.toContain(form);
  });

  test("ALL-13 that is guessed, cut short, made longer or spelt otherwise leads nowhere", async () => {
    const kind = kindOf(name);
    const secret = secretOf(kind);
    const swapped = secret.startsWith("A") ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    const otherCase = Array.from(secret).map((each) =>
      each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase(),
    );
    const guesses = [
      randomBytes(32).toString("base64url"),
      secret.slice(0, -1),
      `${secret}A`,
      `${secret}=`,
      swapped,
      otherCase.join(""),
      Buffer.alloc(32).toString("base64url"),
      "undefined",
      "__proto__",
      "%00",
    ];
    for (const guess of guesses) await leadsNowhere(`${kind.prefix}${guess}`, kind);
  });

  test("ALL-13 leads nowhere in the place of a link of another purpose, escalation or alert", async () => {
    const kind = kindOf(name);
    const secret = secretOf(kind);
    const places = [
      "/raise/",
      "/alert/",
      "/register/",
      `/${reference}/`,
      `/${other}/`,
      `/${alert}/`,
      "/AAAA-2222/",
      "/PA-AAAA-2222/",
    ];
    for (const prefix of places) if (prefix !== kind.prefix) await leadsNowhere(`${prefix}${secret}`, kind);
  });

  test("ALL-13 that is over shows nothing of a case, takes no answer and changes nothing", async () => {
    const kind = kindOf(name);
    const now = service.clock.now();
    service.clock.set(kind.over);
    try {
      const before = await service.held();
      const opened = await send(service.port, { method: "GET", path: kind.path, headers: [] });
      expect([200, 410]).toContain(opened.status);
      expect(opened.text).not.toMatch(/Sampleton|Malik|Carter|>\s*Continue\s*</);
      for (const fields of [
        kind.sends,
        { do: "continue" },
        { do: "record" },
        { do: "bundle" },
        { do: "raise" },
        { do: "submit" },
        { do: "csv" },
      ]) {
        const answer = await post(service, kind.path, fields);
        expect(answer.status, JSON.stringify(fields)).toBe(410);
        expect(answer.text).not.toMatch(/Sampleton|Malik|Carter/);
      }
      expect(differences(before, await service.held())).toEqual([]);
    } finally {
      service.clock.set(now);
    }
  });
});

test("ALL-13 every place that issues a link has its kind here, or sends another of a kind that is", () => {
  const freshOnes = ["pages/expired.ts", "register/app.ts"];
  const told = ["mail/telling.ts"];
  expect(issuingLinks()).toEqual(
    [
      ...new Set([
        ...Object.values(kinds).flatMap(({ issuedIn }) => (issuedIn.endsWith("/tell.ts") ? told : [issuedIn])),
        ...freshOnes,
      ]),
    ].toSorted(),
  );
});

describe("a link of one party", () => {
  test("ALL-13 does nothing that is another’s, whatever is written into the request by hand", async () => {
    const { path } = kindOf("an answer");
    const before = await service.held();
    const forms = [
      "answer-proposal",
      "outcome",
      "withdraw",
      "approve/2026-11-17T10:00:00.000Z",
      "duty/chair/x:raising",
      "provide",
      "request-information",
      "__proto__",
      "constructor",
      "tick/line-managers",
      "refer",
    ];
    for (const form of forms) {
      const fields = {
        command: `by-hand-${forms.indexOf(form)}`,
        "your-name": "A Stranger",
        seat: "raiser",
        side: "raising",
        stage: "chair",
        answer: "accept",
        outcome: "It is so",
        reason: "Because",
        resolution: "So",
        information: "That",
        request: "This",
      };
      for (const does of [{ do: form }, { do: "choose", form }]) {
        const { status, text } = await post(service, path, { ...fields, ...does });
        expect([400, 409, 422], `${form}: ${text.slice(0, 200)}`).toContain(status);
      }
    }
    expect(differences(before, await service.held())).toEqual([]);
  });

  test("ALL-13 sent again, one after the other and at once, is on the record once", async () => {
    const { path } = kindOf("an answer");
    const before = await service.verified(reference);
    const { sends } = kindOf("an answer");
    const all = await Promise.all(Array.from({ length: 5 }, () => post(service, path, sends)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await post(service, path, sends)).status).toBe(200);
    expect(await service.verified(reference)).toBe(before + 1);
    // Under the same id, something else is not taken for what was recorded, and by another party’s link neither.
    const changed = { ...sends, words: "Something else" };
    expect((await post(service, path, changed)).status).toBe(200);
    expect((await post(service, linkTo(service, raiser, `/${reference}/`), changed)).status).toBe(200);
    expect(await service.verified(reference)).toBe(before + 1);
  });

  test("ALL-13 who handed their part on answers no more, and neither does a link that a fresh one followed lose its own end", async () => {
    const own = await raised(service, "shropshire");
    const address = "m.penn@social-care.shropshire.example";
    const path = linkTo(service, address, `/${own}/`);
    const handedOn = await (
      await openForm(service.url, path, "hand-on")
    )("Moira Penn", { taker: "other", named: "Nye Else", email: "n.else@social-care.shropshire.example" });
    expect(handedOn.status).toBe(200);
    await service.carryOn(own);
    const before = await service.verified(own);
    const page = await post(service, path, { do: "choose", form: "propose" });
    expect(page.status).toBe(409);
    const sent = await post(service, path, {
      do: "propose",
      command: "late",
      stage: "practitioners",
      "your-name": "Moira Penn",
      resolution: "After all",
    });
    expect(sent.status).toBe(409);
    expect(await service.verified(own)).toBe(before);
    // The one to whom it was handed has a link of their own.
    expect(linkTo(service, "n.else@social-care.shropshire.example", `/${own}/`)).not.toBe(path);
  });
});

test("ALL-13 five wrong codes slow a reference down, the right one too; no other reference, no link and nothing on a record is touched", async () => {
  const right = codeIn(receiver, reference);
  const before = await service.held();
  // A window of its own: codes were typed before.
  service.clock.set(new Date(Date.parse(service.clock.now()) + 3 * 3_600_000).toISOString());
  const guess = (number: number) => `ABCDEF${"23456789"[number] ?? "2"}${"23456789"[number] ?? "2"}`;
  const tried = [];
  for (let number = 0; number < 5; number++)
    tried.push(await post(service, "/answer", { reference, code: guess(number) }));
  expect(tried.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
  const unknown = await post(service, "/answer", { reference: "AAAA-2222", code: guess(0) });
  expect(unknown.text.replaceAll("AAAA-2222", reference)).toBe(tried[0]?.text);
  const attempts = [];
  for (let number = 0; number < 3; number++) attempts.push(await post(service, "/answer", { reference, code: right }));
  expect(attempts.map(({ status }) => status)).toContain(429);
  const late = attempts.filter(({ status }) => status === 429);
  for (const { headers } of late) expect(headers["location"]).toBeUndefined();
  expect((await send(service.port, { method: "GET", path: kindOf("an answer").path, headers: [] })).status).toBe(200);
  expect((await post(service, "/answer", { reference: other, code: guess(1) })).status).toBe(422);
  const added = differences(before, await service.held()).filter(
    (each) => !/ (?:LINK|CODE)#\S+ (?:LINK|CODE) is new$/.test(each),
  );
  expect(added).toEqual([]);
});
