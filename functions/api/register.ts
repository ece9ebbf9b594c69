/** A partnership's register and its report of a period, for a system that speaks for it (ALL-12, TP-09). */
import * as z from "../../policies/schemas.ts";
import { dayOf } from "../../policies/calendar/instant.ts";
import { commonTypes } from "../../policies/language/common-types.ts";
import { previousOf } from "../figures/report.ts";
import type { FiguresDependencies } from "../figures/read.ts";
import { register as words } from "../pages/words/register.ts";
import { referenceIn } from "../register/asked.ts";
import { timeInWords } from "../register/columns.ts";
import { registerCsv } from "../register/csv.ts";
import { lastYear, readRegister } from "../register/read.ts";
import { readReport, reportCsv, reportShown } from "../register/report.ts";
import { matching, pageOf, sorted, sorts, standings, type Row } from "../register/rows.ts";
import type { RegisterAnswer, ReportAnswer } from "./answers.ts";
import { day, readParameters, wrongPeriod } from "./parameters.ts";
import type { Problem } from "./problem.ts";

const oneOf = (values: readonly string[]) => `give one of: ${values.join(", ")}`;
const agencySays = "an agency is given by its id, such as whitebeam-primary";
const agency = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]*$/, { error: agencySays }));
const pageSays = "page is a whole number from 1";
const bothDays = "give from and to both, or neither for the last twelve months";

const parameters = z
  .strictObject({
    from: z.optional(day),
    to: z.optional(day),
    state: z.optional(z.enum(standings, { error: oneOf(standings) })),
    stage: z.optional(
      z.string().check(
        z.regex(/^[^/]+\/[^/]+$/, {
          error: "a stage is given as the register has it, such as knowsley/practitioners",
        }),
      ),
    ),
    type: z.optional(z.enum(commonTypes, { error: oneOf(commonTypes) })),
    raising: z.optional(agency),
    receiving: z.optional(agency),
    reference: z.optional(
      z
        .pipe(
          z.string(),
          z.transform((text) => referenceIn(text) ?? ""),
        )
        .check(
          z.refine((text) => text !== "", { error: "a reference has eight letters and digits, such as 7K3M-9QXD" }),
        ),
    ),
    sort: z.withDefault(z.enum(sorts, { error: oneOf(sorts) }), "most delayed"),
    page: z.withDefault(
      z.pipe(z.string().check(z.regex(/^[1-9]\d{0,5}$/, { error: pageSays })), z.transform(Number)),
      1,
    ),
  })
  .check(
    z.superRefine(({ from, to }, context) => {
      const wrong = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
      if ((from === undefined) !== (to === undefined)) wrong(from === undefined ? "from" : "to", bothDays);
      if (from === undefined || to === undefined) return;
      const message = wrongPeriod({ from, to });
      if (message !== undefined) wrong("to", message);
    }),
  );

/** What the document says of them. */
export const documentedRegister = {
  day: z.string().check(z.meta({ format: "date" })),
  state: z.enum(standings),
  type: z.enum(commonTypes),
  sort: z.withDefault(z.enum(sorts), "most delayed"),
  page: z.withDefault(z.int().check(z.gte(1)), 1),
  text: z.string(),
};

type Query = Readonly<Record<string, readonly string[]>>;

/** A file: what it is called, without ending, and what is in it. */
interface File {
  readonly name: string;
  readonly csv: string;
}

/**
 * @param as JSON has a page of the register, CSV all of it
 * @returns a problem that names each parameter that is wrong. Days are London's. @param now UTC
 */
export async function registerAsked(
  partnership: string,
  query: Query,
  as: "json" | "csv",
  now: string,
  dependencies: FiguresDependencies,
): Promise<{ readonly answer: RegisterAnswer } | { readonly file: File } | { readonly problem: Problem }> {
  const there = "from, to, state, stage, type, raising, receiving, reference, sort and page";
  const read = readParameters(query, parameters, there);
  if ("problem" in read) return read;
  const { from, to, sort, page, ...filters } = read.parameters;
  const period = from === undefined || to === undefined ? lastYear(now) : { from, to };
  const { rows: all } = await readRegister(partnership, period, now, dependencies);
  const rows = sorted(matching(all, filters), sort);
  if (as === "csv") return { file: { name: `register-${partnership}-${dayOf(now)}`, csv: registerCsv(rows, now) } };
  const { rows: shown, ...paged } = pageOf(rows, page);
  return {
    answer: { partnership, period, at: now, ...paged, escalations: shown.map(registered) },
  };
}

function registered({ standings: state, outcome, due, left, ...row }: Row): RegisterAnswer["escalations"][number] {
  return {
    ...row,
    state: [...state],
    stateInWords: words.state(outcome, state),
    ...(due === undefined ? {} : { due }),
    ...(left === undefined ? {} : { timeInWords: timeInWords(left) }),
  };
}

const reportParameters = z.strictObject({ from: day, to: day }).check(
  z.superRefine((period, context) => {
    const message = wrongPeriod(period);
    if (message !== undefined) context.addIssue({ code: "custom", path: ["to"], message });
  }),
);

/** As `registerAsked`; the period before is of the same kind. */
export async function reportAsked(
  partnership: string,
  query: Query,
  as: "json" | "csv",
  now: string,
  dependencies: FiguresDependencies,
): Promise<{ readonly answer: ReportAnswer } | { readonly file: File } | { readonly problem: Problem }> {
  const read = readParameters(query, reportParameters, "from and to");
  if ("problem" in read) return read;
  const period = read.parameters;
  const { report, nameOf } = await readReport(partnership, period, now, dependencies);
  if (as === "csv")
    return {
      file: {
        name: `report-${partnership}-${period.from}-to-${period.to}`,
        csv: reportCsv(reportShown(report, partnership, now, nameOf)),
      },
    };
  const { figures, before, silent } = report;
  const named = (id: string) => ({ id, name: nameOf(id) });
  return {
    answer: {
      partnership,
      period,
      previousPeriod: previousOf(period),
      figures: { partnership, ...figures },
      before: { partnership, ...before },
      silent: {
        neverRaised: silent.neverRaised.map(named),
        neverAnswered: silent.neverAnswered.map(({ agency: id, asked }) => ({ ...named(id), asked })),
      },
    },
  };
}
