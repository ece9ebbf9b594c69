/** What follows when an e-mail came back or was called spam. 2026-11-23 is a Monday; London is on UTC. */
import { describe, expect, test } from "vitest";
import { standingOf } from "../../../functions/core/capabilities.ts";
import type { Command } from "../../../functions/core/commands.ts";
import type { EscalationEvent } from "../../../functions/core/events.ts";
import { fold } from "../../../functions/core/evolve.ts";
import { noticesOf, noticesOwed } from "../../../functions/core/notices.ts";
import { othersFor } from "../../../functions/core/people.ts";
import { loadPolicy } from "../../../policies/language/load.ts";
import { smallPolicy } from "../../policies/small.ts";
import {
  does,
  dueDates,
  given,
  goOn,
  holds,
  knowsley,
  knowsleyAt,
  knowsleyRaised,
  noticesOfLast,
  open,
  play,
  raise,
  raiser,
  seats,
  silentUntil,
  tick,
  type Played,
} from "../../support/core.ts";

type Report = Extract<Command, { type: "report bounce" }>;
type Others = Report["others"];

const K = seats.knowsley;
const later = "2026-11-25T11:00:00.000Z";
const careInbox: Others[number] = {
  role: "line-manager",
  via: "inbox",
  agency: "childrens-services",
  person: { name: "Children’s Services", email: "inbox@childrens-services.example" },
};
const deputy: Others[number] = {
  role: "deputy",
  via: "stand-in",
  agency: "childrens-services",
  person: { name: "Dana Deputy", email: "deputy@childrens-services.example" },
};

/** An e-mail to a seat came back; whoever else there is, is what the directory found. */
const bounced = (at: string, seat: string, over: Partial<Omit<Report, "type">> = {}): Report => ({
  type: "report bounce",
  id: `bounce ${at} ${seat}`,
  at,
  notice: `1/asked/${seat}`,
  kind: "asked",
  seat,
  messageId: `message ${at}`,
  bounce: "permanent",
  others: [careInbox],
  ...over,
});
const erase = (history: readonly EscalationEvent[]) =>
  history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" as const } : each));
const owed = ({ history, rules }: Pick<Played, "history" | "rules">) =>
  noticesOwed(history, rules.policy).send.map((each) => `${each.kind} → ${each.seat}`);

