/** The tasks that keep the token of a wait: they read the record and write nothing on it. */
import type { Ground } from "./ground.ts";
import { writingOf, type Writing } from "./writing.ts";

export type WaitingDependencies = Pick<Writing, "escalations" | "alerts" | "workflow">;

export const waitingOf = (ground: Ground): WaitingDependencies => writingOf(ground);
