/** Facts and summaries for tests that are about where they are kept and not about what they say. */
import type { Facts } from "../../functions/figures/facts.ts";

/** One of Knowsley that is open at its first stage. */
export const facts = (changes: Partial<Facts> = {}): Facts => ({
  reference: "7K3M-9QXD",
  policy: { id: "knowsley", version: "2020-06" },
  partnership: "knowsley",
  area: "knowsley",
  raising: "whitebeam-school",
  receiving: "social-care",
  type: "level-of-need",
  commonType: "threshold or level of need",
  raisedAt: "2026-11-17T10:00:00.000Z",
  late: false,
  immediateRisk: false,
  stages: [],
  outcome: "open",
  deadlinesPassed: [],
  owed: [],
  unheld: [],
  undelivered: [],
  datesAgreed: [],
  ...changes,
});
