import { expect, test } from "vitest";
import { noticesOf, noticesOwed } from "../../../functions/core/notices.ts";
import { messageFor } from "../../../functions/mail/messages.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import { smallPolicy } from "../../policies/small.ts";
import {
  does,
  holds,
  knowsley,
  miltonKeynesAt,
  open,
  play,
  raise,
  seats,
  tick,
  type Played,
} from "../../support/core.ts";

const policy = loadPolicy(
  smallPolicy({
    "    clocks:\n      - clock: settle": `    clocks:
      - clock: speak
        asks: speak with each other
        within: same working day
        from: stage opened
        met by: discussion
        when passed: note
        clause: "1"
      - clock: settle`,
  }),
  "small.yaml",
);
const rules = { policy, calendar: knowsley.calendar };
holds("small", rules);

const textOf = ({ history }: Played, kind: string) =>
  noticesOf(history, policy)
    .filter((notice) => notice.kind === kind)
    .map((notice) => {
      const link = { url: "https://e.example/7K3M-9QXD/secret", code: "7K QF 2M 9X" };
      const about = { reference: "7K3M-9QXD", history, rules, agencyNames: {}, partnership: undefined, link };
      return messageFor({ ...about, notice }).text;
    });

test("ALL-09 whoever is asked to act hears what is due before the stage's deadline too, each with its time", () => {
  const at = "2026-11-23T10:00:00.000Z";
  const [asked] = textOf(play(raise(at, { area: "small", disagreement: "level" }), open(at)), "asked");
  expect(asked?.split("\n")).toEqual(
    expect.arrayContaining([
      "By 5pm on Monday 23 November 2026: speak with each other.",
      expect.stringContaining("The deadline is 5pm on Thursday 26 November 2026."),
    ]),
  );
});

test("ALL-09 a person's one reminder of a day names everything else that they still have to do, each with its time", () => {
  const raisingHead = seats.miltonKeynes.raisingHead;
  const story = play(
    ...miltonKeynesAt("heads-of-service"),
    does("2026-12-08T18:00:00.000Z", raisingHead, "record discussion", "heads-of-service", {
      kind: "meeting",
      heldAt: "2026-12-08T16:30:00.000Z",
    }),
    tick("2026-12-10T09:32:00.000Z"),
  );
  const reminders = noticesOwed(story.history, story.rules.policy).send.filter(
    (each) => each.kind === "reminder" && each.seat === raisingHead,
  );
  expect(reminders).toHaveLength(1);
  const text = reminders
    .map((notice) =>
      messageFor({
        notice,
        reference: "7K3M-9QXD",
        history: story.history,
        rules: story.rules,
        agencyNames: {},
        partnership: undefined,
        link: { url: "https://e.example/7K3M-9QXD/secret", code: "7K QF 2M 9X" },
      }).text.replaceAll(/ \n/g, " "),
    )
    .join();
  expect(text).toContain(
    "By 4:30pm on Thursday 10 December 2026 this is to be done, and it is not yet recorded as done: give feedback on the outcome to the professionals who raised the concern.",
  );
  expect(text).toContain("Also to be done by 5pm on Thursday 10 December 2026: resolve the situation.");
});
