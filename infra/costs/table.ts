/** The costs as a part of infra/README.md. Amounts are US dollars. */
import type { assumptions } from "./assumptions.ts";
import {
  allOf,
  costOf,
  meanOf,
  ofAMonth,
  ofKeeping,
  ofOneEscalation,
  ofOneMorePartnership,
  ofTheEdge,
  requestsOf,
  type Lines,
} from "./costs.ts";
import type { Deployed } from "./deployed.ts";
import { stories, type Measured, type Run, type Story } from "./measured.ts";
import { priceNames, type Prices } from "./prices.ts";

export interface Known {
  readonly prices: Prices;
  readonly measured: Measured;
  readonly deployed: Deployed;
  /** How many metrics the service has of its own. */
  readonly metrics: number;
  readonly assumed: typeof assumptions;
}

const yearly = [50, 500, 5_000] as const;
const count = (number: number) => number.toLocaleString("en-GB");
const dollars = (amount: number) =>
  amount < 0.0001 ? "under 0.0001" : amount < 0.1 ? amount.toFixed(4) : amount.toFixed(2);

/** The whole part: totals, what they are made of, what was counted and assumed, and the prices. */
export function costsInWords(known: Known): string {
  const { prices, measured, deployed, metrics, assumed } = known;
  const price = (lines: Lines) => costOf(allOf(lines), prices);
  const fixed = ofAMonth(deployed, metrics, measured, assumed);
  const { mix } = assumed;
  const mixed = meanOf(measured.runs.map((run) => [ofOneEscalation(run, assumed), mix[run.story]] as const));
  const mean = (of: (run: Run) => number, runs: readonly Run[] = measured.runs) => {
    const weights = runs.reduce((sum, { story }) => sum + mix[story], 0);
    return runs.reduce((sum, run) => sum + of(run) * mix[run.story], 0) / weights;
  };
  const kept = (backups: number) => mean((run) => costOf(ofKeeping(run, backups), prices));
  const month = (escalations: number) => {
    const one = (escalations / 12) * price(mixed);
    return {
      fixed: price(fixed),
      one,
      kept: escalations * kept(assumed.backupsAfterAYear),
      edge: costOf(ofTheEdge((escalations / 12) * mean((run) => requestsOf(run, assumed)), assumed), prices),
      tenYears: 10 * escalations * kept(assumed.backupsAfterTenYears),
    };
  };
  const told = (story: Story) => measured.runs.filter((each) => each.story === story);
  const perStory = stories.map((story) =>
    meanOf(told(story).map((run) => [ofOneEscalation(run, assumed), 1] as const)),
  );
  const percent = (share: number) => `${Math.round(share * 100)} %`;

  return [
    `US dollars a month, without VAT and without any free tier (a small deployment pays less). Assumed: ${percent(mix["first stage"])} of escalations are settled at the first stage by an answer, ${percent(mix["second stage"])} at the second, and ${percent(mix["last stage"])} are silent until their last body decides; ${deployed.clients} systems use the API. As deployed by \`environments/example.ts\`, with all policies, at the end of the first year.`,
    "",
    table(
      [
        "Escalations a year",
        "Fixed",
        "What escalations use",
        "Keeping them",
        "**Together**",
        "With CloudFront and a firewall",
        "Keeping them in the tenth year",
      ],
      yearly.map((escalations) => {
        const { fixed, one, kept, edge, tenYears } = month(escalations);
        const together = fixed + one + kept;
        return [
          count(escalations),
          dollars(fixed),
          dollars(one),
          dollars(kept),
          `**${dollars(together)}**`,
          dollars(together + edge),
          dollars(tenYears),
        ];
      }),
    ),
    "",
    "What is fixed:",
    "",
    table(
      ["Every month", "US dollars"],
      Object.entries(fixed).map(([name, use]) => [name, dollars(costOf(use, prices))]),
    ),
    "",
    `Each further system at Cognito is ${dollars(costOf({ client: 1 }, prices))} more, which an OpenID issuer of your own spares you; each further partnership ${dollars(costOf(ofOneMorePartnership(measured), prices))} for its digests and its part of reconcile’s rounds. The keys are rotated yearly: in their second year they cost twice as much, from the third on three times.`,
    "",
    "What one escalation uses, the mean of the five policies:",
    "",
    table(
      ["", "Settled at the first stage", "At the second", "Silent to the last body", "As they are mixed"],
      [
        ...Object.keys(mixed).map((name) => [
          name,
          ...[...perStory, mixed].map((lines) => dollars(costOf(lines[name] ?? {}, prices))),
        ]),
        ["**Together**", ...[...perStory, mixed].map((lines) => `**${dollars(price(lines))}**`)],
        ...(
          [
            ["State transitions (number)", (run) => run.transitions],
            ["E-mails (number)", (run) => run.recipients],
            ["Read and write units", (run) => run.database.reads + run.database.writes],
            ["Kilobytes that stay", (run) => (run.recordBytes + run.workingBytes) / 1_000],
          ] as const satisfies readonly (readonly [string, (run: Run) => number])[]
        ).map(([name, of]) => [
          name,
          ...stories.map((story) => count(Math.round(mean(of, told(story))))),
          count(Math.round(mean(of))),
        ]),
      ],
    ),
    "",
    `Counted on ${measured.measured} (\`npm run costs:measure\` counts again): the five policies’ escalations were lived through on the laptop, whose database says what each request consumes. What could not be counted there is assumed, on the dear side: ${assumptionsInWords(assumed)}`,
    "",
    `Prices were looked up on ${prices["looked up"]}. AWS’s pages show theirs only in a browser, so these are from copies of its price list and from pages that quote it: look at AWS’s page before relying on one. Where London’s price was not found, that of the United States is raised by ${percent(prices.factor - 1)}. Sources are in \`costs/prices.yaml\`.`,
    "",
    table(
      ["Price of", "US dollars", "for", "in", "as of"],
      priceNames.map((name) => {
        const { what, usd, per, where, date, page } = prices.prices[name];
        return [`[${what}](${page})`, String(usd), count(per), where, date];
      }),
    ),
  ].join("\n");
}

const assumptionsInWords = (assumed: typeof assumptions) =>
  [
    `a function’s call takes ${assumed.secondsOfACall} s at ${assumed.gigabytesOfAFunction * 1024} MB, its start included`,
    `writes ${count(assumed.logBytesOfACall)} bytes of logs, which are kept ${assumed.logsKeptDays} days (a state transition ${count(assumed.logBytesOfATransition)})`,
    `asks KMS ${assumed.keyRequestsOfACall} times and is traced`,
    `of each e-mail the link is opened once by a mail scanner and once by its reader, whose browser asks for stylesheets and icon once (${assumed.requestsOfAReader} requests)`,
    `the web ACL has ${assumed.webRules} rules`,
    `a record is in ${assumed.backupsAfterAYear} backups after a year and in ${assumed.backupsAfterTenYears} after ten`,
  ].join("; ") + ".";

/** A table of Markdown, its columns padded as the formatter pads them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

const start = "<!-- costs -->";
const end = "<!-- /costs -->";

/**
 * A page with this in the place between the two marks.
 * @throws Error for a page without them
 */
export function between(page: string, words: string): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The page has no place for costs: ${start} and after it ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${words}\n\n${page.slice(to)}`;
}
