/**
 * The language in which a partnership's escalation policy is written.
 *
 * A policy file is YAML whose keys are plain words ("in force from"); in code the same key reads `inForceFrom`.
 * Every part names the clause of the published text that it comes from; where the text is silent or ambiguous,
 * `reading` says what was decided. What is not in this schema is refused by name and line (PRE-02).
 */
import { z } from "zod";
import { isDay } from "../calendar/instant.ts";
import { parseTimescale } from "../calendar/timescale.ts";

const words = z.string({ error: "write some text here" }).trim().min(1, { error: "write some text here" });
const id = z.string({ error: "give an id" }).regex(/^[a-z][a-z0-9-]*$/, {
  error: "an id is lower-case words joined by hyphens, such as line-managers",
});
const clause = words.describe("The clause of the published text that this comes from");
const reading = words.optional().describe("What was decided where the text is silent or ambiguous");

const timescale = z.string({ error: "write a timescale, such as 5 working days" }).transform((text, context) => {
  const parsed = parseTimescale(text);
  if (parsed) return parsed;
  context.addIssue({
    code: "custom",
    message: `“${text}” is not a timescale: write, for example, “5 working days”, “10 days”, “48 hours”, “2 weeks” or “same working day”`,
  });
  return z.NEVER;
});

/** Whom a policy may concern (ALL-15). */
export const subjects = ["child", "adult", "community"] as const;

/** The list to which every policy's own types are mapped, for reports across policies (ALL-03). */
export const commonTypes = [
  "threshold or level of need",
  "referral or decision not accepted",
  "roles and responsibilities",
  "actions taken or not taken",
  "plan or progress",
  "information sharing and communication",
  "records and minutes",
  "meetings and attendance",
  "timeliness",
  "other",
] as const;

/** The event that a timescale runs from. “meeting held in professionals” names the stage whose meeting counts. */
const start = z
  .string({ error: "say what the timescale runs from, such as “stage opened”" })
  .transform((text, context) => {
    if (text === "raised" || text === "disagreement arose" || text === "stage opened") return { event: text } as const;
    if (text === "meeting held" || text === "resolution reached" || text === "outcome given")
      return { event: text } as const;
    const meeting = /^meeting held in ([a-z][a-z0-9-]*)$/.exec(text)?.[1];
    if (meeting) return { event: "meeting held", stage: meeting } as const;
    const [, clock, stage] = /^deadline ([a-z][a-z0-9-]*) of ([a-z][a-z0-9-]*)$/.exec(text) ?? [];
    if (clock && stage) return { event: "deadline", stage, clock } as const;
    context.addIssue({
      code: "custom",
      message: `“${text}” is not something that a timescale can run from: write “raised”, “disagreement arose”, “stage opened”, “meeting held”, “meeting held in <stage>”, “deadline <clock> of <stage>”, “resolution reached” or “outcome given”`,
    });
    return z.NEVER;
  });

const role = id.describe("One of the roles listed under “roles”");
const roles = z.array(role).min(1, { error: "name at least one role" });

const question = z.strictObject({
  id,
  question: words,
  answer: z.enum(["yes or no", "date", "text"]),
  required: z.boolean().default(true),
  clause,
});

/** A number that the text does not give: the organisation sets it, and it is shown as the organisation's (MK-02, MK-06). */
const setBy = z.enum(["policy", "organisation"]).default("policy");

const clock = z
  .strictObject({
    clock: id,
    asks: words.describe("What is to be done in time, as it reads in an e-mail: “speak to the concerned professional”"),
    within: timescale,
    setBy,
    from: start,
    otherwiseFrom: start.optional().describe("Counted from this where the first event has not happened by then"),
    metBy: z.enum(["meeting held", "response", "resolution", "outcome"]),
    whenPassed: z.enum(["climb", "chase", "note"]),
    chaseEvery: timescale.optional(),
    isMaximum: z.boolean().default(false).describe("No agreement and no pending proposal passes it (ALL-07, ALL-08)"),
    leavesTimeFor: z
      .strictObject({ stage: id, clock: id })
      .optional()
      .describe("Ends at the latest half-way to that later deadline"),
    clause,
    reading,
  })
  .refine((value) => value.whenPassed !== "chase" || value.chaseEvery, {
    path: ["chaseEvery"],
    error: "a deadline that is chased needs “chase every”, such as “2 working days”",
  });

