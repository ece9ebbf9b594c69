import { createContainer, systemClock } from "../container.ts";
import { tick, type TaskInput } from "./tasks.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => tick(input, tasks);
