/** The pages behind a link to a register: what they show to whom, what they refuse, and the files that they give. */
import { describe, expect, test } from "vitest";
import { columns } from "../../../functions/register/columns.ts";
import { MailRefused } from "../../../functions/mail/mail.ts";
import { register as words } from "../../../functions/pages/words/register.ts";
import {
  everyStanding,
  many,
  now,
  open,
  plain,
  registerWorld,
  settled,
  stage,
  agencies,
  figuresFrom,
} from "./support.ts";

const ended = { link: { until: now } };

describe("a link", () => {
  test.each(["GET", "HEAD"])(
    "ALL-13 %s shows whose register it is and nothing of what is in it, and changes nothing",
    async (method) => {
      const { app, path, sent, links } = registerWorld(everyStanding, {
        summaries: {
          aliveIn: () => {
            throw new Error("read");
          },
        },
      });
      const before = JSON.stringify([...links]);
      const response = await app.request(path, { method });
      expect(response.status).toBe(200);
      const text = plain(await response.text());
      if (method === "GET") {
        expect(text).toContain("This link opens the register of Knowsley Safeguarding Children Partnership.");
        expect(text.indexOf("call 999")).toBeLessThan(text.indexOf(words.title, 100));
        for (const part of ["01514960151", "partnership@kscp.example", words.landing.does])
          expect(text).toContain(part);
        expect(text).not.toMatch(/[A-F]{4}-2222|overdue/);
      }
      expect([sent, JSON.stringify([...links])]).toEqual([[], before]);
    },
  );

  test("ALL-12 Continue shows the register, which nobody on the way keeps and no other page frames", async () => {
    const { press } = registerWorld();
    const response = await press({ do: "continue" });
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("img-src 'self' data:");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    const text = plain(await response.text());
    expect(text).toContain("1 overdue, 1 waiting for the chair, 1 awaiting confirmation. 3 open in all.");
    expect(text).toContain("1 to 6 of 6 escalations, most delayed first");
    expect([...text.matchAll(/([A-F])\1{3}-2222/g)].map(([, letter]) => letter).join("")).toBe("BCADFE");
  });

  test("ALL-12 it is of one partnership: what runs under another’s policy is not shown", async () => {
    const { shows } = registerWorld([open("AAAA-2222"), open("MMMM-2222", { partnership: "medway" })]);
    const text = await shows({ do: "continue" });
    expect([text.includes("AAAA-2222"), text.includes("MMMM-2222")]).toEqual([true, false]);
  });

  test("one that is none of ours gets the same page, however it is asked", async () => {
    const { app } = registerWorld();
    const asked = [await app.request("/register/forged"), await app.request("/register/forged", { method: "POST" })];
    expect(asked.map(({ status }) => status)).toEqual([404, 404]);
    const texts = await Promise.all(asked.map((each) => each.text()));
    expect(texts[0]).toBe(texts[1]);
  });

  test("one that is over shows one button alone, and answers nothing else", async () => {
    const { app, path, press, sent } = registerWorld(everyStanding, ended);
    const opened = await app.request(path);
    expect(opened.status).toBe(410);
    expect((await opened.text()).match(/<button/g)).toHaveLength(1);
    for (const asks of ["continue", "register", "csv", "charts", "report", "report-word", "nothing"]) {
      const response = await press({ do: asks });
      expect([response.status, (await response.text()).includes("2222")]).toEqual([410, false]);
    }
    expect(sent).toEqual([]);
  });

  test("the button sends a fresh link to the address of the first, which no page shows, for five weeks", async () => {
    const { app, press, sent, links } = registerWorld(everyStanding, ended);
    const said = await press({ do: "fresh" });
    expect(said.status).toBe(200);
    expect(plain(await said.text()).split("Whom to ask")[0]).not.toContain("partnership@kscp.example");
    const [{ to, message } = { to: "", message: undefined }] = sent;
    expect([sent.length, to]).toEqual([1, "partnership@kscp.example"]);
    const path = /https:\/\/escalations\.example(\/register\/\S+)/.exec(message?.text ?? "")?.[1] ?? "";
    expect((await app.request(path)).status).toBe(200);
    expect([...links.values()].at(-1)).toEqual({
      partnership: "knowsley",
      email: "partnership@kscp.example",
      issuedAt: now,
      until: "2026-12-21T10:00:00.000Z",
    });
  });

  test("a fresh link is refused when there were too many, or when the mail service refuses the address", async () => {
    const often = registerWorld(everyStanding, {
      ...ended,
      limits: { press: () => Promise.resolve(true), fresh: () => Promise.resolve(false) },
    });
    expect([(await often.press({ do: "fresh" })).status, often.sent]).toEqual([429, []]);
    const refused = registerWorld(everyStanding, {
      ...ended,
      mail: { send: () => Promise.reject(new MailRefused("no such address")) },
    });
    const said = await refused.press({ do: "fresh" });
    expect([said.status, (await said.text()).includes(words.fresh.refused.title)]).toEqual([410, true]);
  });

  test("what is counted of a link names no address", async () => {
    const counted: string[] = [];
    const { press } = registerWorld(everyStanding, {
      ...ended,
      limits: {
        press: (of, who) => Promise.resolve(Boolean(counted.push(of, who))),
        fresh: (of, who) => Promise.resolve(Boolean(counted.push(of, who))),
      },
    });
    await press({ do: "fresh" });
    expect(counted.filter((_, index) => index % 2 === 0)).toEqual(["register-knowsley", "register-knowsley"]);
    expect(counted.join()).not.toContain("kscp.example");
  });

  test("pressed too often, a form that is none of ours and one that is too long are refused", async () => {
    const busy = registerWorld(everyStanding, {
      limits: { press: () => Promise.resolve(false), fresh: () => Promise.resolve(true) },
    });
    expect((await busy.press({ do: "continue" })).status).toBe(429);
    const { press } = registerWorld();
    expect((await press({ do: "forged" })).status).toBe(400);
    expect((await press({ do: "register", reference: "x".repeat(30_000) })).status).toBe(413);
  });
});

