import { expect, test } from "vitest";
import { digestMessage } from "../../../functions/digest/message.ts";
import { facts } from "../../support/facts.ts";

test("ALL-08 the partnership sees which deadlines both sides agreed in the period, and not those of another", () => {
  const message = digestMessage({
    partnership: "Medway Safeguarding Children Partnership",
    every: "week",
    what: ["open escalations"],
    period: { from: "2026-11-16", to: "2026-11-22" },
    now: "2026-11-23T09:00:00.000Z",
    nameOf: (id) => id,
    facts: [
      facts({
        reference: "2222-AAAA",
        datesAgreed: [
          { at: "2026-11-15T23:59:00.000Z", stage: "informal", until: "2026-11-20T17:00:00.000Z" },
          { at: "2026-11-17T10:00:00.000Z", stage: "informal", until: "2026-12-03T17:00:00.000Z" },
        ],
      }),
    ],
  });
  const section = message.text.split("\n\n").find((each) => each.startsWith("Deadlines that both sides agreed"));
  expect(section).toContain("2222-AAAA: informal, 5pm on Thursday 3 December 2026. Why is on the record.");
  expect(section).not.toContain("20 November");
});
