import { createContainer, systemClock } from "../container.ts";
import { open, type TaskInput } from "./tasks.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => open(input, tasks);
