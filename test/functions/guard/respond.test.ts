import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../../functions/log.ts";
import { respondTo } from "../../../functions/guard/respond.ts";
import { create, update } from "./event.ts";

interface Answered {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let answered: Answered[];
/** The statuses that the server gives, one a request; `silent` never answers. After the last, 200. */
let gives: (number | "silent")[];
let pauses: number[];
let logged: unknown[];
beforeEach(async () => {
  answered = [];
  gives = [];
  pauses = [];
  logged = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      answered.push({ method, url, headers, body: Buffer.concat(parts).toString("utf8") });
      const status = gives.shift() ?? 200;
      if (status !== "silent") response.writeHead(status).end("an answer of S3's");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(
  () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
);

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?Signature=a-secret`;
const log: Log = (...line) => void logged.push(line);
const respond = (timeout = 5000) =>
  respondTo({
    fetch,
    timeout,
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    log,
  });
const refused = { Status: "FAILED", Reason: "Policy “a” is needed" } as const;

describe("answering CloudFormation", () => {
  test("puts the answer to the signed address, as JSON without a type and with its length in bytes", async () => {
    await respond()({ ...create([]), ResponseURL: address() }, refused);
    const [only] = answered;
    expect(answered).toHaveLength(1);
    expect([only?.method, only?.url]).toEqual(["PUT", "/answer?Signature=a-secret"]);
    expect(only?.headers["content-type"]).toBe("");
    expect(only?.headers["content-length"]).toBe(String(Buffer.byteLength(only?.body ?? "")));
    expect(only?.headers["transfer-encoding"]).toBeUndefined();
    expect(JSON.parse(only?.body ?? "")).toEqual({
      Status: "FAILED",
      Reason: "Policy “a” is needed",
      PhysicalResourceId: "policy-versions-in-use",
      StackId: "the stack",
      RequestId: "the request",
      LogicalResourceId: "PoliciesInUse",
    });
  });

  test("keeps the id of the resource that there is, so that it is never replaced", async () => {
    await respond()({ ...update([], []), ResponseURL: address() }, { Status: "SUCCESS" });
    expect(JSON.parse(answered[0]?.body ?? "")).toEqual({
      Status: "SUCCESS",
      PhysicalResourceId: "as it was made",
      StackId: "the stack",
      RequestId: "the request",
      LogicalResourceId: "PoliciesInUse",
    });
  });

  test("tries again, waiting longer each time, until the answer is taken", async () => {
    gives = [500, 503];
    await respond()({ ...create([]), ResponseURL: address() }, { Status: "SUCCESS" });
    expect(answered).toHaveLength(3);
    expect(pauses).toEqual([1000, 2000]);
  });

  test("tries again when no answer comes in time", async () => {
    gives = ["silent"];
    // On a busy machine the second answer, which comes at once, can take a while.
    await respond(1_000)({ ...create([]), ResponseURL: address() }, { Status: "SUCCESS" });
    expect(answered).toHaveLength(2);
    expect(logged).toEqual([
      ["warn", "CloudFormation did not take the answer", { attempt: 1, problem: "TimeoutError" }],
    ]);
  });

  test("fails when it is never taken, without showing the address, which is a secret", async () => {
    gives = [403, 403, 403, 403];
    await expect(respond()({ ...create([]), ResponseURL: address() }, refused)).rejects.toThrow(
      /^CloudFormation did not take the answer: status 403$/,
    );
    expect(answered).toHaveLength(4);
    expect(JSON.stringify(logged)).not.toContain("a-secret");
  });

  test("fails so too when nobody is there", async () => {
    const nobody = address();
    await new Promise((resolve) => server.close(resolve));
    await expect(respond()({ ...create([]), ResponseURL: nobody }, refused)).rejects.toThrow(
      /^CloudFormation did not take the answer: TypeError$/,
    );
    expect(JSON.stringify(logged)).not.toContain("a-secret");
  });

  test.each(["a", "“", "\n"])(
    "a reason that is longer than CloudFormation takes (of %j) is cut, and says so",
    async (letter) => {
      await respond()({ ...create([]), ResponseURL: address() }, { Status: "FAILED", Reason: letter.repeat(9000) });
      const body = answered[0]?.body ?? "";
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096);
      expect(Buffer.byteLength(body)).toBeGreaterThan(4080);
      const { Reason: reason } = JSON.parse(body) as { Reason: string };
      expect(reason).toMatch(/… The log of the guard has the rest\.$/);
    },
  );
});
