/** What a task of the state machines calls on the laptop, by the placeholder that stands for its function in the definition. */
import { askGroup, awaitGroup, settleAlert, tickAlert } from "../../functions/alerts/tasks/tasks.ts";
import type { ReconcileDependencies } from "../../functions/reconcile/reconcile.ts";
import { awaitAnswer, open, settle, tick, type AwaitInput, type TaskInput } from "../../functions/stages/tasks.ts";
import { transiently } from "../../functions/stages/transient.ts";
import type { Placeholder } from "../state-machine.ts";

/** @throws TransientError for what may be tried again, the function's own error otherwise, and Error for a name that none has */
export const invoke = (name: string, payload: unknown, tasks: ReconcileDependencies): Promise<unknown> =>
  transiently(async (): Promise<unknown> => {
    switch (name as Placeholder) {
      case "OpenFunction":
        return open(payload as TaskInput, tasks);
      case "TickFunction":
        return tick(payload as TaskInput, tasks);
      case "SettleFunction":
        return settle(payload as TaskInput, tasks);
      case "AwaitFunction":
        return awaitAnswer(payload as AwaitInput, tasks);
      case "AlertOpenFunction":
        return askGroup(payload as TaskInput, tasks.practiceAlerts);
      case "AlertTickFunction":
        return tickAlert(payload as TaskInput, tasks.practiceAlerts);
      case "AlertSettleFunction":
        return settleAlert(payload as TaskInput, tasks.practiceAlerts);
      case "AlertAwaitFunction":
        return awaitGroup(payload as AwaitInput, tasks.practiceAlerts);
      default:
        throw new Error(`There is no function ${name}`);
    }
  });
