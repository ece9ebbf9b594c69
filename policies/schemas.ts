/**
 * What schemas are made of, in the functional form of the library, of which a bundle has only what is used: `z.optional(text)`
 * and not `text.optional()`. That form has no words of its own, so English is given to it here.
 */
import { en } from "zod/locales";
import { config } from "zod/mini";

config(en());

export * from "zod/mini";
export { _default as withDefault } from "zod/mini";
