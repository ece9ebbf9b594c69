/**
 * What one escalation asks of the outside, call by call and in waves of calls that overlap, as the service asks it: for a script that has none of the service's code
 * and asks the same. Run as a process of its own, it lives one through and writes it into a file.
 *
 * Here, and nowhere else, a client of the AWS SDK is patched: those of mail and state machines are made inside the service.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { writeFileSync } from "node:fs";
import { serialize } from "node:v8";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { createPages } from "../../../functions/pages/app.ts";
import { createApi } from "../../../functions/api/app.ts";
import { sample } from "../../../infra/local/samples.ts";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import { answersTo } from "../../crowd/people.ts";
import { formsOn, hiddenOn, linkIn, wordsOf } from "../../../infra/local/person.ts";
import { answeredStages, asksAt, begins, ends, leadsOn, policySample, words, type Story } from "./story.ts";

export interface Call {
  readonly of: "database" | "mail" | "machines";
  /** The SDK's name of the command. */
  readonly command: string;
  readonly input: object;
}

/** A request that was answered, or a call of a state machine. */
export interface Turn {
  /** Calls of one wave are made side by side. */
  readonly waves: readonly (readonly Call[])[];
  readonly output: unknown;
}

export interface Recording {
  readonly reference: string;
  readonly raising: Turn;
  /** By the stage that is answered, in their order. */
  readonly answers: readonly Turn[];
  /** By the name of the function, in the order of its calls. */
  readonly calls: Readonly<Record<string, readonly Turn[]>>;
}

interface Heard extends Call {
  readonly began: number;
  ended: number;
}

const hearing = new AsyncLocalStorage<Heard[]>();

/** Its method goes on being called as one of whatever client it is of. */
interface Patched {
  send: (this: unknown, command: { readonly input: object }, ...more: unknown[]) => Promise<unknown>;
}

function hear(client: { readonly prototype: object }, of: Call["of"]): void {
  const prototype = client.prototype as Patched;
  const { send } = prototype;
  prototype.send = async function (command, ...more) {
    const heard: Heard = {
      of,
      command: command.constructor.name,
      input: command.input,
      began: performance.now(),
      ended: Infinity,
    };
    hearing.getStore()?.push(heard);
    try {
      return await send.call(this, command, ...more);
    } finally {
      heard.ended = performance.now();
    }
  };
}

async function turnOf<T>(work: () => Promise<T>): Promise<Turn & { readonly output: T }> {
  const heard: Heard[] = [];
  const output = await hearing.run(heard, work);
  const waves: Call[][] = [];
  let until = -Infinity;
  for (const { began, ended, of, command, input } of heard.toSorted((one, other) => one.began - other.began)) {
    const call = { of, command, input };
    if (began < until) waves.at(-1)!.push(call);
    else waves.push([call]);
    until = Math.max(until, ended);
  }
  return { waves, output };
}

export async function record(folder: string, story: Story): Promise<Recording> {
  hear(DynamoDBDocumentClient, "database");
  hear(SESClient, "mail");
  hear(SFNClient, "machines");
  const calls: Record<string, Turn[]> = {};
  const laptop = await startLaptop({
    folder,
    ports: { service: 0, workbench: 0 },
    start: begins,
    around: async (name, call) => {
      const turn = await turnOf(call);
      (calls[name] ??= []).push(turn);
      return turn.output;
    },
  });
  try {
    const raising = await raised(laptop);
    await laptop.quiet();
    const answers: Turn[] = [];
    if (story === "answered")
      for (const stage of answeredStages) {
        answers.push(await answered(laptop, stage));
        await laptop.quiet();
      }
    else await laptop.moveTo(ends);
    return { reference: String(raising.output), raising, answers, calls };
  } finally {
    await laptop.close();
  }
}

const raised = async (laptop: Laptop): Promise<Turn> => {
  const found = sample(policySample, begins.slice(0, 10));
  if (!found) throw new Error(`There is no sample for ${policySample}`);
  const token = await laptop.tokenFor(found.client);
  return turnOf(async () => {
    const response = await createApi(laptop.container.api).request("/escalations", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": "recorded" },
      body: JSON.stringify(found.concern),
    });
    const answer = (await response.json()) as { reference?: string };
    if (!answer.reference) throw new Error(`It was not raised: ${JSON.stringify(answer)}`);
    return answer.reference;
  });
};

/** Whoever may say at a stage that it cannot be agreed there says so: the press alone is recorded. */
async function answered(laptop: Laptop, stage: number): Promise<Turn> {
  const pages = createPages(laptop.container.pages);
  for (const mail of laptop.mailbox.mails().filter(({ subject }) => asksAt(stage).test(subject))) {
    const path = linkIn(mail);
    const post = (body: Readonly<Record<string, string>>) =>
      pages.request(path, { method: "POST", body: new URLSearchParams(body) });
    const form = formsOn(await (await post({ do: "continue" })).text()).find(leadsOn);
    if (!form) continue;
    const page = await (await post({ do: "choose", form })).text();
    const typed = { ...answersTo(page, words, begins.slice(0, 10)), reason: words, "your-name": "Somebody" };
    return turnOf(async () => {
      const response = await post({ ...hiddenOn(page), do: form, ...typed });
      if (response.status !== 200) throw new Error(`It was not recorded: ${wordsOf(await response.text())}`);
      return undefined;
    });
  }
  throw new Error(`Stage ${stage} offers nobody a way on`);
}

if (import.meta.main) {
  const [folder = "", story = "", file = ""] = process.argv.slice(2);
  writeFileSync(file, serialize(await record(folder, story as Story)));
  process.exit(0);
}
