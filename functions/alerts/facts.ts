/**
 * What digests need to know of one practice alert (MED-17), from its record alone and with nothing personal in it: which
 * agency submitted it and which of the group have responded, actions by their number, instants (UTC), and how it ended.
 */
import type { AlertStory } from "./alerts.ts";
import { alertRules, clockOfAction, silentAgencies, type LiveClock } from "./core/alert.ts";

/** Made anew whenever the alert’s summary is written, and all of an alert that a digest reads. */
export interface AlertFacts {
  readonly reference: string;
  readonly submittedAt: string;
  /** The agency of whoever submitted it, by name. */
  readonly agency: string;
  /** By when the group's agencies are to respond, and those that have not, by name, while that is waited for. */
  readonly respond?: { readonly due: string; readonly silent: readonly string[] };
  /** By when the group is to say what is to be done, or to close the alert, while that is waited for. */
  readonly conclude?: { readonly due: string };
  /** Whose numbers those two deadlines are. */
  readonly setBy: "policy" | "organisation";
  /** What the group has recorded: counted from 1, and whose it is where that is an agency of the group. */
  readonly actions: readonly {
    readonly number: number;
    readonly agency?: string;
    readonly due: string;
    readonly doneAt?: string;
  }[];
  readonly closedAt?: string;
  readonly how?: "actions done" | "no action needed" | "erased";
  /** When the mail service refused an email, and when one came back or was called spam. */
  readonly undelivered: readonly string[];
}

export function alertFactsOf({ reference, history, state, rules }: AlertStory): AlertFacts {
  const { submitted, clocks, actions } = state;
  const running = (name: string): LiveClock | undefined => clocks.find((each) => each.clock === name && each.running);
  const [respond, conclude] = [running("respond"), running("conclude")];
  const closedAt = history.find((each) => each.type === "AlertClosed" || each.type === "PeopleErased")?.at;
  return {
    reference,
    submittedAt: submitted.at,
    agency: submitted.agency.name,
    ...(respond ? { respond: { due: respond.due, silent: silentAgencies(state) } } : {}),
    ...(conclude ? { conclude: { due: conclude.due } } : {}),
    setBy: alertRules(rules).setBy,
    actions: actions.map(({ number, recorded, doneAt }) => {
      const due = clocks.findLast((each) => each.clock === clockOfAction(number))?.due;
      if (due === undefined) throw new Error(`Action ${number} of ${reference} has no deadline`);
      return {
        number,
        ...(recorded.agency === undefined ? {} : { agency: recorded.agency }),
        due,
        ...(doneAt === undefined ? {} : { doneAt }),
      };
    }),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(state.how === undefined ? {} : { how: state.how }),
    undelivered: history.flatMap((each) =>
      each.type === "NoticeRefused" || each.type === "NoticeBounced" ? [each.at] : [],
    ),
  };
}