describe("an e-mail to somebody who has to act came back", () => {
  const atManagers = play(...knowsleyAt("line-managers"));
  const seat = K.receivingManager;
  const instead = "line-managers/receiving-side/instead-1";
  const joins = {
    type: "NoticeBounced",
    seat,
    instead: { seat: instead, side: "receiving", role: "line-manager", agency: "childrens-services", via: "inbox" },
    sealed: { people: { [instead]: careInbox.person } },
  } as const;

  test.each(["permanent", "transient", "complaint", "rejected"] as const)(
    "ALL-09 whether %s or otherwise, it is on the record, and whoever else reaches the role joins their side",
    (bounce) => {
      given(...atManagers.history)
        .when(bounced(later, seat, { bounce }))
        .then({ ...joins, bounce });
    },
  );

  test("ALL-09 they are asked just as the one before was, and the partnership hears; no deadline moves", () => {
    const story = goOn(atManagers, bounced(later, seat));
    expect(noticesOfLast(story)).toEqual([`asked → ${instead}`, `could not be delivered → ${K.inbox}`]);
    expect(dueDates(story)).toEqual(dueDates(atManagers));
    expect(story.state.clocks).toEqual(atManagers.state.clocks);
  });

  test("ALL-09 either of the two answers in time: the one who was asked first keeps their link, and may do all that the other may", () => {
    const { state, history, rules } = goOn(atManagers, bounced(later, seat));
    expect(standingOf(state, rules.policy, instead)).toEqual(standingOf(state, rules.policy, seat));
    for (const answering of [seat, instead])
      given(...history)
        .when(does("2026-11-25T12:00:00.000Z", answering, "respond", "line-managers"))
        .then({ type: "ResponseRecorded" });
  });

  test("ALL-09 the reminder goes to both", () => {
    const story = goOn(atManagers, bounced(later, seat), tick("2026-11-27T09:31:00.000Z"));
    expect(noticesOfLast(story)).toEqual(expect.arrayContaining([`reminder → ${seat}`, `reminder → ${instead}`]));
  });

  test("ALL-09 whoever stands in comes before the inbox", () => {
    given(...atManagers.history)
      .when(bounced(later, seat, { others: [deputy, careInbox] }))
      .then({ type: "NoticeBounced", instead: { role: "deputy", via: "stand-in", seat: instead } });
  });

  test("ALL-09 nobody is asked at the address that came back, however it is written, nor somebody of their side who acts already", () => {
    const person = (email: string) => ({ ...deputy, person: { name: "Same", email } });
    given(...atManagers.history)
      .when(bounced(later, seat, { others: [person("Line-Manager@childrens-services.example"), careInbox] }))
      .then({ type: "NoticeBounced", instead: { via: "inbox" } });
    const M = seats.medway;
    const medway = play(
      raise("2026-11-23T10:00:00.000Z", { area: "medway" }),
      open("2026-11-23T10:00:00.000Z"),
      does("2026-11-23T11:00:00.000Z", M.receivingManager, "add manager", "service-managers"),
    );
    const others = [person("mo@childrens-services.example"), careInbox];
    given(...medway.history)
      .when(bounced("2026-11-23T12:00:00.000Z", M.receivingManager, { others }))
      .then({ type: "NoticeBounced", instead: { via: "inbox" } });
  });

  test("ALL-09 nobody is asked at an address from which something came back before, whoever it was for then", () => {
    const others = [
      { ...deputy, person: { name: "Ben Receiver", email: "ben@childrens-services.example" } },
      careInbox,
    ];
    const before = goOn(atManagers, bounced("2026-11-25T10:30:00.000Z", K.practitioner));
    given(...atManagers.history)
      .when(bounced(later, seat, { others }))
      .then({ type: "NoticeBounced", instead: { via: "stand-in" } });
    given(...before.history)
      .when(bounced(later, seat, { others }))
      .then({ type: "NoticeBounced", instead: { via: "inbox" } });
  });

  test("ALL-09 where what went to whoever joined came back too, the next way is tried, and then nobody", () => {
    const others = [deputy, careInbox];
    const first = goOn(atManagers, bounced(later, seat, { others }));
    const second = goOn(first, bounced("2026-11-25T11:01:00.000Z", instead, { others }));
    expect(second.commits.at(-1)).toMatchObject([
      { seat: instead, instead: { seat: "line-managers/receiving-side/instead-2", via: "inbox" } },
    ]);
    const third = goOn(
      second,
      bounced("2026-11-25T11:02:00.000Z", "line-managers/receiving-side/instead-2", { others }),
    );
    expect(third.commits.at(-1)?.[0]).not.toHaveProperty("instead");
    expect(noticesOfLast(third)).toEqual([`could not be delivered → ${K.inbox}`]);
  });

  test("nobody joins twice: what comes back of the reminder is recorded, and the first who joined is enough", () => {
    const story = goOn(
      atManagers,
      bounced(later, seat, { others: [deputy, careInbox] }),
      tick("2026-11-27T09:31:00.000Z"),
      bounced("2026-11-27T09:40:00.000Z", seat, { kind: "reminder", others: [deputy, careInbox] }),
    );
    expect(story.commits.at(-1)).toMatchObject([{ type: "NoticeBounced", kind: "reminder" }]);
    expect(story.commits.at(-1)?.[0]).not.toHaveProperty("instead");
  });

  test("what reached them through an inbox already brings nobody else; the partnership hears", () => {
    const viaInbox = play(
      ...knowsleyAt("line-managers").slice(0, -1),
      (state, rules) => {
        const command = open("2026-11-24T10:00:00.000Z");
        const opening = typeof command === "function" ? command(state, rules) : command;
        if (opening.type !== "open stage") throw new Error("not an opening");
        return {
          ...opening,
          people: opening.people.map((each) =>
            each.need === "receiving side"
              ? { ...each, seats: each.seats.map((one) => ({ ...one, via: "inbox" as const })) }
              : each,
          ),
        };
      },
      bounced(later, seat),
    );
    expect(viaInbox.commits.at(-1)?.[0]).not.toHaveProperty("instead");
    expect(noticesOfLast(viaInbox)).toEqual([`could not be delivered → ${K.inbox}`]);
  });

  test("ALL-09 whoever joined hears that it has gone on to the next stage, and acts no more", () => {
    const story = silentUntil(goOn(atManagers, bounced(later, seat)), "2026-12-01T17:00:00.000Z");
    expect(story.state).toMatchObject({ phase: "at stage", stage: "senior-managers" });
    expect(noticesOfLast(story)).toContain(`climbed → ${instead}`);
    expect(standingOf(story.state, knowsley.policy, instead).acting).toBe(false);
  });

  test("ALL-10 who took a seat over is asked; of the one who had it nothing is, so that nobody joins them", () => {
    const handed = goOn(atManagers, does(later, seat, "hand on", "line-managers"));
    const story = goOn(handed, bounced("2026-11-25T11:05:00.000Z", seat));
    expect(story.commits.at(-1)?.[0]).not.toHaveProperty("instead");
  });

  test("a deadline that passed before it was reported has passed: the stage is over first", () => {
    const story = goOn(atManagers, bounced("2026-12-02T10:00:00.000Z", seat));
    expect(story.commits.at(-1)?.map((each) => each.type)).toEqual(["DeadlinePassed", "StageEnded", "NoticeBounced"]);
    expect(story.commits.at(-1)?.at(-1)).not.toHaveProperty("instead");
  });
});

