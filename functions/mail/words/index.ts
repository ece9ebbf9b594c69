/** What every email says, in English: one file a family. Another language is another set of the same type. */
import { alert } from "./alert.ts";
import { digest } from "./digest.ts";
import { escalation } from "./escalation.ts";
import { links } from "./links.ts";

export const english = { escalation, alert, links, digest };
