/**
 * One of the two, ours or the script, with so many escalations at once, in a process of its own: what it took from the moment at which all were raised.
 *
 *   measure.ts <ours|script> <folder> <how many> <story> <recording>
 */
import { writeSync } from "node:fs";
import { startLaptop } from "../../../infra/local/laptop.ts";
import { concernOf, opened, type Answer } from "../../crowd/people.ts";
import { answeredStages, asksAt, begins, ends, leadsOn, policySample, words, type Story } from "./story.ts";
import { readRecording, startScript } from "./script.ts";

export interface Measured {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly mails: number;
  readonly mebibytes: number;
  /** From each answer to the e-mail that tells of the next stage, in milliseconds. */
  readonly toNextMail: readonly number[];
}

/** An answer that somebody has before them, and only has to send. */
interface Ready {
  readonly reference: string;
  readonly send: () => Promise<void>;
}

interface Subject {
  readonly raise: () => Promise<void>;
  /** Whoever leads on at a stage has read and filled in: what that takes is none of what is measured. */
  readonly ready: (stage: number) => Promise<readonly Ready[]>;
  readonly silence: () => Promise<void>;
  readonly quiet: () => Promise<unknown>;
  readonly mails: () => number;
  readonly onMail: (listener: (mail: { readonly subject: string }) => void) => () => void;
  readonly close: () => Promise<void>;
}

async function measured(subject: Subject, story: Story): Promise<Measured> {
  await subject.raise();
  const toNextMail: number[] = [];
  const before = subject.mails();
  let milliseconds = 0;
  let cpuMilliseconds = 0;
  const timed = async (work: () => Promise<unknown>) => {
    const cpu = process.cpuUsage();
    const begun = performance.now();
    await work();
    milliseconds += performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    cpuMilliseconds += (user + system) / 1000;
  };
  if (story === "by deadline") await timed(() => subject.silence());
  else
    for (const stage of answeredStages) {
      const ready = await subject.ready(stage);
      const answeredAt = new Map<string, number>();
      const stop = subject.onMail(({ subject: says }) => {
        const [, reference = ""] = /^(\S+): your answer is asked for/.exec(says) ?? [];
        const at = answeredAt.get(reference);
        if (at === undefined) return;
        toNextMail.push(performance.now() - at);
        answeredAt.delete(reference);
      });
      await timed(async () => {
        await Promise.all(
          ready.map(({ reference, send }) => {
            answeredAt.set(reference, performance.now());
            return send();
          }),
        );
        await subject.quiet();
      });
      stop();
    }
  return {
    milliseconds,
    cpuMilliseconds,
    mails: subject.mails() - before,
    mebibytes: process.memoryUsage.rss() / 2 ** 20,
    toNextMail,
  };
}

async function ours(folder: string, many: number): Promise<Subject> {
  const laptop = await startLaptop({ folder, ports: { service: 0, workbench: 0 }, start: begins });
  const references: string[] = [];
  return {
    async raise() {
      while (references.length < many) {
        const sent = await concernOf(policySample, `many-${references.length}`, begins.slice(0, 10)).send(laptop);
        if (sent.was === "recorded") references.push(sent.reference);
        else if (sent.was === "asked to wait") {
          // How many a system sends in a minute is limited.
          await laptop.moveTo(new Date(Date.parse(laptop.clock.now()) + 60_000).toISOString());
        } else throw new Error(`A concern was not accepted: ${JSON.stringify(sent)}`);
      }
      await laptop.quiet();
    },
    async ready(stage) {
      const found = new Map<string, Answer>();
      for (const mail of laptop.mailbox.mails()) {
        const [, reference = ""] = asksAt(stage).exec(mail.subject) ?? [];
        if (reference === "" || found.has(reference)) continue;
        const form = await opened(laptop, mail, words, (offered) => offered.find(leadsOn));
        // Of those who are asked, some may only answer: others lead on.
        if (form.was === "recorded") found.set(reference, form.answer);
      }
      if (found.size !== many) throw new Error(`At stage ${stage} ${found.size} of ${many} can be led on`);
      return [...found.values()].map((answer) => ({
        reference: answer.reference,
        async send() {
          const sent = await answer.press(laptop);
          if (sent.was !== "recorded") throw new Error(`An answer was not recorded: ${JSON.stringify(sent)}`);
        },
      }));
    },
    silence: () => laptop.moveTo(ends),
    quiet: () => laptop.quiet(),
    mails: () => laptop.mailbox.mails().length,
    onMail: (listener) => laptop.mailbox.onMail(listener),
    close: () => laptop.close(),
  };
}

async function script(folder: string, many: number, recording: string): Promise<Subject> {
  const replayed = await startScript(folder, readRecording(recording), many);
  return {
    async raise() {
      for (const reference of replayed.references) await replayed.raise(reference);
      await replayed.quiet();
    },
    ready: (stage) =>
      Promise.resolve(
        replayed.references.map((reference) => ({ reference, send: () => replayed.answer(reference, stage - 1) })),
      ),
    silence: () => replayed.moveTo(ends),
    quiet: () => replayed.quiet(),
    mails: () => replayed.mailbox.mails().length,
    onMail: (listener) => replayed.mailbox.onMail(listener),
    close: () => replayed.close(),
  };
}

const [who = "", folder = "", many = "", story = "", recording = ""] = process.argv.slice(2);
const subject = who === "ours" ? await ours(folder, Number(many)) : await script(folder, Number(many), recording);
// On a descriptor of its own: what the service prints is not mixed with it.
writeSync(3, JSON.stringify(await measured(subject, story as Story)));
await subject.close();
process.exit(0);