describe("an e-mail to whoever raised the concern came back", () => {
  const raised = play(...knowsleyRaised());
  const schoolInbox = { ...careInbox, role: "practitioner", agency: "north-school" };

  test("ALL-09 at the stage at which they act, somebody joins them under a name of that stage", () => {
    const story = goOn(raised, bounced("2026-11-23T11:00:00.000Z", raiser, { others: [schoolInbox] }));
    expect(noticesOfLast(story)).toEqual([
      "asked → practitioners/raising-side/instead-1",
      `could not be delivered → ${K.inbox}`,
    ]);
  });

  test("ALL-09 later, when nothing is asked of them, the partnership hears and nobody joins", () => {
    const story = goOn(play(...knowsleyAt("line-managers")), bounced(later, raiser, { others: [schoolInbox] }));
    expect(story.commits.at(-1)?.[0]).not.toHaveProperty("instead");
    expect(noticesOfLast(story)).toEqual([`could not be delivered → ${K.inbox}`]);
  });

  test("ALL-09 before the first stage is open, the partnership hears as soon as its inbox is known", () => {
    const before = play(raise("2026-11-23T10:00:00.000Z"), bounced("2026-11-23T10:00:05.000Z", raiser));
    expect(noticesOfLast(before)).toEqual([]);
    const opened = goOn(before, open("2026-11-23T10:01:00.000Z"));
    expect(owed(opened)).toContain(`could not be delivered → ${K.inbox}`);
  });
});