describe("filters", () => {
  const shown = async (typed: Record<string, string>) =>
    [...(await registerWorld().shows({ do: "register", ...typed })).matchAll(/([A-F])\1{3}-2222/g)]
      .map(([, letter]) => letter)
      .join("");

  test.each<[Record<string, string>, string]>([
    [{ state: "overdue" }, "B"],
    [{ raising: "merrow-health" }, "C"],
    [{ reference: "cccc 2222", sort: "reference" }, "C"],
    [{ sort: "reference" }, "ABCDEF"],
    [
      { "from-day": "1", "from-month": "11", "from-year": "2026", "to-day": "4", "to-month": "11", "to-year": "2026" },
      "DFE",
    ],
    [
      { "from-day": "6", "from-month": "11", "from-year": "2026", "to-day": "12", "to-month": "11", "to-year": "2026" },
      "BD",
    ],
  ])("ALL-12 %o shows %s", async (typed, letters) => {
    // A filter by reference says it in words too, above the table.
    expect([...new Set(await shown(typed))].join("")).toBe([...new Set(letters)].join(""));
  });

  test("ALL-12 what is filtered by stands above, and goes along to the next page and to the files", async () => {
    const { press } = registerWorld(many(60));
    const html = await (await press({ do: "register", state: "open", sort: "reference", page: "2" })).text();
    const text = plain(html);
    expect(text).toContain("Only: State: Open.");
    expect(text).toContain("26 to 50 of 60 escalations, by reference");
    expect([text.includes("0025-9999"), text.includes("0024-9999"), text.includes("0050-9999")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(html).toMatch(/name="page" value="2" aria-label="Page 2" aria-current="page"/);
    // The filter, the files, the charts and the pages each have it.
    expect(html.match(/<input type="hidden" name="state" value="open">/g)).toHaveLength(4);
  });

  test.each<[Record<string, string>, string, string]>([
    [{ state: "dreamt" }, "state", "State: choose one from the list, or “All”."],
    [{ stage: "knowsley/nowhere" }, "stage", "Stage: choose one from the list, or “All”."],
    [{ sort: "colour" }, "sort", "Sort by: choose one from the list, or “All”."],
    [{ reference: "7K3M" }, "reference", words.filter.wrong.notAReference],
    [{ "from-day": "1" }, "from-month", "From must include a month"],
    [
      { "from-day": "1", "from-month": "11", "from-year": "2026" },
      "to-day",
      "Type the last day too, or leave both days empty.",
    ],
    [
      { "from-day": "2", "from-month": "11", "from-year": "2026", "to-day": "1", "to-month": "11", "to-year": "2026" },
      "to-day",
      "The last day comes before the first. Change one of the two.",
    ],
    [
      { "from-day": "2", "from-month": "11", "from-year": "2020", "to-day": "1", "to-month": "11", "to-year": "2026" },
      "to-day",
      "The days span more than three years. Choose fewer.",
    ],
  ])("ALL-12 %o is refused at its field, which is named, with what to do", async (typed, input, says) => {
    for (const asks of ["register", "csv", "charts"]) {
      const response = await registerWorld().press({ do: asks, ...typed });
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(html).toContain(`<a href="#${input}">${says}</a>`);
      expect(html).toContain(`id="${input}"`);
      // What was typed is kept, but for what is in no list.
      const [name = "", value = ""] = Object.entries(typed)[0] ?? [];
      if (name.includes("-") || name === "reference") expect(html).toContain(`value="${value}"`);
    }
  });
});

describe("the file of a register", () => {
  /** A file as the rows of its cells. */
  const cells = (csv: string) =>
    csv
      .replace(/^\uFEFF/, "")
      .trimEnd()
      .split("\r\n")
      .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell = ""]) => cell));

  test("ALL-12 has the columns of the page, every page of it, and a name that says whose it is and of which day", async () => {
    const response = await registerWorld([...everyStanding, ...many(60)]).press({ do: "csv" });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="register-knowsley-2026-11-16.csv"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.slice(0, 3)).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf));
    const [header, ...rows] = cells(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    expect(header).toEqual(columns.map((each) => each.header));
    expect(rows).toHaveLength(66);
    expect(rows[0]).toEqual([
      "BBBB-2222",
      "Overdue",
      "1 working day over",
      "Stage 1: practitioners",
      "Threshold or level of need",
      "Whitebeam Primary School",
      "Knowsley Children’s Social Care",
      "2026-11-10 10:00",
      "2026-11-13 17:00",
    ]);
  });

  test("ALL-12 has names outside of ASCII as they are, and only what was filtered", async () => {
    const csv = await (await registerWorld().press({ do: "csv", receiving: "police" })).text();
    expect(csv.trimEnd().split("\r\n").slice(1)).toEqual([
      "EEEE-2222,Resolved,,Stage 1: practitioners,Threshold or level of need,Whitebeam Primary School,Heddlu Llŷn a’r Fro,2026-11-02 10:00,,2",
    ]);
  });

  test.each(["=cmd|' /C calc'!A0", "+44 20", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])(
    "ALL-12 text that begins like %j is shown by a spreadsheet, and not run",
    async (name) => {
      const strange = [{ ...agencies[0]!, name }, ...agencies.slice(1)];
      const csv = await (
        await registerWorld([], figuresFrom([open("AAAA-2222", { stages: [stage({ title: name })] })], strange)).press({
          do: "csv",
        })
      ).text();
      const fields = csv.replace(/^\uFEFF/, "").split(/\r\n(?=AAAA)/)[1] ?? "";
      expect(fields.split("'" + name).length, fields).toBe(3);
      expect(fields.trimEnd()).not.toMatch(/(?:^|,)"?[=+\-@\t\r]/);
      // Within quotes a line end begins no row.
      if (name.includes("\r")) expect(fields.split(`"'${name}"`)).toHaveLength(3);
    },
  );
});

