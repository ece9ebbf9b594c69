/**
 * One deployment serves many partnerships, and none of them sees another's. Knowsley tries to see Milton Keynes's: in the
 * indexes, by the API and in what is sent to it. 2026-11-17 is a Tuesday, 2026-11-23 a Monday; London is on UTC.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAlerts } from "../../functions/alerts/alerts.ts";
import { alertEventSchema } from "../../functions/alerts/core/events.ts";
import { submitAlert } from "../../functions/alerts/submit.ts";
import { askGroup, settleAlert, tickAlert } from "../../functions/alerts/tasks/tasks.ts";
import { createApi } from "../../functions/api/app.ts";
import { rulesOf } from "../../functions/container/writing.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import { sendDigests } from "../../functions/digest/digests.ts";
import { importDirectory } from "../../functions/directory/dynamodb-directory.ts";
import { heal, reconcile, replace } from "../../functions/reconcile/reconcile.ts";
import { dynamoDBRecord } from "../../functions/record/dynamodb-record.ts";
import { movedSince } from "../../functions/record/feed.ts";
import { recordKeys, tableDefinitions, workingKeys } from "../../infra/tables.ts";
import { publishedPolicies } from "../../policies/published.ts";
import { close, respond } from "./alerts/core.ts";
import { alertBody } from "./alerts/stack.ts";
import { concern, directoryFile, startRealServices, tuesday, type Services, type Stack } from "../support/stack.ts";
import { walk } from "../support/walk.ts";

/** Milton Keynes's moment: nothing of Knowsley's has it. */
/** From an instant to well after the last of these, UTC. */
const since = (begin: string) => ({ begin, end: "2027-01-01T00:00:00.000Z" });

const theirInstant = "2026-11-18T11:11:11.111Z";
const unopenedKey = "three, whose stage nobody opened";
const monday = "2026-11-23T09:00:00.000Z";
const firstOfMonth = "2026-12-01T09:00:00.000Z";

const groupMember = { name: "Verity Marlowe", email: "verity@care.example", agency: "Care" };
const alertGroup = { "learning-lessons-group": [groupMember] };
const directory = {
  partnerships: [
    ...directoryFile.partnerships.map((each) =>
      each.id === "knowsley" ? { ...each, roles: { ...each.roles, ...alertGroup } } : each,
    ),
    { id: "medway", name: "MSCP", inbox: "partnership@mscp.example", roles: alertGroup },
    { id: "training-provider", name: "The provider’s team", inbox: "team@harbourway.example", roles: {} },
    { id: "kent", name: "Kent’s partnership", inbox: "partnership@kent.example", roles: {}, areas: ["kent"] },
  ],
  agencies: [
    ...directoryFile.agencies,
    {
      id: "lenborough",
      name: "Lenborough Academy",
      kind: "education",
      areas: ["milton-keynes"],
      domains: ["lenborough.example"],
      inbox: "office@lenborough.example",
      roles: {},
    },
    {
      id: "ouse-care",
      name: "Ouse Valley Care",
      kind: "childrens-social-care",
      areas: ["milton-keynes"],
      domains: ["ouse.example"],
      inbox: "desk@ouse.example",
      roles: {},
    },
    {
      id: "harbourway",
      name: "Harbourway",
      kind: "training-provider",
      areas: ["kent"],
      ownPolicy: "training-provider",
      domains: ["harbourway.example"],
      inbox: "office@harbourway.example",
      roles: {},
    },
  ],
  clients: [
    ...directoryFile.clients,
    { id: "kscp", partnership: "knowsley" },
    { id: "mk", partnership: "milton-keynes" },
    { id: "kent", partnership: "kent" },
    { id: "lenborough-system", agency: "lenborough" },
    { id: "harbourway-system", agency: "harbourway" },
  ],
};

const theirConcern = {
  area: "milton-keynes",
  typeOfDisagreement: "care-planning",
  person: { name: "Peregrine Wolverton" },
  issue: "Nobody came to Stony Stratford",
  raising: { practitioner: { name: "Chris Dell", email: "c.dell@lenborough.example" } },
  receiving: { agency: "ouse-care", practitioner: { name: "Lee Ward", email: "l.ward@ouse.example" } },
};