/** The small policy with a reviewer, whom the partnership's vice stands in for, and who owes these at the end. */
const reviewing = (...duties: string[]) => ({
  ...knowsley,
  policy: loadPolicy(
    smallPolicy({
      "chair: { called: Chair, held in: partnership }":
        "chair: { called: Chair, held in: partnership }\n  reviewer: { called: Reviewer, held in: partnership, stand in: [vice] }\n  vice: { called: Vice, held in: partnership }",
      "    ends by: outcome\n": [
        "    inform:",
        '      - { who: reviewer, of: partnership, when: [stage opens], clause: "2" }',
        "    ends by: outcome",
        "    afterwards:",
        ...duties.flatMap((duty) => [
          `      - duty: ${duty}`,
          `        asks: ${duty} it`,
          "        kind: review",
          "        by: partnership",
          "        role: reviewer",
          "        to: partnership",
          "        within: 5 working days",
          "        from: outcome given",
          "        chase every: 1 working day",
          '        clause: "2"',
        ]),
        "",
      ].join("\n"),
    }),
    "small.yaml",
  ),
});

/** Their outcome is given, and an e-mail to the reviewer comes back. */
const reviewerBounces = (area: string) => [
  raise("2026-11-23T10:00:00.000Z", { area }),
  open("2026-11-23T10:00:00.000Z"),
  does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "first"),
  open("2026-11-24T10:00:00.000Z"),
  does("2026-11-24T11:00:00.000Z", "last/body/1", "give outcome", "last"),
  bounced("2026-11-24T11:05:00.000Z", "last/told-reviewer/1", {
    kind: "duty owed",
    others: [{ role: "vice", via: "stand-in", agency: "small", person: { name: "Vi", email: "vi@small.example" } }],
  }),
];

describe("what else is asked of somebody", () => {
  test("ALL-09 a duty: whoever joins owes it too, is asked for it, and can do it", () => {
    const agreed = play(
      ...knowsleyAt("line-managers"),
      does("2026-11-25T10:10:00.000Z", K.receivingManager, "propose resolution", "line-managers"),
      does("2026-11-25T10:20:00.000Z", K.raisingManager, "accept resolution", "line-managers"),
    );
    const story = goOn(agreed, bounced(later, K.receivingManager, { kind: "duty owed" }));
    const instead = "line-managers/receiving-side/instead-1";
    expect(noticesOfLast(story)).toEqual([`duty owed → ${instead}`, `could not be delivered → ${K.inbox}`]);
    given(...story.history)
      .when(does("2026-11-25T12:00:00.000Z", instead, "do duty", "line-managers"))
      .then({ type: "DutyDone" }, { type: "ClockMet" }, { type: "EscalationClosed" });
  });

  test("ALL-09 two duties: whoever joins is told of each, under a name of its own", () => {
    const rules = reviewing("publish", "review");
    holds("small-two-duties", rules);
    const story = play(...reviewerBounces("small-two-duties"));
    const event = story.history.length - 1;
    const seat = "last/told-reviewer/instead-1";
    const about = { kind: "duty owed", stage: "last", seat, event };
    expect(noticesOf(story.history, rules.policy).filter((each) => each.seat === seat)).toEqual([
      { ...about, clock: "publish", id: `${event}/duty owed/${seat}` },
      { ...about, clock: "review", id: `${event}/duty owed/${seat}/last/review` },
    ]);
  });

  test("ALL-09 a duty of the partnership's: whoever stands in owes it in another role", () => {
    const rules = reviewing("review");
    holds("small-bounced", rules);
    const story = play(...reviewerBounces("small-bounced"));
    expect(noticesOfLast(story)).toContain("duty owed → last/told-reviewer/instead-1");
    expect(standingOf(story.state, rules.policy, "last/told-reviewer/instead-1").owes).toHaveLength(1);
    const reviewer = story.state.seats.get("last/told-reviewer/1");
    if (!reviewer) throw new Error("There is no reviewer");
    expect(othersFor(story.state, rules.policy, reviewer)).toMatchObject({
      side: "partnership",
      roles: ["reviewer"],
      instead: [{ otherwise: [{ role: "vice", via: "stand-in" }] }],
    });
  });

  test("ALL-09 advice: whoever joins is asked for it", () => {
    const asked = goOn(
      play(...knowsleyAt("line-managers")),
      does(later, K.receivingManager, "ask advice", "line-managers"),
    );
    const [adviser = ""] = asked.state.advisers;
    const story = goOn(asked, bounced("2026-11-25T11:30:00.000Z", adviser));
    expect(noticesOfLast(story)).toEqual([
      "advice asked → line-managers/receiving-side/instead-1",
      `could not be delivered → ${K.inbox}`,
    ]);
    given(...story.history)
      .when(does("2026-11-25T12:00:00.000Z", "line-managers/receiving-side/instead-1", "give advice", "line-managers"))
      .then({ type: "AdviceGiven" });
  });

  test("ALL-09 information for the Chair: whoever joins those who are asked for it is asked for it too", () => {
    const requested = goOn(
      play(...knowsleyAt("chair")),
      does("2026-11-26T11:00:00.000Z", K.chair, "request information", "chair"),
    );
    const story = goOn(requested, bounced("2026-11-26T11:05:00.000Z", K.receivingSenior));
    expect(noticesOfLast(story)).toEqual([
      "information requested → senior-managers/receiving-side/instead-1",
      `could not be delivered → ${K.inbox}`,
    ]);
  });

  test("ALL-09 a body's word: whoever joins can end the stage by theirs", () => {
    holds("small-body", {
      ...knowsley,
      policy: loadPolicy(
        smallPolicy({
          "chair: { called: Chair, held in: partnership }":
            "chair: { called: Chair, held in: partnership }\n  vice: { called: Vice, held in: partnership }",
          "body: { role: chair, through: partnership inbox,":
            "body: { role: chair, through: the holder, stand in: vice,",
        }),
        "small.yaml",
      ),
    });
    const at = "2026-11-23T10:00:00.000Z";
    const atLast = play(
      raise(at, { area: "small-body" }),
      open(at),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "first"),
      open("2026-11-24T10:00:00.000Z"),
    );
    const chair = atLast.state.seats.get("last/body/1");
    if (!chair) throw new Error("There is no chair");
    const ways = othersFor(atLast.state, atLast.rules.policy, chair);
    expect(ways.instead).toMatchObject([{ otherwise: [{ role: "vice", via: "stand-in" }] }]);
    const story = goOn(
      atLast,
      bounced("2026-11-24T11:00:00.000Z", "last/body/1", {
        others: [{ role: "vice", via: "stand-in", agency: "small", person: { name: "Vi", email: "vi@small.example" } }],
      }),
    );
    given(...story.history)
      .when(does("2026-11-24T12:00:00.000Z", "last/body/instead-1", "give outcome", "last"))
      .then({ type: "OutcomeGiven" }, { type: "ClockMet" }, { type: "StageEnded" }, { type: "EscalationClosed" });
  });
});

