/**
 * Raising a concern. The reference is derived from who submits and their idempotency key, so the conditional put of the
 * first commit is the deduplication: a repeat finds it and finishes whatever was left undone.
 */
import { createHash } from "node:crypto";
import { dayOf, instantOf, isDay } from "../../policies/calendar/instant.ts";
import type { Beside, Choosing, Chosen } from "../../policies/choose.ts";
import { decide } from "../core/decide.ts";
import { wrongAnswers } from "../core/raising.ts";
import type { Rules } from "../core/clocks.ts";
import { isAtAgency, type Agency, type Directory } from "../directory/directory.ts";
import type { Escalations, Story } from "../escalations/escalations.ts";
import { nameOf, type Log } from "../log.ts";
import type { RecordStore } from "../record/commit.ts";
import { referenceOf } from "../record/reference.ts";
import type { Workflow } from "../workflow/workflow.ts";
import type { Concern } from "./concern.ts";
import { problem, type FieldProblem, type Problem } from "./problem.ts";

export interface SubmitDependencies {
  readonly clock: { now(): string };
  readonly record: RecordStore;
  readonly escalations: Escalations;
  readonly directory: Pick<Directory, "agency">;
  readonly workflow: Pick<Workflow, "start">;
  readonly policies: {
    readonly choose: (choosing: Choosing) => Chosen;
    readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules;
  };
  /** Makes references that nobody can guess from a client and a key. */
  readonly referenceSecret: string;
  readonly log: Log;
}

/** A concern, sent by a system or by page. The same key of the same client is the same concern; with another body it is refused. */
export interface Submission {
  readonly concern: Concern;
  readonly client: { readonly id: string; readonly agency: string };
  readonly idempotencyKey: string;
}

/** @returns the escalation, new or found again; or a problem, with nothing left behind */
export async function submit(
  submission: Submission,
  dependencies: SubmitDependencies,
): Promise<{ readonly raised: Story } | { readonly problem: Problem }> {
  const { concern, client, idempotencyKey } = submission;
  const { clock, record, escalations, workflow, policies, log } = dependencies;
  const at = clock.now();

  const keyHash = sha256(idempotencyKey);
  const bodyHash = sha256(JSON.stringify(concern));
  for (let place = 0; ; place++) {
    const reference = referenceOf(client.id, idempotencyKey, place, dependencies.referenceSecret);
    let story = await escalations.read(reference);
    if (!story) {
      // Only what is new is checked: what was raised stays raised, though the directory has changed since.
      const raising = await dependencies.directory.agency(client.agency);
      const receiving = await dependencies.directory.agency(concern.receiving.agency);
      const chosen = policies.choose({
        area: concern.area,
        secureSettingIn: concern.secureSettingIn,
        day: dayOf(at),
        ownPolicy: raising?.ownPolicy,
        receiving: receiving ?? { name: concern.receiving.agency, areas: [concern.area] },
      });
      const wrong = [
        ...("refused" in chosen ? [chosen.refused] : []),
        ...problemsWithPeople(concern, client.agency, raising, receiving),
        ...("refused" in chosen || !raising || !receiving
          ? []
          : wrongAnswers(
              {
                raising: { ...raising, agency: raising.id },
                receiving: { ...receiving, agency: receiving.id },
                immediateRisk: concern.immediateRisk,
              },
              concern.answers ?? {},
              chosen.policy,
            ).map(({ field = "", says }) => ({ field, says }))),
      ];
      if (wrong.length > 0 || "refused" in chosen || !raising || !receiving) return invalid(wrong);
      const { policy, because, beside } = chosen;
      const decision = decide(
        undefined,
        {
          type: "raise",
          id: `raise-${keyHash}`,
          at,
          because,
          concern: {
            area: concern.area,
            subject: concern.subject,
            disagreement: concern.typeOfDisagreement,
            arose: isDay(concern.arose) ? startOfConcern(concern.arose, at) : concern.arose,
            raising: { agency: raising.id, kind: raising.kind },
            receiving: { agency: receiving.id, kind: receiving.kind },
            ...(beside.length > 0 ? { beside: beside.map(besideIt) } : {}),
            ...(concern.startAt ? { entered: concern.startAt.stage } : {}),
            immediateRisk: concern.immediateRisk,
            ...(concern.protectBy ? { protectBy: concern.protectBy } : {}),
            submission: { client: client.id, keyHash, bodyHash },
            sealed: sealedOf(concern),
          },
        },
        policies.rulesOf({ id: policy.policy, version: policy.version }),
      );
      if (decision.decided === "refused")
        return invalid([
          {
            field: apiFields[decision.refusal.field ?? ""] ?? decision.refusal.field ?? "",
            says: decision.refusal.says,
          },
        ]);
      if (decision.decided === "nothing") throw new Error(`Raising decided nothing: ${decision.because}`);
      // Whoever wins the put, the record is read again: the same submission twice at once finds the one that stands.
      await record.append(
        {
          reference,
          number: 1,
          at,
          cause: { kind: "client", client: client.id },
          command: `raise-${keyHash}`,
          events: decision.events,
        },
        undefined,
      );
      story = await escalations.read(reference);
      if (!story) throw new Error(`The record of ${reference} was written and is not there`);
    }
    const { submission: first } = story.state.raised;
    if (first.client !== client.id || first.keyHash !== keyHash) continue;
    if (first.bodyHash !== bodyHash)
      return {
        problem: problem(
          "key-used-before",
          `The Idempotency-Key was used before for escalation ${reference}, with another body. Use a new key for a new concern; to repeat that one, send the same body.`,
        ),
      };
    try {
      const { state } = story;
      if (state.phase !== "closed")
        await workflow.start({ reference, execution: state.execution, policy: state.raised.policy });
    } catch (error) {
      // The concern is on the record and nothing can be lost any more: reconcile starts what could not be started.
      log("warn", "The execution could not be started; reconcile will do it", { reference, error: nameOf(error) });
    }
    return { raised: story };
  }
}