let services: Services;
let stack: Stack;
let api: ReturnType<typeof createApi>;
/** Every reference, and under whose policy it runs. */
const partnershipOf = new Map<string, string>();
let ours: string;
let theirs: string;
let theirAlert: string;
/** Those that nobody ended, of every partnership. */
let stillOpen: readonly string[];

/** Knowsley takes practice alerts too: no other published policy than Medway's does. */
function rulesWithAlerts(policy: { readonly id: string; readonly version: string }): Rules {
  const rules = rulesOf(policy);
  const medways = publishedPolicies().find((each) => each.practiceAlerts)?.practiceAlerts;
  return medways ? { ...rules, policy: { ...rules.policy, practiceAlerts: medways } } : rules;
}

const submitConcern = async (client: string, partnership: string, changes: object, key: string) => {
  const response = await stack.post(concern({ ...changes }), { client, key });
  const text = await response.text();
  expect(response.status, text).toBe(201);
  const { reference } = JSON.parse(text) as { reference: string };
  partnershipOf.set(reference, partnership);
  return reference;
};

const submitAnAlert = async (client: string, partnership: string, key: string) => {
  const response = await api.request("/practice-alerts", {
    method: "POST",
    headers: {
      authorization: `Bearer token-${client}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(alertBody({ partnership })),
  });
  const text = await response.text();
  expect(response.status, text).toBe(201);
  const { reference } = JSON.parse(text) as { reference: string };
  partnershipOf.set(reference, partnership);
  return reference;
};

/** Opened, late, at its next stage, its execution replaced, withdrawn, noted after the end, erased: every path that writes. */
async function liveThrough(reference: string, from: string): Promise<void> {
  stack.clock.set(from);
  const path = walk(stack, reference);
  const first = await path.open();
  const { state } = await path.story();
  if (state.phase !== "at stage") throw new Error(`${reference} is at no stage`);
  const at = { seat: "raiser", stage: state.stage } as const;
  await path.answer({ ...at, type: "add note", kind: "note", words: "We rang" });
  await path.until(first.until);
  await replace(await path.story(), stack.tasks, "The execution was over while the escalation is open");
  await heal(reference, stack.tasks);
  await path.answer({ ...at, type: "withdraw", reason: "Settled" });
  await path.answer({ ...at, type: "add note", kind: "note", words: "And rang again" });
  await stack.tasks.record.erase(reference, stack.clock.now());
  await path.answer({ ...at, type: "add note", kind: "note", words: "After the erasure" });
}

async function alertLivesThrough(reference: string): Promise<void> {
  const { practiceAlerts } = stack.tasks;
  const input = { reference, execution: 1 };
  await settleAlert(input, practiceAlerts);
  await askGroup(input, practiceAlerts);
  const act = (command: ReturnType<typeof respond>) =>
    practiceAlerts.alerts.perform(reference, command, { kind: "party", seat: "member/1" });
  await act(respond(tuesday, "member/1"));
  await tickAlert(input, practiceAlerts);
  await act(close(tuesday, true));
  await settleAlert(input, practiceAlerts);
}

beforeAll(async () => {
  services = await startRealServices();
  const made = await services.stack();
  await importDirectory(services.dynamoDB, made.tables.working, directory);
  const record = dynamoDBRecord(services.dynamoDB, made.tables, alertEventSchema);
  const signal = (reference: string) => made.tasks.workflow.signal(reference);
  const alerts = createAlerts({ record, rulesOf: rulesWithAlerts, signal });
  stack = {
    ...made,
    tasks: { ...made.tasks, practiceAlerts: { ...made.tasks.practiceAlerts, alerts } },
    api: {
      ...made.api,
      submitAlert: (submission) =>
        submitAlert(submission, {
          ...made.api,
          record,
          alerts,
          rulesOf: rulesWithAlerts,
          inForce: (day) =>
            made.api.policies.inForce(day).map((each) => rulesWithAlerts({ ...each, id: each.policy }).policy),
        }),
    },
  };
  api = createApi(stack.api);
  await sendDigests(stack.digests);

  ours = await submitConcern("whitebeam-system", "knowsley", {}, "one");
  await walk(stack, ours).open();
  await liveThrough(await submitConcern("whitebeam-system", "knowsley", {}, "two"), tuesday);
  const ownPolicy = {
    area: "kent",
    typeOfDisagreement: "level-of-risk",
    raising: { practitioner: { name: "Casey Ford", email: "c.ford@harbourway.example" } },
  };
  const providers = await submitConcern("harbourway-system", "training-provider", ownPolicy, "one");
  await walk(stack, providers).open();
  const ourAlert = await submitAnAlert("whitebeam-system", "knowsley", "one");
  theirAlert = await submitAnAlert("whitebeam-system", "medway", "two");
  await alertLivesThrough(ourAlert);
  await alertLivesThrough(theirAlert);
  // One alert that stays open, too.
  const openAlert = await submitAnAlert("whitebeam-system", "medway", "three");
  await askGroup({ reference: openAlert, execution: 1 }, stack.tasks.practiceAlerts);

  stack.clock.set(theirInstant);
  theirs = await submitConcern("lenborough-system", "milton-keynes", theirConcern, "one");
  await walk(stack, theirs).open();
  const closed = await submitConcern("lenborough-system", "milton-keynes", theirConcern, "two");
  await liveThrough(closed, theirInstant);
  stack.clock.set(theirInstant);
  const unopened = await submitConcern("lenborough-system", "milton-keynes", theirConcern, unopenedKey);
  stillOpen = [ours, providers, openAlert, theirs, unopened];
  // Whatever reconcile writes, it writes of all of them.
  const { failed, looked } = await reconcile(stack.tasks, { everything: true, since: "2026-11-17" });
  expect(failed).toEqual([]);
  expect(looked.toSorted()).toEqual([...partnershipOf.keys()].toSorted());
  stack.clock.set("2026-11-19T15:00:00.000Z");
});
afterAll(() => services.close());

type Item = Record<string, unknown>;
/** Whose an item is by the record that it is about, whatever its keys say. */
const ownerOf = (item: Item): string => {
  const about = (item["summary"] as { reference: string } | undefined)?.reference ?? String(item["pk"]).split("#")[1];
  const owner = partnershipOf.get(about ?? "");
  if (owner === undefined) throw new Error(`${String(item["pk"])} stands in an index and is nobody's`);
  return owner;
};

describe("in every index the partnership is in the key", () => {
  test("every commit, of an escalation or a practice alert, whatever wrote it, is announced to its own partnership", async () => {
    const items = await services.items(stack.tables.record);
    const owners = new Set<string>();
    for (const item of items) {
      const key = String(item[recordKeys.indexPartition]);
      expect(key).toMatch(/^[a-z-]+#\d{4}-\d\d$/);
      expect(key.split("#")[0], `${String(item["pk"])} ${String(item["sk"])}`).toBe(ownerOf(item));
      owners.add(`${ownerOf(item)} ${String(item["pk"]).split("#")[0]}`);
    }
    expect([...owners].toSorted()).toEqual([
      "knowsley ALERT",
      "knowsley ESCALATION",
      "medway ALERT",
      "milton-keynes ESCALATION",
      "training-provider ESCALATION",
    ]);
  });

  test("every summary in the index, by state, area, raising agency or of an alert, stands under its own partnership", async () => {
    const items = (await services.items(stack.tables.working)).filter(
      (each) => each[workingKeys.indexPartition] !== undefined || each[workingKeys.indexSort] !== undefined,
    );
    for (const item of items) {
      const [partnership] = String(item[workingKeys.indexPartition]).split("#");
      expect(partnership, `${String(item["pk"])} ${String(item["sk"])}`).toBe(ownerOf(item));
    }
    expect([...new Set(items.map((each) => String(each[workingKeys.indexPartition])))].toSorted()).toEqual([
      "knowsley#alerts#ended",
      "knowsley#area#knowsley#ended#2026-11",
      "knowsley#area#knowsley#open",
      "knowsley#ended#2026-11",
      "knowsley#open",
      "knowsley#raised-by#whitebeam-school#ended#2026-11",
      "knowsley#raised-by#whitebeam-school#open",
      "medway#alerts#ended",
      "medway#alerts#open",
      "milton-keynes#area#milton-keynes#ended#2026-11",
      "milton-keynes#area#milton-keynes#open",
      "milton-keynes#ended#2026-11",
      "milton-keynes#open",
      "milton-keynes#raised-by#lenborough#ended#2026-11",
      "milton-keynes#raised-by#lenborough#open",
      "training-provider#area#kent#open",
      "training-provider#open",
      "training-provider#raised-by#harbourway#open",
    ]);
  });

  test("those are all the keys of indexes: each table has one index, and its partition is the key that was looked at", () => {
    const indexes = tableDefinitions(stack.tables).map((table) => {
      expect(table).not.toHaveProperty("LocalSecondaryIndexes");
      return (table.GlobalSecondaryIndexes ?? []).map((index) => index.KeySchema?.map((each) => each.AttributeName));
    });
    expect(indexes).toEqual([
      [[recordKeys.indexPartition, recordKeys.indexSort]],
      [[workingKeys.indexPartition, workingKeys.indexSort]],
    ]);
  });

  const referencesIn = async (found: AsyncIterable<{ readonly reference: string }>) => {
    const references = new Set<string>();
    for await (const { reference } of found) references.add(reference);
    return [...references].toSorted();
  };
  const ofPartnership = (partnership: string, kind: "alerts" | "escalations") =>
    [...partnershipOf]
      .filter(([reference, owner]) => owner === partnership && reference.startsWith("PA-") === (kind === "alerts"))
      .map(([reference]) => reference)
      .toSorted();

  test.each(["knowsley", "milton-keynes", "medway", "training-provider", "shropshire"])(
    "what is asked for %s is answered with its own and nothing else, in the feed, by the moment and since an instant",
    async (partnership) => {
      const { record, summaries, practiceAlerts } = stack.tasks;
      const moved = await movedSince(tuesday, "2026-11-30", { record, partnerships: () => [partnership] });
      const escalations = ofPartnership(partnership, "escalations");
      expect([...moved].toSorted()).toEqual([...escalations, ...ofPartnership(partnership, "alerts")].toSorted());
      expect(await referencesIn(summaries.aliveIn({ partnership }, since(tuesday)))).toEqual(escalations);
      const always = "9999-12-31T23:59:59.999Z";
      const open = (kind: "alerts" | "escalations") =>
        ofPartnership(partnership, kind).filter((each) => stillOpen.includes(each));
      expect(await referencesIn(summaries.openBefore(partnership, always))).toEqual(open("escalations"));
      expect(await referencesIn(practiceAlerts.summaries.openBefore(partnership, always))).toEqual(open("alerts"));
    },
  );

  test.each([
    "knowsley#area#milton-keynes",
    "milton-keynes#open",
    "knowsley#",
    "#",
    "",
    "knowsley:milton-keynes",
    "../milton-keynes",
    "KNOWSLEY",
  ])("a partnership called “%s” is asked for by nobody: it is refused before the database is asked", async (name) => {
    const { record, summaries, practiceAlerts } = stack.tasks;
    for (const found of [
      record.feed(name, "2026-11-18", tuesday),
      summaries.openBefore(name, theirInstant),
      summaries.aliveIn({ partnership: name }, since(tuesday)),
      practiceAlerts.summaries.openBefore(name, theirInstant),
    ])
      await expect(referencesIn(found)).rejects.toThrow("is no id of a partnership");
  });

  test.each(["knowsley#open", "milton-keynes#open#", "#", ""])(
    "an area or an agency called “%s” reaches into no other’s part of the index: it is refused",
    async (name) => {
      const { summaries } = stack.tasks;
      for (const scope of [{ area: name }, { raisedBy: name }])
        await expect(referencesIn(summaries.aliveIn(scope, since(tuesday)))).rejects.toThrow(
          "cannot be a part of a key of an index",
        );
    },
  );
});

/** What stands in nothing but Milton Keynes's. */
const theirMarks = () => [
  "lenborough",
  "Lenborough",
  "ouse-care",
  "Ouse Valley",
  "Wolverton",
  "Stony Stratford",
  theirInstant,
  ...[...partnershipOf].filter(([, owner]) => owner === "milton-keynes").map(([reference]) => reference),
];
const get = (path: string, client: string) =>
  api.request(path, { headers: { authorization: `Bearer token-${client}` } });
/** Asks for what is not theirs. What they wrote in the address may stand in the answer, as they wrote it; nothing else may. */
async function refused(path: string, client: string, statuses: readonly number[]): Promise<void> {
  const response = await get(path, client);
  const text = await response.text();
  expect(statuses, `${client} GET ${path}: ${text}`).toContain(response.status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const asked = path.toUpperCase();
  for (const mark of theirMarks()) if (!asked.includes(mark.toUpperCase())) expect(text).not.toContain(mark);
}

const november = "from=2026-11-01&to=2026-11-30";
const clientsOfOthers = ["kscp", "kent", "whitebeam-system", "care-system", "harbourway-system"];
const spelled = [
  "milton-keynes",
  "MILTON-KEYNES",
  "%6Dilton-keynes",
  "milton-keynes%23open",
  "milton-keynes%23",
  "knowsley%23area%23milton-keynes",
  "knowsley:milton-keynes",
  "knowsley%3Amilton-keynes",
  "knowsley,milton-keynes",
  "knowsley%2C%20milton-keynes",
  "knowsley/../milton-keynes",
  "knowsley%2F..%2Fmilton-keynes",
  "..%2Fmilton-keynes",
  "..%2f..%2fpartnerships%2fmilton-keynes",
  "milton-keynes%00",
  "milton-keynes%20",
  "*",
  "%2A",
  "%",
  "undefined",
];

describe("by the API", () => {
  test("Milton Keynes has its own: what the others try for is there", async () => {
    const figures = await get(`/partnerships/milton-keynes/figures?${november}`, "mk");
    expect(await figures.json()).toMatchObject({
      raised: { number: 3, byAgencies: [{ raising: "lenborough", receiving: "ouse-care", number: 3 }] },
    });
    expect((await get(`/escalations/${theirs}`, "lenborough-system")).status).toBe(200);
    const list = (await (await get("/escalations", "lenborough-system")).json()) as { escalations: unknown[] };
    expect(list.escalations).toHaveLength(3);
  });

  describe.each(clientsOfOthers)("with the token of %s", (client) => {
    test("Milton Keynes's figures are refused, however their address is written", async () => {
      for (const id of spelled) {
        await refused(`/partnerships/${id}/figures?${november}`, client, [403, 404]);
        await refused(`/partnerships/${id}/figures?${november}&area=milton-keynes`, client, [403, 404]);
      }
    });

    test("no reference of Milton Keynes's opens its record, however it is written", async () => {
      for (const written of [
        theirs,
        theirs.toLowerCase(),
        `${theirs}%23`,
        `${theirs}%23000000001`,
        `${theirs}%20`,
        `ESCALATION%23${theirs}`,
        `SUMMARY%23${theirs}`,
        `${ours}%2F..%2F${theirs}`,
        `${ours}/../${theirs}`,
        `..%2F${theirs}`,
        `${ours}:${theirs}`,
        theirAlert,
        `ALERT%23${theirAlert}`,
      ])
        await refused(`/escalations/${written}`, client, [404]);
    });
  });

  test("Knowsley's own figures are Knowsley's, and those of Milton Keynes's area among them are none", async () => {
    const text = await (await get(`/partnerships/knowsley/figures?${november}`, "kscp")).text();
    expect(JSON.parse(text)).toMatchObject({
      raised: { number: 2, byAgencies: [{ raising: "whitebeam-school", receiving: "social-care", number: 2 }] },
    });
    for (const mark of [...theirMarks(), "milton-keynes", "harbourway"]) expect(text).not.toContain(mark);
    const ofArea = await get(`/partnerships/knowsley/figures?${november}&area=milton-keynes`, "kscp");
    expect(await ofArea.json()).toMatchObject({ raised: { number: 0 }, open: { number: 0 } });
  });

  test.each([
    "area=milton-keynes%23open",
    "area=knowsley%23",
    "area=..%2Fmilton-keynes",
    "area=knowsley%3Amilton-keynes",
    "area=knowsley&area=milton-keynes",
    "partnership=milton-keynes",
    "raisedBy=lenborough",
    "id=milton-keynes",
  ])("Knowsley's own figures with “%s” are refused as what they are: no parameter that there is", async (query) => {
    await refused(`/partnerships/knowsley/figures?${november}&${query}`, "kscp", [400]);
  });

  test("an area's own partnership has that area's of every partnership, and no other area's", async () => {
    const text = await (await get(`/partnerships/kent/figures?${november}`, "kent")).text();
    expect(JSON.parse(text)).toMatchObject({
      raised: { number: 1, byAgencies: [{ raising: "harbourway", receiving: "social-care", number: 1 }] },
    });
    for (const mark of theirMarks()) expect(text).not.toContain(mark);
  });

  test("an agency's list has what it is a party to, and nothing of Milton Keynes's, whatever is added to the address", async () => {
    const text = await (await get("/escalations?limit=100", "whitebeam-system")).text();
    expect((JSON.parse(text) as { escalations: unknown[] }).escalations).toHaveLength(2);
    for (const mark of theirMarks()) expect(text).not.toContain(mark);
    const { nextCursor } = (await (await get("/escalations?limit=1", "lenborough-system")).json()) as {
      nextCursor: string;
    };
    for (const query of [
      `cursor=${nextCursor}`,
      "agency=lenborough",
      "partnership=milton-keynes",
      "limit=1&limit=100",
      "cursor=AGENCY%23lenborough",
      `cursor=${Buffer.from(`${"0".repeat(16)}AGENCY#lenborough`).toString("base64url")}`,
    ])
      await refused(`/escalations?${query}`, "whitebeam-system", [400]);
  });

  test("a partnership's system lists nothing and reads no record, its own neither", async () => {
    await refused("/escalations", "kscp", [403]);
    await refused(`/escalations/${ours}`, "kscp", [404]);
  });

  test("an Idempotency-Key that Milton Keynes used finds nothing of theirs: it is another escalation, of one's own", async () => {
    const before = (await stack.tasks.record.stored(theirs)).length;
    const own = await submitConcern("whitebeam-system", "knowsley", {}, unopenedKey);
    expect(theirMarks()).not.toContain(own);
    expect((await stack.tasks.record.stored(theirs)).length).toBe(before);
  });
});

describe("by e-mail", () => {
  test("Knowsley's digests have nothing of Milton Keynes's, and Milton Keynes's nothing of Knowsley's", async () => {
    const before = services.mailbox.mails().length;
    for (const instant of [monday, firstOfMonth]) {
      stack.clock.set(instant);
      expect((await sendDigests(stack.digests)).failed).toBe(0);
    }
    const digests = services.mailbox.mails().slice(before);
    const textsOf = (partnership: string) =>
      digests
        .filter((each) => each.tags["reference"] === `digest-${partnership}`)
        .map((each) => `${each.to.join()}\n${each.subject}\n${each.text}`);
    const [knowsley, miltonKeynes] = [textsOf("knowsley"), textsOf("milton-keynes")];
    expect(knowsley.length).toBeGreaterThan(1);
    expect(miltonKeynes.length).toBeGreaterThan(0);
    expect(knowsley.join()).toContain(ours);
    expect(miltonKeynes.join()).toContain(theirs);
    for (const mark of [...theirMarks(), "partnership@mk.example", "Harbourway"])
      expect(knowsley.join()).not.toContain(mark);
    for (const mark of [ours, "Whitebeam", "Children’s Social Care", "kscp.example", "Harbourway"])
      expect(miltonKeynes.join()).not.toContain(mark);
  });
});
