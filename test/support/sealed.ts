/** Whether what is sealed by a link's secret can be opened by whoever has the table alone. */
import { openedBySecret, type SealedBy } from "../../functions/links/by-secret.ts";

/** What opens it, taken for the secret: of these, and of what says for which use and place it was sealed. */
export const openers = (sealed: Uint8Array, by: Omit<SealedBy, "secret">, secrets: readonly string[]) =>
  [...secrets, by.use, by.place].filter((secret) => {
    try {
      return openedBySecret(sealed, { ...by, secret }) !== "";
    } catch {
      // AES-GCM says so of any other key.
      return false;
    }
  });

/** Every text that stands in an item of a table, whole and in its parts. */
export const textsOf = (item: Record<string, unknown>): string[] =>
  Object.values(item).flatMap((each) =>
    typeof each === "string" ? [each, ...each.split(/[#/]/)] : typeof each === "number" ? [String(each)] : [],
  );
