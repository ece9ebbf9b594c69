import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApi } from "../../../functions/api/app.ts";
import { settingsFor } from "../../../functions/container/settings.ts";
import { dynamoDBLimits, type PerMinute } from "../../../functions/limits/limits.ts";
import { awsError, clockAt, failing, type TestClock } from "../../support/doubles.ts";
import { concern, startRealServices, type Services, type Stack } from "../../support/stack.ts";

let services: Services;
let stack: Stack;
let clock: TestClock;
beforeAll(async () => {
  services = await startRealServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  clock = clockAt("2026-11-17T10:00:18.500Z");
  stack = await services.stack({ clock });
});

const limited = (perMinute: PerMinute, client = services.dynamoDB) =>
  createApi({ ...stack.api, limits: dynamoDBLimits(client, stack.tables.working, perMinute, stack.api.log) });
type Api = ReturnType<typeof createApi>;
const get = (api: Api, client = "whitebeam-system") =>
  api.request("/policies", { headers: { authorization: `Bearer token-${client}` } });
let keys = 0;
const post = (api: Api, key = `key-${++keys}`, body: unknown = concern()) =>
  api.request("/escalations", {
    method: "POST",
    headers: {
      authorization: "Bearer token-whitebeam-system",
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
  });
/** Limit, remaining and reset. */
const rate = ({ headers }: Response) =>
  ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"].map((name) => headers.get(name)).join(" ");
const detail = async (response: Response) => ((await response.json()) as { detail: string }).detail;

describe("requests of a client in a minute", () => {
  test("are counted down, and the one too many hears when to try again", async () => {
    const api = limited({ requests: 3, submissions: 2 });
    const answers = [await get(api), await get(api), await get(api), await get(api)];
    expect(answers.map((each) => each.status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(rate)).toEqual(["3 2 42", "3 1 42", "3 0 42", "3 0 42"]);
    const refused = answers.at(-1);
    expect(refused?.headers.get("retry-after")).toBe("42");
    expect(refused?.headers.get("content-type")).toBe("application/problem+json");
    expect(refused && (await refused.json())).toEqual({
      type: "urn:safeguarding-escalation:problem:too-many",
      title: "Your system has sent too many requests",
      status: 429,
      detail: "Your system can send 3 requests a minute. Send the same request again in 42 seconds.",
    });
  });

  test("begin anew with the next minute, and not before", async () => {
    const api = limited({ requests: 1, submissions: 1 });
    expect((await get(api)).status).toBe(200);
    clock.set("2026-11-17T10:00:59.999Z");
    const last = await get(api);
    expect([last.status, last.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await detail(last)).toContain("again in 1 second.");
    clock.set("2026-11-17T10:01:00.000Z");
    const next = await get(api);
    expect([next.status, rate(next)]).toEqual([200, "1 0 60"]);
  });

  test("are each client’s own", async () => {
    const api = limited({ requests: 1, submissions: 1 });
    expect((await get(api)).status).toBe(200);
    expect((await get(api)).status).toBe(429);
    expect((await get(api, "care-system")).status).toBe(200);
  });

  test("sent all at once, as many as there may be go through and no more", async () => {
    const api = limited({ requests: 5, submissions: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, async () => get(api)));
    expect(answers.filter((each) => each.status === 200)).toHaveLength(5);
    expect(answers.filter((each) => each.status === 429)).toHaveLength(7);
  });

  test("every answer to a client says how it stands: a refusal, a failure and what is not there too", async () => {
    const api = limited({ requests: 9, submissions: 9 });
    const asSchool = { headers: { authorization: "Bearer token-whitebeam-system" } };
    expect(rate(await api.request("/nothing", asSchool))).toBe("9 8 42");
    expect(rate(await api.request("/escalations/AAAA-2222", asSchool))).toBe("9 7 42");
    expect(rate(await api.request("/escalations?limit=0", asSchool))).toBe("9 6 42");
    const broken = createApi({
      ...stack.api,
      limits: dynamoDBLimits(services.dynamoDB, stack.tables.working, { requests: 9, submissions: 9 }, stack.api.log),
      policies: {
        ...stack.api.policies,
        inForce: () => {
          throw new Error("on purpose");
        },
      },
    });
    const failed = await get(broken);
    expect([failed.status, rate(failed)]).toEqual([500, "9 5 42"]);
  });

  test("without a valid token nothing is counted and nothing is said", async () => {
    const api = limited({ requests: 1, submissions: 1 });
    for (const headers of [{}, { authorization: "Bearer forged" }, { authorization: "Bearer token-unknown-system" }]) {
      const response = await api.request("/policies", { headers });
      expect([response.status, rate(response)]).toEqual([401, "  "]);
    }
    expect((await api.request("/openapi.json")).status).toBe(200);
    const counters = (await services.items(stack.tables.working)).filter((each) =>
      String(each["pk"]).startsWith("RATE#"),
    );
    expect(counters).toEqual([]);
  });

  test("what is counted lapses by itself, and names the client only", async () => {
    await post(limited({ requests: 9, submissions: 9 }));
    const counters = (await services.items(stack.tables.working)).filter((each) =>
      String(each["pk"]).startsWith("RATE#"),
    );
    expect(counters).toEqual([
      {
        pk: "RATE#whitebeam-system",
        sk: "2026-11-17T10:00",
        requests: 1,
        submissions: 1,
        expires: Date.parse("2026-11-17T11:00:00.000Z") / 1000,
      },
    ]);
  });
});

describe("concerns of a client in a minute", () => {
  test("have a limit of their own; whatever else is asked goes on", async () => {
    const api = limited({ requests: 10, submissions: 2 });
    const answers = [await post(api), await post(api), await post(api)];
    expect(answers.map((each) => each.status)).toEqual([201, 201, 429]);
    expect(answers.map(rate)).toEqual(["2 1 42", "2 0 42", "2 0 42"]);
    expect(answers[2] && (await detail(answers[2]))).toBe(
      "Your system can send 2 concerns a minute. Nothing was raised. Send the same request again in 42 seconds, with the same Idempotency-Key.",
    );
    const other = await get(api);
    expect([other.status, rate(other)]).toEqual([200, "10 6 42"]);
  });

  test("where fewer requests than concerns are left, it is that which is said", async () => {
    const api = limited({ requests: 2, submissions: 20 });
    expect(rate(await post(api))).toBe("2 1 42");
    await post(api);
    const refused = await post(api);
    expect([refused.status, rate(refused)]).toEqual([429, "2 0 42"]);
    expect(await detail(refused)).toContain("2 requests a minute. Nothing was raised.");
  });

  test("one that is too many leaves nothing behind, and is raised with the same key a minute later", async () => {
    const api = limited({ requests: 10, submissions: 1 });
    await post(api);
    const records = (await services.items(stack.tables.record)).length;
    expect((await post(api, "later")).status).toBe(429);
    expect(await services.items(stack.tables.record)).toHaveLength(records);
    clock.set("2026-11-17T10:01:00.000Z");
    expect((await post(api, "later")).status).toBe(201);
  });
});

describe("when counting fails", () => {
  const broken = () =>
    failing(services.dynamoDB, (command) =>
      command === "UpdateCommand" ? awsError("ProvisionedThroughputExceededException") : undefined,
    );

  test("no concern is refused for it: it is raised, and the failure is logged without a word of it", async () => {
    const api = limited({ requests: 1, submissions: 1 }, broken());
    const answers = [await post(api), await post(api), await post(api)];
    expect(answers.map((each) => each.status)).toEqual([201, 201, 201]);
    expect(stack.logged).toHaveLength(3);
    expect(stack.logged[0]).toEqual({
      level: "warn",
      message: "A request could not be counted; it goes through",
      about: { client: "whitebeam-system", error: "ProvisionedThroughputExceededException" },
    });
  });

  test("every other request goes through too, and stands as the first of its minute", async () => {
    const api = limited({ requests: 3, submissions: 2 }, broken());
    const answers = [await get(api), await get(api), await get(api), await get(api)];
    expect(answers.map((each) => [each.status, rate(each)])).toEqual(answers.map(() => [200, "3 2 42"]));
  });
});

describe("how many there may be", () => {
  const environment = {
    RECORD_TABLE: "record",
    WORKING_TABLE: "working",
    WITNESS_BUCKET: "witnesses",
    STATE_MACHINE_PREFIX: "arn:aws:states:eu-west-2:000000000000:stateMachine:",
    SERVICE_URL: "https://escalations.example",
    REFERENCE_SECRET: "x".repeat(64),
    JWT_ISSUER: "https://identity.example",
    JWT_AUDIENCE: "escalations",
    JWKS_URL: "https://identity.example/keys",
  };
  const settings = (more: Record<string, string>) => {
    const { REQUESTS_PER_MINUTE: requests, SUBMISSIONS_PER_MINUTE: submissions } = settingsFor("api", {
      ...environment,
      ...more,
    });
    return { requests, submissions };
  };

  test("is 120 requests and 20 concerns, unless the environment says otherwise", () => {
    expect(settings({})).toEqual({ requests: 120, submissions: 20 });
    expect(settings({ REQUESTS_PER_MINUTE: "600", SUBMISSIONS_PER_MINUTE: "5" })).toEqual({
      requests: 600,
      submissions: 5,
    });
  });

  test.each(["0", "-1", "", "2.5", "many", "1e3", "9999999999"])(
    "cannot be “%s”, and the function says so at its start",
    (value) => {
      for (const name of ["REQUESTS_PER_MINUTE", "SUBMISSIONS_PER_MINUTE"])
        expect(() => settings({ [name]: value })).toThrow(`${name}: write a whole number from 1 to 999999999`);
    },
  );
});