const duty = z.strictObject({
  duty: id,
  asks: words,
  kind: z.enum(["confirmation", "feedback", "answer to recommendations", "review"]),
  by: z.enum(["raising side", "receiving side", "each side", "partnership"]),
  role: role.optional().describe("For a duty of the partnership's: whose it is, among those informed at the stage"),
  to: z.enum(["counterpart", "raising practitioner", "partnership"]),
  within: timescale,
  setBy,
  from: start,
  chaseEvery: timescale,
  clause,
  reading,
});

const stage = z
  .strictObject({
    stage: id,
    title: words.max(60, { error: "a stage's title has at most 60 characters" }),
    clause,
    reading,
    raisingSide: roles.optional(),
    receivingSide: roles.optional(),
    body: z
      .strictObject({
        role,
        of: z.enum(["partnership", "raising side", "receiving side"]).default("partnership"),
        through: z.enum(["partnership inbox", "the holder"]),
        standIn: role.optional(),
        mayAskForInformation: z.boolean().default(false),
        clause,
      })
      .optional(),
    about: words.optional().describe("What the policy says of this stage, shown to those who act"),
    pageAsks: z
      .strictObject({
        raisingSide: z.array(question).default([]),
        receivingSide: z.array(question).default([]),
        body: z.array(question).default([]),
      })
      .prefault({}),
    inform: z
      .array(
        z.strictObject({
          who: role,
          of: z.enum(["partnership", "each side", "raising side", "receiving side"]),
          when: z
            .array(z.enum(["stage opens", "each response", "outcome"]))
            .min(1, { error: "say when they hear: stage opens, each response or outcome" })
            .default(["stage opens"]),
          clause,
          reading,
        }),
      )
      .default([])
      .describe("Who hears of what, can read the record and add to it"),
    mayRefer: z
      .strictObject({ to: id, because: words, clause, reading })
      .optional()
      .describe("A reason for which those who act may take the matter to a later stage at once"),
    clocks: z.array(clock).min(1, { error: "a stage needs at least one clock" }),
    endsBy: z.enum(["agreement", "recommendations", "outcome", "decision", "record"]),
    afterwards: z.array(duty).default([]),
  })
  .superRefine((value, context) => {
    const sides = value.raisingSide && value.receivingSide;
    if (!sides && !value.body)
      context.addIssue({
        code: "custom",
        message: "say who acts: “raising side” and “receiving side”, or a “body”",
      });
    if (value.endsBy === "agreement" && !sides)
      context.addIssue({
        code: "custom",
        path: ["endsBy"],
        message: "a stage that ends by agreement needs a “raising side” and a “receiving side”",
      });
    if (value.endsBy !== "agreement" && !value.body)
      context.addIssue({
        code: "custom",
        path: ["endsBy"],
        message: `only a “body” can end a stage by ${value.endsBy}`,
      });
  });

/** Alerts about practice that are not about one case, where a partnership takes them (MED-15 to MED-18). */
const practiceAlerts = z.strictObject({
  title: words.max(60, { error: "its title has at most 60 characters" }),
  group: role.describe("The partnership's own group to which alerts go"),
  about: words.describe("What an alert is for, shown first on its pages"),
  doesNotReplace: z.array(words).min(1, { error: "say at least one thing that an alert does not replace" }),
  aboutACase: words.describe("Where a concern about one case belongs beside the escalation policy itself"),
  respondWithin: timescale.describe("How long each agency of the group has to respond"),
  concludeWithin: timescale.describe("How long the group has to say what is to be done, and then to close the alert"),
  chaseEvery: timescale.describe("How often what is overdue is asked for again"),
  setBy,
  clause,
  reading,
});

