/** A directory file (YAML): agencies, partnerships and the clients of the API. Everything wrong with it is said at once. */
import { publishedPolicies } from "../../policies/published.ts";
import * as z from "../../policies/schemas.ts";
import { placeInWords, readYaml } from "../../policies/yaml.ts";
import { unknownNames } from "../keeping/classes.ts";
import { digestDays, digestHours, isAtAgency } from "./directory.ts";

const id = z.string().check(z.regex(/^[a-z][a-z0-9-]*$/, { error: "an id is lower-case words joined by hyphens" }));
/**
 * A client's id is its issuer's, which spells it as it likes: Cognito's have letters and digits, Entra's are GUIDs, those
 * of others have capitals, underscores, full stops or an @. Capitals count.
 */
const clientId = z.string().check(
  z.maxLength(128, { error: "a client's id has at most 128 characters" }),
  z.regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/, {
    error: "a client's id is spelled as its issuer spells it: letters, digits and - _ . @, a letter or digit first",
  }),
);
const person = z.strictObject({
  name: z.string().check(z.minLength(1)),
  email: z.email(),
});
const roles = z.withDefault(z.record(id, z.array(person).check(z.minLength(1))), {});
/** Somebody of a group of the partnership's belongs to an agency, for which they answer (MED-17). */
const partnershipRoles = z.withDefault(
  z.record(
    id,
    z.array(z.extend(person, { agency: z.optional(z.string().check(z.minLength(1))) })).check(z.minLength(1)),
  ),
  {},
);

const telephone = z.strictObject({
  who: z.string().check(z.minLength(1)),
  number: z.string().check(
    z.regex(/^[0-9][0-9 ]{1,18}[0-9]$/, {
      error: "a telephone number is digits with spaces between, in quotes: “0151 496 0150”",
    }),
  ),
  hours: z.optional(z.string().check(z.minLength(1))),
});

const digestTime = z.strictObject({
  day: z.enum(digestDays, { error: `digests are sent on a working day: write one of ${digestDays.join(", ")}` }),
  at: z.enum(digestHours, {
    error: `digests are sent on the hour, in working time: write one of ${digestHours.join(", ")}, in quotes`,
  }),
});

const oneOf = <T extends z.ZodMiniType>(one: T) => z.array(one).check(z.minLength(1));
const words = oneOf(z.string().check(z.minLength(1)));
const retentionClass = z
  .strictObject({
    id,
    words: z.string().check(z.minLength(1)),
    records: z.withDefault(z.enum(["escalations", "practice alerts"]), "escalations"),
    of: z.optional(
      z.strictObject({
        subject: z.optional(oneOf(z.enum(["child", "adult", "community"]))),
        outcome: z.optional(words),
        disagreement: z.optional(words),
        stage: z.optional(words),
        immediateRisk: z.optional(z.boolean()),
        answers: z.optional(z.record(z.string(), words)),
        choices: z.optional(
          z.record(z.string(), words).check(
            z.refine((choices) => Object.keys(choices).every((each) => /^[^/]+\/[^/]+$/.test(each)), {
              error: "a duty is named with its stage: chair/isolated",
            }),
          ),
        ),
      }),
    ),
    keep: z.string().check(
      z.regex(/^[1-9]\d{0,2} (?:years?|months?)$/, {
        error: "how long it is kept is a number of years or months: “25 years”",
      }),
    ),
    from: z.enum(["closing", "last entry", "birth"], {
      error: "say from when it counts: closing, last entry or birth",
    }),
    source: z.string({ error: "say where the partnership has written this" }).check(z.minLength(1)),
  })
  .check(
    z.superRefine(({ records, of = {}, from }, context) => {
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
    }),
  );

const entriesSchema = z.strictObject({
  partnerships: z.array(
    z.strictObject({
      id,
      name: z.string().check(z.minLength(1)),
      inbox: z.email(),
      roles: partnershipRoles,
      inDanger: z.optional(z.array(telephone).check(z.minLength(1))),
      questions: z.optional(z.omit(telephone, { who: true })),
      areas: z.optional(z.array(id)),
      digest: z.optional(digestTime),
      retention: z.optional(
        z.array(retentionClass).check(
          z.minLength(1),
          z.superRefine((classes, context) =>
            classes.forEach((each, index) => {
              if (classes.findIndex((one) => one.id === each.id) !== index)
                context.addIssue({ code: "custom", path: [index, "id"], message: `“${each.id}” is given twice` });
            }),
          ),
        ),
      ),
    }),
  ),
  agencies: z.array(
    z
      .strictObject({
        id,
        name: z.string().check(z.minLength(1)),
        kind: id,
        areas: z.array(id).check(z.minLength(1)),
        ownPolicy: z.optional(id),
        domains: z
          .array(z.string().check(z.regex(/^[a-z0-9.-]+$/i, { error: "a domain is what stands after the @" })))
          .check(z.minLength(1)),
        inbox: z.email(),
        roles,
      })
      .check(
        z.superRefine((agency, context) => {
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
  ),
  clients: z.array(
    z.strictObject({ id: clientId, agency: z.optional(id), partnership: z.optional(id) }).check(
      z.refine((client) => (client.agency === undefined) !== (client.partnership === undefined), {
        error: "say for whom it speaks: “agency” or “partnership”, one of the two",
      }),
    ),
  ),
});

/**
 * Of two entries with one id, the second would silently take the place of the first; an address at a domain of two agencies would
 * say of neither whose it is; and a retention class that names what no policy of its partnership has would be about nothing.
 */
const fileSchema = entriesSchema.check(
  z.superRefine((file, context) => {
    for (const kind of ["partnerships", "agencies", "clients"] as const)
      file[kind].forEach((entry, index) => {
        if (file[kind].findIndex((each) => each.id === entry.id) !== index)
          context.addIssue({ code: "custom", path: [kind, index, "id"], message: `“${entry.id}” is given twice` });
      });
    const policies = publishedPolicies();
    file.partnerships.forEach(({ id, retention = [] }, index) =>
      retention.forEach((each, place) => {
        const own = policies.filter(({ partnership }) => partnership.id === id);
        for (const { path, says } of unknownNames(each, own))
          context.addIssue({
            code: "custom",
            path: ["partnerships", index, "retention", place, ...path],
            message: says,
          });
      }),
    );
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
  }),
);

/** What a directory file says, once it was read and found right; also the entries of a directory that is held, in the same shape. */
export type DirectoryFile = z.output<typeof fileSchema>;

/** @param name for messages @throws Error that lists every problem of the file with its line, its place and what to write instead */
export function readDirectoryFile(text: string, name: string): DirectoryFile {
  const refused = (problems: readonly { line: number; place?: string; message: string }[]) =>
    new Error(
      `The directory file ${name} cannot be used:\n${problems
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, place, message }) => `  ${name}:${line} ${place ? `${place}: ` : ""}${message}`)
        .join("\n")}`,
    );
  const read = readYaml(text);
  if ("wrong" in read) throw refused(read.wrong);
  const parsed = fileSchema.safeParse(read.value);
  if (parsed.success) return parsed.data;
  throw refused(
    parsed.error.issues.map((issue) => ({
      line: read.lineOf(issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path),
      place: placeInWords(issue.path),
      message: issue.message,
    })),
  );
}
