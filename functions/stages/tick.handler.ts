import { createContainer, systemClock } from "../container.ts";
import { tick, type TaskInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => transiently(() => tick(input, tasks));
