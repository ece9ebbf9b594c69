/** What a command can come to: events, nothing, or a refusal that says what to do instead. */
import type { Refusal } from "./commands.ts";
import type { EscalationEvent } from "./events.ts";

export type Decision =
  | { readonly decided: "events"; readonly events: readonly EscalationEvent[] }
  /** There is nothing to do: it was done already, or the time for it has not come. */
  | { readonly decided: "nothing"; readonly because: string }
  | { readonly decided: "refused"; readonly refusal: Refusal };

export const happens = (events: readonly EscalationEvent[]): Decision => ({ decided: "events", events });
export const nothing = (because: string): Decision => ({ decided: "nothing", because });
export const refused = (
  code: Refusal["code"],
  field: string | undefined,
  says: string,
): Extract<Decision, { decided: "refused" }> => ({
  decided: "refused",
  refusal: { code, says, ...(field ? { field } : {}) },
});
