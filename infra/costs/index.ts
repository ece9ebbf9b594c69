/** `npm run costs`: what the service costs a month. `--write` puts it into infra/README.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { typed } from "../command-line.ts";
import { known } from "./known.ts";
import { between, costsInWords } from "./table.ts";

const { write } = typed("npm run costs [-- --write]    what the service costs; --write puts it into infra/README.md", {
  options: { write: { type: "boolean", default: false } },
}).values;
const words = costsInWords(known());
if (write) {
  const readme = new URL("../README.md", import.meta.url);
  writeFileSync(readme, between(readFileSync(readme, "utf8"), words));
} else console.log(words);