function problemsWithPeople(
  concern: Concern,
  ownAgency: string,
  raising: Agency | undefined,
  receiving: Agency | undefined,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!raising)
    problems.push({
      field: "raising.agency",
      says: `the directory does not hold your agency “${ownAgency}”: ask the partnership to add it`,
    });
  else if (concern.raising.agency !== undefined && concern.raising.agency !== raising.id)
    problems.push({
      field: "raising.agency",
      says: `you can raise a concern for your own agency only, which is “${raising.id}”`,
    });
  if (!receiving)
    problems.push({
      field: "receiving.agency",
      says: `the directory does not hold an agency “${concern.receiving.agency}”: check the id, or ask the partnership to add it`,
    });
  else if (receiving.id === raising?.id)
    problems.push({
      field: "receiving.agency",
      says: "the receiving agency is your own: a disagreement within one agency is for its own procedures",
    });
  for (const [side, agency] of [
    ["raising", raising],
    ["receiving", receiving],
  ] as const)
    for (const who of ["practitioner", "manager"] as const) {
      const person = concern[side][who];
      if (person && agency && !isAtAgency(person.email, agency))
        problems.push({
          field: `${side}.${who}.email`,
          says: `the address must be at a domain of ${agency.name} (${agency.domains.join(", ")})`,
        });
    }
  return problems;
}

/** What of an organisation's own policy binds its people though another one governs (TP-01). */
const besideIt = ({ side, policy }: Beside) => ({
  side,
  policy: { id: policy.policy, version: policy.version },
  practitionersHear: policy.practitionersHear !== undefined,
  ...(policy.filing ? { filing: policy.filing.asks } : {}),
});

function sealedOf(concern: Concern) {
  const { person, community, answers, before, startAt, raising, receiving } = concern;
  const { dateOfBirth, circumstances } = person ?? {};
  // Whom it concerns is a person or a community, and the schema lets none go without (SHR-08).
  const name = person?.name ?? community;
  if (name === undefined) throw new Error("A concern about nobody");
  return {
    person: {
      name,
      ...(dateOfBirth ? { dateOfBirth } : {}),
      ...(circumstances ? { circumstances } : {}),
    },
    ...(concern.anotherType ? { anotherType: concern.anotherType } : {}),
    words: {
      ...(concern.issue ? { issue: concern.issue } : {}),
      ...(concern.natureOfDisagreement ? { disagreement: concern.natureOfDisagreement } : {}),
      ...(concern.risk ? { risk: concern.risk } : {}),
      ...(concern.evidence ? { evidence: concern.evidence } : {}),
      ...(concern.resolutionSought ? { resolutionSought: concern.resolutionSought } : {}),
    },
    ...(answers ? { answers } : {}),
    ...(before ? { before } : {}),
    ...(startAt ? { enteredBecause: startAt.reason } : {}),
    raising: { practitioner: raising.practitioner, ...(raising.manager ? { manager: raising.manager } : {}) },
    receiving: {
      ...(receiving.practitioner ? { practitioner: receiving.practitioner } : {}),
      ...(receiving.manager ? { manager: receiving.manager } : {}),
    },
  };
}

/** A day without a time counts as its beginning: for a clock that runs from the disagreement, only the day matters. */
function startOfConcern(day: string, at: string): string {
  const start = instantOf(day, "00:00");
  return start > at && day === dayOf(at) ? at : start;
}

/** What the fields of the core are called in the API. */
const apiFields: Readonly<Record<string, string>> = {
  disagreement: "typeOfDisagreement",
  entered: "startAt.stage",
  enteredBecause: "startAt.reason",
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const invalid = (errors: readonly FieldProblem[]) => ({ problem: problem("invalid", undefined, errors) });
