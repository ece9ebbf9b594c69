/** Everything that is measured, in the order in which it is. */
import type { Case } from "../case.ts";
import { answer } from "./answer.ts";
import { deadlines } from "./deadlines.ts";
import { sizes } from "./sizes.ts";
import { toTheChair } from "./to-the-chair.ts";

export const cases: readonly Case[] = [answer, toTheChair, deadlines, sizes];
