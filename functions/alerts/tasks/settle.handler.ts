import { started } from "../../container/start.ts";
import { tasksOf } from "../../container/tasks.ts";
import type { TaskInput } from "../../stages/tasks.ts";
import { transiently } from "../../stages/transient.ts";
import { settleAlert } from "./tasks.ts";

export const handler = started(
  tasksOf,
  ({ practiceAlerts }) =>
    (input: TaskInput) =>
      transiently(() => settleAlert(input, practiceAlerts)),
);
