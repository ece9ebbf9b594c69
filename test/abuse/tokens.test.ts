/** Tokens that were made to get in, at the API itself: none gets an answer, and none leaves a trace. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  exportSPKI,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
} from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { raised } from "./ground.ts";
import { letGo, send } from "./http.ts";
import { audience, in2100, issuer, startService, type Service } from "./service.ts";

const in2001 = 1_000_000_000;

let service: Service;
let reference: string;
let forger: CryptoKey;
let forgers: JWK;
/** A server of the forger's, with their own keys. @see asked how often it was asked */
let theirs: Server;
let asked = 0;

beforeAll(async () => {
  service = await startService();
  reference = await raised(service, "knowsley");
  const pair = await generateKeyPair("ES256", { extractable: true });
  forger = pair.privateKey;
  forgers = { ...(await exportJWK(pair.publicKey)), kid: "one", alg: "ES256", use: "sig" };
  theirs = createServer((_, response) => {
    asked++;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: [forgers] }));
  });
  await new Promise<void>((resolve) => theirs.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  letGo();
  theirs.close();
  await service.close();
});

interface Claims {
  readonly [name: string]: unknown;
}
const good = { iss: issuer, aud: audience, exp: in2100, client_id: "whitebeam-primary" };
const signed = (
  claims: Claims,
  header: JWTHeaderParameters = { alg: "ES256", kid: "one" },
  by: Parameters<SignJWT["sign"]>[0] = service.key.private,
) => new SignJWT({ ...claims }).setProtectedHeader(header).sign(by);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const url = () => `http://127.0.0.1:${(theirs.address() as AddressInfo).port}/keys`;
const { client_id: _system, ...nobodys } = good;

const tokens: Readonly<Record<string, () => Promise<string> | string>> = {
  "of another issuer": () => signed({ ...good, iss: "https://elsewhere.example" }),
  "of an issuer whose name begins alike": () => signed({ ...good, iss: `${issuer}.elsewhere.example` }),
  "without an issuer": () => signed({ aud: audience, exp: in2100, client_id: "whitebeam-primary" }),
  "for another audience": () => signed({ ...good, aud: "another-service" }),
  "for several audiences, none of them this one": () => signed({ ...good, aud: ["a", `${audience}x`] }),
  "that is over": () => signed({ ...good, exp: in2001 }),
  "that never ends": () => signed({ iss: issuer, aud: audience, client_id: "whitebeam-primary" }),
  "that ends in words": () => signed({ ...good, exp: "tomorrow" }),
  "that does not begin yet": () => signed({ ...good, nbf: in2100 }),
  "of a client that is not in the directory": () => signed({ ...good, client_id: "a-stranger" }),
  "of a client that objects have by themselves": () => signed({ ...good, client_id: "__proto__" }),
  "of a client that is no text": () => signed({ ...good, client_id: { $ne: "" } }),
  "of nobody": () => signed(nobodys),
  "about a person": () => signed({ ...good, token_use: "id" }),
  "signed by nobody": () => `${encoded({ alg: "none" })}.${encoded(good)}.`,
  "signed by nobody, in capitals": () => `${encoded({ alg: "NONE", kid: "one" })}.${encoded(good)}.`,
  "signed with the public key as a shared secret": async () => {
    const key = await importJWK(service.key.public, "ES256", { extractable: true });
    return signed(good, { alg: "HS256", kid: "one" }, new TextEncoder().encode(await exportSPKI(key as CryptoKey)));
  },
  "signed with the public key, as it is published, as a shared secret": () =>
    signed(good, { alg: "HS256", kid: "one" }, new TextEncoder().encode(JSON.stringify(service.key.public))),
  "on another curve": async () =>
    signed(good, { alg: "ES384", kid: "one" }, (await generateKeyPair("ES384")).privateKey),
  "with another kind of key": async () =>
    signed(good, { alg: "RS256", kid: "one" }, (await generateKeyPair("RS256")).privateKey),
  "signed by another under the issuer’s key id": () => signed(good, { alg: "ES256", kid: "one" }, forger),
  "under a key id that nobody has": () => signed(good, { alg: "ES256", kid: "two" }, forger),
  "under a key id that leads to a file": () => signed(good, { alg: "ES256", kid: "../../../../dev/null" }, forger),
  "without a key id": () => signed(good, { alg: "ES256" }, forger),
  "that brings its key": () => signed(good, { alg: "ES256", kid: "one", jwk: forgers }, forger),
  "that says where its key is": () => signed(good, { alg: "ES256", kid: "one", jku: url() }, forger),
  "that says where its certificate is": () => signed(good, { alg: "ES256", kid: "one", x5u: url() }, forger),
  "that brings a certificate": () => signed(good, { alg: "ES256", kid: "one", x5c: ["MIIB"] }, forger),
  "with something critical that nobody knows": async () =>
    `${encoded({ alg: "ES256", kid: "one", crit: ["x"], x: 1 })}.${(await signed(good)).split(".").slice(1).join(".")}`,
  "whose claims were changed": async () => {
    const [head = "", , signature = ""] = (await signed(good)).split(".");
    return `${head}.${encoded({ ...good, client_id: "knowsley-partnership" })}.${signature}`;
  },
  "whose signature was cut": async () => (await signed(good)).slice(0, -4),
  "whose signature is empty": async () => (await signed(good)).replace(/[^.]+$/, ""),
  "whose signature is all zeros": async () =>
    (await signed(good)).replace(/[^.]+$/, Buffer.alloc(64).toString("base64url")),
  "with a fourth part": async () => `${await signed(good)}.x`,
  "that is no token": () => "nonsense",
  "that is very long": () => "x.".repeat(3_000),
};

