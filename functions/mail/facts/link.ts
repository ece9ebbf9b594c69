/** A link as emails tell of it: one to press, and what is typed by whoever cannot follow it. */
import type { LinkTold } from "../telling.ts";

export interface WayIn extends LinkTold {
  /** The page at which the reference and the code are typed. */
  readonly answerAt: string;
}

export const wayIn = ({ url, code }: LinkTold): WayIn => ({ url, code, answerAt: `${new URL(url).origin}/answer` });
