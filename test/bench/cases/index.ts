/** Everything that is measured, in the order in which it is. */
import type { Case } from "../case.ts";
import { answer } from "./answer.ts";
import { coldStart } from "./cold-start.ts";
import { deadlines } from "./deadlines.ts";
import { many } from "./many.ts";
import { sizes } from "./sizes.ts";
import { toTheChair } from "./to-the-chair.ts";
import { waiting } from "./waiting.ts";

export const cases: readonly Case[] = [coldStart, answer, toTheChair, many, waiting, deadlines, sizes];
