import { createContainer, systemClock } from "../container.ts";
import { awaitAnswer, type AwaitInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: AwaitInput) => transiently(() => awaitAnswer(input, tasks));
