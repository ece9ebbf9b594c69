/** Everything that is measured, in the order in which it is. */
import type { Case } from "../case.ts";
import { coldStart } from "./cold-start.ts";

export const cases: readonly Case[] = [coldStart];
