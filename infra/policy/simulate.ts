/**
 * Runs a policy through the core with invented people, without a service: what `npm run policy -- simulate` prints. Nothing is
 * decided here. As in the service, a moment is looked at a little after it has come: one minute, here.
 */
import type { Rules } from "../../functions/core/clocks.ts";
import type { Command, Found } from "../../functions/core/commands.ts";
import { decide } from "../../functions/core/decide.ts";
import type { Escalation } from "../../functions/core/escalation.ts";
import type { EscalationEvent } from "../../functions/core/events.ts";
import { evolve } from "../../functions/core/evolve.ts";
import { nextMoment } from "../../functions/core/moments.ts";
import { noticesOwed } from "../../functions/core/notices.ts";
import { peopleNeeded, type Need } from "../../functions/core/people.ts";
import { addMinutes, inWords } from "../../policies/calendar/instant.ts";
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { roleInWords } from "../../policies/language/stages.ts";
import { commandsOf } from "./deeds.ts";
import { Said, type Story } from "./story.ts";

export interface Simulated {
  readonly rules: Rules;
  readonly state: Escalation;
  readonly history: readonly EscalationEvent[];
  /** Why it stopped, where it did before it was closed. */
  readonly stopped?: string;
}

/** After so many chases of one thing it goes on alike. */
const enoughChases = 3;

/** @throws Said for what the policy refuses, in the words that people would read */
export function simulate(policy: Policy, story: Story): Simulated {
  const rules: Rules = { policy, calendar: calendarOf(policy.nation) };
  const history: EscalationEvent[] = [];
  let state: Escalation | undefined;
  const happen = (command: Command, typed: string): Escalation => {
    const decision = decide(state, command, rules);
    if (decision.decided === "refused")
      throw new Said(
        `${typed}: ${decision.refusal.says}${decision.refusal.field ? ` (${decision.refusal.field})` : ""}`,
      );
    for (const event of decision.decided === "events" ? decision.events : []) {
      history.push(event);
      state = evolve(state, event);
    }
    if (!state) throw new Error("Nothing was raised");
    return state;
  };
  /** Opens what waits to be opened, and sends what is owed: what the service does after every commit. */
  const settle = (at: string): Escalation => {
    let now = state;
    while (now?.phase === "opening")
      now = happen(
        { type: "open stage", id: `open ${now.next}`, at, stage: now.next, people: people(now, policy) },
        now.next,
      );
    const { send, lapse } = noticesOwed(history, policy);
    const sent = send.map(({ id, kind, seat }) => ({
      type: "NoticeSent" as const,
      v: 1 as const,
      at,
      notice: id,
      kind,
      seat,
      messageId: "simulated",
    }));
    const lapsed = lapse.map(({ notice: { id, kind, seat }, because }) => ({
      type: "NoticeLapsed" as const,
      v: 1 as const,
      at,
      notice: id,
      kind,
      seat,
      because,
    }));
    return happen({ type: "record notices", id: `notices ${at}`, at, notices: [...sent, ...lapsed] }, "notices");
  };

  happen(raising(policy, story), "raised");
  let now = settle(story.raised);
  const deeds = [...story.happens];
  for (;;) {
    const moment = nextMoment(now);
    const looked = moment && addMinutes(moment, 1);
    const [deed] = deeds;
    const isDeed = deed !== undefined && (looked === undefined || deed.at <= looked);
    const at = isDeed ? deed.at : looked;
    if (at === undefined) return { rules, state: now, history };
    if (story.until !== undefined && at > story.until)
      return { rules, state: now, history, stopped: `still open ${inWords(story.until)}` };
    if (isDeed) {
      deeds.shift();
      if (deed.at < story.raised) throw new Said(`“${deed.typed}” is before the concern was raised.`);
      for (const command of commandsOf(deed, now, rules)) now = happen(command, `“${deed.typed}”`);
    } else {
      if (story.until === undefined && deeds.length === 0 && chasedEnough(history))
        return {
          rules,
          state: now,
          history,
          stopped: "and so on, until it is done. Say what happens, or until when: --until",
        };
      happen({ type: "reach moment", id: `moment ${at}`, at }, "moment");
    }
    now = settle(at);
  }
}