describe("who hears that something came back", () => {
  const atManagers = play(...knowsleyAt("line-managers"));
  const alarms = (story: Played) =>
    noticesOf(story.history, story.rules.policy).filter((each) => each.kind === "could not be delivered").length;

  test("the partnership once for a seat, a stage and a way of coming back, and again when one of them is another", () => {
    let story = goOn(atManagers, bounced(later, raiser, { bounce: "transient" }));
    expect(alarms(story)).toBe(1);
    story = goOn(story, bounced("2026-11-25T12:00:00.000Z", raiser, { bounce: "transient", kind: "reminder" }));
    expect(alarms(story)).toBe(1);
    story = goOn(story, bounced("2026-11-25T13:00:00.000Z", raiser, { bounce: "permanent" }));
    expect(alarms(story)).toBe(2);
    story = silentUntil(story, "2026-12-01T17:00:00.000Z");
    story = goOn(story, bounced("2026-12-02T10:00:00.000Z", raiser, { bounce: "permanent" }));
    expect(alarms(story)).toBe(3);
    expect(story.history.filter((each) => each.type === "NoticeBounced")).toHaveLength(4);
  });

  test("what came back from the partnership's own address is not sent there again", () => {
    const story = goOn(atManagers, bounced(later, K.inbox, { kind: "deadline passed" }));
    expect(story.commits.at(-1)).toMatchObject([{ type: "NoticeBounced", seat: K.inbox }]);
    expect(noticesOfLast(story)).toEqual([]);
    const chair = goOn(play(...knowsleyAt("chair")), bounced("2026-11-26T11:00:00.000Z", K.chair));
    expect(noticesOfLast(chair)).toEqual([]);
  });

  test("ALL-01 after the end it is on the record, and the partnership hears", () => {
    const closed = goOn(atManagers, does(later, raiser, "withdraw", "line-managers"));
    const story = goOn(closed, bounced("2026-11-25T12:00:00.000Z", K.receivingManager, { kind: "withdrawn" }));
    expect(story.state.phase).toBe("closed");
    expect(noticesOfLast(story)).toEqual([`could not be delivered → ${K.inbox}`]);
  });

  test("after the end nobody joins whoever was asked for advice that nobody needs any more", () => {
    const asked = goOn(atManagers, does(later, K.receivingManager, "ask advice", "line-managers"));
    const closed = goOn(asked, does("2026-11-25T11:10:00.000Z", raiser, "withdraw", "line-managers"));
    const story = goOn(closed, bounced("2026-11-25T12:00:00.000Z", asked.state.advisers[0] ?? ""));
    expect(story.commits.at(-1)).toMatchObject([{ type: "NoticeBounced" }]);
    expect(story.commits.at(-1)?.[0]).not.toHaveProperty("instead");
  });

  test("of an erased record nobody is told, and nobody joins", () => {
    const story = { ...atManagers, history: erase(atManagers.history) };
    const [event] = given(...story.history)
      .when(bounced(later, K.receivingManager))
      .then({ type: "NoticeBounced", seat: K.receivingManager });
    if (!event) throw new Error("Nothing was recorded");
    expect(event).not.toHaveProperty("instead");
    expect(event).not.toHaveProperty("sealed");
    expect(noticesOwed([...story.history, event], knowsley.policy).send).toEqual([]);
  });
});

