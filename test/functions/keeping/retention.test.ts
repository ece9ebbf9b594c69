import { describe, expect, test } from "vitest";
import type { RetentionClass } from "../../../functions/directory/directory.ts";
import { readDirectoryFile } from "../../../functions/directory/file.ts";
import {
  alertToKeep,
  escalationToKeep,
  keptUntil,
  mayBeDue,
  type ToKeep,
} from "../../../functions/keeping/retention.ts";
import type { AlertEvent } from "../../../functions/alerts/core/events.ts";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import type { Cause, Commit } from "../../../functions/record/commit.ts";
import { raised } from "../record/contract.ts";

const classed = (id: string, changes: Partial<RetentionClass> = {}): RetentionClass => ({
  id,
  words: id,
  records: "escalations",
  keep: "10 years",
  from: "closing",
  source: "Schedule, line 1",
  ...changes,
});
const child: ToKeep = {
  records: "escalations",
  closedOn: "2026-11-20",
  lastEntryOn: "2027-01-15",
  outcome: "withdrawn",
  subject: "child",
  bornOn: "2014-05-30",
  disagreement: "level-of-need",
  immediateRisk: false,
  stages: ["practitioners", "chair"],
  answers: { police: ["yes"], needs: ["sen", "care"] },
  choices: { "chair/kind": "systemic" },
};
const until = (record: ToKeep, ...classes: RetentionClass[]) => {
  const kept = keptUntil(record, classes);
  return kept.is === "until" ? `${kept.by.id} ${kept.day}` : kept.is;
};

describe("until when a closed record is kept", () => {
  test("by years or months from its closing, its last entry or a birthday", () => {
    expect(until(child, classed("a"))).toBe("a 2036-11-20");
    expect(until(child, classed("a", { keep: "1 year" }))).toBe("a 2027-11-20");
    expect(until(child, classed("a", { keep: "18 months" }))).toBe("a 2028-05-20");
    expect(until(child, classed("a", { from: "last entry" }))).toBe("a 2037-01-15");
    expect(until(child, classed("a", { from: "birth", keep: "25 years" }))).toBe("a 2039-05-30");
    expect(until(child, classed("a", { keep: "100 years" }))).toBe("a 2126-11-20");
  });

  test("without a class for it, for ever", () => {
    expect(until(child)).toBe("without a class");
    expect(until(child, classed("a", { records: "practice alerts" }))).toBe("without a class");
  });

  test("as long as the class that keeps it longest, in whatever order they stand", () => {
    const [short, long] = [classed("short"), classed("long", { from: "birth", keep: "25 years" })];
    expect(until(child, short, long)).toBe("long 2039-05-30");
    expect(until(child, long, short)).toBe("long 2039-05-30");
    expect(until({ ...child, closedOn: "2031-01-01" }, short, long)).toBe("short 2041-01-01");
  });

  test("nobody can tell where it counts from a birthday that is not on the record, whatever else is about it", () => {
    const { bornOn: _, ...unknown } = child;
    expect(until(unknown, classed("short"), classed("long", { from: "birth" }))).toBe("not to be told");
    expect(
      until({ ...unknown, subject: "adult" }, classed("long", { from: "birth", of: { subject: ["child"] } })),
    ).toBe("without a class");
  });

  test.each<[string, RetentionClass["of"], boolean]>([
    ["subject", { subject: ["adult", "child"] }, true],
    ["subject", { subject: ["adult"] }, false],
    ["outcome", { outcome: ["withdrawn"] }, true],
    ["outcome", { outcome: ["resolved", "outcome given"] }, false],
    ["disagreement", { disagreement: ["level-of-need"] }, true],
    ["disagreement", { disagreement: ["referral"] }, false],
    ["stage", { stage: ["chair"] }, true],
    ["stage", { stage: ["line-managers"] }, false],
    ["immediateRisk", { immediateRisk: false }, true],
    ["immediateRisk", { immediateRisk: true }, false],
    ["answers", { answers: { needs: ["care"], police: ["yes"] } }, true],
    ["answers", { answers: { needs: ["care"], police: ["no"] } }, false],
    ["answers", { answers: { never: ["asked"] } }, false],
    ["choices", { choices: { "chair/kind": ["systemic"] } }, true],
    ["choices", { choices: { "chair/kind": ["isolated"] } }, false],
    ["subject and outcome", { subject: ["child"], outcome: ["resolved"] }, false],
  ])("a class asks for a record’s %s: %j", (_what, of, fits) => {
    expect(until(child, classed("a", { of }))).toBe(fits ? "a 2036-11-20" : "without a class");
  });

  test("what was closed too lately to be due need not be opened, unless a birthday counts", () => {
    const day = "2026-11-20";
    expect(mayBeDue(day, [classed("a")], "2036-11-19")).toBe(false);
    expect(mayBeDue(day, [classed("a")], "2036-11-20")).toBe(true);
    expect(mayBeDue(day, [classed("a"), classed("b", { from: "birth" })], "2026-11-21")).toBe(true);
    expect(mayBeDue(day, [], "2099-01-01")).toBe(false);
  });
});

