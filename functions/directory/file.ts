/** A directory file (YAML): agencies, partnerships and the clients of the API. Everything wrong with it is said at once. */
import { parse } from "yaml";
import * as z from "zod";
import { digestDays, digestHours, isAtAgency } from "./directory.ts";

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: "an id is lower-case words joined by hyphens" });
/**
 * A client's id is its issuer's, which spells it as it likes: Cognito's have letters and digits, Entra's are GUIDs, those
 * of others have capitals, underscores, full stops or an @. Capitals count.
 */
const clientId = z
  .string()
  .max(128, { error: "a client's id has at most 128 characters" })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/, {
    error: "a client's id is spelled as its issuer spells it: letters, digits and - _ . @, a letter or digit first",
  });
const person = z.strictObject({ name: z.string().min(1), email: z.email({ error: "this is not an e-mail address" }) });
const roles = z.record(id, z.array(person).min(1)).default({});
/** Somebody of a group of the partnership's belongs to an agency, for which they answer (MED-17). */
const partnershipRoles = z
  .record(id, z.array(person.extend({ agency: z.string().min(1).optional() })).min(1))
  .default({});

const telephone = z.strictObject({
  who: z.string().min(1),
  number: z.string().regex(/^[0-9][0-9 ]{1,18}[0-9]$/, {
    error: "a telephone number is digits with spaces between, in quotes: “0151 496 0150”",
  }),
  hours: z.string().min(1).optional(),
});

const digestTime = z.strictObject({
  day: z.enum(digestDays, { error: `digests are sent on a working day: write one of ${digestDays.join(", ")}` }),
  at: z.enum(digestHours, {
    error: `digests are sent on the hour, in working time: write one of ${digestHours.join(", ")}, in quotes`,
  }),
});

const oneOf = <T extends z.ZodType>(one: T) => z.array(one, { error: "write a list, such as [resolved]" }).min(1);
const words = oneOf(z.string().min(1));
const retentionClass = z
  .strictObject({
    id,
    words: z.string().min(1),
    records: z.enum(["escalations", "practice alerts"]).default("escalations"),
    of: z
      .strictObject({
        subject: oneOf(z.enum(["child", "adult", "community"])).optional(),
        outcome: words.optional(),
        disagreement: words.optional(),
        stage: words.optional(),
        immediateRisk: z.boolean().optional(),
        answers: z.record(z.string(), words).optional(),
        choices: z
          .record(z.string(), words)
          .refine((choices) => Object.keys(choices).every((each) => /^[^/]+\/[^/]+$/.test(each)), {
            error: "a duty is named with its stage: chair/isolated",
          })
          .optional(),
      })
      .optional(),
    keep: z.string().regex(/^[1-9]\d{0,2} (?:years?|months?)$/, {
      error: "how long it is kept is a number of years or months: “25 years”",
    }),
    from: z.enum(["closing", "last entry", "birth"], {
      error: "say from when it counts: closing, last entry or birth",
    }),
    source: z.string({ error: "say where the partnership has written this" }).min(1),
  })
  .superRefine(({ records, of = {}, from }, context) => {
    const wrong = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (records === "practice alerts") {
      for (const each of Object.keys(of))
        if (each !== "outcome")
          wrong(["of", each], "a practice alert has no such thing: only “outcome” can be asked of one");
      if (from === "birth")
        wrong(["from"], "a practice alert is about nobody’s case: count from closing or last entry");
    } else if (from === "birth" && (!of.subject || of.subject.includes("community")))
      wrong(
        ["from"],
        "who is meant must have a birthday: add “of: { subject: [child] }”, with adult beside it or in its place",
      );
  });

const entriesSchema = z.strictObject({
  partnerships: z.array(
    z.strictObject({
      id,
      name: z.string().min(1),
      inbox: z.email(),
      roles: partnershipRoles,
      inDanger: z.array(telephone).min(1).optional(),
      questions: telephone.omit({ who: true }).optional(),
      areas: z.array(id).optional(),
      digest: digestTime.optional(),
      retention: z
        .array(retentionClass)
        .min(1)
        .superRefine((classes, context) =>
          classes.forEach((each, index) => {
            if (classes.findIndex((one) => one.id === each.id) !== index)
              context.addIssue({ code: "custom", path: [index, "id"], message: `“${each.id}” is given twice` });
          }),
        )
        .optional(),
    }),
  ),
  agencies: z.array(
    z
      .strictObject({
        id,
        name: z.string().min(1),
        kind: id,
        areas: z.array(id).min(1),
        ownPolicy: id.optional(),
        domains: z.array(z.string().regex(/^[a-z0-9.-]+$/i, { error: "a domain is what stands after the @" })).min(1),
        inbox: z.email(),
        roles,
      })
      .superRefine((agency, context) => {
        const at = (email: string) => isAtAgency(email, agency);
        for (const [role, people] of Object.entries(agency.roles))
          people.forEach((one, index) => {
            if (!at(one.email))
              context.addIssue({
                code: "custom",
                path: ["roles", role, index, "email"],
                message: `${one.email} is at none of this agency's domains (${agency.domains.join(", ")})`,
              });
          });
        if (!at(agency.inbox))
          context.addIssue({
            code: "custom",
            path: ["inbox"],
            message: `the inbox is at none of this agency's domains`,
          });
      }),
  ),
  clients: z.array(
    z
      .strictObject({ id: clientId, agency: id.optional(), partnership: id.optional() })
      .refine((client) => (client.agency === undefined) !== (client.partnership === undefined), {
        error: "say for whom it speaks: “agency” or “partnership”, one of the two",
      }),
  ),
});

/**
 * Of two entries with one id, the second would silently take the place of the first; and an address at a domain of two
 * agencies would say of neither whose it is.
 */
const fileSchema = entriesSchema.superRefine((file, context) => {
  for (const kind of ["partnerships", "agencies", "clients"] as const)
    file[kind].forEach((entry, index) => {
      if (file[kind].findIndex((each) => each.id === entry.id) !== index)
        context.addIssue({ code: "custom", path: [kind, index, "id"], message: `“${entry.id}” is given twice` });
    });
  const local = new Map<string, string>();
  file.partnerships.forEach(({ id, areas = [] }, index) =>
    areas.forEach((area, place) => {
      const other = local.get(area);
      if (other !== undefined)
        context.addIssue({
          code: "custom",
          path: ["partnerships", index, "areas", place],
          message: `“${area}” is an area of “${other}” already: an area has one local partnership`,
        });
      else local.set(area, id);
    }),
  );
  const owner = new Map<string, string>();
  file.agencies.forEach(({ id, domains }, index) =>
    domains.forEach((domain, place) => {
      const other = owner.get(domain.toLowerCase());
      if (other !== undefined && other !== id)
        context.addIssue({
          code: "custom",
          path: ["agencies", index, "domains", place],
          message: `“${domain}” is a domain of “${other}” already: a domain belongs to one agency`,
        });
      else owner.set(domain.toLowerCase(), id);
    }),
  );
});

export type DirectoryFile = z.output<typeof fileSchema>;

/** @throws Error that lists every problem of the file with its place. */
export function readDirectoryFile(text: string, name: string): DirectoryFile {
  const refused = (problems: readonly string[]) =>
    new Error(`The directory file ${name} cannot be used:\n${problems.map((each) => `  ${each}`).join("\n")}`);
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw refused([`this is not YAML: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw refused(parsed.error.issues.map((issue) => `${issue.path.join(" › ")}: ${issue.message}`));
}
