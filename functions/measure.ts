/**
 * Figures about the service's own working, for dashboards and alarms: counts without a person, a reference or a
 * partnership in them. What they mean, and what to do when one is wrong, is in infra/observability/README.md.
 */
import { MetricUnit, Metrics } from "@aws-lambda-powertools/metrics";
import { once } from "../policies/once.ts";

/** Alarms watch them by these names (infra/observability). */
export type Metric =
  | "EscalationsRaised"
  | "DeadlinesPassed"
  | "EscalationsClosed"
  | "NoticesSent"
  /** The mail service would not take an e-mail, and never will. */
  | "NoticesRefused"
  /** An e-mail came back, or its reader called it spam. */
  | "NoticesBounced"
  /** An e-mail has not arrived yet; the mail service goes on trying. */
  | "MailsDelayed"
  /** An e-mail came back and nobody hears of it: a digest, a link to raise a concern by, or one to a partnership's own inbox. */
  | "MailsBouncedElsewhere"
  /** More e-mails were due than the pace allows. They stay owed. */
  | "MailsHeldBack"
  | "ExecutionsReplaced"
  /** Open escalations whose next moment is more than five minutes past. */
  | "EscalationsOverdue"
  /** Those that reconcile could not look at. */
  | "EscalationsUnreconciled"
  | "DigestsFailed"
  | "RecordsWitnessed"
  /** Records that somebody changed. */
  | "RecordsBroken"
  | "RecordsUnread"
  /** For how many more days bank holidays are published, of the nation for which they end first. */
  | "HolidaysKnownForDays";

/** Notes a figure. How it reaches whoever looks at it is not the caller's concern. */
export type Measure = (metric: Metric, value?: number) => void;

/** The namespace of all of them. */
export const metricsNamespace = "Escalations";

/** Figures as lines of a function's log, of which CloudWatch makes metrics. */
export function logMetrics(): { readonly measure: Measure; readonly publish: () => void } {
  const metrics = once(() => new Metrics({ namespace: metricsNamespace, serviceName: "escalations" }));
  return {
    measure: (metric, value = 1) => void metrics().addMetric(metric, MetricUnit.Count, value),
    publish: () => {
      // Without any it would warn.
      if (metrics().hasStoredMetrics()) metrics().publishStoredMetrics();
    },
  };
}