describe("what a record says of how long it is kept", () => {
  const commits = <E extends object>(...of: readonly [at: string, cause: Cause["kind"], ...events: E[]][]) =>
    of.map(
      ([at, kind, ...events], index) => ({ number: index + 1, at, cause: { kind }, events }) as unknown as Commit<E>,
    );
  const closed: EscalationEvent = { type: "EscalationClosed", v: 1, at: "2026-11-20T23:30:00.000Z", how: "resolved" };
  const by = { side: "raising", role: "practitioner", agency: "a" } as const;

  test("of an escalation: days in London, who it is about, where it went, and every answer", () => {
    const told = escalationToKeep(
      commits<EscalationEvent>(
        ["2026-07-01T10:00:00.000Z", "client", raised()],
        [
          "2026-07-02T10:00:00.000Z",
          "party",
          {
            type: "QuestionsAnswered",
            v: 1,
            at: "2026-07-02T10:00:00.000Z",
            by,
            stage: "chair",
            sealed: { name: "A", answers: { police: "yes" } },
          },
        ],
        ["2026-07-20T23:30:00.000Z", "party", { ...closed, at: "2026-07-20T23:30:00.000Z" }],
        ["2026-08-01T10:00:00.000Z", "service"],
      ),
    );
    expect(told).toEqual({
      records: "escalations",
      closedOn: "2026-07-21",
      lastEntryOn: "2026-07-21",
      outcome: "resolved",
      subject: "child",
      bornOn: "2014-05-30",
      disagreement: "level-of-need",
      immediateRisk: false,
      stages: [],
      answers: { police: ["yes"] },
      choices: {},
    });
  });

  test("ALL-04 immediate risk that was flagged later counts as one of the beginning does", () => {
    const at = "2026-11-02T10:00:00.000Z";
    const flagged = { type: "ImmediateRiskFlagged", v: 1, at, by, guide: false, sealed: "erased" } as EscalationEvent;
    const told = escalationToKeep(
      commits<EscalationEvent>(
        ["2026-11-01T10:00:00.000Z", "client", raised()],
        [at, "party", flagged],
        ["2026-11-20T10:00:00.000Z", "party", closed],
      ),
    );
    expect(told.immediateRisk).toBe(true);
  });

  test("a note after the closing is its last entry, and what the service writes is none", () => {
    const told = escalationToKeep(
      commits<EscalationEvent>(
        ["2026-11-01T10:00:00.000Z", "client", { ...raised(), sealed: "erased" }],
        ["2026-11-20T10:00:00.000Z", "party", closed],
        ["2026-12-01T10:00:00.000Z", "party"],
        ["2026-12-24T10:00:00.000Z", "service"],
      ),
    );
    expect([told.closedOn, told.lastEntryOn, told.bornOn]).toEqual(["2026-11-20", "2026-12-01", undefined]);
  });

  test("of a practice alert: how and when it was closed", () => {
    const end: AlertEvent = {
      type: "AlertClosed",
      v: 1,
      at: "2026-11-20T10:00:00.000Z",
      by: { seat: "member/1", agency: "A" },
      how: "no action needed",
      sealed: "erased",
    };
    expect(alertToKeep(commits<AlertEvent>(["2026-11-20T10:00:00.000Z", "party", end]))).toEqual({
      records: "practice alerts",
      closedOn: "2026-11-20",
      lastEntryOn: "2026-11-20",
      outcome: "no action needed",
    });
  });

  test("what is open is never due: it is no question how long it is kept", () => {
    expect(() => escalationToKeep(commits<EscalationEvent>(["2026-11-01T10:00:00.000Z", "client", raised()]))).toThrow(
      "Only what is closed",
    );
  });
});

