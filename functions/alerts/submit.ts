/** Submitting a practice alert (MED-16), by the API or by page: what has to hold of it, its first commit (record/begin.ts), and only then its execution. */
import { dayOf } from "../../policies/calendar/instant.ts";
import type { PracticeAlerts, Policy } from "../../policies/language/schema.ts";
import { problem, type FieldProblem, type Problem } from "../api/problem.ts";
import type { Rules } from "../core/clocks.ts";
import { isAtAgency, type Agency, type Directory } from "../directory/directory.ts";
import { nameOf, type Log } from "../log.ts";
import { begin, type Submitted } from "../record/begin.ts";
import type { RecordStore } from "../record/commit.ts";
import { alertReferenceOf } from "../record/reference.ts";
import type { Workflow } from "../workflow/workflow.ts";
import type { Alerts, AlertStory } from "./alerts.ts";
import type { AlertBody } from "./body.ts";
import { decideSubmission } from "./core/decide.ts";
import type { AlertEvent } from "./core/events.ts";
import { executionOf } from "./heal.ts";

export interface SubmitAlertDependencies {
  readonly clock: { now(): string };
  readonly record: Pick<RecordStore<AlertEvent>, "append">;
  readonly alerts: Pick<Alerts, "read">;
  readonly directory: Pick<Directory, "agency">;
  readonly workflow: Pick<Workflow, "start">;
  /** The policies in force on a day, Europe/London. */
  readonly inForce: (day: string) => readonly Policy[];
  readonly rulesOf: (policy: { readonly id: string; readonly version: string }) => Rules;
  readonly referenceSecret: string;
  readonly serviceUrl: string;
  readonly log: Log;
}

/** A practice alert, sent by a system or by page. The same key of the same client is the same alert; with another body it is refused. */
export interface AlertSubmission {
  readonly alert: AlertBody;
  readonly client: { readonly id: string; readonly agency: string };
  readonly idempotencyKey: string;
}

/** A policy whose partnership takes practice alerts: none is submitted under any other. */
export type TakingAlerts = Policy & { readonly practiceAlerts: PracticeAlerts };

/** The policies, of those given, whose partnerships take practice alerts. */
export const takingAlerts = (policies: readonly Policy[]): TakingAlerts[] =>
  policies.filter((each): each is TakingAlerts => each.practiceAlerts !== undefined);

/** @returns the alert, new or found again; or a problem, with nothing left behind */
export async function submitAlert(
  submission: AlertSubmission,
  dependencies: SubmitAlertDependencies,
): Promise<{ readonly submitted: AlertStory } | { readonly problem: Problem }> {
  const { alert, client, idempotencyKey } = submission;
  const { alerts, record, clock, workflow, referenceSecret, log } = dependencies;
  const at = clock.now();
  const begun = await begin(
    { client: client.id, key: idempotencyKey, body: alert, by: "submit" },
    {
      record,
      read: (reference) => alerts.read(reference),
      at,
      referenceAt: (place) => alertReferenceOf(client.id, idempotencyKey, place, referenceSecret),
      submittedOf: (story) => story.state.submitted.submission,
      decide: (submitted, command) => submitting(submission, submitted, command, at, dependencies),
    },
  );
  if ("refused" in begun) return { problem: begun.refused };
  if ("keyUsedFor" in begun)
    return {
      problem: problem(
        "key-used-before",
        `The Idempotency-Key was used before for practice alert ${begun.keyUsedFor}, with another body. Use a new key for a new alert; to repeat that one, send the same body.`,
      ),
    };
  const { story } = begun;
  try {
    if (story.state.phase !== "closed") await workflow.start(executionOf(story));
  } catch (error) {
    const { reference } = story;
    log("warn", "The execution could not be started; reconcile will do it", { reference, error: nameOf(error) });
  }
  return { submitted: story };
}

/** What happens by a new alert; or what is wrong with it. */
async function submitting(
  { alert, client }: AlertSubmission,
  submission: Submitted,
  command: string,
  at: string,
  { directory, inForce, rulesOf, serviceUrl }: SubmitAlertDependencies,
): Promise<{ readonly events: readonly AlertEvent[] } | { readonly refused: Problem }> {
  const taking = takingAlerts(inForce(dayOf(at)));
  const policy = taking.find((each) => each.partnership.id === alert.partnership);
  const agency = await directory.agency(client.agency);
  const wrong = [...problemWithPartnership(alert, policy, taking), ...problemsWithAgency(alert, client.agency, agency)];
  if (wrong.length > 0 || !policy || !agency) return { refused: problem("invalid-alert", undefined, wrong) };

  const { informer, service, contact, summary, measures, causes, goodPractice, action, consulted } = alert;
  const decision = decideSubmission(
    {
      type: "submit",
      id: command,
      at,
      alert: {
        agency: { id: agency.id, name: agency.name },
        date: alert.date,
        notAboutOneCase: alert.notAboutOneCase,
        concerns: alert.concerns,
        ...(consulted?.on ? { consultedOn: consulted.on } : {}),
        submission,
        sealed: {
          informer,
          service,
          contact: { email: contact.email, ...(contact.telephone ? { telephone: contact.telephone } : {}) },
          summary,
          measures,
          causes,
          goodPractice,
          action,
          ...(consulted ? { consulted: { service: consulted.service, with: consulted.with ?? "" } } : {}),
        },
      },
    },
    rulesOf({ id: policy.policy, version: policy.version }),
  );
  if (decision.decided === "events") return decision;
  if (decision.decided === "nothing") throw new Error(`A submission decided nothing: ${decision.because}`);
  const { code, field = "", says } = decision.refusal;
  const errors = [{ field, says }];
  if (code !== "about-a-case") return { refused: problem("invalid-alert", undefined, errors) };
  return {
    refused: problem(
      "about-a-case",
      `Nothing was submitted. ${says} A concern is raised at ${serviceUrl}/raise.`,
      errors,
    ),
  };
}

function problemWithPartnership(
  { partnership }: AlertBody,
  policy: Policy | undefined,
  taking: readonly TakingAlerts[],
): FieldProblem[] {
  if (policy) return [];
  const known = taking.map((each) => each.partnership.id).join(", ");
  return [
    {
      field: "partnership",
      says: `“${partnership}” takes no practice alerts here; those that do: ${known === "" ? "none" : known}`,
    },
  ];
}

function problemsWithAgency({ contact }: AlertBody, id: string, agency: Agency | undefined): FieldProblem[] {
  if (!agency)
    return [
      { field: "service", says: `the directory does not hold your agency “${id}”: ask the partnership to add it` },
    ];
  if (isAtAgency(contact.email, agency)) return [];
  return [
    {
      field: "contact.email",
      says: `the address must be at a domain of ${agency.name} (${agency.domains.join(", ")})`,
    },
  ];
}
