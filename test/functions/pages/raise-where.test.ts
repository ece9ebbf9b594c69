/** The first questions of raising: where a concern belongs, and so which policy governs it. */
import { describe, expect, it } from "vitest";
import { areasHeld } from "../../../policies/published.ts";
import { lastOf, problemsOn, raisingAnew, sentAlong, where, type Fields, type Raising } from "./raising.ts";

let made: Raising;
raisingAnew((each) => {
  made = each;
});

describe("where a concern belongs", () => {
  /** The first page on which the policy is known, or the one that was refused. */
  const ask = async (fields: Fields) => lastOf(await made.walk(await made.link(), fields, "immediate-risk"));

  it("offers the areas by name, and the agencies of the directory but for one's own", async () => {
    const path = await made.link();
    const { text } = await made.post(path, { do: "continue" });
    for (const words of ["Knowsley", "Medway", "Milton Keynes", "Shropshire", "Another area"])
      expect(text).toContain(words);
    const agencies = await made.open(path, "receiving-agency");
    expect(agencies.text).toContain("Academy Trust Children’s Social Care Shropshire Community Safety");
    expect(agencies.text.slice(agencies.text.indexOf("Choose one"))).not.toContain("Whitebeam School");
  });

  it("ALL-02 refuses what is missing, each at its own page, and keeps the rest", async () => {
    const path = await made.link();
    await made.walk(path, where, "immediate-risk");
    const refused: Record<string, string>[] = [];
    for (const id of Object.keys(where)) {
      const page = await made.open(path, id);
      const empty = await made.post(path, { ...sentAlong(page.html), do: "save" });
      expect(empty.status).toBe(422);
      expect(empty.html).toContain("<title>Error: ");
      refused.push(problemsOn(empty));
    }
    expect(refused).toEqual([
      { area: "Select the local authority area" },
      { "secure-setting": "Select whether it relates to a secure setting for young people" },
      { subject: "Select who the concern is about" },
      { "receiving-agency": "Choose the agency whose decision or action you challenge" },
    ]);
    expect((await made.open(path, "subject")).html).toMatch(/value="child" checked/);
  });

  it.each([
    [{ subject: "" }, { subject: "Select who the concern is about" }],
    [{ area: "(another)" }, { "other-area": "Enter which area it is" }],
    [{ area: "(another)", "other-area": "123" }, { "other-area": "Enter the area by its name, in letters" }],
    [
      { area: "(another)", "other-area": "x".repeat(201) },
      { "other-area": "The area must be 200 characters or less. Yours has 201" },
    ],
    [
      { "receiving-agency": "nobody" },
      { "receiving-agency": "Choose the agency whose decision or action you challenge" },
    ],
    [
      { "receiving-agency": "school" },
      { "receiving-agency": "Choose the agency whose decision or action you challenge" },
    ],
    [{ area: "atlantis" }, { area: "Select the local authority area" }],
  ] as [Fields, Record<string, string>][])("refuses %j", async (changes, problems) => {
    const page = await ask({ ...where, ...changes });
    expect(page.status).toBe(422);
    expect(problemsOn(page)).toEqual(problems);
  });

  it.each([
    ["knowsley", "adult", "children and young people only"],
    ["knowsley", "community", "children and young people only"],
    ["medway", "community", "children and young people only"],
    ["milton-keynes", "community", "children, young people, and adults with care and support needs only"],
  ])("ALL-15 under the policy of %s a concern about %s is refused with the reason", async (area, subject, reason) => {
    const page = await ask({ ...where, area, subject });
    expect(page.status).toBe(422);
    expect(problemsOn(page)["subject"]).toContain(reason);
  });

  it("PRE-01 an area of which no policy is held is refused with those that are held", async () => {
    const page = await ask({ ...where, area: "(another)", "other-area": "Atlantis" });
    expect(page.status).toBe(422);
    const names = areasHeld().map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(["Knowsley", "Medway", "Milton Keynes", "Shropshire"]));
    const held = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    expect(problemsOn(page)).toEqual({
      "other-area": `No escalation policy is held here for Atlantis, only for ${held}. Follow that area’s own escalation procedure`,
    });
  });

  it("takes the name of an area that is held for that area, however it was given", async () => {
    for (const [written, area] of [
      ["KNOWSLEY", "Knowsley"],
      ["Milton  Keynes.", "Milton Keynes"],
    ] as const) {
      const page = await ask({ ...where, area: "(another)", "other-area": written });
      expect(page.text).toContain(`because the local authority area is ${area}`);
    }
  });

  it("MED-13 a concern that relates to a secure setting in Medway is raised under Medway's policy, wherever the child's home is", async () => {
    const page = await ask({ ...where, area: "(another)", "other-area": "Atlantis", "secure-setting": "medway" });
    expect(page.status).toBe(200);
    expect(page.text).toContain(
      "under the Escalation Policy of Medway Safeguarding Children Partnership, because it relates to a secure setting in Medway, wherever the child’s home is",
    );
  });

  it("MED-13 the question about secure settings says what the policy says", async () => {
    const { text } = lastOf(await made.walk(await made.link(), where, "secure-setting"));
    expect(text).toContain("Does it relate to a secure setting for young people? Yes, to one in Medway");
    expect(text).toContain("Any concern relating to the young persons’ secure estate in Medway");
    expect(text).toContain("wherever the child’s home is.");
  });

  it("MED-14 a concern about an agency that works only outside Medway is refused with where it belongs", async () => {
    const page = await ask({ ...where, area: "medway", "receiving-agency": "council" });
    expect(page.status).toBe(422);
    const says = problemsOn(page)["receiving-agency"];
    expect(says).toContain("Shropshire Community Safety does not work in Medway");
    expect(says).toContain("Shropshire Safeguarding Community Partnership");
    expect(says).toContain("Nothing was forwarded");
  });

  it("TP-01 an organisation's own policy is used where none is held, and the person is told that a local procedure takes precedence", async () => {
    const path = await made.link("lee@academy.council.example");
    const elsewhere = { ...where, area: "(another)", "other-area": "Atlantis" };
    const page = lastOf(await made.walk(path, elsewhere, "immediate-risk"));
    expect(page.status).toBe(200);
    expect(page.text).toContain("because no policy is held here for Atlantis");
    expect(page.text).toContain("Any local procedure that exists takes precedence");
    const checked = await made.check(path, {
      area: "(another)",
      "other-area": "Isle of Atlantis",
      type: "level-of-risk",
    });
    const raised = await made.raise(path, checked);
    expect(raised.text).toContain("because no policy is held here for Isle of Atlantis");
    expect((await made.story(raised)).state.raised).toMatchObject({
      area: "isle-of-atlantis",
      policy: { id: "training-provider", because: "own policy" },
    });
  });
});