describe("retention classes in the directory file", () => {
  const file = (retention: string) =>
    readDirectoryFile(
      `partnerships:\n  - { id: knowsley, name: K, inbox: a@k.example, retention: ${retention} }\nagencies: []\nclients: []\n`,
      "mine.yaml",
    ).partnerships[0]?.retention;
  const whole = "id: a, words: A, keep: 25 years, from: closing, source: Line 1";

  test("are read as they are written, of escalations unless it is said", () => {
    expect(file(`[{ ${whole}, of: { subject: [child], answers: { case-file: [yes, maybe] } } }]`)).toEqual([
      {
        id: "a",
        words: "A",
        records: "escalations",
        keep: "25 years",
        from: "closing",
        source: "Line 1",
        of: { subject: ["child"], answers: { "case-file": ["yes", "maybe"] } },
      },
    ]);
  });

  test.each([
    [
      "{ stage: [practitioners, practicioners] }",
      "partnerships › 1 › retention › 1 › of › stage: “practicioners” is no stage of this partnership’s policies: write one of practitioners, line-managers, senior-managers, chair",
    ],
    ["{ stage: [executive] }", "› of › stage: “executive” is no stage of this partnership’s policies"],
    [
      "{ disagreement: [insufficient-progress] }",
      "› of › disagreement: “insufficient-progress” is no type of disagreement of this partnership’s policies: write one of ",
    ],
    ["{ answers: { status: [in-care] } }", "› of › answers › status: “status” is no question of this partnership’s"],
    [
      "{ choices: { chair/isolated: [isolated] } }",
      "› of › choices › chair/isolated: “chair/isolated” is no duty with a choice of this partnership’s policies: none that is held here has a duty with a choice, so leave this condition out",
    ],
  ])("that name what no policy of the partnership has are refused, with what can be named: %s", (of, says) => {
    expect(() => file(`[{ ${whole}, of: ${of} }]`)).toThrow(says);
  });

  test("are checked against the partnership’s own policies, choices with what can be chosen", () => {
    const shropshire = (choice: string) => () =>
      readDirectoryFile(
        `partnerships:\n  - { id: shropshire, name: S, inbox: a@s.example, retention: [{ ${whole}, of: { disagreement: [another, effectiveness-of-plan], choices: { senior-managers/isolated-or-systemic: [${choice}] } } }] }\nagencies: []\nclients: []\n`,
        "mine.yaml",
      );
    expect(shropshire("systemic")).not.toThrow();
    expect(shropshire("chronic")).toThrow(
      "“chronic” is no choice for senior-managers/isolated-or-systemic of this partnership’s policies: write one of isolated, systemic",
    );
  });

  test.each([
    ["[]", "retention: write at least one"],
    [`[{ ${whole} }, { ${whole} }]`, "retention › 2 › id: “a” is given twice"],
    [
      `[{ ${whole.replace("25 years", "for ever")} }]`,
      "› keep: how long it is kept is a number of years or months: “25 years”",
    ],
    [`[{ ${whole.replace("25 years", "0 years")} }]`, "› keep: how long it is kept is a number"],
    [`[{ ${whole.replace("closing", "raising")} }]`, "› from: say from when it counts: closing, last entry or birth"],
    [`[{ ${whole.replace(", source: Line 1", "")} }]`, "› source: say where the partnership has written this"],
    [`[{ ${whole.replace("closing", "birth")} }]`, "› from: who is meant must have a birthday"],
    [
      `[{ ${whole.replace("closing", "birth")}, of: { subject: [community] } }]`,
      "› from: who is meant must have a birthday",
    ],
    [`[{ ${whole}, of: { outcome: resolved } }]`, "› of › outcome: write a list here, in brackets"],
    [
      `[{ ${whole}, of: { colour: [red] } }]`,
      "of: “colour” cannot stand here: what can is subject, outcome, disagreement, stage",
    ],
    [`[{ ${whole}, of: { choices: { kind: [isolated] } } }]`, "a duty is named with its stage: chair/isolated"],
    [
      `[{ ${whole}, records: practice alerts, of: { subject: [child] } }]`,
      "› of › subject: a practice alert has no such thing",
    ],
    [
      `[{ ${whole.replace("closing", "birth")}, records: practice alerts }]`,
      "› from: a practice alert is about nobody’s case",
    ],
  ])("%s is refused with its place and what to write", (retention, says) => {
    expect(() => file(retention)).toThrow(says);
  });
});
