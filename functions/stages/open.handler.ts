import { started } from "../container/start.ts";
import { tasksOf } from "../container/tasks.ts";
import { open, type TaskInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

export const handler = started(tasksOf, (tasks) => (input: TaskInput) => transiently(() => open(input, tasks)));
