import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { instantToMs, openClock, readSharedClock } from "../../../infra/local/clock.ts";

const YEAR_MS = 365 * 86_400_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the local clock", () => {
  test("starts at the machine's time and runs at its speed", () => {
    const before = Date.now();
    const clock = openClock(folder);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(before);
    expect(clock.nowMs()).toBeLessThanOrEqual(Date.now());
    expect(clock.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    clock.close();
  });

  test("stands exactly where it is held, and runs on from there", () => {
    const clock = openClock(folder);
    const target = clock.nowMs() + YEAR_MS;
    clock.hold(target);
    expect([clock.nowMs(), clock.nowMs(), clock.held()]).toEqual([target, target, true]);
    clock.release();
    expect(clock.held()).toBe(false);
    expect(clock.nowMs() - target).toBeGreaterThanOrEqual(0);
    expect(clock.nowMs() - target).toBeLessThan(5_000);
    clock.close();
  });

  test("a worker's view shows the same time", () => {
    const clock = openClock();
    const seen = readSharedClock(clock.shared);
    clock.hold(clock.nowMs() + 1_000);
    expect([seen.nowMs(), seen.held()]).toEqual([clock.nowMs(), true]);
    clock.release();
    expect(Math.abs(seen.nowMs() - clock.nowMs())).toBeLessThan(1_000);
  });

  test.each([false, true])("keeps the moved time after a restart (closed first: %s)", (closed) => {
    const clock = openClock(folder);
    const target = clock.nowMs() + YEAR_MS;
    clock.hold(target);
    if (closed) clock.close();
    const again = openClock(folder);
    expect(again.nowMs() - target).toBeGreaterThanOrEqual(0);
    expect(again.nowMs() - target).toBeLessThan(5_000);
    again.close();
  });

  test("never shows an earlier time after a restart, even if the machine's clock was set back", () => {
    const last = Date.now() + YEAR_MS;
    writeFileSync(join(folder, "clock.json"), JSON.stringify({ offsetMs: 0, lastMs: last }));
    const clock = openClock(folder);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(last);
    clock.close();
    expect(JSON.parse(readFileSync(join(folder, "clock.json"), "utf8"))).toHaveProperty("lastMs");
  });

  test("refuses to go back", () => {
    const clock = openClock(undefined, { start: "2025-01-06T09:00:00.000Z" });
    clock.hold(instantToMs("2025-01-07T09:00:00.000Z"));
    expect(() => clock.hold(instantToMs("2025-01-06T12:00:00.000Z"))).toThrow(
      "The clock shows 2025-01-07T09:00:00.000Z and cannot be moved back to 2025-01-06T12:00:00.000Z",
    );
    expect(clock.now()).toBe("2025-01-07T09:00:00.000Z");
  });

  test.each([Number.NaN, 1.5, 1e17])("refuses %s as a time", (ms) => {
    expect(() => openClock().hold(ms)).toThrow("not a time");
  });

  test.each(["tomorrow", "2025-01-07", "2025-01-07T09:00:00+01:00"])("refuses %s as an instant", (text) => {
    expect(() => instantToMs(text)).toThrow("is not an instant");
  });

  test("says what is wrong with a file that is no clock", () => {
    writeFileSync(join(folder, "clock.json"), "{");
    expect(() => openClock(folder)).toThrow("clock.json does not hold a clock");
  });

  test("starts at the time given only if it was never opened before", () => {
    const first = openClock(folder, { start: "2030-01-01T00:00:00.000Z" });
    expect(first.now()).toMatch(/^2030-01-01T00:00:0/);
    first.close();
    const second = openClock(folder, { start: "2040-01-01T00:00:00.000Z" });
    expect(second.now()).toMatch(/^2030-01-01T00:00:0/);
    second.close();
  });
});