describe("charts", () => {
  test("ALL-12 each has a picture that says what it is, and a table of the same numbers", async () => {
    const { press } = registerWorld();
    const html = await (await press({ do: "charts" })).text();
    const pictures = [...html.matchAll(/<img[^>]*src="data:image\/svg\+xml;base64,([^"]+)"[^>]*alt="([^"]+)"/g)];
    expect(pictures.map(([, , alt]) => alt)).toEqual([
      "Chart: by type. The table beside it has the same numbers.",
      "Chart: by the furthest stage reached. The table beside it has the same numbers.",
      "Chart: raising against receiving agency. The table beside it has the same numbers.",
      "Chart: within timescale, of those that ended. The table beside it has the same numbers.",
      "Chart: working days from raising to end. The table beside it has the same numbers.",
      "Chart: over time. The table beside it has the same numbers.",
    ]);
    for (const [, base64 = ""] of pictures) expect(Buffer.from(base64, "base64").toString()).toMatch(/^<svg /);
    const text = plain(html);
    for (const row of [
      "Threshold or level of need 5 Plan or progress 1",
      "Whitebeam Primary School with Knowsley Children’s Social Care 4",
      "Within timescale at every stage 3 Passed a timescale that was only a guide 0 Passed a timescale 0",
      "0 to 4 3 5 to 9 0 10 to 14 0 15 to 19 0 20 or more 0",
      "Nov 2026 6 3",
    ])
      expect(text).toContain(row);
  });

  test("ALL-12 they are of what was filtered, and nothing to draw says so", async () => {
    const { shows } = registerWorld();
    expect(await shows({ do: "charts", state: "overdue" })).toContain("Nov 2026 1 0");
    expect(await registerWorld([]).shows({ do: "charts" })).toContain("There is nothing to draw.");
  });

  test("ALL-12 more than fourteen months are told by quarters", async () => {
    const text = await registerWorld([settled("A", { raisedAt: "2025-02-03T10:00:00.000Z" })]).shows({
      do: "charts",
      "from-day": "15",
      "from-month": "1",
      "from-year": "2025",
      "to-day": "30",
      "to-month": "11",
      "to-year": "2026",
    });
    expect(text).toContain("Quarter Raised Ended Jan 2025 1 0 Apr 2025 0 0");
    expect(text).toContain("Oct 2026 0 1");
  });
});

