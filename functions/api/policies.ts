/** Policies as the API shows them: what each asks of whom and by when, in its own words (ALL-03, ALL-15, ALL-16). */
import type { Day } from "../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../policies/calendar/timescale.ts";
import { areaIn } from "../../policies/choose.ts";
import type { Clock, Duty, Policy, Stage, StartEvent } from "../../policies/language/schema.ts";
import { firstStage, roleInWords, stageOf } from "../../policies/language/stages.ts";
import type { Published } from "../../policies/published.ts";
import type { Story } from "../escalations/escalations.ts";
import type { PolicyAnswer, RaisedAnswer } from "./answers.ts";

/** The policies in force on a day (Europe/London): those of areas and regions by area, then organisations' own. */
export function policiesInForce(held: Omit<Published, "policyVersion">, day: Day): Policy[] {
  const own = held.publishedPolicies().flatMap((each) => (each.ownPolicyOfAnOrganisation ? [each.policy] : []));
  const found = [
    ...held.areasHeld().map((area) => held.policyInForce(area.id, day)),
    ...[...new Set(own)].toSorted().map((id) => held.ownPolicyInForce(id, day)),
  ].filter((each) => each !== undefined);
  // That of a region is in force in each of its areas, and is one.
  return [...new Set(found)];
}

export function policyAnswer(policy: Policy): PolicyAnswer {
  const { immediateRisk, region, beforeTheFormalProcess: before } = policy;
  return {
    id: policy.policy,
    version: policy.version,
    title: policy.title,
    inForceFrom: policy.inForceFrom,
    source: policy.source,
    partnership: policy.partnership,
    area: policy.area,
    region: region && { id: region.id, name: region.name, areas: region.areas },
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
    asksWhenRaised: policy.asksWhenRaised,
    beforeTheFormalProcess: before && {
      confirms: before.confirms,
      otherwiseOpensAt: before.otherwiseOpensAt,
      explains: before.explains,
      clause: before.clause,
      reading: before.reading,
    },
    mayOpenAt: policy.mayOpenAt,
    stages: policy.stages.map((stage) => stageAnswer(stage, policy)),
  };
}

function stageAnswer(stage: Stage, policy: Policy): PolicyAnswer["stages"][number] {
  const called = (role: string) => ({ role, called: roleInWords(policy, role) });
  return {
    id: stage.stage,
    title: stage.title,
    informal: stage.informal,
    unresolvedBy: stage.unresolvedBy,
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
      instead: clock.instead.map(({ within, ...rest }) => ({ ...rest, within: timescaleInWords(within) })),
      orSooner: clock.orSooner.map(({ within, from, ...rest }) => ({
        ...rest,
        within: timescaleInWords(within),
        countedFrom: startInWords(from),
      })),
      inWords: clock.inWords,
      sidesMayAgreeALaterDate: clock.sidesMayAgreeALaterDate,
      isAGuide: clock.isAGuide,
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
  if (start.event === "answer") return `answer ${start.question}`;
  return "stage" in start ? `${start.event} in ${start.stage}` : start.event;
}

/** Why this policy governs an escalation, for whoever raises it (PRE-01, TP-01, MED-13). */
export function becauseInWords({ state, rules: { policy } }: Story): string {
  const { raised } = state;
  const place = policy.area?.name ?? areaIn(policy, raised.area) ?? raised.area;
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

/**
 * Where a concern opens at the informal stage, because what has to come first was not confirmed: what that is, why, and
 * what happens next (MED-01). Undefined where it is in the formal process.
 * @param raised what was not confirmed, and the stage at which the concern opens
 */
export function notYetFormal(
  policy: Policy,
  { notYet = [], opensAt }: { readonly notYet?: readonly string[] | undefined; readonly opensAt: string },
): RaisedAnswer["notYetFormal"] {
  const before = policy.beforeTheFormalProcess;
  const stage = stageOf(policy, opensAt);
  if (!before || !stage.informal || notYet.length === 0) return undefined;
  const missing = before.confirms.filter(({ id }) => notYet.includes(id));
  const first = firstStage(policy).title;
  return {
    stage: { id: stage.stage, title: stage.title },
    missing: missing.map(({ id, question }) => ({ id, question })),
    because: `It is not in the formal process yet, because this was not answered: ${missing.map(({ question }) => `“${question}”`).join(", ")}. ${before.explains}`,
    next: `It opens at “${stage.title}”, and those who act there are told by email at once. If it is not settled there in time, it goes to “${first}” by itself; ${stage.unresolvedBy === "either side" ? "either side" : "the raising side"} can send it there sooner by declaring it unresolved.`,
  };
}
