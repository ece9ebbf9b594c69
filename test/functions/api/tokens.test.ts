import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tokenReader } from "../../../functions/api/tokens.ts";

const issuer = "https://issuer.example";
const audience = "safeguarding-escalation";
/** Seconds since 1970, far enough from any day on which this may run. */
const in2100 = 4_102_444_800;
const in2001 = 1_000_000_000;

let server: Server;
let answers: { status: number; body: string };
let key: CryptoKey;
let jwk: JWK;
let forger: CryptoKey;

beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "ES256", use: "sig" };
  forger = (await generateKeyPair("ES256")).privateKey;
  server = createServer((_request, response) => {
    response.writeHead(answers.status, { "content-type": "application/json" });
    response.end(answers.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));
beforeEach(() => {
  answers = { status: 200, body: JSON.stringify({ keys: [jwk] }) };
});

const reader = (audiences: readonly string[] = [audience]) =>
  tokenReader({ issuer, audiences, jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys` });

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: number;
  readonly nbf?: number;
  readonly sub?: string;
  readonly client_id?: unknown;
  readonly token_use?: string;
  readonly scope?: string;
}
const good = { iss: issuer, aud: audience, exp: in2100, client_id: "whitebeam-system" };
const signed = (claims: Claims, by: CryptoKey = key, kid = "one") =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: "ES256", kid }).sign(by);
const unsigned = (claims: Claims) =>
  `${[{ alg: "none" }, claims].map((each) => Buffer.from(JSON.stringify(each)).toString("base64url")).join(".")}.`;

describe("bearer tokens", () => {
  test("a valid one says which client it was issued to", async () => {
    expect(await reader()(await signed(good))).toBe("whitebeam-system");
  });

  test("one without an audience is for what its scope says, as Cognito issues them to systems", async () => {
    const { aud: _none, ...rest } = {
      ...good,
      client_id: "4q1system",
      token_use: "access",
      scope: "openid escalations/use",
    };
    const read = reader(["escalations/use"]);
    expect(await read(await signed(rest))).toBe("4q1system");
    expect(await read(await signed({ ...rest, scope: "escalations/other" }))).toBeUndefined();
    const { scope: _unscoped, ...unscoped } = rest;
    expect(await read(await signed(unscoped))).toBeUndefined();
    // Who somebody is, is no leave to use the API.
    expect(await read(await signed({ ...rest, token_use: "id" }))).toBeUndefined();
    // What it says of its audience counts, where it says anything.
    expect(await read(await signed({ ...rest, aud: "another" }))).toBeUndefined();
  });

  test("one without a client_id says so by its sub", async () => {
    const { client_id: _left, ...rest } = good;
    expect(await reader()(await signed({ ...rest, sub: "care-system" }))).toBe("care-system");
  });

  test.each<[string, () => Promise<string>]>([
    ["an expired one", () => signed({ ...good, exp: in2001 })],
    ["one that is not valid yet", () => signed({ ...good, nbf: in2100 })],
    ["one that never expires", () => signed({ iss: issuer, aud: audience, client_id: "whitebeam-system" })],
    ["one of another issuer", () => signed({ ...good, iss: "https://other.example" })],
    ["one for another audience", () => signed({ ...good, aud: "another-service" })],
    ["one for nobody", () => signed({ iss: issuer, aud: audience, exp: in2100 })],
    ["one for a client that is no text", () => signed({ ...good, client_id: 7 })],
    ["one signed by a forger under the issuer's key id", () => signed(good, forger)],
    ["one signed under a key that the issuer does not have", () => signed(good, forger, "two")],
    ["one that is not signed", async () => unsigned(good)],
    [
      "one whose claims were changed after signing",
      async () => {
        const [head = "", , signature = ""] = (await signed(good)).split(".");
        const claims = Buffer.from(JSON.stringify({ ...good, client_id: "care-system" })).toString("base64url");
        return `${head}.${claims}.${signature}`;
      },
    ],
    ["what is no token", async () => "nonsense"],
    ["an empty text", async () => ""],
  ])("%s is not valid", async (_title, token) => {
    expect(await reader()(await token())).toBeUndefined();
  });

  test.each<[string, { status: number; body: string }]>([
    ["answers with an error", { status: 503, body: "{}" }],
    ["answers with what is no JSON", { status: 200, body: "<html>" }],
    ["answers with no keys at all", { status: 200, body: "{}" }],
  ])("an issuer that %s is a failure to be told, not a bad token", async (_title, answer) => {
    answers = answer;
    const token = await signed(good);
    await expect(reader()(token)).rejects.toThrow(Error);
  });

  test("an issuer that cannot be reached is a failure to be told, not a bad token", async () => {
    const unreachable = tokenReader({ issuer, audiences: [audience], jwksUrl: "http://127.0.0.1:1/keys" });
    const token = await signed(good);
    await expect(unreachable(token)).rejects.toThrow(Error);
  });
});