export const policySchema = z
  .strictObject({
    policy: id,
    version: z.string({ error: 'quote the version, such as "2020-06"' }).regex(/^[0-9a-z.-]+$/, {
      error: "a version is digits, letters, dots and hyphens",
    }),
    inForceFrom: z.string({ error: "write a date, such as 2020-06-01" }).refine(isDay, {
      error: "write a date, such as 2020-06-01",
    }),
    title: words,
    source: words,
    partnership: z.strictObject({ id, name: words, shortName: words }),
    area: z.strictObject({ id, name: words }).optional().describe("The local authority area that it is for"),
    ownPolicyOfAnOrganisation: z
      .boolean()
      .default(false)
      .describe("No area's: the own policy of an organisation, used where no local one is held (TP-01)"),
    scope: z
      .array(
        z.strictObject({
          rule: z.enum(["receiving agency works in the area", "secure settings in the area"]),
          clause,
          reading,
        }),
      )
      .default([])
      .describe("Whose concerns it takes beyond, or refuses within, its area (MED-13, MED-14)"),
    notInsteadOf: words.optional().describe("What the policy says it does not replace (KNO-17)"),
    nation: z.enum(["england-and-wales", "scotland", "northern-ireland"]),
    covers: z.array(z.enum(subjects)).min(1, { error: "say whom the policy covers: child, adult or community" }),
    coversInWords: words,
    advice: words.optional().describe("Whom the policy says to ask when unsure (ALL-16)"),
    roles: z.record(
      id,
      z.strictObject({
        called: words,
        heldIn: z.enum(["agency", "partnership"]),
        namedAs: z
          .enum(["practitioner", "manager"])
          .optional()
          .describe("A concern may name this person on either side, and they come before whom the directory knows"),
        through: z
          .literal("partnership inbox")
          .optional()
          .describe("Reached through the partnership's own inbox, for their attention"),
      }),
    ),
    immediateRisk: z.strictObject({
      words,
      opensAt: id.optional(),
      timescalesBecome: z.enum(["a guide"]).optional(),
      clause,
      reading,
    }),
    disagreements: z.array(z.strictObject({ id, words, reportedAs: z.enum(commonTypes) })).min(1),
    raise: z
      .strictObject({
        within: timescale,
        from: z.literal("disagreement arose"),
        whenPassed: z.literal("record as late"),
        thenCountFrom: z
          .literal("raised")
          .optional()
          .describe("A concern raised late has its timescales counted from the raising (SHR-06)"),
        clause,
        reading,
      })
      .optional(),
    stages: z.array(stage).min(1, { error: "a policy needs at least one stage" }),
    practiceAlerts: practiceAlerts.optional(),
  })
  .superRefine(holdTogether);

/** One policy, in one version, as its file says (timescales parsed, defaults filled in). */
export type Policy = z.output<typeof policySchema>;
export type Stage = Policy["stages"][number];
export type Clock = Stage["clocks"][number];
export type Duty = Stage["afterwards"][number];
export type StartEvent = Clock["from"];
export type PracticeAlerts = NonNullable<Policy["practiceAlerts"]>;