function chasedEnough(history: readonly EscalationEvent[]): boolean {
  const last = history.findLast((each) => each.type === "ReminderFellDue");
  if (last?.type !== "ReminderFellDue" || last.kind !== "chase") return false;
  const alike = history.filter(
    (each) =>
      each.type === "ReminderFellDue" &&
      each.kind === "chase" &&
      each.stage === last.stage &&
      each.clock === last.clock,
  );
  return alike.length >= enoughChases;
}

function raising(policy: Policy, story: Story): Command {
  const kind = (of: "raising" | "receiving") => (story.kinds[of] === undefined ? {} : { kind: story.kinds[of] });
  const person = (of: string) => ({ name: `practitioner of the ${of} agency`, email: `practitioner@${of}.example` });
  const subjects = policy.covers.find((each) => each === story.subject);
  if (story.subject !== undefined && !subjects)
    throw new Said(`subject: the policy covers ${policy.covers.join(", ")}, and not “${story.subject}”.`);
  return {
    type: "raise",
    id: "raise",
    at: story.raised,
    concern: {
      area: policy.area?.id ?? policy.region?.areas[0]?.id ?? "elsewhere",
      subject: subjects ?? policy.covers[0] ?? "child",
      disagreement: story.disagreement ?? policy.disagreements[0]?.id ?? "another",
      arose: story.arose,
      raising: { agency: "raising", ...kind("raising") },
      receiving: { agency: "receiving", ...kind("receiving") },
      immediateRisk: story.immediateRisk,
      ...(story.protectBy === undefined ? {} : { protectBy: story.protectBy }),
      ...(story.entered === undefined ? {} : { entered: story.entered }),
      submission: { client: "simulation", keyHash: "simulation", bodyHash: "simulation" },
      sealed: {
        person: { name: "Robin Example" },
        words: {
          issue: "An example.",
          disagreement: "An example.",
          risk: "An example.",
          evidence: "An example.",
          resolutionSought: "An example.",
        },
        answers: Object.fromEntries(
          Object.entries(story.answers).map(([question, given]) => [question, asAsked(policy, question, given)]),
        ),
        before: { ...story.before },
        ...(story.entered === undefined ? {} : { enteredBecause: "An example of a reason." }),
        raising: { practitioner: person("raising") },
        receiving: { practitioner: person("receiving") },
      },
    },
  };
}

/** One answer to a question that takes several is a list of one. */
function asAsked(policy: Policy, question: string, given: string | readonly string[]): string | string[] {
  const asked = policy.asksWhenRaised.find((each) => each.id === question);
  if (asked?.answer === "any of")
    return typeof given === "string" ? given.split(",").map((each) => each.trim()) : [...given];
  return typeof given === "string" ? given : [...given];
}

/** Somebody in every role: who is named in the concern, one holder a role otherwise, the inbox where the policy says so. */
function people(state: Escalation & { phase: "opening" }, policy: Policy): Found[] {
  return peopleNeeded(state, policy, state.next).map((need) => ({ need: need.need, seats: seatsOf(need, policy) }));
}

function seatsOf(need: Need, policy: Policy): Found["seats"] {
  const { named, of: agency } = need;
  if (named) return [{ role: named.role, via: "holder", agency, person: named.person }];
  if (need.throughInbox || need.roles.length === 0)
    return [
      {
        role: need.roles[0] ?? "inbox",
        via: "inbox",
        agency,
        person: { name: "inbox", email: `inbox@${agency}.example` },
      },
    ];
  return need.roles.map((role) => ({
    role,
    via: "holder",
    agency,
    person: { name: roleInWords(policy, role), email: `${role}@${agency}.example` },
  }));
}
