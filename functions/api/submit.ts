/** Raising a concern, by a system or by page: what has to hold of it, its first commit (record/begin.ts), and only then its execution. */
import { dayOf, instantOf, isDay } from "../../policies/calendar/instant.ts";
import type { Beside, Choosing, Chosen } from "../../policies/choose.ts";
import { decide } from "../core/decide.ts";
import type { EscalationEvent } from "../core/events.ts";
import { wrongAnswers } from "../core/raising.ts";
import type { Rules } from "../core/clocks.ts";
import { isAtAgency, type Agency, type Directory } from "../directory/directory.ts";
import type { Escalations, Story } from "../escalations/escalations.ts";
import { nameOf, type Log } from "../log.ts";
import { begin, type Submitted } from "../record/begin.ts";
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
  const { clock, record, escalations, workflow, referenceSecret, log } = dependencies;
  const at = clock.now();
  const begun = await begin(
    { client: client.id, key: idempotencyKey, body: concern, by: "raise" },
    {
      record,
      read: (reference) => escalations.read(reference),
      at,
      referenceAt: (place) => referenceOf(client.id, idempotencyKey, place, referenceSecret),
      submittedOf: (story) => story.state.raised.submission,
      decide: (submitted, command) => raising(submission, submitted, command, at, dependencies),
    },
  );
  if ("refused" in begun) return { problem: problem("invalid", undefined, begun.refused) };
  if ("keyUsedFor" in begun)
    return {
      problem: problem(
        "key-used-before",
        `The Idempotency-Key was used before for escalation ${begun.keyUsedFor}, with another body. Use a new key for a new concern; to repeat that one, send the same body.`,
      ),
    };
  const { reference, state } = begun.story;
  try {
    if (state.phase !== "closed")
      await workflow.start({ reference, execution: state.execution, policy: state.raised.policy });
  } catch (error) {
    // The concern is on the record and nothing can be lost any more: reconcile starts what could not be started.
    log("warn", "The execution could not be started; reconcile will do it", { reference, error: nameOf(error) });
  }
  return { raised: begun.story };
}

/** What happens by a new concern, under the policy that governs it; or what is wrong with it, by the fields of the API. */
async function raising(
  { concern, client }: Submission,
  submission: Submitted,
  command: string,
  at: string,
  { directory, policies }: SubmitDependencies,
): Promise<{ readonly events: readonly EscalationEvent[] } | { readonly refused: readonly FieldProblem[] }> {
  const raisingAgency = await directory.agency(client.agency);
  const receiving = await directory.agency(concern.receiving.agency);
  const chosen = policies.choose({
    area: concern.area,
    secureSettingIn: concern.secureSettingIn,
    day: dayOf(at),
    ownPolicy: raisingAgency?.ownPolicy,
    receiving: receiving ?? { name: concern.receiving.agency, areas: [concern.area] },
  });
  const wrong = [
    ...("refused" in chosen ? [chosen.refused] : []),
    ...problemsWithPeople(concern, client.agency, raisingAgency, receiving),
    ...("refused" in chosen || !raisingAgency || !receiving
      ? []
      : wrongAnswers(
          {
            raising: { ...raisingAgency, agency: raisingAgency.id },
            receiving: { ...receiving, agency: receiving.id },
            immediateRisk: concern.immediateRisk,
          },
          concern.answers ?? {},
          chosen.policy,
        ).map(({ field = "", says }) => ({ field, says }))),
  ];
  if (wrong.length > 0 || "refused" in chosen || !raisingAgency || !receiving) return { refused: wrong };
  const { policy, because, beside } = chosen;
  const decision = decide(
    undefined,
    {
      type: "raise",
      id: command,
      at,
      because,
      concern: {
        area: concern.area,
        subject: concern.subject,
        disagreement: concern.typeOfDisagreement,
        arose: isDay(concern.arose) ? startOfConcern(concern.arose, at) : concern.arose,
        raising: { agency: raisingAgency.id, kind: raisingAgency.kind },
        receiving: { agency: receiving.id, kind: receiving.kind },
        ...(beside.length > 0 ? { beside: beside.map(besideIt) } : {}),
        ...(concern.startAt ? { entered: concern.startAt.stage } : {}),
        immediateRisk: concern.immediateRisk,
        ...(concern.protectBy ? { protectBy: concern.protectBy } : {}),
        submission,
        sealed: sealedOf(concern),
      },
    },
    policies.rulesOf({ id: policy.policy, version: policy.version }),
  );
  if (decision.decided === "events") return decision;
  if (decision.decided === "nothing") throw new Error(`Raising decided nothing: ${decision.because}`);
  const { field = "", says } = decision.refusal;
  return { refused: [{ field: apiFields[field] ?? field, says }] };
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
