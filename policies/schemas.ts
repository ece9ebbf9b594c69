/**
 * What schemas are made of, in the functional form of the library, of which a bundle has only what is used: `z.optional(text)`
 * and not `text.optional()`. That form has no words of its own, so plain English is given to it here.
 */
import { config } from "zod/mini";
import { inPlainWords } from "./plain-words.ts";

config({ customError: inPlainWords });

export * from "zod/mini";
export { _default as withDefault } from "zod/mini";
