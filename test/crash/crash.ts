/**
 * Escalations of several policies in flight on a laptop that is killed again and again, at moments that a seed draws: while
 * concerns are accepted, emails go out, the clock moves through deadlines, answers come in by link, and while it makes good
 * of its last death. After each it starts again, and those who got no answer send the same once more.
 */
import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { openClock } from "../../infra/local/clock.ts";
import { startLaptop } from "../../infra/local/laptop.ts";
import type { Mail } from "../../infra/local/mailbox.ts";
import { sampleNames } from "../../infra/local/samples.ts";
import {
  accountOf,
  betweenSendingAndWriting,
  moveThroughNextMoments,
  storiesOf,
  wrongWithExecutions,
} from "../crowd/accounting.ts";
import { watchMails } from "../crowd/mail-file.ts";
import { atOnce, concernOf, moveClock, opened, type Answer, type Concern } from "../crowd/people.ts";
import { freePorts, spawnLaptop, type LaptopProcess } from "../crowd/process.ts";
import { randomOf } from "../scale/random.ts";

export interface Plan {
  readonly escalations: number;
  /** How often it is killed in the middle of something; once more in the end. */
  readonly kills: number;
  /** The same seed draws the same moments; what is under way at one is the machine's own affair. */
  readonly seed: string;
  /** A new one, where everything is kept; it is deleted in the end. */
  readonly folder: string;
  /** Hears what it is at. */
  readonly onStep?: (done: number, of: number, what: string) => void;
}

export interface Crashed {
  readonly escalations: number;
  readonly open: number;
  readonly answers: number;
  readonly emails: number;
  /** When it was killed, in words, and how many emails were out then and not yet said to be. */
  readonly kills: readonly { readonly when: string; readonly between: number }[];
  readonly sentTwice: number;
  /** What does not add up: nothing, where every promise is kept. */
  readonly broken: readonly string[];
}

const whileRaising = ["concerns are accepted", "emails go out"] as const;
const inFlight = [
  "the clock moves through deadlines",
  "answers come in",
  "it makes good of its last death",
  "anything goes on",
] as const;
type Moment = (typeof whileRaising)[number] | (typeof inFlight)[number];

/** A Monday, in working hours. */
const begins = "2026-11-23T10:00:00.000Z";
/** As many requests as agencies' systems and people have under way at once. */
const crowd = 8;

/** What its clock shows (UTC). */
async function clockOf({ workbench }: LaptopProcess): Promise<string> {
  return ((await (await fetch(`${workbench}/clock`)).json()) as { readonly now: string }).now;
}

const hourAfter = (at: string): string => new Date(Date.parse(at) + 3_600_000).toISOString();

/** The first third of the kills while concerns are raised, the others while all are in flight, in turn. */
function momentsOf(kills: number): Moment[] {
  const first = Math.ceil(kills / 3);
  return Array.from({ length: kills }, (_, place) => {
    const [moments, at] = place < first ? [whileRaising, place] : [inFlight, place - first];
    return moments[at % moments.length] ?? "anything goes on";
  });
}

