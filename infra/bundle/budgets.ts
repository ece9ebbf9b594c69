/**
 * How large what a function loads when it starts may be, and what of it: every kilobyte is read before the first event is
 * answered. Of what is beside it, loaded where it is needed, nothing is counted here (index.ts).
 *
 * In thousands of bytes, minified, a little above what there is. Whoever has to raise one asks first whether all that came
 * is needed at every start: `await import(…)` loads it when it is, and a module imports from a narrower one.
 */
import type { Contents, FunctionName } from "./index.ts";

/** Packages that come with the clients of AWS. */
const sdk = /^node_modules\/(?:@aws-sdk|@smithy|@aws|mnemonist|obliterator)\//;

/** Under what a file of a bundle is counted: a package, `policies`, the pages, or the rest of the functions. */
function partOf(file: string): string {
  if (sdk.test(file)) return "AWS SDK";
  const [, ofPackage] = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (ofPackage?.startsWith("@aws-lambda-powertools/")) return "Powertools";
  if (ofPackage === "@date-fns/tz") return "date-fns";
  return ofPackage ?? /^(?:functions\/pages|functions|policies)(?=\/)/.exec(file)?.[0] ?? file;
}

/** What is in a bundle, in thousands of bytes by its part, the largest first. */
function partsOf(contents: Contents): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  for (const [file, bytes] of contents) {
    if (bytes === 0) continue;
    const part = partOf(file);
    parts.set(part, (parts.get(part) ?? 0) + bytes / 1000);
  }
  return new Map([...parts].toSorted(([, a], [, b]) => b - a));
}

type Budget = Readonly<Record<string, number>>;

/** What every function has. A policy that is held adds 5 to 10: they are counted, and not to be saved at. */
const every: Budget = { "AWS SDK": 197, policies: 150, Powertools: 36, "date-fns": 1 };
const withWorkflow = { "AWS SDK": 222 };
const withWorkflowAndMail = { "AWS SDK": 265 };
const withMail = { "AWS SDK": 242 };
/** Those that read what stands on a record. */
const reading = { ...every, zod: 38 };
const telling = { ...reading, ...withWorkflowAndMail, "ical-generator": 38 };

export const budgets: Readonly<Record<FunctionName, Budget>> = {
  api: {
    ...reading,
    "AWS SDK": 405,
    functions: 147,
    "functions/pages": 12,
    zod: 44,
    hono: 32,
    jose: 22,
    "csv-stringify": 12,
  },
  pages: {
    ...reading,
    ...withWorkflowAndMail,
    functions: 175,
    "functions/pages": 350,
    zod: 44,
    hono: 32,
    nunjucks: 41,
  },
  register: {
    ...every,
    ...withMail,
    functions: 56,
    "functions/pages": 216,
    zod: 21,
    hono: 32,
    nunjucks: 41,
    "csv-stringify": 12,
  },
  open: { ...telling, functions: 143 },
  await: { ...reading, ...withWorkflow, functions: 82 },
  tick: { ...telling, functions: 143 },
  settle: { ...telling, functions: 143 },
  alertOpen: { ...telling, functions: 122 },
  alertAwait: { ...reading, ...withWorkflow, functions: 82 },
  alertTick: { ...telling, functions: 122 },
  alertSettle: { ...telling, functions: 122 },
  reconcile: { ...telling, functions: 158 },
  digest: { ...every, ...withMail, functions: 48, zod: 11 },
  bounces: { ...reading, ...withWorkflow, functions: 100 },
  daily: { ...reading, "AWS SDK": 380, functions: 26, "date-fns": 7 },
  guard: { ...every, functions: 13, zod: 27 },
};

/** What of a bundle is over its budget, in words that say by how much and what is largest there; empty where nothing is. */
export function overBudget(budget: Budget, contents: Contents): string[] {
  const over = [...partsOf(contents)].filter(([part, size]) => size > (budget[part] ?? 0));
  return over.map(([part, size]) => {
    const allowed = budget[part] ?? 0;
    const largest = [...contents]
      .filter(([file]) => partOf(file) === part)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, 5)
      .map(([file, bytes]) => `${file} ${kilobytes(bytes / 1000)}`);
    return `${part}: ${kilobytes(size)} kB, which is ${kilobytes(size - allowed)} over ${allowed}. The largest of it: ${largest.join(", ")}`;
  });
}

const kilobytes = (size: number) => size.toFixed(1);
