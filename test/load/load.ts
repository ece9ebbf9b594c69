/**
 * Many escalations open at once on a laptop as `npm start` runs it; one person of each answers by their link, all within the
 * same minute; and a deadline that many of them share passes. What is asserted is that nothing is lost, to the last answer
 * and email. Times are measured and promise nothing.
 */
import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { openClock } from "../../infra/local/clock.ts";
import { startLaptop, type Laptop } from "../../infra/local/laptop.ts";
import type { Mail } from "../../infra/local/mailbox.ts";
import { accountOf } from "../crowd/accounting.ts";
import { watchMails } from "../crowd/mail-file.ts";
import { atOnce, concernOf, moveClock, opened, type Answer, type Concern, type Sent } from "../crowd/people.ts";
import { freePorts, spawnLaptop } from "../crowd/process.ts";
import { randomOf } from "../scale/random.ts";

export interface Plan {
  readonly escalations: number;
  /** How many of them share a deadline. */
  readonly sharing: number;
  /** Within how many seconds people open their links, each at a moment that the seed draws. */
  readonly within: number;
  readonly seed: string;
  /** A new one; it is deleted in the end. */
  readonly folder: string;
  /** Whether the shared deadline passes at the speed of a real clock; else the clock is moved over it. */
  readonly realTime: boolean;
  readonly onStep?: (what: string, done: number, of: number) => void;
}

export interface Loaded {
  readonly concerns: number;
  /** How often an agency's system was asked to wait before its concern was accepted. */
  readonly concernsAskedToWait: number;
  readonly answers: number;
  readonly requests: number;
  /** How many requests were answered with each status that is not 200. */
  readonly otherStatuses: Readonly<Record<string, number>>;
  /** From opening the link, and of the press alone, in milliseconds. */
  readonly answerMs: readonly number[];
  readonly pressMs: readonly number[];
  /** From the last answer until the last email that followed from any. */
  readonly mailsAfterAnswersSeconds: number;
  readonly climbed: number;
  /** From the deadline until the last email that followed from it; only where it passed in real time. */
  readonly mailsAfterDeadlineSeconds: number | undefined;
  readonly emails: number;
  readonly peakMiB: number | undefined;
  readonly broken: readonly string[];
}

/** A Monday, in working hours. */
const begins = "2026-11-23T10:00:00.000Z";
/** The policies whose first stage ends at this instant for whatever arose on that Monday, and those with which it does not. */
const sharedDeadline = "2026-11-26T17:00:00.000Z";
const sharedBy = ["knowsley", "training-provider"] as const;
const others = ["milton-keynes", "medway", "shropshire"] as const;
const minutesAfterIt = (minutes: number) => new Date(Date.parse(sharedDeadline) + minutes * 60_000).toISOString();
/** As many concerns as agencies' systems have under way at once. */
const systems = 16;

