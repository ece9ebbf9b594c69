/** Policies as the API shows them: what each asks of whom and by when, in its own words (ALL-03, ALL-15, ALL-16). */
import type { Day } from "../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../policies/calendar/timescale.ts";
import type { Clock, Duty, Policy, Stage, StartEvent } from "../../policies/language/schema.ts";
import { roleInWords } from "../../policies/language/stages.ts";
import type { Published } from "../../policies/published.ts";
import type { Story } from "../escalations/escalations.ts";
import type { PolicyAnswer } from "./answers.ts";

/** The policies in force on a day (Europe/London): those of areas by name, then organisations' own. */
export function policiesInForce(held: Omit<Published, "policyVersion">, day: Day): Policy[] {
  const own = held.publishedPolicies().flatMap((each) => (each.ownPolicyOfAnOrganisation ? [each.policy] : []));
  return [
    ...held.areasHeld().map((area) => held.policyInForce(area.id, day)),
    ...[...new Set(own)].toSorted().map((id) => held.ownPolicyInForce(id, day)),
  ].filter((each) => each !== undefined);
}

export function policyAnswer(policy: Policy): PolicyAnswer {
  const { immediateRisk } = policy;
  return {
    id: policy.policy,
    version: policy.version,
    title: policy.title,
    inForceFrom: policy.inForceFrom,
    source: policy.source,
    partnership: policy.partnership,
    area: policy.area,
    ownPolicyOfAnOrganisation: policy.ownPolicyOfAnOrganisation,
    covers: policy.covers,
    coversInWords: policy.coversInWords,
    scope: policy.scope,
    advice: policy.advice,
    notInsteadOf: policy.notInsteadOf,
    immediateRisk: {
      words: immediateRisk.words,
      opensAt: immediateRisk.opensAt,
      timescalesBecome: immediateRisk.timescalesBecome,
      clause: immediateRisk.clause,
      reading: immediateRisk.reading,
    },
    typesOfDisagreement: policy.disagreements,
    stages: policy.stages.map((stage) => stageAnswer(stage, policy)),
  };
}

function stageAnswer(stage: Stage, policy: Policy): PolicyAnswer["stages"][number] {
  const called = (role: string) => ({ role, called: roleInWords(policy, role) });
  return {
    id: stage.stage,
    title: stage.title,
    about: stage.about,
    raisingSide: stage.raisingSide?.map(called),
    receivingSide: stage.receivingSide?.map(called),
    body: stage.body && { ...called(stage.body.role), of: stage.body.of },
    endsBy: stage.endsBy,
    clocks: stage.clocks.map((clock) => ({
      id: clock.clock,
      asks: clock.asks,
      ...timing(clock),
      otherwiseCountedFrom: clock.otherwiseFrom && startInWords(clock.otherwiseFrom),
      isMaximum: clock.isMaximum,
      whenPassed: clock.whenPassed,
      chaseEvery: clock.chaseEvery && timescaleInWords(clock.chaseEvery),
      clause: clock.clause,
      reading: clock.reading,
    })),
    afterwards: stage.afterwards.map((duty) => ({
      id: duty.duty,
      asks: duty.asks,
      kind: duty.kind,
      by: duty.by,
      to: duty.to,
      ...timing(duty),
      chaseEvery: timescaleInWords(duty.chaseEvery),
      clause: duty.clause,
      reading: duty.reading,
    })),
    clause: stage.clause,
    reading: stage.reading,
  };
}

const timing = ({ within, from, setBy }: Clock | Duty) => ({
  within: timescaleInWords(within),
  countedFrom: startInWords(from),
  setBy,
});

/** As a policy file writes it. */
function startInWords(start: StartEvent): string {
  if (start.event === "deadline") return `deadline ${start.clock} of ${start.stage}`;
  return "stage" in start ? `${start.event} in ${start.stage}` : start.event;
}

/** Why this policy governs an escalation, for whoever raises it (PRE-01, TP-01, MED-13). */
export function becauseInWords({ state, rules: { policy } }: Story): string {
  const { raised } = state;
  const place = policy.area?.name ?? raised.area;
  switch (raised.policy.because) {
    case "own policy":
      return `No policy of a safeguarding partnership is held here for the area “${raised.area}”, so your organisation’s own is used. Local procedures take precedence: find out whether the partnership of that area has one, and if so follow it.`;
    case "secure setting":
      return `The concern relates to a secure setting in ${place}, and this policy governs those wherever the home of the young person is.`;
    case "area":
    case undefined:
      return `It is the policy of ${policy.partnership.name} for ${place}, the area that the concern gives.`;
  }
}
