/** What every engine is asked to do, and how it is measured: the same for all. */
import type { Measured } from "../many/measure.ts";
import type { Story } from "../many/story.ts";
import type { Other } from "./process.ts";

export const stages = 4;
/** Nobody answers: how long a stage waits. Engines have no clock that can be moved. */
export const timerMs = 200;

export interface Engine {
  readonly start: (key: string) => Promise<void>;
  readonly answer: (key: string, stage: number) => Promise<void>;
}

export interface Least {
  /** What an engine does at a stage. */
  readonly mail: (key: string, stage: number) => void;
  readonly ended: (key: string) => void;
  readonly measure: (engine: Engine, server: Other) => Promise<Measured>;
}

/** The keys of all; each is answered at each stage as soon as all have been asked there, or at none. */
export function leastVersion(many: number, story: Story): Least {
  const keys = Array.from({ length: many }, (_, place) => `escalation-${place}`);
  const mails = Array.from({ length: stages }, () => new Set<string>());
  const over = new Set<string>();
  const answeredAt = new Map<string, number>();
  const toNextMail: number[] = [];
  const waiting: { readonly enough: () => boolean; readonly resolve: () => void }[] = [];
  const heard = () => {
    for (const each of waiting.splice(0))
      if (each.enough()) each.resolve();
      else waiting.push(each);
  };
  const until = (enough: () => boolean) =>
    enough() ? Promise.resolve() : new Promise<void>((resolve) => void waiting.push({ enough, resolve }));
  /** Ours raises its own before the clock is looked at, so these are started before it too. */
  const asked = (stage: number) => until(() => mails[stage]!.size === many);

  return {
    mail(key, stage) {
      const at = answeredAt.get(`${key} ${stage - 1}`);
      if (at !== undefined && !mails[stage]!.has(key)) toNextMail.push(performance.now() - at);
      mails[stage]!.add(key);
      heard();
    },
    ended(key) {
      over.add(key);
      heard();
    },
    async measure(engine, server) {
      const own = () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000 + server.cpu();
      };
      const startAll = () => Promise.all(keys.map((key) => engine.start(key)));
      if (story === "answered") {
        await startAll();
        await asked(0);
      }
      const cpu = own();
      const begun = performance.now();
      if (story === "by deadline") {
        await startAll();
        await until(() => over.size === many);
      } else
        for (let stage = 0; stage < stages - 1; stage++) {
          await Promise.all(
            keys.map((key) => {
              answeredAt.set(`${key} ${stage}`, performance.now());
              return engine.answer(key, stage);
            }),
          );
          await asked(stage + 1);
        }
      return {
        milliseconds: performance.now() - begun,
        cpuMilliseconds: own() - cpu,
        mails: mails.reduce((sum, each) => sum + each.size, 0),
        mebibytes: process.memoryUsage.rss() / 2 ** 20 + server.mebibytes(),
        toNextMail,
      };
    },
  };
}
