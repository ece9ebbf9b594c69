/** Everything that is measured, in the order in which it is. */
import type { Case } from "../case.ts";
import { answer } from "./answer.ts";

export const cases: readonly Case[] = [answer];
