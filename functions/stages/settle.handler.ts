import { createContainer, systemClock } from "../container.ts";
import { settle, type TaskInput } from "./tasks.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => settle(input, tasks);
