/** What is generated: the same for the same seed, of every kind that there is, and found as if the service had written it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutCommand, QueryCommand, ScanCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, test } from "vitest";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { generate, itemsFor, spanOf, type Plan } from "./generated.ts";
import { inventPartnerships } from "./partnerships.ts";
import { startServer } from "./server.ts";
import { clientOf, createTables, tables } from "./tables.ts";
import { writeAll } from "./write.ts";
import { publishedPolicies } from "../../policies/published.ts";

const temporary = mkdtempSync(join(tmpdir(), "generated-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const plan: Plan = { escalations: 40, measured: 10, years: 5, seed: 1 };
const invented = inventPartnerships(12);

async function itemsOf(of: Plan): Promise<object[]> {
  const items: object[] = [];
  for (let place = 0; place < of.escalations; place++) items.push(...itemsFor(generate(place, of, invented)));
  return items;
}

/** Everything of a table by its own keys, and everything that the index has, under the names of both. */
async function whole(client: DynamoDBDocumentClient) {
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: tables.working }));
  const sorted = items.toSorted((a, b) => (`${a["pk"]}${a["sk"]}` < `${b["pk"]}${b["sk"]}` ? -1 : 1));
  const keys = [...new Set(items.flatMap((each) => (each["summaryOf"] as string | undefined) ?? []))].toSorted();
  const index = await Promise.all(
    keys.map(async (key) => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tables.working,
          IndexName: "summaries",
          KeyConditionExpression: "summaryOf = :of",
          ExpressionAttributeValues: { ":of": key },
        }),
      );
      return [key, Items];
    }),
  );
  return { sorted, index };
}

describe("the generator", () => {
  test("the same seed gives the same items, byte by byte, and another seed gives others", async () => {
    const [one, again] = [JSON.stringify(await itemsOf(plan)), JSON.stringify(await itemsOf(plan))];
    expect(one.length).toBeGreaterThan(100_000);
    expect(again).toBe(one);
    expect(JSON.stringify(await itemsOf({ ...plan, seed: 2 }))).not.toBe(one);
  });

  test("the partnership that is measured has the same ones however many there are in all", async () => {
    const more = { ...plan, escalations: 400 };
    const own = (of: Plan, place: number) => {
      const { of: whose, life } = generate(place, of, invented);
      return { whose: whose.id, history: life.history };
    };
    for (let place = 0; place < plan.measured; place++) {
      expect(own(more, place)).toEqual(own(plan, place));
      expect(own(plan, place).whose).toBe("partnership-001");
    }
    for (let place = plan.measured; place < plan.escalations; place++)
      expect(own(plan, place).whose).not.toBe("partnership-001");
  });

  test("ALL-12 it has every ending, at every stage, under every policy, with risk, with e-mails that came back, and open ones", () => {
    const lives = Array.from({ length: 900 }, (_, place) => generate(place, { ...plan, measured: 0 }, invented).life);
    const ends = new Set(
      lives.map(({ state }) =>
        state.phase === "closed" || state.phase === "duties" ? `${state.how} at ${state.opened.length}` : state.phase,
      ),
    );
    expect([...ends]).toEqual(
      expect.arrayContaining([
        "resolved at 1",
        "resolved at 2",
        "resolved at 3",
        "outcome given at 3",
        "outcome given at 4",
        "withdrawn at 1",
        "at stage",
      ]),
    );
    const silent = lives.filter(({ state, history }) => {
      const ended = history.flatMap((each) => (each.type === "StageEnded" ? each.how : []));
      return state.opened.length >= 4 && ended.slice(0, 3).every((each) => each === "deadline passed");
    });
    expect(silent.length).toBeGreaterThan(0);
    const policies = new Set(lives.map(({ state }) => state.raised.policy.id.replace(/-\d+$/, "")));
    expect(policies).toEqual(new Set(publishedPolicies().map(({ policy }) => policy)));
    for (const what of [
      "NoticeBounced",
      "NoticeRefused",
      "DateAgreed",
      "DutyDone",
      "ItemsTicked",
      "ImmediateRiskFlagged",
    ])
      expect(
        lives.some(({ history }) => history.some((each) => each.type === what)),
        what,
      ).toBe(true);
    expect(lives.filter(({ state }) => state.immediateRisk).length).toBeGreaterThan(20);
    const { begin, end } = spanOf(plan);
    for (const { history, reference } of lives) {
      expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      for (const each of history) expect(each.at >= begin && each.at < end, `${reference} ${each.at}`).toBe(true);
    }
    expect(new Set(lives.map((each) => each.reference)).size).toBe(lives.length);
  });

  test("what is written past the server is found by it, in the table and in the index, as if it had taken it itself", async () => {
    const folder = join(temporary, "written");
    const { items } = await writeAll(folder, plan, invented);
    const written = await startServer(folder);
    const ordinary = await startDynamoDb({});
    const [one, other] = [clientOf(written.endpoint), clientOf(ordinary.endpoint)];
    await createTables(other);
    for (const Item of await itemsOf(plan)) await other.send(new PutCommand({ TableName: tables.working, Item }));
    const found = await whole(one);
    expect(found.sorted).toHaveLength(items);
    expect(found).toEqual(await whole(other));
    one.destroy();
    other.destroy();
    await Promise.all([written.close(), ordinary.close()]);
  });
});
