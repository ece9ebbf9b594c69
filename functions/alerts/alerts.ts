/** Reading a practice alert and having a command carried out on it: on its own record, by the way of every record. */
import type { Rules } from "../core/clocks.ts";
import type { Cause, RecordStore } from "../record/commit.ts";
import { notYetTold, performOn, type Performed, type Read } from "../record/perform.ts";
import { evolve, fold, type Alert } from "./core/alert.ts";
import type { AlertCommand, AlertRefusal } from "./core/commands.ts";
import { decideAlert } from "./core/decide.ts";
import type { AlertEvent } from "./core/events.ts";

/** All that is known of one alert, read at one moment. */
export interface AlertStory extends Read<AlertEvent> {
  readonly state: Alert;
  /** The policy version under which it was submitted, to the end (ALL-14), and its calendar. */
  readonly rules: Rules;
}

export type AlertPerformed = Performed<AlertStory, AlertEvent, AlertRefusal>;

/** The one way in which anything comes onto the record of a practice alert once it was submitted: read one, and carry a command out on it. As `Escalations`, for alerts. */
export interface Alerts {
  /** The alert of a reference, or undefined when there is none. */
  read(reference: string): Promise<AlertStory | undefined>;
  /**
   * Carries a command out and has the workflow look at the record.
   * @param on its reference, or what was just read of it
   * @throws UnknownReference when the reference has no record
   */
  perform(on: string | AlertStory, command: AlertCommand, cause: Cause): Promise<AlertPerformed>;
}

export interface AlertsDependencies {
  readonly record: RecordStore<AlertEvent>;
  /** The rules of a policy version. Throws when this deployment does not hold it. */
  readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules;
  /** Has the execution look at the record. Never fails the caller. */
  readonly signal: (reference: string) => Promise<void>;
}

/** As `createEscalations`: decides by the policy version under which the alert was submitted. Undefined from `read` where there is no record. */
export function createAlerts({ record, rulesOf, signal }: AlertsDependencies): Alerts {
  const read = async (reference: string): Promise<AlertStory | undefined> => {
    const commits = await record.read(reference);
    const history = commits.flatMap((each) => each.events);
    const state = fold(history);
    return state && { reference, commits, history, state, rules: rulesOf(state.submitted.policy) };
  };
  return {
    read,
    perform: (on, command, cause) =>
      performOn<AlertStory, AlertCommand, AlertEvent, AlertRefusal>(on, command, cause, {
        record,
        read,
        signal,
        decide: ({ state, history, rules }, asked) =>
          decideAlert(
            state,
            asked.type === "record notices" ? { ...asked, notices: notYetTold(asked.notices, history) } : asked,
            rules,
          ),
        after: (story, events) => ({ ...story, state: events.reduce<Alert>(evolve, story.state) }),
      }),
  };
}