export async function load({
  escalations,
  sharing,
  within,
  seed,
  folder,
  realTime,
  onStep = () => undefined,
}: Plan): Promise<Loaded> {
  mkdirSync(folder, { recursive: true });
  openClock(folder, { start: begins }).close();
  const random = randomOf(seed);
  const mails = watchMails(folder);
  const laptop = spawnLaptop(folder, await freePorts());
  const broken: string[] = [];
  try {
    await laptop.ready;
    const { concerns, askedToWait } = await raised();
    await moveClock(laptop, "+1m");

    const asked = firstAsked(mails.read(), [...concerns.keys()]);
    for (const reference of concerns.keys())
      if (!asked.has(reference)) broken.push(`Nobody was asked to answer in ${reference}`);
    const answers = await answered([...asked.values()], concerns);
    const lastAnswer = performance.now();
    await moveClock(laptop, "+1m");
    const afterAnswers = sinceThen(lastAnswer);

    onStep("moving to the shared deadline", 0, 1);
    await moveClock(laptop, minutesAfterIt(realTime ? -1 : 5));
    let afterDeadline: number | undefined;
    if (realTime) {
      onStep("waiting while the shared deadline passes", 0, 1);
      const deadline = performance.now() + (await millisecondsUntil(sharedDeadline));
      await wait(deadline - performance.now() + 4 * 60_000);
      await moveClock(laptop, "+1m");
      afterDeadline = sinceThen(deadline);
    }
    const peakMiB = laptop.peakMemory();
    await laptop.kill();

    onStep("looking at every record and every email", 0, 1);
    const last = await startLaptop({ folder, ports: { service: 0, workbench: 0 } });
    try {
      const climbed = await inTheEnd(last, concerns, answers.recorded);
      return {
        concerns: concerns.size,
        concernsAskedToWait: askedToWait,
        answers: answers.recorded.length,
        requests: answers.requests,
        otherStatuses: answers.otherStatuses,
        answerMs: answers.answerMs,
        pressMs: answers.pressMs,
        mailsAfterAnswersSeconds: afterAnswers,
        climbed,
        mailsAfterDeadlineSeconds: afterDeadline,
        emails: last.mailbox.mails().length,
        peakMiB,
        broken,
      };
    } finally {
      await last.close();
    }
  } finally {
    mails.close();
    await laptop.kill();
    rmSync(folder, { recursive: true, force: true });
  }

  /** Every agency's system sends its concerns, and those that are asked to wait wait. */
  async function raised() {
    const wanted = Array.from({ length: escalations }, (_, index) => {
      const policies: readonly string[] = index < sharing ? sharedBy : others;
      return concernOf(policies[index % policies.length] ?? "", `concern-${index}`, begins.slice(0, 10));
    });
    const concerns = new Map<string, Concern>();
    let askedToWait = 0;
    for (let left = wanted; left.length > 0;) {
      const later: Concern[] = [];
      await atOnce(systems, left, async (each) => {
        const sent = await each.send(laptop);
        if (sent.was === "recorded") {
          concerns.set(sent.reference, each);
          onStep("concerns are raised", concerns.size, escalations);
        } else if (sent.was === "asked to wait") {
          askedToWait++;
          later.push(each);
        } else throw new Error(`${each.key} was not accepted: ${JSON.stringify(sent)}`);
      });
      // How many a system sends in a minute is limited.
      if (later.length > 0) await moveClock(laptop, "+1m");
      left = later;
    }
    if (concerns.size !== escalations) broken.push(`${escalations} concerns have ${concerns.size} references`);
    return { concerns, askedToWait };
  }

  /** Each at a moment of their own, and nobody waits for anybody. Whoever is asked to wait, or meets an error, presses again. */
  async function answered(asked: readonly Mail[], concerns: ReadonlyMap<string, Concern>) {
    const recorded: Answer[] = [];
    const answerMs: number[] = [];
    const pressMs: number[] = [];
    const otherStatuses: Record<string, number> = {};
    let requests = 0;
    let done = 0;
    const heard = (status: number) => {
      requests++;
      if (status !== 200) otherStatuses[status] = (otherStatuses[status] ?? 0) + 1;
    };
    const insist = async <T>(send: () => Promise<Sent<T>>) => {
      for (let time = 1; ; time++) {
        const sent = await send();
        if (
          sent.was === "asked to wait" &&
          !/Nothing was recorded of this\. Wait a minute, go back, and send it again/.test(sent.says)
        )
          broken.push(`Somebody was asked to wait without being told so: ${sent.says}`);
        const again =
          sent.was === "asked to wait" || sent.was === "cut off" || (sent.was === "refused" && sent.status >= 500);
        if (!again || time === 5) return sent;
        await wait(60_000);
      }
    };
    const one = async (mail: Mail, words: string, moment: number) => {
      await wait(moment);
      const begun = performance.now();
      const reference = mail.subject.slice(0, "7K3M-9QXD".length);
      const shares = sharedBy.some((each) => each === concerns.get(reference)?.policy);
      // A proposal would keep a stage open beyond the deadline that is shared.
      const wanted = shares ? ["respond", "note"] : ["propose", "respond", "note"];
      const found = await insist(() =>
        opened(laptop, mail, words, (offered) => wanted.find((each) => offered.includes(each)), heard),
      );
      if (found.was !== "recorded") {
        broken.push(`The link of “${mail.subject}” did not lead to a form: ${JSON.stringify(found)}`);
        return;
      }
      const { answer } = found;
      const pressed = performance.now();
      const sent = await insist(() => answer.press(laptop));
      if (sent.was === "recorded") {
        recorded.push(answer);
        pressMs.push(performance.now() - pressed);
        answerMs.push(performance.now() - begun);
      } else broken.push(`The answer (${answer.form}) to ${reference} was not recorded: ${JSON.stringify(sent)}`);
      onStep("people answer", ++done, asked.length);
    };
    await Promise.all(
      asked.map((mail, index) => one(mail, `This is answer ${index} of seed ${seed}.`, random.next() * within * 1000)),
    );
    return { recorded, answerMs, pressMs, requests, otherStatuses };
  }

  /** In seconds, from an instant of this process until the last email that was seen. */
  function sinceThen(then: number): number {
    const count = mails.read().length;
    return Math.max(0, (mails.seenAt(count - 1) - then) / 1000);
  }

  async function millisecondsUntil(instant: string): Promise<number> {
    const { now } = (await (await fetch(`${laptop.workbench}/clock`)).json()) as { readonly now: string };
    return Date.parse(instant) - Date.parse(now);
  }

  /** Holds everything against what people were told. Gives back how many climbed at the shared deadline. */
  async function inTheEnd(last: Laptop, concerns: ReadonlyMap<string, Concern>, recorded: readonly Answer[]) {
    await last.quiet();
    const account = await accountOf(last, { concerns, answers: recorded, unheard: [] }, new Set());
    broken.push(...account.broken);
    const climbed = account.stories.filter(({ history }) => {
      const passed = history.findIndex((each) => each.type === "DeadlinePassed" && each.due === sharedDeadline);
      return passed >= 0 && history.slice(passed).some((each) => each.type === "StageOpened");
    });
    if (climbed.length < sharing) broken.push(`${climbed.length} climbed at the deadline that ${sharing} share`);
    return climbed.length;
  }
}

/** Of each escalation the first email that asks somebody for an answer. */
function firstAsked(mails: readonly Mail[], references: readonly string[]): Map<string, Mail> {
  const asked = new Map<string, Mail>();
  for (const mail of mails) {
    const [, reference = ""] = /^(\S+): your answer is asked for/.exec(mail.subject) ?? [];
    if (references.includes(reference) && !asked.has(reference)) asked.set(reference, mail);
  }
  return asked;
}
