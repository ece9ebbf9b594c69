import { createContainer, systemClock } from "../container.ts";
import { awaitAnswer, type AwaitInput } from "./tasks.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: AwaitInput) => awaitAnswer(input, tasks);
