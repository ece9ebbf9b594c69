import { describe, expect, it } from "vitest";
import { metricsNamespace } from "../../functions/measure.ts";
import { inProcess, linesOf } from "../support/in-process.ts";

const measured = (script: string) =>
  inProcess(
    (root) => `import { logMetrics } from "${root}/functions/measure.ts";
      const { measure, publish } = logMetrics();\n${script}`,
  );

describe("figures", () => {
  it("become one line of the log, of which CloudWatch makes metrics, without a person, a reference or a partnership", () => {
    const printed = measured(`
      measure("NoticesSent");
      measure("NoticesSent");
      measure("HolidaysKnownForDays", 130);
      publish();
    `);
    expect(printed.errors).toBe("");
    const [line = {}, ...more] = linesOf(printed);
    expect(more).toEqual([]);
    const { _aws: aws, ...values } = line;
    expect(aws).toMatchObject({
      Timestamp: expect.any(Number) as number,
      CloudWatchMetrics: [
        {
          Namespace: metricsNamespace,
          Dimensions: [["service"]],
          Metrics: [
            { Name: "NoticesSent", Unit: "Count" },
            { Name: "HolidaysKnownForDays", Unit: "Count" },
          ],
        },
      ],
    });
    expect(values).toEqual({ service: "escalations", NoticesSent: [1, 1], HolidaysKnownForDays: 130 });
  });

  it("that are none are noted too, so that an alarm sees them", () => {
    expect(linesOf(measured(`measure("EscalationsOverdue", 0); publish();`))).toMatchObject([
      { EscalationsOverdue: 0 },
    ]);
  });

  it("print nothing at all where nothing was measured", () => {
    expect(measured(`publish();`)).toEqual({ status: 0, out: [], errors: "" });
  });

  it("are of one invocation: the next begins with none", () => {
    const printed = measured(`measure("NoticesSent"); publish(); publish(); measure("DigestsFailed"); publish();`);
    expect(linesOf(printed).map((line) => Object.keys(line).filter((name) => /^[A-Z]/.test(name)))).toEqual([
      ["NoticesSent"],
      ["DigestsFailed"],
    ]);
  });
});