/** What one part of a file says of another must be there: roles, stages and clocks that are named exist, in order. */
function holdTogether(policy: Policy, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  const stages = policy.stages.map((each) => each.stage);
  const known = Object.keys(policy.roles);
  const last = policy.stages.length - 1;

  const checkStage = (name: string, path: (string | number)[]) => {
    if (!stages.includes(name)) refuse(path, `there is no stage “${name}”: the stages are ${stages.join(", ")}`);
  };
  const checkRole = (name: string, path: (string | number)[], held?: "agency" | "partnership") => {
    const found = policy.roles[name];
    if (!found) refuse(path, `there is no role “${name}”: the roles are ${known.join(", ")}`);
    else if (held && found.heldIn !== held)
      refuse(path, `“${name}” is held in the ${found.heldIn}, and is named here as somebody of the ${held}`);
  };
  const checkStart = (from: StartEvent, path: (string | number)[], at: number) => {
    if (!("stage" in from) || !from.stage) return;
    checkStage(from.stage, path);
    if (stages.indexOf(from.stage) >= at)
      refuse(path, `“${from.stage}” does not come before this stage and cannot start its clock`);
    if (
      from.event === "deadline" &&
      !policy.stages.find((s) => s.stage === from.stage)?.clocks.some((c) => c.clock === from.clock)
    )
      refuse(path, `stage “${from.stage}” has no clock “${from.clock}”`);
  };

  const repeated = (names: string[], path: (index: number) => (string | number)[], what: string) =>
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) refuse(path(index), `there are two ${what} called “${name}”: give each its own`);
    });
  repeated(stages, (index) => ["stages", index, "stage"], "stages");
  repeated(
    policy.disagreements.map((each) => each.id),
    (index) => ["disagreements", index, "id"],
    "types of disagreement",
  );

  if (policy.area === undefined && !policy.ownPolicyOfAnOrganisation)
    refuse(["area"], "say for which area it is, or “own policy of an organisation: true”");
  if (policy.area !== undefined && policy.ownPolicyOfAnOrganisation)
    refuse(["ownPolicyOfAnOrganisation"], "a policy is an area’s or an organisation’s own, not both");
  policy.scope.forEach((_, n) => {
    if (policy.area === undefined)
      refuse(["scope", n, "rule"], "this is about an area: an organisation’s own policy has none");
  });
  if (policy.immediateRisk.opensAt) checkStage(policy.immediateRisk.opensAt, ["immediateRisk", "opensAt"]);
  for (const [name, { heldIn, namedAs, through }] of Object.entries(policy.roles)) {
    if (through && heldIn === "agency")
      refuse(["roles", name, "through"], "somebody of an agency is not reached through the partnership’s inbox");
    if (namedAs && heldIn === "partnership")
      refuse(["roles", name, "namedAs"], "a concern names people of the two agencies, and nobody of the partnership");
  }
  if (policy.practiceAlerts) checkRole(policy.practiceAlerts.group, ["practiceAlerts", "group"], "partnership");
  const countsFromDisagreement = policy.stages.some((each) =>
    each.clocks.some((one) => one.from.event === "disagreement arose"),
  );
  if (policy.raise?.thenCountFrom && !countsFromDisagreement)
    refuse(["raise", "thenCountFrom"], "no clock counts from “disagreement arose”, so raising late changes none");

  policy.stages.forEach((each, index) => {
    const at = (...path: (string | number)[]) => ["stages", index, ...path];
    each.raisingSide?.forEach((name, n) => checkRole(name, at("raisingSide", n), "agency"));
    each.receivingSide?.forEach((name, n) => checkRole(name, at("receivingSide", n), "agency"));
    if (each.body)
      checkRole(each.body.role, at("body", "role"), each.body.of === "partnership" ? "partnership" : "agency");
    if (each.body?.standIn) checkRole(each.body.standIn, at("body", "standIn"), "partnership");
    if (each.body && each.body.of !== "partnership") {
      if (each.body.through === "partnership inbox")
        refuse(at("body", "through"), "a body of an agency is not reached through the partnership: write “the holder”");
      if (each.body.standIn)
        refuse(
          at("body", "standIn"),
          "only a body of the partnership has a stand-in: in an agency, the matter is handed on",
        );
    }
    each.inform.forEach((one, n) => {
      const alike = (other: typeof one) =>
        other.who === one.who && (other.of === one.of || other.of === "each side" || one.of === "each side");
      if (each.inform.findIndex(alike) < n)
        refuse(at("inform", n, "who"), `“${one.who}” is told of this stage already: say all of “when” in one place`);
    });
    each.inform.forEach((one, n) =>
      checkRole(one.who, at("inform", n, "who"), one.of === "partnership" ? "partnership" : "agency"),
    );
    each.afterwards.forEach((one, n) => {
      if (one.by !== "partnership") {
        if (one.role)
          refuse(
            at("afterwards", n, "role"),
            "only a duty of the partnership’s has a role: a side’s is owed by those who acted for it",
          );
        return;
      }
      if (one.to === "counterpart")
        refuse(
          at("afterwards", n, "to"),
          "the partnership has no counterpart: write “raising practitioner” or “partnership”",
        );
      if (!one.role) refuse(at("afterwards", n), "a duty of the partnership's needs “role”: whose it is");
      else if (!each.inform.some((told) => told.who === one.role && told.of === "partnership"))
        refuse(
          at("afterwards", n, "role"),
          `“${one.role}” is not told of this stage and cannot owe anything: name them under “inform” first`,
        );
    });
    if (each.mayRefer) {
      checkStage(each.mayRefer.to, at("mayRefer", "to"));
      if (stages.indexOf(each.mayRefer.to) <= index)
        refuse(at("mayRefer", "to"), "a matter is referred to a later stage");
    }
    repeated(
      [...each.clocks.map((c) => c.clock), ...each.afterwards.map((d) => d.duty)],
      (n) => (n < each.clocks.length ? at("clocks", n, "clock") : at("afterwards", n - each.clocks.length, "duty")),
      "clocks in this stage",
    );
    each.clocks.forEach((one, n) => {
      checkStart(one.from, at("clocks", n, "from"), index);
      if (one.otherwiseFrom) checkStart(one.otherwiseFrom, at("clocks", n, "otherwiseFrom"), index);
      if (one.from.event === "meeting held" && "stage" in one.from && !one.otherwiseFrom)
        refuse(
          at("clocks", n, "from"),
          "a meeting may never be held: say what the clock runs from then, with “otherwise from”",
        );
      if (one.from.event === "meeting held" && !("stage" in one.from))
        refuse(
          at("clocks", n, "from"),
          "no meeting has been held when a stage opens: name an earlier stage, “meeting held in <stage>”",
        );
      if (one.from.event === "resolution reached" || one.from.event === "outcome given")
        refuse(at("clocks", n, "from"), "what is due after the end of a stage belongs under “afterwards”");
      if (one.whenPassed === "climb" && index === last)
        refuse(at("clocks", n, "whenPassed"), "the last stage has nowhere to climb: write “chase” with “chase every”");
      if (one.leavesTimeFor) {
        const later = policy.stages.find((s) => s.stage === one.leavesTimeFor?.stage);
        if (!later?.clocks.some((c) => c.clock === one.leavesTimeFor?.clock))
          refuse(
            at("clocks", n, "leavesTimeFor"),
            `there is no clock “${one.leavesTimeFor.clock}” in a stage “${one.leavesTimeFor.stage}”`,
          );
      }
    });
    each.afterwards.forEach((one, n) => {
      const ending = each.endsBy === "agreement" ? "resolution reached" : "outcome given";
      const itsOwn = one.from.event === "meeting held" && !("stage" in one.from);
      if (one.from.event !== ending && !itsOwn)
        refuse(
          at("afterwards", n, "from"),
          `nothing would start this: what is due after this stage runs from “${ending}” or “meeting held”`,
        );
    });
    for (const side of ["raisingSide", "receivingSide", "body"] as const)
      repeated(
        each.pageAsks[side].map((one) => one.id),
        (n) => at("pageAsks", side, n, "id"),
        "questions of this page",
      );
    if (index < last && !each.clocks.some((one) => one.whenPassed === "climb"))
      refuse(at("clocks"), "nothing would make this stage climb: give one clock “when passed: climb”");
    if (index < last && each.endsBy !== "agreement") refuse(at("endsBy"), "only the last stage ends by a body's word");
  });
}
