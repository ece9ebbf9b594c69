/**
 * Agencies' systems and people, many of them, who use a laptop by HTTP alone. Each concern and each answer has words of its
 * own, by which it is known again on the record, and can be sent again exactly as it was.
 */
import { sample } from "../../infra/local/samples.ts";
import type { Mail } from "../../infra/local/mailbox.ts";
import { formsOn, hiddenOn, linkIn, wordsOf } from "../../infra/local/person.ts";

/** Where a laptop is. */
interface Where {
  readonly service: string;
  readonly workbench: string;
}

/** What became of something that was sent: nothing at all, where whoever was to answer died. */
export type Sent<T> =
  | ({ readonly was: "recorded" } & T)
  | { readonly was: "asked to wait"; readonly says: string }
  | { readonly was: "refused"; readonly status: number; readonly says: string }
  | { readonly was: "cut off" };

export interface Concern {
  readonly policy: string;
  /** Its idempotency key. */
  readonly key: string;
  readonly words: string;
  /** Sends it, or sends it again. */
  send(to: Where): Promise<Sent<{ readonly reference: string }>>;
}

/** @param arose a day in London */
export function concernOf(policy: string, key: string, arose: string): Concern {
  const found = sample(policy, arose);
  if (!found) throw new Error(`There is no sample for ${policy}`);
  const words = `What is disagreed about in ${key} is this and nothing else.`;
  const body = JSON.stringify({ ...found.concern, issue: words });
  return {
    policy,
    key,
    words,
    send: (to) =>
      sending(async () => {
        const response = await fetch(`${to.service}/escalations`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${await tokenOf(to, found.client)}`,
            "content-type": "application/json",
            "idempotency-key": key,
          },
          body,
        });
        const answer = (await response.json()) as { readonly reference?: string };
        return response.ok && answer.reference
          ? { was: "recorded", reference: answer.reference }
          : notRecorded(response.status, JSON.stringify(answer));
      }),
  };
}

async function tokenOf({ workbench }: Where, client: string): Promise<string> {
  const response = await fetch(`${workbench}/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: client }),
  });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

export interface Answer {
  readonly reference: string;
  readonly form: string;
  /** What the page put into the form: on the record it is the id of the command. */
  readonly command: string;
  readonly words: string;
  /** Presses the button, or presses it again. */
  press(to: Where): Promise<Sent<{ readonly page: string }>>;
}

/** What a person types into each form that this crowd knows, beside the policy's own questions. */
const filledIn: Readonly<Record<string, (words: string) => Readonly<Record<string, string>>>> = {
  respond: (words) => ({ response: words }),
  propose: (words) => ({ resolution: words }),
  "answer-proposal": (words) => ({ answer: "accept", comment: words }),
  unresolved: (words) => ({ reason: words }),
  note: (words) => ({ words }),
};

/** What a person answers to whatever else a form asks: words, the first of what can be chosen, and the day on which they were asked. */
export function answersTo(page: string, words: string, day: string): Readonly<Record<string, string>> {
  const [year = "", month = "", date = ""] = day.split("-");
  const parts: Readonly<Record<string, string>> = { day: date, month, year };
  const typed: Record<string, string> = {};
  for (const [, name = ""] of page.matchAll(/<textarea\b[^>]*\bname="([^"]+)"/g)) typed[name] = words;
  for (const [input] of page.matchAll(/<input\b[^>]*>/g)) {
    const of = (attribute: string) => new RegExp(`\\b${attribute}="([^"]*)"`).exec(input)?.[1] ?? "";
    const [, part = ""] = /-(day|month|year)$/.exec(of("name")) ?? [];
    if (of("type") === "text" && part !== "") typed[of("name")] = parts[part] ?? "";
    if (of("type") === "radio") typed[of("name")] ??= of("value");
  }
  return typed;
}

/**
 * Somebody opens the link of an email, presses Continue, reads, and chooses what to do.
 * @param choose which of the forms that are offered and that this crowd can fill in
 * @param asked hears of each request, how long it took and how it was answered
 */
export function opened(
  to: Where,
  mail: Mail,
  words: string,
  choose: (offered: readonly string[]) => string | undefined,
  asked: (status: number, milliseconds: number) => void = () => undefined,
): Promise<Sent<{ readonly answer: Answer }>> {
  const path = linkIn(mail);
  const reference = path.split("/")[1] ?? "";
  const request = async ({ service }: Where, fields?: Readonly<Record<string, string>>) => {
    const begun = performance.now();
    const body = fields && new URLSearchParams(fields);
    const response = await fetch(`${service}${path}`, body ? { method: "POST", body } : {});
    const page = await response.text();
    asked(response.status, performance.now() - begun);
    return { status: response.status, page };
  };
  return sending<{ readonly answer: Answer }>(async () => {
    const landing = await request(to);
    if (landing.status !== 200) return notRecorded(landing.status, landing.page);
    const part = await request(to, { do: "continue" });
    if (part.status !== 200) return notRecorded(part.status, part.page);
    const form = choose(formsOn(part.page).filter((each) => Object.hasOwn(filledIn, each)));
    if (form === undefined) return { was: "refused", status: 200, says: "Nothing is offered that could be filled in" };
    const chosen = await request(to, { do: "choose", form });
    if (chosen.status !== 200) return notRecorded(chosen.status, chosen.page);
    const hidden = hiddenOn(chosen.page);
    const typed = {
      ...answersTo(chosen.page, words, mail.at.slice(0, 10)),
      ...hidden,
      ...filledIn[form]?.(words),
      "your-name": "Somebody Who Answers",
      do: form,
    };
    return {
      was: "recorded",
      answer: {
        reference,
        form,
        command: hidden["command"] ?? "",
        words,
        press: (there) =>
          sending(async () => {
            const { status, page } = await request(there, typed);
            // The page that says that it is recorded, and by which number; every other has another status.
            return status === 200 && page.includes("govuk-panel")
              ? { was: "recorded", page: wordsOf(page) }
              : notRecorded(status, page);
          }),
      },
    };
  });
}

const notRecorded = (status: number, page: string) => {
  const says = wordsOf(page);
  return status === 429 ? ({ was: "asked to wait", says } as const) : ({ was: "refused", status, says } as const);
};

async function sending<T>(send: () => Promise<Sent<T>>): Promise<Sent<T>> {
  try {
    return await send();
  } catch (error) {
    // What fetch throws where nobody answers, or nobody does so to the end.
    if (error instanceof TypeError) return { was: "cut off" };
    throw error;
  }
}

/** Moves a laptop's clock; resolves once everything on the way has happened. Whether it got there. */
export async function moveClock({ workbench }: Where, to: string): Promise<boolean> {
  const moved = await sending(async () => {
    const response = await fetch(`${workbench}/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ to }),
    });
    const says = await response.text();
    if (!response.ok) throw new Error(`The clock could not be moved: ${says}`);
    return { was: "recorded" };
  });
  return moved.was === "recorded";
}

/** So many of them are at it at once. */
export async function atOnce<T>(most: number, all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  await Promise.all(
    Array.from({ length: Math.min(most, queue.length) }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
    }),
  );
}
