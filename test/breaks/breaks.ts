/** Ways in which every requirement could be broken, in the order of policies/requirements.md. `npm run breaks` tries them. */
import { all } from "./all.ts";
import type { Break } from "./break.ts";
import { kno } from "./kno.ts";
import { med } from "./med.ts";
import { mk } from "./mk.ts";
import { pre } from "./pre.ts";
import { shr } from "./shr.ts";
import { tp } from "./tp.ts";

export const breaks: readonly Break[] = [...all, ...mk, ...tp, ...med, ...kno, ...shr, ...pre];
