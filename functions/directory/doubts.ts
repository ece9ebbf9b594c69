/** What a directory file may say by mistake: it can be used as it is, and somebody should look. All in sentences. */
import type { Policy } from "../../policies/language/schema.ts";
import type { DirectoryFile } from "./file.ts";

/** Partnerships whose policy is held and whom the file lacks, in one sentence. */
export function partnershipsMissing(
  { partnerships }: Pick<DirectoryFile, "partnerships">,
  policies: readonly Policy[],
): string[] {
  const there = new Set(partnerships.map(({ id }) => id));
  const missing = [...new Set(policies.map(({ partnership }) => partnership.id))].filter((id) => !there.has(id));
  if (missing.length === 0) return [];
  return [
    `The directory lacks partnerships whose policies are held: ${missing.join(", ")}. Their pages cannot say whom to call, and what is to be told to them cannot be sent.`,
  ];
}

/** Roles that no policy has. Whoever holds such a role is never asked, and an inbox is asked in the place of the role that was meant. */
export function rolesUnknown(
  { agencies, partnerships }: Pick<DirectoryFile, "agencies" | "partnerships">,
  policies: readonly Policy[],
): string[] {
  const known = new Set(policies.flatMap((each) => Object.keys(each.roles)));
  return [
    ...partnerships.map(({ id, roles }) => ({ of: `Partnership “${id}”`, held: Object.keys(roles) })),
    ...agencies.map(({ id, roles }) => ({ of: `Agency “${id}”`, held: Object.keys(roles) })),
  ].flatMap(({ of, held }) =>
    held
      .filter((role) => !known.has(role))
      .map((role) => `${of} has somebody as “${role}”, a role that no policy here has: nobody will be asked in it.`),
  );
}