export async function crash({ escalations, kills, seed, folder, onStep = () => undefined }: Plan): Promise<Crashed> {
  mkdirSync(folder, { recursive: true });
  openClock(folder, { start: begins }).close();
  const random = randomOf(seed);
  const port = await freePorts();
  const mails = watchMails(folder);
  const moments = momentsOf(kills);
  const killed: { when: Moment; between: number }[] = [];
  const between = new Set<string>();
  const concerns = new Map<string, Concern>();
  const answered: Answer[] = [];
  const unheard: Answer[] = [];
  const broken: string[] = [];
  let laptop: LaptopProcess | undefined;
  let mailsBefore = 0;

  const start = async () => {
    mailsBefore = mails.read().length;
    laptop = spawnLaptop(folder, port);
    await laptop.answers;
    const now = await clockOf(laptop);
    const latest = mails.read().reduce((until, { at }) => (at > until ? at : until), "");
    if (now < latest) broken.push(`It began again at ${now}, and an email had gone out at ${latest}`);
    return laptop;
  };
  const kill = async (when: Moment) => {
    await laptop?.kill();
    const left = await betweenSendingAndWriting(folder, mails.read().slice(mailsBefore));
    for (const { id } of left) between.add(id);
    killed.push({ when, between: left.length });
    onStep(killed.length, Math.max(kills + 2, killed.length + 1), `killed while ${when}`);
  };

  /** Everything that was not answered is sent again, until it is. How many a system sends a minute is limited: then a minute passes. */
  const raise = async (wanted: readonly Concern[], to: LaptopProcess, accepted: () => void) => {
    for (let left = [...wanted]; left.length > 0;) {
      const later: Concern[] = [];
      let died = false;
      await atOnce(crowd, left, async (each) => {
        const sent = died ? undefined : await each.send(to);
        if (sent?.was === "refused") broken.push(`${each.key} was refused: ${sent.says}`);
        else if (sent?.was === "recorded") {
          const before = concerns.get(sent.reference);
          if (before && before.key !== each.key) broken.push(`${sent.reference} is both ${before.key} and ${each.key}`);
          concerns.set(sent.reference, each);
          accepted();
        } else {
          later.push(each);
          died ||= sent?.was === "cut off";
        }
      });
      if (died) return later;
      if (later.length > 0 && !(await moveClock(to, "+1m"))) return later;
      left = later;
    }
    return [];
  };

  /** People open links of emails and do what they are offered. Gives back what was pressed and nobody heard of again. */
  const answer = async (chosen: readonly Mail[], to: LaptopProcess, recorded: () => void) => {
    const cutOff: Answer[] = [];
    let died = false;
    await atOnce(crowd, chosen, async (mail) => {
      if (died) return;
      const words = `This is answer ${random.below(1e9)} of seed ${seed}.`;
      const found = await opened(to, mail, words, (offered) =>
        // A note is offered to everybody; what settles an escalation is done by some.
        random.happens(0.5) ? offered.findLast((each) => each === "note") : random.oneOf(offered),
      );
      died ||= found.was === "cut off";
      if (found.was === "recorded") await press(found.answer, to, cutOff, recorded);
    });
    return cutOff;
  };
  const press = async (each: Answer, to: LaptopProcess, cutOff: Answer[], recorded: () => void) => {
    const pressed = await each.press(to);
    if (pressed.was === "recorded") {
      answered.push(each);
      recorded();
    } else if (pressed.was === "cut off") cutOff.push(each);
    else if (pressed.was === "refused" && pressed.status >= 500)
      broken.push(`An answer (${each.form}) to ${each.reference} got ${pressed.status}: ${pressed.says}`);
    // What the record did not allow any more, or what another policy asks beside, is not on it; a wait was asked for in words.
  };

  const some = (count: number): Mail[] => {
    const withLinks = mails.read().filter(({ subject }) => /^[0-9A-Z]{4}-[0-9A-Z]{4}: /.test(subject));
    return Array.from({ length: count }, () => random.oneOf(withLinks));
  };

  try {
    let running = await start();
    await running.ready;

    // Raising: a batch for each of the first kills.
    const all = Array.from({ length: escalations }, (_, index) =>
      concernOf(sampleNames[index % sampleNames.length] ?? "", `concern-${index}`, begins.slice(0, 10)),
    );
    const raising = moments.filter((each): each is (typeof whileRaising)[number] =>
      whileRaising.some((one) => one === each),
    );
    const size = Math.ceil(escalations / Math.max(1, raising.length));
    for (let from = 0; from < escalations; from += size) {
      const batch = all.slice(from, from + size);
      const moment = raising[from / size];
      const aim = 1 + random.below(batch.length);
      let count = 0;
      const reached = Promise.withResolvers<void>();
      const work = raise(batch, running, () => {
        count++;
        if (moment === "concerns are accepted" && count === aim) reached.resolve();
      });
      if (moment !== undefined) {
        // Each concern causes two emails or more.
        if (moment === "emails go out") void mails.reaches(mails.read().length + aim).then(reached.resolve);
        await Promise.race([reached.promise, work]);
        await kill(moment);
      }
      let left = await work;
      if (moment !== undefined) running = await start();
      while (left.length > 0) left = await raise(left, running, () => undefined);
      // The same again finds the same, whoever was answered before.
      left = await raise(batch, running, () => undefined);
    }
    if (concerns.size !== escalations) broken.push(`${escalations} concerns have ${concerns.size} references`);

    // All are in flight.
    for (const moment of moments.slice(raising.length)) {
      await running.ready;
      const before = await clockOf(running);
      const cutOff: Answer[] = [];
      const reached = Promise.withResolvers<void>();
      let count = 0;
      const asked = 2 + Math.ceil(escalations / 4);
      const aim = 1 + random.below(asked);
      const working: Promise<unknown>[] = [];
      if (moment !== "answers come in") working.push(moveClock(running, `+${1 + random.below(3)}wd`));
      if (moment === "answers come in" || moment === "anything goes on")
        working.push(
          answer(some(asked), running, () => {
            count++;
            if (moment === "answers come in" && count === aim) reached.resolve();
          }).then((left) => cutOff.push(...left)),
        );
      if (moment === "anything goes on") void wait(random.below(3_000)).then(reached.resolve);
      // Not one that the last life owed, and that goes out before the clock has moved at all: a deadline’s own.
      else if (moment !== "answers come in") void mails.reaches(aim, hourAfter(before)).then(reached.resolve);
      await Promise.race([reached.promise, Promise.all(working)]);
      await kill(moment);
      await Promise.all(working);
      running = await start();
      if (moment === "it makes good of its last death") {
        await Promise.race([wait(random.below(1_500)), running.ready]);
        await kill(moment);
        running = await start();
      }
      // Whoever pressed and got no answer presses again, the same form.
      for (const each of cutOff) {
        await press(each, running, [], () => undefined);
        if (!answered.includes(each)) unheard.push(each);
      }
      // Life goes on.
      unheard.push(...(await answer(some(asked), running, () => undefined)));
    }
    // Once more in the end: the last life finds what all of them have left.
    await running.ready;
    await kill("anything goes on");
    laptop = undefined;

    onStep(killed.length, killed.length + 1, "looking at every record and every email");
    return await inTheEnd();
  } finally {
    mails.close();
    await laptop?.kill();
    rmSync(folder, { recursive: true, force: true });
  }

  /** Starts it a last time, has every claim lapse, counts, moves the clock through what comes next, and counts again. */
  async function inTheEnd(): Promise<Crashed> {
    const last = await startLaptop({ folder, ports: { service: 0, workbench: 0 } });
    try {
      await last.quiet();
      // Everything open is waited for from the start on, and not only once somebody moves the clock and it is healed.
      const open = (await storiesOf(last)).filter((each) => each.state.phase !== "closed");
      broken.push(...(await wrongWithExecutions(last, open)));
      await last.moveTo(new Date(last.clock.nowMs() + 20 * 60_000).toISOString());
      await last.quiet();
      const told = { concerns, answers: answered, unheard };
      const account = await accountOf(last, told, between);
      broken.push(...account.broken);
      // What is broken already would only be so for longer.
      let { sentTwice } = account;
      if (broken.length === 0) {
        broken.push(...(await moveThroughNextMoments(last, account.open)));
        const after = await accountOf(last, told, between);
        broken.push(...after.broken);
        ({ sentTwice } = after);
      }
      return {
        escalations: concerns.size,
        open: account.open.length,
        answers: answered.length,
        emails: last.mailbox.mails().length,
        kills: killed,
        sentTwice: sentTwice.length,
        broken,
      };
    } finally {
      await last.close();
    }
  }
}
