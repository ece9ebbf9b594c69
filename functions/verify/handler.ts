import { dailyOf } from "../container/daily.ts";
import { started } from "../container/start.ts";
import { daily } from "./daily.ts";

/** By the schedule: every day for what moved, every week for everything. */
export const handler = started(dailyOf, (dependencies) => (event: unknown) => daily(event, dependencies));
