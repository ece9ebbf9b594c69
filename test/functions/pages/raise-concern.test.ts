/** The questions about the concern itself, and all of it once more to be checked. */
import { describe, expect, it } from "vitest";
import {
  ada,
  concern,
  day,
  lastOf,
  pageOf,
  problemsOn,
  raisingAnew,
  sentAlong,
  where,
  type Fields,
  type Raising,
} from "./raising.ts";
import { mainOf, type Answer } from "./support.ts";

let made: Raising;
raisingAnew((each) => {
  made = each;
});

describe("the concern", () => {
  /** One of its pages. */
  const shown = async (page: string, changes: Fields = {}) =>
    lastOf(await made.walk(await made.link(), { ...where, ...concern, ...changes }, page));

  it("ALL-03 offers the policy's own types in its own words, and another", async () => {
    const { text } = await shown("type");
    for (const words of ["Level of need/threshold", "Step up step down decisions", "Accountability", "Another type"])
      expect(text).toContain(words);
    const shropshire = await shown("type", { area: "shropshire", "receiving-agency": "council" });
    expect(shropshire.text).toContain("Disagreement over the sharing of information in a particular situation");
    expect(shropshire.text).not.toContain("Level of need/threshold");
  });

  it("ALL-05, ALL-16, KNO-17 asks about immediate risk in the policy's words, and says whom to ask and what it is not instead of", async () => {
    const { text } = await shown("immediate-risk");
    expect(text).toContain("The child is at immediate risk of significant harm, or the disagreement may result in");
    expect(text).toContain("Business Manager on (0151) 443 4786.");
    expect(text).toContain("not designed to replace the statutory complaints processes");
    expect((await shown("immediate-risk", { area: "shropshire", "receiving-agency": "council" })).text).toContain(
      "Does immediate risk apply? “Someone is at risk of harm”",
    );
  });

  it("ALL-02, KNO-02 refuses what is missing, each at its own page, and asks for nothing that may follow", async () => {
    const path = await made.link();
    const pages = await made.walk(path, { ...where, ...concern });
    const asked = pages.map(pageOf).slice(Object.keys(where).length, -1);
    const problems: Record<string, string> = {};
    for (const id of asked) {
      const page = await made.open(path, id);
      Object.assign(problems, problemsOn(await made.post(path, { ...sentAlong(page.html), do: "save" })));
    }
    expect(problems).toEqual({
      "immediate-risk": "Select whether immediate risk applies",
      protect: "Select whether protection is needed sooner than the policy’s own timescales",
      "person-name": "Enter the name of the child",
      type: "Select the type of disagreement",
      "arose-day": "Enter when the disagreement arose or the decision was received",
      issue: "Enter the issue",
      disagreement: "Enter the nature of the disagreement",
      risk: "Enter the risk to the person",
      evidence: "Enter the evidence",
      sought: "Enter what you aim to achieve",
      "your-name": "Enter your name",
    });
  });

  it.each([
    [{ type: "another" }, { "another-type": "Describe the other type of disagreement" }],
    [{ type: "care-planning" }, { type: "Select the type of disagreement" }],
    [{ protect: "yes" }, { "protect-by-day": "Enter the date and time by which protection is needed" }],
    [
      day("arose", "2026-11-18"),
      {
        "arose-day":
          "The disagreement or decision cannot be in the future. Give the day on which it arose or was received",
      },
    ],
    [day("arose", "2026-02-30"), { "arose-day": "The date must be a real date" }],
    [{ "arose-month": "" }, { "arose-month": "The date must include a month" }],
    [
      { protect: "yes", "protect-by-time": "9am" },
      { "protect-by-day": "Enter the date and time by which protection is needed" },
    ],
    [
      { protect: "yes", ...day("protect-by", "2026-11-18") },
      { "protect-by-time": "The date and time of protection must include a time, like 9:30am or 2:15pm" },
    ],
    [
      { protect: "yes", ...day("protect-by", "2026-11-17"), "protect-by-time": "10am" },
      {
        "protect-by-day":
          "The date and time of protection has passed. Give one that is still to come, or say that there is none",
      },
    ],
    [day("person-born", "2026-11-18"), { "person-born-day": "The date of birth must be in the past" }],
    [{ issue: "x".repeat(10_001) }, { issue: "The issue must be 10,000 characters or less. Yours has 10,001" }],
    [{ "person-name": "x".repeat(201) }, { "person-name": "The name must be 200 characters or less. Yours has 201" }],
    [
      { "manager-name": "Bea Matron" },
      { "manager-email": "Enter the email address of your manager, or leave out the name too" },
    ],
    [
      { "receiver-email": "p.nair@care.example" },
      { "receiver-name": "Enter the name of the practitioner or decision maker, or leave out the email address too" },
    ],
    [
      { "manager-name": "Bea Matron", "manager-email": "bea" },
      { "manager-email": "Enter an email address in the correct format, like name@example.com" },
    ],
    [
      { "manager-name": "Bea Matron", "manager-email": "bea@elsewhere.example" },
      {
        "manager-email":
          "The email address of your manager must be at Whitebeam School (whitebeam.example and School.example). If you do not know one, leave out name and address",
      },
    ],
    [
      { "receiver-manager-name": "Derek", "receiver-manager-email": "d@whitebeam.example" },
      {
        "receiver-manager-email":
          "The email address of their manager must be at Children’s Social Care (care.example). If you do not know one, leave out name and address",
      },
    ],
  ] as [Fields, Record<string, string>][])("refuses %j", async (changes, problems) => {
    const path = await made.link();
    const page = await made.check(path, changes);
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual(problems);
    // What was typed is still in its inputs, and what was answered before is kept.
    for (const [input, typed] of Object.entries(changes).filter(([input]) => page.html.includes(`name="${input}"`)))
      expect(page.html).toContain(input === "type" ? 'name="type"' : typed);
    expect((await made.open(path, "area")).html).toMatch(/value="knowsley" checked/);
  });

  it("says it all again to be checked, and has raised nothing by then", async () => {
    const path = await made.link();
    const before = await made.stored();
    const page = await made.check(path, {
      ...day("person-born", "2014-05-30"),
      "person-circumstances": "In care",
      "manager-name": "Bea Matron",
      "manager-email": "bea@whitebeam.example",
      "receiver-name": "Priya Nair",
      "receiver-email": "p.nair@care.example",
      protect: "yes",
      ...day("protect-by", "2026-11-18"),
      "protect-by-time": "9:30am",
    });
    expect(page.status).toBe(200);
    for (const words of [
      "Local authority area Knowsley Change Local authority area",
      "Receiving agency Children’s Social Care",
      "Immediate risk No",
      "To be protected by 9:30am on Wednesday 18 November 2026",
      "The child Robin Childe Born Friday 30 May 2014",
      "Circumstances In care",
      "Type of disagreement Level of need/threshold",
      "When it arose Monday 16 November 2026",
      "We say the threshold is met. They say it is not.",
      `You Ada Nurse ${ada}`,
      "Your manager Bea Matron bea@whitebeam.example",
      "Receiving practitioner Priya Nair p.nair@care.example",
    ])
      expect(page.text).toContain(words);
    const drafts = (await made.stored()).filter((pk) => !before.includes(pk));
    expect(drafts).toEqual([expect.stringMatching(/^DRAFT#/) as string]);
    expect(made.record.commits).toEqual([]);
    expect(made.started).toEqual([]);
  });

  it("keeps everything that was typed on the way back to any page and forward again", async () => {
    const path = await made.link();
    const issue = 'A “quoted” "issue" & <b>more</b>\n\nThird line';
    const checked = await made.check(path, { issue, "person-circumstances": "In care" });
    const back = await made.open(path, "area");
    expect(back.html).toMatch(/value="knowsley" checked/);
    const forward = await made.post(path, { ...sentAlong(back.html), area: "knowsley", do: "save" });
    expect(mainOf(forward.html)).toContain("A “quoted” &quot;issue&quot; &amp; &lt;b&gt;more&lt;/b&gt;\n\nThird line<");
    expect((await made.open(path, "issue")).html).toContain(
      "A “quoted” &quot;issue&quot; &amp; &lt;b&gt;more&lt;/b&gt;\n\nThird line</textarea>",
    );
    expect(mainOf(forward.html)).toBe(mainOf(checked.html));
  });

  it("what people type is text for ever: a script is shown and never run", async () => {
    const script = "<script>alert('x')</script>";
    const path = await made.link();
    const pages = [
      await made.post("/raise", { email: script }),
      lastOf(await made.walk(path, { ...where, area: "(another)", "other-area": script })),
      await made.check(path, { "person-name": script, ...day("person-born", "2027-01-01") }),
      await made.check(path, { issue: script, "person-name": script, "your-name": script }),
    ];
    for (const page of pages) {
      expect(page.html).not.toContain("<script");
      expect(page.html).toContain("&lt;script&gt;");
    }
    const raised = await made.raise(path, pages[3] as Answer);
    expect(raised.html).not.toContain("<script");
    expect((await made.story(raised)).state.raised.sealed).toMatchObject({ words: { issue: script } });
  });
});
