/**
 * Faults that `npm run simulate:faults` plants in a copy of the service, one at a time, each of which breaks a promise. A simulation
 * that does not find one would not find it in the service either.
 */
import type { Edit } from "../support/planted.ts";

export interface Fault extends Edit {
  /** What is broken, as the end of “when …”. */
  readonly says: string;
  /** The promise that has to be named. */
  readonly promise: string;
  /** Another that it breaks as well: which of the two is named is chance. */
  readonly or?: string;
  /** What else is broken, where one thing alone would be caught by another. */
  readonly also?: readonly Edit[];
  /** Under which policy it can happen; Knowsley’s unless it is said. */
  readonly policy?: string;
  readonly seed?: number;
}

/**
 * One at least for each promise. Faults that show only where three things meet (a notice that lapses while another process sends it, a token that comes late, what is written
 * between deciding to wait and keeping the token) are planted by tests that bring the three together: tasks.test.ts, workflow.test.ts and machine.test.ts.
 */
export const faults: readonly Fault[] = [
  {
    says: "the loser of two writers is told that it wrote",
    promise: "no answer is lost",
    file: "functions/record/perform.ts",
    from: '    if (appended === "conflict") continue;',
    to: '    if (appended === "conflict") return { result: "recorded", events, story };',
    seed: 2,
  },
  {
    says: "the same command is carried out whenever it comes",
    promise: "nothing is carried out twice",
    file: "functions/record/perform.ts",
    from: "story.commits.some((each) => each.command === command.id)",
    to: "story.commits.length === 0",
  },
  {
    says: "a deadline leaps over a stage",
    promise: "no stage is passed over but by a clause that says so",
    file: "functions/core/clocks.ts",
    from: "return stageAfter(policy, stage)?.stage;",
    to: "return (stageAfter(policy, stageAfter(policy, stage)?.stage ?? stage) ?? stageAfter(policy, stage))?.stage;",
  },
  {
    says: "a protective date that is past is taken as a deadline",
    promise: "no stage opens with its deadline past",
    file: "functions/core/clocks.ts",
    from: "state.protectBy.map((date) => (date > at ? date : nextDay.at))",
    to: "state.protectBy",
  },
  {
    says: "whoever could withdraw can still do so after the end",
    promise: "after the end come only notes",
    file: "functions/core/capabilities.ts",
    from: '  if (state.phase === "closed") return { acting, may, owes: [], ticks: [] };',
    to: '  if (state.phase === "closed" && !party) return { acting, may, owes: [], ticks: [] };',
  },
  {
    says: "the sides may agree a later date where the policy does not let them",
    promise: "deadlines move later only by agreement or by a recorded re-plan",
    file: "functions/core/clocks.ts",
    from: "return limitOf(clock, policy)?.sidesMayAgreeALaterDate ?? false;",
    to: "return limitOf(clock, policy) !== undefined;",
  },
  {
    says: "a passed deadline is chased once and never again",
    promise: "nothing open is without a next moment",
    file: "functions/core/moments.ts",
    from: "        due: clock.nextChase ?? at,\n        ...(chase ? { nextChase: chase } : {}),",
    to: "        due: clock.nextChase ?? at,",
  },
  {
    says: "everything is sent to whoever raised the concern",
    promise: "every e-mail is one that the record gives rise to, to whom it is for",
    file: "functions/escalations/tell.ts",
    from: "const seat = state.seats.get(notice.seat);",
    to: 'const seat = state.seats.get("raiser");',
  },
  {
    says: "an e-mail that could not be sent is recorded as sent",
    promise: "what the record says was sent, was sent",
    file: "functions/mail/telling.ts",
    from: "    await claims.giveBack(reference, notice.id);\n    throw error;",
    to: '    return { ...aboutOf(notice, clock.now()), type: "NoticeSent", messageId: "never" };',
  },
  {
    says: "nobody claims what they are about to send",
    promise: "nothing is sent twice without a fault",
    file: "functions/mail/telling.ts",
    from: '  if (claim !== "taken") return saidByClaim(claim, aboutOf(notice, clock.now()));\n',
    to: "  void claim;\n",
  },
  {
    says: "an e-mail that went out is recorded as lapsed",
    promise: "what went out is recorded as sent",
    file: "functions/mail/telling.ts",
    from: 'return { ...aboutOf(notice, clock.now()), type: "NoticeSent", messageId };',
    to: 'return { ...aboutOf(notice, clock.now()), type: "NoticeLapsed", because: messageId };',
  },
  {
    says: "what two have sent is reported by both",
    promise: "what became of a notice is said once",
    file: "functions/escalations/escalations.ts",
    from: "notices: notYetTold(command.notices, history)",
    to: "notices: command.notices.filter(() => notYetTold([], history).length === 0)",
  },
  {
    says: "a replacement is started under a number that the record does not know",
    promise: "what is open has exactly one wait, and what is closed has none",
    or: "at most one execution may act",
    file: "functions/reconcile/reconcile.ts",
    from: 'if (after.state.phase !== "closed") await workflow.start(running(after));',
    to: "await workflow.start({ ...running(after), execution: number + 1 });",
  },
  {
    says: "the claim of a sender that died never lapses",
    promise: "nothing is owed and unsent",
    file: "functions/mail/claims.ts",
    from: '"attribute_not_exists(pk) OR claimedUntil < :now"',
    to: '"attribute_not_exists(pk) OR (claimedUntil < :now AND attribute_not_exists(pk))"',
  },
  {
    says: "an execution that is over is not replaced",
    promise: "what is open has exactly one wait, and what is closed has none",
    file: "functions/reconcile/keep-running.ts",
    from: 'if (found === "ended") return replace("The execution was over while the escalation is open");',
    to: 'if (found === "ended") return undefined;',
  },
  {
    says: "the clock wakes a day late",
    promise: "no moment is past and no stage waits to be opened",
    file: "functions/stages/tasks.ts",
    from: "const wake = new Date(Date.parse(addMinutes(moment, 1)) + spread * 1000).toISOString();",
    to: "const wake = new Date(Date.parse(addMinutes(moment, 1441)) + spread * 1000).toISOString();",
  },
  {
    says: "an answer signals nobody",
    promise: "without a fault everybody is told, and the next stage opened, at once",
    file: "functions/record/perform.ts",
    from: 'if (cause.kind !== "service") await signal(reference);',
    to: "",
  },
  {
    says: "nobody is asked when a stage opens but the first",
    promise: "each side of a stage was asked",
    file: "functions/core/notices.ts",
    from: "          asked.filter((seat) => !(first && seat === raiserSeat)),",
    to: "          asked.filter((seat) => first && seat !== raiserSeat),",
  },
  {
    says: "only the first token is ever kept",
    promise: "an answer wakes the execution",
    file: "functions/workflow/workflow.ts",
    from: '"attribute_not_exists(#execution) OR #execution < :execution OR (#execution = :execution AND #version <= :version)"',
    to: '"attribute_not_exists(#execution)"',
  },
  {
    says: "a submission that is repeated is another one",
    promise: "one submission is one escalation",
    file: "functions/api/submit.ts",
    from: "referenceOf(client.id, idempotencyKey, place, referenceSecret)",
    to: "referenceOf(client.id, idempotencyKey + at, place, referenceSecret)",
  },
  {
    says: "an older summary is written over a newer one",
    promise: "the register shows what the record says",
    file: "functions/stages/tasks.ts",
    from: "if (!betweenStages) await refreshSummary(story, summaries);",
    to: "if (!betweenStages && story.commits.length < 4) await refreshSummary(story, summaries);",
  },
  {
    says: "silence ends it",
    promise: "what is closed by nobody is not closed",
    file: "functions/core/moments.ts",
    from: "const next = climbsTo(rules.policy, stage);",
    to: "const next = climbsTo(rules.policy, stage) && undefined;",
  },
  {
    says: "an execution may act under a number that the record does not know",
    promise: "at most one execution may act",
    file: "functions/api/submit.ts",
    from: "execution: state.execution, policy",
    to: "execution: state.execution + 1, policy",
    also: [
      {
        file: "functions/stages/tasks.ts",
        from: "return story.state.execution !== execution;",
        to: "return story.state.execution > execution;",
      },
    ],
  },
  {
    says: "a stage is followed by the next only when reconcile comes by",
    promise: "no moment is past and no stage waits to be opened",
    file: "functions/stages/tasks.ts",
    from: "? `open:${state.next}`",
    to: "? (state.opened.length === 0 || input.execution > 1 ? `open:${state.next}` : `wait:${state.opened.at(-1)?.stage}`)",
    also: [
      {
        file: "functions/stages/tasks.ts",
        from: 'if (go.startsWith("wait:") && !moment) throw',
        to: "if (!go) throw",
      },
      {
        file: "functions/stages/tasks.ts",
        from: "wakeAt(moment, reference, clock.now()) : clock.now(),",
        to: "wakeAt(moment, reference, clock.now()) : addMinutes(clock.now(), 60),",
      },
    ],
  },
  {
    says: "nothing that is submitted is written",
    promise: "a concern can be raised",
    file: "functions/record/begin.ts",
    from: "      await record.append(",
    to: '      if (at) throw new Error("Never");\n      await record.append(',
  },
  {
    says: "the page of the record leaves out what the service wrote",
    promise: "every page shows what the record says",
    file: "functions/pages/record.ts",
    from: "entries: timelineOf(visit, visit.story.commits),",
    to: 'entries: timelineOf(visit, visit.story.commits.filter((each) => each.cause.kind !== "service")),',
  },
  {
    says: "the API shows no deadline of a duty",
    promise: "the API shows what the record says",
    file: "functions/api/app.ts",
    from: "deadlines: runningClocks(state).map(",
    to: 'deadlines: runningClocks(state).filter((each) => each.kind === "stage").map(',
    policy: "medway 2024",
  },
];
