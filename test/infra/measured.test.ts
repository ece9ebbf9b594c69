/** The table of costs is made of what was counted once; what an escalation uses now is that still. */
import { expect, test } from "vitest";
import { measureRun } from "../../infra/costs/lived.ts";
import { readMeasured } from "../../infra/costs/measured.ts";
import { expected } from "../../infra/local/demo/both-ends.ts";

test("an escalation that is settled at its first stage uses what was counted (npm run costs:measure counts anew, npm run costs -- --write makes the table)", async () => {
  const knowsley = expected.find(({ sample }) => sample === "knowsley");
  if (!knowsley) throw new Error("Knowsley’s policy is played");
  const counted = readMeasured().runs.find(({ policy, story }) => policy === "knowsley" && story === "first stage");
  const { stages, transitions, tasks, requests, database, recipients, readers, spans, days, look, walk } =
    await measureRun(knowsley, "first stage");
  expect(counted).toMatchObject({
    stages,
    transitions,
    tasks,
    requests,
    database,
    recipients,
    readers,
    spans,
    days,
    look,
    walk,
  });
});
