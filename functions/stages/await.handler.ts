import { started } from "../container/start.ts";
import { waitingOf } from "../container/waiting.ts";
import { awaitAnswer, type AwaitInput } from "./tasks.ts";
import { transiently } from "./transient.ts";

export const handler = started(
  waitingOf,
  (waiting) => (input: AwaitInput) => transiently(() => awaitAnswer(input, waiting)),
);
