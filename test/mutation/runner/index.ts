/**
 * A test runner for Stryker that loads the tests once and calls them, quickest first, in its own process.
 *
 * A kill counts only if the same test passes straight afterwards without the mutant: otherwise something was remembered from one of the mutants before, and the
 * mutant is tried again in a fresh process.
 */
import type { MutantCoverage, StrykerOptions } from "@stryker-mutator/api/core";
import { PluginKind } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from "@stryker-mutator/api/test-runner";
import fc from "fast-check";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Gathered } from "./vitest.ts";

/** What the mutated code asks whether it is to behave, and tells that it was reached: the names are Stryker's. */
interface Switchboard {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

interface Test extends Gathered {
  readonly id: string;
  readonly file: string;
}

/** What the tests did without a mutant. */
interface Usual {
  /** How long each took, in milliseconds, by its id. */
  readonly took: Readonly<Record<string, number>>;
  /** How often a mutant's place was reached by the test that reached it most, by the mutant's id. */
  readonly reached: Readonly<Record<string, number>>;
}

/** Where the first process leaves it for the others: in the sandbox. */
const usually = "usually.json";

/** How many times as often as usual a test may reach a mutant before it is held to go round and round. */
const patience = 100;

const gatherer = new URL("vitest.ts", import.meta.url).href;

class InProcess implements TestRunner {
  private tests: readonly Test[] | undefined;
  private usual: Usual = { took: {}, reached: {} };
  private isFresh = true;
  private loads = 0;
  private remembers = false;
  /** Which mutants' places each test file reaches while it loads. */
  private readonly reachedByLoading = new Map<string, ReadonlySet<string>>();
  private readonly switchboard: Switchboard;
  private readonly include: readonly string[];
  private readonly longest: number;
  private readonly triesLoading: boolean;

  constructor(switchboard: Switchboard, options: StrykerOptions) {
    this.switchboard = switchboard;
    this.include = options["tests"] as readonly string[];
    this.longest = (options["longest"] as number | undefined) ?? Infinity;
    this.triesLoading = !options.ignoreStatic;
  }

  /** What a mutant does while the code loads can only be seen in a fresh process, which Stryker starts; the others need none. */
  capabilities() {
    return { reloadEnvironment: !this.triesLoading };
  }

  async init() {
    redirect();
    // Why a property does not hold is of no interest here, so nothing smaller is looked for.
    fc.configureGlobal({ endOnFailure: true });
  }

  /** Every test once, to see which mutants it reaches, and once more, to see that it can be called again. */
  async dryRun(): Promise<DryRunResult> {
    const tests = await this.load();
    const results: TestResult[] = [];
    for (const test of tests) {
      this.switchboard.currentTestId = test.id;
      const began = performance.now();
      const complaint = await complaintOf(test);
      const about = { id: test.id, name: test.name, fileName: test.file, timeSpentMs: performance.now() - began };
      this.switchboard.currentTestId = undefined;
      results.push(
        complaint === undefined
          ? { ...about, status: TestStatus.Success }
          : { ...about, status: TestStatus.Failed, failureMessage: complaint },
      );
    }
    const mutantCoverage = structuredClone(this.switchboard.mutantCoverage);
    for (const test of tests) {
      const complaint = await complaintOf(test);
      if (complaint !== undefined)
        return { status: DryRunStatus.Error, errorMessage: `${test.id} cannot be called twice: ${complaint}` };
    }
    const took = Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    this.usual = { took, reached: mostOf(Object.values(mutantCoverage?.perTest ?? {})) };
    writeFileSync(usually, JSON.stringify(this.usual));
    return { status: DryRunStatus.Complete, tests: results, ...(mutantCoverage ? { mutantCoverage } : {}) };
  }

  async mutantRun({
    activeMutant,
    mutantActivation,
    testFilter,
    hitLimit,
  }: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker tries a mutant again in a fresh process when a run rejects.
    if (this.remembers) throw new Error("Something is remembered from an earlier mutant");
    const { isFresh, switchboard } = this;
    this.isFresh = false;
    const isLoading = mutantActivation === "static";
    if (isLoading) switchboard.activeMutant = activeMutant.id;
    let tests: readonly Test[];
    try {
      tests = await this.load();
    } catch (error) {
      if (!isLoading) throw error;
      return killed("loading the tests", messageOf(error), 0);
    }
    const { took, reached } = this.usual;
    const usual = reached[activeMutant.id];
    const limit = isLoading || usual === undefined ? hitLimit : usual * patience;
    let count = 0;
    for (const test of quickestFirst(chosen(tests, testFilter), took)) {
      if ((took[test.id] ?? 0) > this.longest) break;
      count += 1;
      Object.assign(switchboard, { activeMutant: activeMutant.id, hitCount: 0, hitLimit: limit });
      const complaint = await complaintOf(test);
      if (!isLoading) switchboard.activeMutant = undefined;
      if (complaint === undefined) continue;
      if (limit !== undefined && (switchboard.hitCount ?? 0) > limit)
        return { status: MutantRunStatus.Timeout, reason: "It goes round and round" };
      if (!isLoading && (await complaintOf(test)) !== undefined) {
        this.remembers = true;
        if (!isFresh) throw new Error("Something is remembered from an earlier mutant");
      }
      return killed(test.id, complaint, count);
    }
    return isLoading ? { status: MutantRunStatus.Survived, nrOfTests: count } : this.runLoaded(activeMutant.id, count);
  }

