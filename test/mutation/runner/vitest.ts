/**
 * What the tests see as `vitest` while mutants are tried: the real `expect`, and a `describe` and `test` that only gather. So a test is a function that can be
 * called again and again in one process, and a mutant costs the milliseconds of its tests, and no start of a worker.
 */
export { expect } from "vitest";

type Body = (...given: unknown[]) => unknown;

/** A test of the file that is being loaded. */
export interface Gathered {
  readonly name: string;
  readonly run: () => unknown;
}

let gathering: Gathered[] = [];
let within: readonly string[] = [];

/** The tests of one file, gathered while `load` loads it. */
export async function gather(load: () => Promise<unknown>): Promise<readonly Gathered[]> {
  gathering = [];
  within = [];
  await load();
  return gathering;
}

const given = (row: unknown): unknown[] => (Array.isArray(row) ? row : [row]);

function add(name: string, body: Body, of: readonly unknown[] = []) {
  gathering.push({ name: [...within, name].join(" > "), run: () => body(...of) });
}

/** Each row's number stands in its name: two rows are two tests, whatever their values. */
const forEach =
  (once: (name: string, body: Body, of: readonly unknown[]) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body) =>
    rows.forEach((row, index) => once(`${name} #${index + 1}`, body, given(row)));

function suite(name: string, body: Body, of: readonly unknown[] = []) {
  const outside = within;
  within = [...outside, name];
  body(...of);
  within = outside;
}

const gathers = () => Object.assign((name: string, body: Body) => add(name, body), { each: forEach(add) });
export const test = gathers();
export const it = gathers();
export const describe = Object.assign((name: string, body: Body) => suite(name, body), { each: forEach(suite) });

/** What a file made for its tests stays for as long as they may be called again. */
export function afterAll(tidy: Body) {
  process.once("exit", () => void tidy());
}
