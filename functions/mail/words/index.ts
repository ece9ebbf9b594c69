/**
 * What every email says, in English: one file a family, imported as a namespace (`import * as english`), of which a bundle
 * takes the families that it writes. Another language is another set of the same type.
 */
export { alert } from "./alert.ts";
export { digest } from "./digest.ts";
export { escalation } from "./escalation.ts";
export { links } from "./links.ts";
