import { started } from "../container/start.ts";
import { tasksOf } from "../container/tasks.ts";
import { tick, type TaskInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

export const handler = started(tasksOf, (tasks) => (input: TaskInput) => transiently(() => tick(input, tasks)));
