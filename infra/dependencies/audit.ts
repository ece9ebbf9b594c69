/** What a registry answered to `npm audit --json`, judged. Not every registry answers one: then that is said, and nothing is known. */
import { z } from "zod";
import type { Lock } from "./lock.ts";

/** A vulnerability that is known and lived with for a while. Never one of high or critical severity in production. */
export interface Accepted {
  /** As GitHub's advisory database names it, GHSA-xxxx-xxxx-xxxx. */
  readonly advisory: string;
  readonly package: string;
  readonly because: string;
  /** The day (UTC) on which somebody looks again: from then on it is not accepted any more. */
  readonly until: string;
}

const advisory = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.enum(["info", "low", "moderate", "high", "critical"]),
});
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    // A text names another package of the report, through which it comes.
    z.object({ nodes: z.array(z.string()), via: z.array(z.union([z.string(), advisory])) }),
  ),
});

export type Audited =
  | { readonly answered: true; readonly broken: readonly string[] }
  | { readonly answered: false; readonly because: string };

/**
 * @param output what npm printed @param today UTC
 * @returns that there was no answer, where what was printed is no report
 */
export function judged(output: string, lock: Lock, accepted: readonly Accepted[], today: string): Audited {
  const report = reportIn(output);
  if ("because" in report) return { answered: false, because: report.because };
  const met = new Set<Accepted>();
  const broken = Object.values(report.vulnerabilities).flatMap(({ nodes, via }) =>
    via.flatMap((each) => {
      if (typeof each === "string") return [];
      const inProduction = nodes.some((place) => !lock.packages[place]?.dev);
      const grave = inProduction && (each.severity === "high" || each.severity === "critical");
      const known = accepted.find((one) => one.package === each.name && each.url.endsWith(one.advisory));
      if (known) met.add(known);
      const says = `${each.name}, used in ${inProduction ? "production" : "development"}: ${each.title} (${each.severity}, ${each.url})`;
      if (grave) return [`${says}. This is accepted under no circumstances: update or replace it`];
      if (!known) return [`${says}. Update it, or accept it for a while, with why, in infra/dependencies/decided.ts`];
      return known.until <= today ? [`${says}. It was accepted until ${known.until}: look again`] : [];
    }),
  );
  const gone = accepted.filter((each) => !met.has(each));
  return {
    answered: true,
    broken: [
      ...broken,
      ...gone.map(
        (each) =>
          `${each.advisory} of ${each.package} is reported no longer: take it off infra/dependencies/decided.ts`,
      ),
    ],
  };
}

function reportIn(output: string): z.infer<typeof reportSchema> | { readonly because: string } {
  let told: unknown;
  try {
    told = JSON.parse(output);
  } catch {
    return { because: output.trim().split("\n")[0] || "nothing was printed" };
  }
  const parsed = reportSchema.safeParse(told);
  if (parsed.success) return parsed.data;
  const refused = z.object({ message: z.string() }).safeParse(told);
  return {
    because: refused.success ? refused.data.message : "what was answered is not a report that can be read here",
  };
}
