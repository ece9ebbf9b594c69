/** A record whose appending is counted, so that a dashboard shows what happens without reading any record. */
import type { Measure, Metric } from "../measure.ts";
import type { RecordStore } from "./commit.ts";

const counted: Readonly<Partial<Record<string, Metric>>> = {
  EscalationRaised: "EscalationsRaised",
  DeadlinePassed: "DeadlinesPassed",
  EscalationClosed: "EscalationsClosed",
  ExecutionReplaced: "ExecutionsReplaced",
  NoticeSent: "NoticesSent",
  NoticeRefused: "NoticesRefused",
  NoticeBounced: "NoticesBounced",
};

/** Counts each event that was appended, where there is a figure for its type; a conflict counts nothing. The rest of the store is as it was. */
export const measured = <E extends { readonly type: string }>(
  record: RecordStore<E>,
  measure: Measure,
): RecordStore<E> => ({
  ...record,
  async append(commit, after) {
    const result = await record.append(commit, after);
    if (result !== "conflict")
      for (const { type } of commit.events) {
        const metric = counted[type];
        if (metric) measure(metric);
      }
    return result;
  },
});
