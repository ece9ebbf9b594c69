/** `--laptop`: an operator’s commands on the service of a laptop, by its own clock. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { journey } from "../../support/journey.ts";
import { raiseSample } from "../../../infra/local/raising.ts";
import { operatorOf } from "./run.ts";

test("records of a laptop are listed, held, exported and erased with nothing else named", async () => {
  const { laptop } = await journey("2026-11-23T10:00:00.000Z");
  const nowhere = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "none", endpoint: "http://localhost:1" }));
  const operator = operatorOf(nowhere);
  const run = (command: string, ...more: string[]) =>
    operator.run([...command.split(" "), ...more, "--laptop"], { laptop: laptop.workbench });
  const raised = await raiseSample("knowsley", {
    service: laptop.service,
    now: laptop.clock.now(),
    tokenOf: laptop.tokenFor,
    ask: (url, init) => fetch(url, init),
  });
  if (!raised || !("reference" in raised)) throw new Error("The sample should be raised");
  const { reference } = raised;
  await laptop.quiet();

  expect((await run("retention due")).said).toContain(
    "Medway Safeguarding Children Partnership (medway): escalations, 75 years",
  );
  expect((await run(`hold place ${reference}`, "--asked-by", "Legal", "--reason", "Inquest")).code).toBe(0);
  expect((await run(`erase ${reference}`, "--yes", "--although-open")).told).toContain("under a legal hold");
  expect((await run(`hold lift ${reference}`, "--asked-by", "Legal", "--reason", "Over")).code).toBe(0);
  const folder = mkdtempSync(join(tmpdir(), "export-"));
  expect((await run(`export ${join(folder, "all.jsonl")}`)).said).toContain("1 record with");
  rmSync(folder, { recursive: true, force: true });
  expect((await run(`erase ${reference}`, "--yes", "--although-open")).said).toContain("are erased.");
  expect((await run("erasures list")).said).toBe(
    `${reference}  2026-11-23  on request\n1 record is on the list of erasures.`,
  );
  expect((await run("erasures again")).said).toBe("Nothing that was erased can be read. Nothing was done.");
  expect(operator.bucket.versions).toEqual([]);
});

test("without a service it says to start it", async () => {
  const ran = await operatorOf(undefined as never).run(["retention", "due", "--laptop"]);
  expect([ran.code, ran.told]).toEqual([
    1,
    "Nothing answers at http://localhost:1. Start the service first, in another terminal: npm start",
  ]);
});
