import { createContainer, systemClock } from "../container.ts";
import { settle, type TaskInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => transiently(() => settle(input, tasks));
