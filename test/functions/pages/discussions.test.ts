/** Discussions and meetings: recorded, approved by the other side, arranged. */
import { describe, expect, it } from "vitest";
import { momentOf, nurse, social } from "./places.ts";
import { actingSeat, hidden, name, reach, world, type World } from "./support.ts";

const said = { ...name, kind: "meeting", ...momentOf("heldAt", "2", "9:15am"), attended: "Ada and Una" };
const meeting = { ...said, agreed: "A visit", pursued: "By phone" };

async function recorded(made: World): Promise<string> {
  await made.send(made.link(social), "discussion", meeting);
  return `approve/${made.last("DiscussionRecorded").at}`;
}

describe("a discussion", () => {
  it("KNO-16 is not recorded without the agreed outcome and how outstanding issues will be pursued", async () => {
    const made = await world();
    const refused = await made.send(made.link(social), "discussion", said);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('<a href="#agreed">Enter what was agreed</a>');
    expect(refused.html).toContain('<a href="#pursued">Enter how outstanding issues will be pursued</a>');
    expect(made.events()).not.toContain("DiscussionRecorded");
  });

  it("KNO-16 is approved by the other side, who reads what was recorded, and it is dated by that", async () => {
    const made = await world();
    const key = await recorded(made);
    const path = made.link(nurse);
    const page = await made.post(path, { do: "continue" });
    expect(page.text).toContain("Approve what was recorded of the meeting held at 9:15am on Monday 2 November 2026");
    const shown = await made.post(path, { do: "choose", form: key });
    for (const words of ["Ada and Una", "A visit", "By phone", "Sam Answerer, practitioner or decision maker"])
      expect(shown.text).toContain(words);
    made.at("2026-11-03T09:00:00.000Z");
    const done = await made.post(path, { ...hidden(shown.html), "your-name": "Ada Nurse" });
    expect(done.text).toContain("Your approval is recorded");
    expect(made.last("DiscussionApproved")).toMatchObject({
      at: "2026-11-03T09:00:00.000Z",
      stage: "practitioners",
      recordedAt: "2026-11-02T10:00:00.000Z",
      by: { side: "raising" },
      sealed: { name: "Ada Nurse" },
    });
    expect((await made.post(path, { do: "choose", form: key })).status).toBe(409);
  });

  it("KNO-16 is not approved by the side that recorded it, nor twice", async () => {
    const made = await world();
    const key = await recorded(made);
    expect((await made.post(made.link(social), { do: "choose", form: key })).status).toBe(409);
    const path = made.link(nurse);
    const shown = await made.post(path, { do: "choose", form: key });
    await made.send(path, key, name);
    const again = await made.post(path, { ...hidden(shown.html), ...name });
    expect(again.status).toBe(409);
    expect(made.events().filter((each) => each === "DiscussionApproved")).toHaveLength(1);
  });

  it("KNO-16 of two, each is approved by itself, after the end too", async () => {
    const made = await world();
    const first = await recorded(made);
    made.at("2026-11-03T09:00:00.000Z");
    const second = await recorded(made);
    await made.do({ type: "withdraw", seat: nurse, stage: "practitioners", reason: "Settled" });
    const path = made.link(nurse);
    await made.send(path, second, name);
    expect(made.last("DiscussionApproved").recordedAt).toBe("2026-11-03T09:00:00.000Z");
    expect((await made.post(path, { do: "choose", form: second })).status).toBe(409);
    expect((await made.post(path, { do: "choose", form: first })).status).toBe(200);
  });

  it("KNO-16 that is not on the record cannot be approved", async () => {
    const made = await world();
    await recorded(made);
    const chosen = { do: "choose", form: "approve/2026-11-01T10:00:00.000Z" };
    expect((await made.post(made.link(nurse), chosen)).status).toBe(409);
  });
});

describe("a meeting that is to be held", () => {
  const arranged = { ...name, ...momentOf("for", "3", "2pm"), where: "Town Hall", invited: "Ada and Una" };

  it("SHR-09 is arranged with when, where and who is invited, at the stage that is open", async () => {
    const made = await world({ policy: "shropshire" });
    await reach(made, "line-managers");
    const empty = await made.send(made.link(nurse, "professionals"), "arrange", name);
    expect(empty.html).toContain('<a href="#for-day">Enter when it is</a>');
    const done = await made.send(made.link(nurse, "professionals"), "arrange", arranged);
    expect(done.text).toContain("Arranged a meeting for 2pm on Tuesday 3 November 2026");
    expect(done.text).toContain("Where Town Hall Who is invited Ada and Una");
    expect(made.last("MeetingArranged")).toMatchObject({
      stage: "line-managers",
      for: "2026-11-03T14:00:00.000Z",
      sealed: { where: "Town Hall", invited: "Ada and Una" },
    });
  });

  it("is refused at its date when that is past, with what to do instead", async () => {
    const made = await world();
    await reach(made, "line-managers");
    const path = made.link(await actingSeat(made, "raising"), "line-managers");
    const past = await made.send(path, "arrange", { ...arranged, "for-day": "1" });
    expect(past.status).toBe(422);
    expect(past.html).toContain('<a href="#for-day">A meeting is arranged for a time that is still to come.');
    expect(past.html).toContain('value="Town Hall"');
  });
});
