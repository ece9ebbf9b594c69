import { started } from "../../container/start.ts";
import { waitingOf } from "../../container/waiting.ts";
import type { AwaitInput } from "../../stages/tasks.ts";
import { transiently } from "../../stages/transient.ts";
import { awaitGroup } from "./tasks.ts";

export const handler = started(
  waitingOf,
  (waiting) => (input: AwaitInput) => transiently(() => awaitGroup(input, waiting)),
);
