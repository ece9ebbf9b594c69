import { describe, expect, it } from "vitest";
import type { Metric } from "../../../functions/measure.ts";
import type { Commit, RecordStore } from "../../../functions/record/commit.ts";
import { measured } from "../../../functions/record/measured.ts";

interface Event {
  readonly type: string;
}
/** What a record answers that has taken a commit. */
const appendedOne = { number: 2, hash: "a".repeat(64) } as Commit<Event>;
type Append = RecordStore<Event>["append"];

/** A record that answers every append with this, and what was noted. */
function over(answer: Awaited<ReturnType<Append>> | Error) {
  const noted: [Metric, number | undefined][] = [];
  const appended: unknown[][] = [];
  const record = {
    append: (...given: Parameters<Append>) => {
      appended.push(given);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  } as RecordStore<Event>;
  const store = measured(record, (metric, value) => void noted.push([metric, value]));
  const append = (...types: string[]) =>
    store.append(
      { reference: "7K3M-9QXD", events: types.map((type) => ({ type })) } as unknown as Parameters<Append>[0],
      undefined,
    );
  return { append, noted: () => noted.map(([metric]) => metric), appended };
}

describe("a record that is measured", () => {
  it.each([
    ["EscalationRaised", "EscalationsRaised"],
    ["DeadlinePassed", "DeadlinesPassed"],
    ["EscalationClosed", "EscalationsClosed"],
    ["ExecutionReplaced", "ExecutionsReplaced"],
    ["NoticeSent", "NoticesSent"],
    ["NoticeRefused", "NoticesRefused"],
    ["NoticeBounced", "NoticesBounced"],
  ])("counts %s", async (type, metric) => {
    const { append, noted } = over(appendedOne);
    await append(type);
    expect(noted()).toEqual([metric]);
  });

  it("counts each event of a commit, and nothing of those that nobody looks at", async () => {
    const { append, noted } = over(appendedOne);
    await append("NoticeSent", "StageOpened", "NoticeSent", "ClockStarted", "DeadlinePassed");
    expect(noted()).toEqual(["NoticesSent", "NoticesSent", "DeadlinesPassed"]);
  });

  it("counts nothing that was not appended: somebody else was first, or it failed", async () => {
    const taken = over("conflict");
    await taken.append("EscalationRaised");
    expect(taken.noted()).toEqual([]);
    const failed = over(new Error("on purpose"));
    await expect(failed.append("EscalationRaised")).rejects.toThrow("on purpose");
    expect(failed.noted()).toEqual([]);
  });

  it("passes on what it was given, once", async () => {
    const { append, appended } = over(appendedOne);
    await append("NoticeSent");
    expect(appended).toEqual([[{ reference: "7K3M-9QXD", events: [{ type: "NoticeSent" }] }, undefined]]);
  });
});
