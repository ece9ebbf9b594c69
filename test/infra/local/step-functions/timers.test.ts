import { afterEach, describe, expect, test } from "vitest";
import { instantToMs } from "../../../../infra/local/clock.ts";
import { VirtualTimers } from "../../../../infra/local/step-functions/timers.ts";
import { closeAll, open } from "./support.ts";

afterEach(closeAll);

describe("while the clock runs", () => {
  test("timers fire by themselves, on time", async () => {
    const { start, server, clock, changes } = await open(
      { Pause: { Type: "Wait", TimestampPath: "$.until", End: true } },
      { held: false },
    );
    const dueMs = clock.nowMs() + 50;
    await start("A-1", { until: new Date(dueMs).toISOString() });
    await expect.poll(() => changes.at(-1)?.status, { interval: 5, timeout: 5_000 }).toBe("SUCCEEDED");
    const stopped = instantToMs(changes.at(-1)?.stopDate as string);
    expect(stopped).toBeGreaterThanOrEqual(dueMs);
    expect(stopped).toBeLessThan(dueMs + 2_000);
    await server.quiet();
  });

  test("a timer far beyond 24.8 days does not fire early, and does once the clock has been moved past it", async () => {
    const { start, describeExecution, clock, changes, server } = await open(
      { Pause: { Type: "Wait", TimestampPath: "$.until", End: true } },
      { held: false },
    );
    const arn = await start("A-1", { until: new Date(clock.nowMs() + 60 * 86_400_000).toISOString() });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server.quiet();
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    clock.hold(clock.nowMs() + 61 * 86_400_000);
    expect((await describeExecution(arn)).status).toBe("RUNNING");
    clock.release();
    await expect.poll(() => changes.at(-1)?.status, { interval: 5, timeout: 5_000 }).toBe("SUCCEEDED");
  });
});

describe("virtual timers", () => {
  test("fire in the order of their times, then of their setting, and not when cleared", () => {
    let now = 1_000;
    const timers = new VirtualTimers(() => now);
    const fired: string[] = [];
    const set = (name: string, delay: number) => timers.set(() => fired.push(name), delay);
    set("late", 500);
    set("first", 100);
    set("second", 100);
    const cleared = set("cleared", 100);
    set("at once", -5);
    timers.clear(cleared);
    timers.clear(cleared);
    expect(timers.earliestMs()).toBe(1_000);
    expect(timers.fireNext()).toEqual({ atMs: 1_000, setMs: 1_000 });
    expect(timers.fireNext()).toBeUndefined();
    now = 1_499;
    while (timers.fireNext() !== undefined);
    expect(fired).toEqual(["at once", "first", "second"]);
    expect([timers.size, timers.earliestMs()]).toEqual([1, 1_500]);
  });

  test("keep their order among thousands, set and cleared at random", () => {
    let now = 0;
    const timers = new VirtualTimers(() => now);
    const fired: number[] = [];
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const ids = Array.from({ length: 3_000 }, () => {
      const delay = Math.floor(random() * 500);
      return timers.set(() => fired.push(delay), delay);
    });
    ids.filter((_, index) => index % 3 === 0).forEach((id) => timers.clear(id));
    now = 1_000;
    while (timers.fireNext() !== undefined);
    expect(fired).toHaveLength(2_000);
    expect(fired).toEqual(fired.toSorted((a, b) => a - b));
  });
});
