/** The headers of every route, of every refusal and of every failure, and what Node’s server makes of what is no HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../../functions/api/app.ts";
import { apiOf } from "../../functions/container/api.ts";
import { pagesOf } from "../../functions/container/pages.ts";
import { registerOf } from "../../functions/container/register.ts";
import { onlyThroughEdge } from "../../functions/edge.ts";
import { createPages } from "../../functions/pages/app.ts";
import { createRegister } from "../../functions/register/app.ts";
import { awsError, failing } from "../support/doubles.ts";
import { linkTo, post, raised, registerLink } from "./ground.ts";
import { letGo, send, sendRaw } from "./http.ts";
import { brokenHeaders, toldOfInside } from "./promises.ts";
import { startService, type Service } from "./service.ts";

let service: Service;
let reference: string;
let own: string;
beforeAll(async () => {
  service = await startService();
  reference = await raised(service, "knowsley");
  own = linkTo(service, "s.carter@whitebeam-primary.example", `/${reference}/`);
});
afterAll(async () => {
  letGo();
  await service.close();
});

const brokenIn = async (response: Response) => brokenHeaders({ headers: Object.fromEntries(response.headers) });

/** The three applications, as they are and with a database that has gone away. */
function applications(): Record<
  string,
  {
    app: { request: ReturnType<typeof createPages>["request"]; routes: { method: string; path: string }[] };
    away: { request: ReturnType<typeof createPages>["request"] };
  }
> {
  const { ground } = service;
  const gone = { ...ground, dynamoDB: failing(ground.dynamoDB, () => awsError("InternalServerError")) };
  const report = () => undefined;
  const witnesses = { entries: () => Promise.resolve([]) };
  return {
    api: { app: createApi({ ...apiOf(ground), witnesses }), away: createApi({ ...apiOf(gone), witnesses }) },
    pages: { app: createPages(pagesOf(ground)), away: createPages({ ...pagesOf(gone), report }) },
    register: { app: createRegister(registerOf(ground)), away: createRegister({ ...registerOf(gone), report }) },
  };
}

describe("every route", () => {
  test("of API, pages and registers has its headers, whatever it answers: what is there, what is not, what is refused and what fails", async () => {
    const token = { authorization: `Bearer ${await service.tokenFor("whitebeam-primary")}` };
    let routes = 0;
    const statuses = new Set<number>();
    for (const [name, { app, away }] of Object.entries(applications())) {
      const paths = new Set(app.routes.filter(({ method }) => method !== "ALL").map(({ path }) => path));
      for (const path of [...paths, "/nothing/there"]) {
        const filled = path
          .replace(/:reference(?:\{[^}]*\}\})?(?:\{[^/]*)?/, path.includes("PA-") ? "PA-AAAA-2222" : reference)
          .replace(/:secret/, "forged")
          .replace(/:(?:id|partnership)/, "knowsley");
        routes++;
        for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
          for (const [what, of, headers] of [
            ["as it is", app, token],
            ["without a token", app, {}],
            ["without its database", away, token],
          ] as const) {
            const response = await of.request(filled, {
              method,
              headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
              ...(method === "POST" ? { body: "do=continue" } : {}),
            });
            statuses.add(response.status);
            expect(await brokenIn(response), `${name}: ${method} ${filled} ${what} (${response.status})`).toEqual([]);
            expect(toldOfInside(await response.text(), filled), `${name}: ${method} ${filled} ${what}`).toEqual([]);
          }
      }
    }
    expect(routes).toBeGreaterThan(20);
    expect([...statuses]).toEqual(expect.arrayContaining([200, 401, 403, 404, 500]));
  });

  test("that shows a case has them too, and so has every file that is saved", async () => {
    const register = await registerLink(service, "knowsley", "partnership@kscp.example");
    const presses: [string, Record<string, string>][] = [
      ...["continue", "record", "export", "bundle", "nothing"].map((each): [string, Record<string, string>] => [
        own,
        { do: each },
      ]),
      [own, { do: "save", form: "record" }],
      [own, { do: "choose", form: "note" }],
      ...["continue", "csv", "charts", "report", "report-word", "report-csv", "nothing"].map(
        (each): [string, Record<string, string>] => [register, { do: each }],
      ),
    ];
    for (const [path, fields] of presses) {
      const { status, headers, text } = await post(service, path, fields);
      // Charts are pictures in the page itself.
      expect(brokenHeaders({ headers }), JSON.stringify(fields)).toEqual([]);
      expect(status).toBeLessThan(500);
      if (String(headers["content-type"]).startsWith("text/html"))
        expect(text).not.toMatch(/<script|\son\w+="|javascript:/i);
    }
  });

  test("is behind the edge, whose own refusal has them too", async () => {
    const guarded = onlyThroughEdge(createPages(pagesOf(service.ground)), "s".repeat(64));
    const response = await guarded.request("/");
    expect(response.status).toBe(403);
    expect(await brokenIn(response)).toEqual([]);
  });
});

describe("bodies", () => {
  test.each([
    ["/escalations", "application/json", 90_001],
    ["/practice-alerts", "application/json", 90_001],
    ["own", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/raise", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/raise/forged", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/alert", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/alert/forged", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/PA-AAAA-2222/forged", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/register/forged", "application/x-www-form-urlencoded", 2 * 1024 * 1024 + 1],
    ["/answer", "application/x-www-form-urlencoded", 16 * 1024 + 1],
  ])("%s takes none that is longer than it can be, told or not, and keeps nothing of it", async (path, type, bytes) => {
    const before = service.writes.length;
    for (const chunked of [false, true]) {
      const answer = await send(service.port, {
        method: "POST",
        path: path === "own" ? own : path,
        headers: [
          ["authorization", `Bearer ${await service.tokenFor("whitebeam-primary")}`],
          ["content-type", type],
          ["idempotency-key", "long"],
        ],
        body: Buffer.alloc(bytes, "a"),
        chunked,
      });
      expect(answer.status, `chunked: ${chunked}`).toBe(413);
      expect(brokenHeaders(answer)).toEqual([]);
    }
    expect(service.writes.slice(before)).toEqual([]);
  });

  const head = "POST /escalations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: raw\r\n";
  test.each<[string, string]>([
    ["that is shorter than it says", `${head}Content-Length: 100\r\n\r\n{}`],
    ["with two lengths", `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ["with a length and chunks", `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["in chunks that are none", `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`],
    ["after a header on two lines", `${head}X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}`],
    ["after a header with a line end in it", `${head}X-A: b\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}`],
    ["after a header with a NUL", `${head}X-A: b\u0000c\r\nContent-Length: 2\r\n\r\n{}`],
    ["after a head without an end", `${head}X-A: ${"x".repeat(20_000)}\r\n`],
    ["of another protocol", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"],
    [
      "of a request to somewhere else",
      "POST http://elsewhere.example/escalations HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
    ],
    ["without a host", "POST /escalations HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"],
    ["to connect through", "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n"],
  ])("%s, on a bare socket: it is refused or waited for, and the server goes on", async (_, bytes) => {
    const before = service.writes.length;
    const came = await sendRaw(service.port, bytes);
    expect(came).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
    expect(toldOfInside(came, bytes)).toEqual([]);
    expect(service.writes.slice(before)).toEqual([]);
    expect((await send(service.port, { method: "GET", path: "/", headers: [] })).status).toBe(200);
  });
});
