/** What a policy lists and nothing uses, and conditions that decide nothing: warnings of the soundness check. Pure. */
import type { Condition } from "./parts.ts";
import type { Policy, StartEvent } from "./schema.ts";
import type { Finding } from "./soundness.ts";
import { subjects } from "./parts.ts";

const warning = (path: Finding["path"], says: string): Finding => ({ severity: "warning", path, says });

/** Roles under “roles” that nobody acts in, is told in, stands in with or can be named as. */
export function rolesUnused(policy: Policy): Finding[] {
  const used = new Set<string | undefined>(
    policy.stages.flatMap((stage) => [
      ...(stage.raisingSide ?? []),
      ...(stage.receivingSide ?? []),
      stage.body?.role,
      stage.body?.standIn,
      stage.mayAskAdviceOf?.role,
      ...stage.inform.map((each) => each.who),
      ...stage.afterwards.map((each) => each.role),
      ...[...stage.pageAsks.raisingSide, ...stage.pageAsks.receivingSide, ...stage.pageAsks.body].map(
        (each) => each.tells?.role,
      ),
    ]),
  );
  for (const digest of policy.digests) used.add(digest.to);
  used.add(policy.practiceAlerts?.group);
  for (const [role, { namedAs }] of Object.entries(policy.roles)) if (namedAs) used.add(role);
  // A set grows while it is walked: whoever stands in for a role that is used is used in turn.
  for (const role of used) {
    if (!role) continue;
    const { differs = [], standIn = [] } = policy.roles[role] ?? {};
    for (const other of [...differs.flatMap((each) => each.is), ...standIn]) used.add(other);
  }
  return Object.keys(policy.roles)
    .filter((role) => !used.has(role))
    .map((role) =>
      warning(["roles", role], `nothing in the policy uses the role “${role}”: use it at a stage, or leave it out`),
    );
}

/** Questions under “asks when raised” whose answer decides nothing, starts no timescale and shows on no form. */
export function questionsUnused(policy: Policy): Finding[] {
  const used = new Set([
    ...conditionsOf(policy).flatMap(({ condition }) => Object.keys(condition)),
    ...startsOf(policy).flatMap((from) => (from.event === "answer" ? [from.question] : [])),
    ...policy.forms
      .flatMap((form) => form.parts.flatMap((part) => part.fields.flatMap((field) => field.shows)))
      .flatMap((shows) => (shows.fact === "answer" && !shows.stage ? [shows.question] : [])),
  ]);
  return policy.asksWhenRaised.flatMap((each, index) =>
    used.has(each.id)
      ? []
      : [
          warning(
            ["asksWhenRaised", index, "id"],
            `the answer to “${each.id}” decides nothing and shows nowhere: use it in an “only if”, count from it, show it on a form, or do not ask it`,
          ),
        ],
  );
}

/** Conditions that never hold, that always hold, or that stand behind one that holds whenever they do. */
export function conditionsThatDecideNothing(policy: Policy): Finding[] {
  const findings = conditionsOf(policy).flatMap(({ condition, path }): Finding[] =>
    Object.entries(condition).flatMap(([question, answers]): Finding[] => {
      const possible = answersTo(policy, question);
      const left = answers.filter((each) => possible.includes(each));
      if (left.length === 0)
        return [
          {
            severity: "error",
            path: [...path, question],
            says: `this can never hold: the policy covers ${possible.join(", ")} only. Cover more under “covers”, or leave this out`,
          },
        ];
      const optional = policy.asksWhenRaised.some((each) => each.id === question && !each.required);
      return left.length === possible.length && !optional
        ? [warning([...path, question], "this holds whatever is answered: leave it out, or name fewer answers")]
        : [];
    }),
  );
  return [...findings, ...shadowed(policy)];
}

/** Of several that could hold the first counts: one that holds only where an earlier one does is never looked at. */
function shadowed(policy: Policy): Finding[] {
  const lists = [
    ...Object.entries(policy.roles).map(([role, { differs }]) => ({ each: differs, path: ["roles", role, "differs"] })),
    ...policy.stages.flatMap((stage, s) =>
      stage.clocks.map((clock, c) => ({ each: clock.instead, path: ["stages", s, "clocks", c, "instead"] })),
    ),
  ];
  return lists.flatMap(({ each, path }) =>
    each.flatMap((one, index) =>
      each.slice(0, index).some((earlier) => covers(earlier, one))
        ? [
            warning(
              [...path, index],
              "an earlier one holds wherever this does, and the first counts: put this before it",
            ),
          ]
        : [],
    ),
  );
}

interface Case {
  readonly inAgenciesOfKind?: string | undefined;
  readonly onlyIf?: Condition | undefined;
}

function covers(earlier: Case, later: Case): boolean {
  if (earlier.inAgenciesOfKind && earlier.inAgenciesOfKind !== later.inAgenciesOfKind) return false;
  return Object.entries(earlier.onlyIf ?? {}).every(([question, answers]) =>
    later.onlyIf?.[question]?.every((each) => answers.includes(each)),
  );
}

function answersTo(policy: Policy, question: string): readonly string[] {
  if (question === "subject") return subjects.filter((each) => policy.covers.includes(each));
  const asked = policy.asksWhenRaised.find((each) => each.id === question);
  return asked?.answer === "yes or no" ? ["yes", "no"] : (asked?.options?.map((each) => each.id) ?? []);
}

function conditionsOf(policy: Policy): { readonly condition: Condition; readonly path: (string | number)[] }[] {
  const found: { condition: Condition | undefined; path: (string | number)[] }[] = [
    ...Object.entries(policy.roles).flatMap(([role, { differs }]) =>
      differs.map((each, n) => ({ condition: each.onlyIf, path: ["roles", role, "differs", n, "onlyIf"] })),
    ),
    ...policy.stages.flatMap((stage, s) => [
      ...stage.clocks.flatMap((clock, c) =>
        clock.instead.map((each, n) => ({
          condition: each.onlyIf,
          path: ["stages", s, "clocks", c, "instead", n, "onlyIf"],
        })),
      ),
      ...stage.inform.map((each, n) => ({ condition: each.onlyIf, path: ["stages", s, "inform", n, "onlyIf"] })),
      ...(stage.checklist?.items ?? []).map((each, n) => ({
        condition: each.onlyIf,
        path: ["stages", s, "checklist", "items", n, "onlyIf"],
      })),
    ]),
  ];
  return found.flatMap(({ condition, path }) => (condition ? [{ condition, path }] : []));
}

function startsOf(policy: Policy): StartEvent[] {
  return policy.stages.flatMap((stage) => [
    ...stage.clocks.flatMap((clock) => [
      clock.from,
      ...(clock.otherwiseFrom ? [clock.otherwiseFrom] : []),
      ...clock.orSooner.map((each) => each.from),
    ]),
    ...stage.afterwards.map((duty) => duty.from),
  ]);
}
