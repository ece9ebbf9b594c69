/** Takes an escalation through its stages: time, tasks and what parties answer, one after the other. */
import type { PartyCommand } from "../../functions/core/commands.ts";
import type { Performed, Story } from "../../functions/escalations/escalations.ts";
import { open, settle, tick, type TaskOutput } from "../../functions/stages/tasks.ts";
import type { Stack } from "./stack.ts";

type Distribute<T> = T extends unknown ? Omit<T, "id" | "at" | "name"> : never;

export interface Walk {
  readonly reference: string;
  story(): Promise<Story>;
  /** Sets the clock and lets what has fallen due happen. */
  until(instant: string): Promise<TaskOutput>;
  open(): Promise<TaskOutput>;
  settle(): Promise<TaskOutput>;
  /** What a party answers, carried out and told. */
  answer(command: Distribute<PartyCommand>): Promise<Performed>;
}

/** One walk a record: answers are numbered, so a second walk would give the first one’s commands again. `answer` throws where the core refuses. */
export function walk(stack: Stack, reference: string): Walk {
  let commands = 0;
  const { tasks, clock } = stack;
  const story = async () => {
    const found = await tasks.escalations.read(reference);
    if (!found) throw new Error(`There is no escalation ${reference}`);
    return found;
  };
  const input = async () => ({ reference, execution: (await story()).state.execution });
  return {
    reference,
    story,
    open: async () => open(await input(), tasks),
    settle: async () => settle(await input(), tasks),
    async until(instant) {
      clock.set(instant);
      return tick(await input(), tasks);
    },
    async answer(command) {
      const performed = await tasks.escalations.perform(
        reference,
        { ...command, id: `answer-${++commands}`, at: clock.now(), name: "Zebedee Quist" },
        { kind: "party", seat: command.seat },
      );
      if (performed.result === "refused") throw new Error(`Refused: ${performed.refusal.says}`);
      await settle(await input(), tasks);
      return performed;
    },
  };
}