describe("a report", () => {
  const theme = ["A", "B", "C"].map((each) => open(`${each.repeat(4)}-2222`, { raisedAt: "2026-08-10T10:00:00.000Z" }));

  test("ALL-12 is of the last whole quarter beside the one before, and says so", async () => {
    const text = await registerWorld(theme).shows({ do: "report" });
    expect(text).toContain("Report for July to September 2026");
    expect(text).toContain("the period before, Wednesday 1 April 2026 to Tuesday 30 June 2026.");
    expect(text).toContain("Figure July to September 2026 April to June 2026 Raised 3 0");
  });

  test.each<[Record<string, string>, string]>([
    [{ period: "2026-10-01 2026-10-31" }, "Report for October 2026"],
    [{ period: "2026-04-01 2026-06-30" }, "Report for April to June 2026"],
    [
      { "from-day": "3", "from-month": "8", "from-year": "2026", "to-day": "9", "to-month": "8", "to-year": "2026" },
      "Report for 3 Aug 2026 to 9 Aug 2026",
    ],
  ])("ALL-12 can be of %o", async (typed, title) =>
    expect(await registerWorld(theme).shows({ do: "report", ...typed })).toContain(title),
  );

  test.each<[Record<string, string>, string]>([
    [{ period: "2026-10-01 2026-10-30" }, "#period"],
    [{ period: "2026-10-01 2026-10-31", "from-day": "3", "from-month": "8", "from-year": "2026" }, "#period"],
    [{ "to-day": "3", "to-month": "8", "to-year": "2026" }, "#from-day"],
    [{ "to-day": "31", "to-month": "2", "to-year": "2026" }, "#to-day"],
  ])("ALL-12 of %o is refused at %s, as a page and as a file", async (typed, at) => {
    for (const asks of ["report", "report-csv", "report-word"]) {
      const response = await registerWorld(theme).press({ do: asks, ...typed });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain(`<a href="${at}">`);
    }
  });

  test("ALL-12 names what recurs with the rule that found it, and who is silent", async () => {
    const text = await registerWorld(theme).shows({ do: "report" });
    expect(text).toContain(
      "Threshold or level of need: 3 escalations The same type at least three times, whoever raised it. AAAA-2222, BBBB-2222, CCCC-2222",
    );
    expect(text).toContain(
      "Threshold or level of need, between Knowsley Children’s Social Care and Whitebeam Primary School: 3 escalations The same type at least twice between the same two agencies",
    );
    expect(text).toContain(
      "raised no escalation in the period. There may have been nothing to raise. Heddlu Llŷn a’r Fro Knowsley Children’s Social Care Merrow Community Health Trust Raised",
    );
  });

  test("MED-17, MED-16 a theme begins a practice alert where the partnership takes them: with type and agencies, and no reference", async () => {
    const medway = theme.map((each) => ({ ...each, partnership: "medway", policy: { id: "medway", version: "1" } }));
    const html = await (
      await registerWorld(medway, { link: { partnership: "medway" } }).press({ do: "report" })
    ).text();
    const forms = [...html.matchAll(/<form method="post" action="\/alert"[^]*?<\/form>/g)].map(([form]) => form);
    expect(forms).toHaveLength(2);
    expect(forms[1]).toContain('name="theme-partnership" value="medway"');
    expect(forms[1]).toContain('name="theme-type" value="threshold or level of need"');
    expect(forms[1]).toContain('name="theme-agencies" value="social-care whitebeam-school"');
    expect(forms.join()).not.toMatch(/2222/);
    expect(await (await registerWorld(theme).press({ do: "report" })).text()).not.toContain('action="/alert"');
  });

  test("ALL-12 its file has every figure a line, both periods beside each other", async () => {
    const response = await registerWorld(theme).press({ do: "report-csv" });
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="report-knowsley-2026-07-01-to-2026-09-30.csv"',
    );
    const lines = (await response.text()).split("\r\n");
    expect(lines.slice(0, 4)).toEqual([
      "Section,Figure,July to September 2026,April to June 2026",
      "Raised,Raised,3,0",
      "Raised,Raised after the time that the policy gives,0,0",
      "Raised,With immediate risk,0,0",
    ]);
    expect(lines).toContain("Agencies that raised nothing,Heddlu Llŷn a’r Fro,,");
  });
});
