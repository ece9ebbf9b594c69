import { createContainer, systemClock } from "../container.ts";
import { open, type TaskInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => transiently(() => open(input, tasks));