describe("the same report again", () => {
  const story = goOn(play(...knowsleyAt("line-managers")), bounced(later, K.receivingManager));

  test("ALL-01 is on the record once; of another e-mail, or when the same was called spam, it is another", () => {
    const again = (over: Partial<Report>) =>
      given(...story.history).when(
        bounced("2026-11-25T12:00:00.000Z", K.receivingManager, { messageId: `message ${later}`, ...over }),
      );
    again({}).thenNothing();
    again({ messageId: "another" }).then({ type: "NoticeBounced", messageId: "another" });
    again({ bounce: "complaint" }).then({ type: "NoticeBounced", bounce: "complaint" });
  });

  test("of a seat that nobody has is nothing", () => {
    given(...story.history)
      .when(bounced(later, "line-managers/receiving-side/9"))
      .thenNothing();
  });

  test("ALL-01 before the record says that it was sent: both are on it, and it is owed until the record says so", () => {
    const notice = noticesOf(story.history, knowsley.policy).find(
      (each) => each.kind === "asked" && each.seat === K.receivingManager,
    );
    if (!notice) throw new Error("They were not asked");
    const early = goOn(
      play(...knowsleyAt("line-managers")),
      bounced("2026-11-24T10:00:01.000Z", K.receivingManager, { notice: notice.id }),
    );
    expect(owed(early)).toContain(`asked → ${K.receivingManager}`);
    const sent = goOn(early, {
      type: "record notices",
      id: "told",
      at: "2026-11-24T10:00:02.000Z",
      notices: [
        {
          type: "NoticeSent",
          v: 1,
          at: "2026-11-24T10:00:02.000Z",
          notice: notice.id,
          kind: notice.kind,
          seat: notice.seat,
          messageId: "m",
        },
      ],
    });
    expect(owed(sent)).not.toContain(`asked → ${K.receivingManager}`);
    expect(fold(sent.history)).toEqual(sent.state);
  });
});