const ask = async (token: string) =>
  Promise.all(
    [
      { method: "GET", path: `/escalations/${reference}` },
      { method: "POST", path: "/escalations", body: Buffer.from("{}") },
    ].map((each) =>
      send(service.port, {
        ...each,
        headers: [
          ["authorization", `Bearer ${token}`],
          ["content-type", "application/json"],
          ["idempotency-key", "one"],
        ],
      }),
    ),
  );

describe("a token", () => {
  test("as the issuer gives it gets in, or all that follows proves nothing", async () => {
    const [read, sent] = await ask(await signed(good));
    expect([read?.status, sent?.status]).toEqual([200, 422]);
  });

  test.each(Object.entries(tokens))(
    "ALL-13 %s is answered with 401, reads nothing and leaves nothing behind",
    async (_, token) => {
      const [before, defects] = [service.writes.length, service.defects.length];
      for (const { status, text, headers } of await ask(await token())) {
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe('Bearer realm="safeguarding-escalation"');
        expect(JSON.parse(text)).toMatchObject({ type: "urn:safeguarding-escalation:problem:unauthorised" });
        expect(text).not.toContain(reference);
      }
      expect(service.writes.slice(before)).toEqual([]);
      expect(service.defects.slice(defects)).toEqual([]);
      expect(asked, "nobody asks where a token says").toBe(0);
    },
  );

  test("ALL-13 of another agency, of a partnership and of one that is a party to another record reads nothing of this one, as if it were not there", async () => {
    const strangers = ["merrow-health", "hoo-meadows-primary", "kent-partnership", "training-provider-team"];
    for (const client of strangers)
      for (const [path, of] of [
        [`/escalations/${reference}`, reference],
        [`/escalations/${reference}/bundle`, reference],
        ["/escalations/AAAA-2222", "AAAA-2222"],
      ] as const) {
        const { status, text } = await send(service.port, {
          method: "GET",
          path,
          headers: [["authorization", `Bearer ${await signed({ ...good, client_id: client })}`]],
        });
        expect(status).toBe(404);
        expect(text.replaceAll(of, "REFERENCE")).toContain(
          "There is no escalation REFERENCE to which your agency is a party",
        );
      }
    // The partnership under whose policy it runs saves the bundle for an inspection, and reads nothing else of it.
    const own = await signed({ ...good, client_id: "knowsley-partnership" });
    const { status } = await send(service.port, {
      method: "GET",
      path: `/escalations/${reference}`,
      headers: [["authorization", `Bearer ${own}`]],
    });
    expect(status).toBe(404);
  });
});
