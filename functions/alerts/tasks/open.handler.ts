import { createContainer, systemClock } from "../../container.ts";
import type { TaskInput } from "../../stages/tasks.ts";
import { transiently } from "../../stages/transient.ts";
import { askGroup } from "./tasks.ts";

const { tasks } = createContainer(process.env, systemClock);

export const handler = (input: TaskInput) => transiently(() => askGroup(input, tasks.practiceAlerts));