  /** Tries a mutant that no test noticed by what test files do with it while they load: the tables and stories of their own. */
  private async runLoaded(mutant: string, count: number): Promise<MutantRunResult> {
    const { switchboard } = this;
    Object.assign(switchboard, { activeMutant: mutant, hitCount: 0, hitLimit: undefined });
    try {
      const tests = await this.loadedWith(mutant);
      for (const [index, test] of quickestFirst(tests, this.usual.took).entries()) {
        if ((this.usual.took[test.id] ?? 0) > this.longest) break;
        const complaint = await complaintOf(test);
        if (complaint !== undefined) return killed(test.id, complaint, count + index + 1);
      }
      return { status: MutantRunStatus.Survived, nrOfTests: count + tests.length };
    } catch (error) {
      return killed("loading the tests", messageOf(error), count);
    } finally {
      switchboard.activeMutant = undefined;
    }
  }

  private async load(): Promise<readonly Test[]> {
    if (this.tests) return this.tests;
    if (existsSync(usually)) this.usual = JSON.parse(readFileSync(usually, "utf8")) as Usual;
    const { gather } = (await import(gatherer)) as typeof import("./vitest.ts");
    const tests: Test[] = [];
    for (const file of globSync([...this.include]).toSorted()) {
      const before = { ...this.switchboard.mutantCoverage?.static };
      tests.push(...named(file, await gather(() => import(pathToFileURL(resolve(file)).href))));
      const after = Object.entries(this.switchboard.mutantCoverage?.static ?? {});
      this.reachedByLoading.set(file, new Set(after.flatMap(([id, count]) => (count > (before[id] ?? 0) ? [id] : []))));
    }
    this.tests = tests;
    return tests;
  }

  /** The tests of the files that reach a mutant while they load, loaded again with it: what they make of it there shows in them. */
  private async loadedWith(mutant: string): Promise<readonly Test[]> {
    const { gather } = (await import(gatherer)) as typeof import("./vitest.ts");
    const tests: Test[] = [];
    for (const [file, reached] of this.reachedByLoading) {
      if (!reached.has(mutant)) continue;
      this.loads += 1;
      const again = `${pathToFileURL(resolve(file)).href}?again=${this.loads}`;
      tests.push(...named(file, await gather(() => import(again))));
    }
    return tests;
  }
}

/** The tests ask for `vitest` and get the gatherer; the gatherer gets `vitest` itself. */
function redirect() {
  registerHooks({
    resolve: (name, context, next) =>
      name === "vitest" && context.parentURL !== gatherer ? { url: gatherer, shortCircuit: true } : next(name, context),
  });
}

/** Each with an id of its own, where two of a file have one name too. */
function named(file: string, gathered: readonly Gathered[]): Test[] {
  const names = new Map<string, number>();
  return gathered.map((each) => {
    const nth = (names.get(each.name) ?? 0) + 1;
    names.set(each.name, nth);
    return { ...each, file: resolve(file), id: `${file}#${each.name}${nth === 1 ? "" : ` (${nth})`}` };
  });
}

/** What the test complains of first, or nothing. */
async function complaintOf(test: Gathered): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const killed = (by: string, failureMessage: string, nrOfTests: number): MutantRunResult => ({
  status: MutantRunStatus.Killed,
  killedBy: [by],
  failureMessage,
  nrOfTests,
});

function chosen(tests: readonly Test[], filter: readonly string[] | undefined): readonly Test[] {
  if (filter === undefined) return tests;
  const wanted = new Set(filter);
  return tests.filter(({ id }) => wanted.has(id));
}

const quickestFirst = (tests: readonly Test[], took: Usual["took"]) =>
  tests.toSorted((one, other) => (took[one.id] ?? 0) - (took[other.id] ?? 0));

function mostOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const most: Record<string, number> = {};
  for (const of of counts)
    for (const [mutant, count] of Object.entries(of)) most[mutant] = Math.max(most[mutant] ?? 0, count);
  return most;
}

function inProcess(options: StrykerOptions) {
  // Under this name mutated code looks for who tells it which mutant it is.
  const { __stryker__ = {} } = globalThis as { __stryker__?: Switchboard };
  Object.assign(globalThis, { __stryker__ });
  return new InProcess(__stryker__, options);
}
inProcess.inject = ["options"] as const;

export const strykerPlugins = [{ kind: PluginKind.TestRunner, name: "in-process", factory: inProcess }];

export const strykerValidationSchema = {
  properties: {
    tests: { description: "The test files that are to notice.", type: "array", items: { type: "string" } },
    longest: { description: "Tests that take longer, in milliseconds, are not called.", type: "number" },
  },
};
