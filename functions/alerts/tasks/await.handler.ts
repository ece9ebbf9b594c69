import { createContainer, systemClock } from "../../container.ts";
import type { AwaitInput } from "../../stages/tasks.ts";
import { transiently } from "../../stages/transient.ts";
import { awaitGroup } from "./tasks.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: AwaitInput) => transiently(() => awaitGroup(input, tasks.practiceAlerts));
