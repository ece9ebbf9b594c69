/** Everything that is measured, in the order in which it is. */
import type { Case } from "../case.ts";
import { deadlines } from "./deadlines.ts";
import { sizes } from "./sizes.ts";

export const cases: readonly Case[] = [deadlines, sizes];
