/** Behind an edge, nobody is answered who went round it: for the API and for the pages alike. */
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "../../functions/api/app.ts";
import { behindEdge } from "../../functions/container/edge.ts";
import { groundOf } from "../../functions/container/ground.ts";
import { onlyThroughEdge } from "../../functions/edge.ts";
import { startServices, type Services, type Stack } from "../support/stack.ts";
import { raising } from "./pages/raising.ts";

const secret = "s".repeat(64);
const shown = { "x-escalations-edge": secret };
let services: Services;
let stack: Stack;
let reached: number;

beforeAll(async () => {
  services = await startServices();
  stack = await services.stack();
});
afterAll(() => services.close());

const token = { authorization: "Bearer token-whitebeam-system" };
const ways: [string, string, () => Promise<{ request: Hono["request"] }>, Record<string, string>][] = [
  ["the API", "/policies", () => Promise.resolve(onlyThroughEdge(createApi(stack.api), secret)), token],
  [
    "the API's own description",
    "/openapi.json",
    () => Promise.resolve(onlyThroughEdge(createApi(stack.api), secret)),
    {},
  ],
  ["the pages", "/raise", async () => onlyThroughEdge((await raising(services)).app, secret), {}],
];

describe.each(ways)("%s", (_, path, app, headers) => {
  it("answers whoever shows the edge's secret, as if there were no edge", async () => {
    const response = await (await app()).request(path, { headers: { ...headers, ...shown } });
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain(secret);
  });

  it.each([
    ["without it", {}],
    ["with another", { "x-escalations-edge": `${"s".repeat(63)}t` }],
    ["with a part of it", { "x-escalations-edge": "s".repeat(63) }],
    ["with an empty one", { "x-escalations-edge": "" }],
  ])("answers a request %s with 403 and nothing else", async (_, more) => {
    const response = await (
      await app()
    ).request(path, { headers: { ...headers, ...(more as Record<string, string>) } });
    expect(response.status).toBe(403);
    expect(await response.text()).toBe("Forbidden");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("who goes round the edge", () => {
  const counting = new Hono().all("*", (context) => context.text(String(++reached)));

  it("reaches nothing of what is behind it, whatever the method", async () => {
    reached = 0;
    const app = onlyThroughEdge(counting, secret);
    for (const method of ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
      expect((await app.request("/", { method })).status).toBe(403);
    expect(reached).toBe(0);
    await app.request("/", { method: "POST", body: "a=b", headers: shown });
    expect(reached).toBe(1);
  });

  it("hands a request on whole: its method, its body, its environment", async () => {
    const app = onlyThroughEdge(
      new Hono<{ Bindings: { readonly event: string } }>().post("/there", async (context) =>
        context.text(`${await context.req.text()} ${context.env.event}`),
      ),
      secret,
    );
    const answer = await app.request("/there", { method: "POST", body: "a=b", headers: shown }, { event: "of Lambda" });
    expect(await answer.text()).toBe("a=b of Lambda");
  });

  it("is no question where a deployment has no edge", async () => {
    reached = 0;
    const ground = (environment: Record<string, string>) =>
      groundOf(environment, { now: () => "2026-11-17T10:00:00.000Z" }, () => undefined);
    expect((await behindEdge(counting, ground({})).request("/")).status).toBe(200);
    expect((await behindEdge(counting, ground({ EDGE_SECRET: secret })).request("/")).status).toBe(403);
    expect(() => behindEdge(counting, ground({ EDGE_SECRET: "short" }))).toThrow(/EDGE_SECRET/);
  });
});
