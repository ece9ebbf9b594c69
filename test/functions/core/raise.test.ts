import { describe, expect, test } from "vitest";
import {
  concernSaying,
  does,
  given,
  knowsley,
  knowsleyRaised,
  open,
  play,
  raise,
  raiser,
  seats,
  tick,
} from "../../support/core.ts";
import { decide } from "../../../functions/core/decide.ts";
import type { Command } from "../../../functions/core/commands.ts";

const at = "2026-11-23T10:00:00.000Z";
const mk = { area: "milton-keynes", disagreement: "levels-of-need" } as const;
const saying = (...args: Parameters<typeof concernSaying>): Command => ({
  type: "raise",
  id: "raise",
  at,
  concern: concernSaying(...args),
});

describe("raising a concern", () => {
  test("ALL-02 a concern that says everything is on the record as it was said, and opens stage 1", () => {
    const [raised] = given()
      .when(raise(at))
      .then({
        type: "EscalationRaised",
        v: 1,
        at,
        policy: { id: "knowsley", version: "2020-06" },
        partnership: "knowsley",
        area: "knowsley",
        subject: "child",
        disagreement: "level-of-need",
        arose: "2026-11-20T00:00:00.000Z",
        raising: { agency: "north-school" },
        receiving: { agency: "childrens-services" },
        immediateRisk: false,
        guide: false,
        missing: [],
        opensAt: "practitioners",
        submission: { client: "north-school-system", keyHash: "key-1", bodyHash: "body-1" },
        sealed: {
          words: {
            issue: "The referral was closed.",
            disagreement: "We see a higher level of need.",
            risk: "Neglect at home.",
            evidence: "Attendance and two disclosures.",
            resolutionSought: "An assessment.",
          },
        },
      });
    expect(raised).not.toHaveProperty("protectBy");
  });

  test("raising what was raised already does nothing", () => {
    const { history } = play(raise(at));
    given(...history)
      .when(raise("2026-11-23T11:00:00.000Z"))
      .thenNothing();
  });

  test("a command for an escalation that was never raised is a defect", () => {
    expect(() => play(does(at, raiser, "respond", "practitioners"))).toThrow("A story begins with the raising");
    expect(() => given().when(open(at))).toThrow("No policy is held for");
    expect(() => decide(undefined, tick(at), knowsley)).toThrow(
      "A reach moment for an escalation that was never raised",
    );
  });

  test("MK-08 an adult with care and support needs is covered in Milton Keynes, and so is a child", () => {
    given()
      .when(raise(at, { ...mk, subject: "adult" }))
      .then({ type: "EscalationRaised", subject: "adult", policy: { id: "milton-keynes", version: "2023" } });
    given()
      .when(raise(at, { ...mk, subject: "child" }))
      .then({ type: "EscalationRaised", subject: "child" });
    given()
      .when(raise(at, { ...mk, subject: "community" }))
      .thenRefused("not-covered", "subject");
  });

  test.each(["adult", "community"] as const)("ALL-15 Knowsley covers children only: %s is refused", (subject) => {
    given().when(raise(at, { subject })).thenRefused("not-covered", "subject");
  });

  test("ALL-03 a type of disagreement that the policy does not list is refused", () => {
    given()
      .when(raise(at, { disagreement: "levels-of-need" }))
      .thenRefused("unknown-type", "disagreement");
  });

  test("ALL-03 “another” is accepted with a description, and refused without one", () => {
    const another = raise(at, { disagreement: "another" }) as Extract<Command, { type: "raise" }>;
    const sealed = another.concern.sealed as Exclude<typeof another.concern.sealed, "erased">;
    const described = (anotherType: string): Command => ({
      ...another,
      concern: { ...another.concern, sealed: { ...sealed, anotherType } },
    });
    given()
      .when(described("Transfer of a file"))
      .then({
        type: "EscalationRaised",
        disagreement: "another",
        sealed: { anotherType: "Transfer of a file" },
      });
    given().when(another).thenRefused("missing", "anotherType");
    given().when(described("  ")).thenRefused("missing", "anotherType");
    given()
      .when({ ...another, concern: { ...another.concern, immediateRisk: true } })
      .then({ type: "EscalationRaised", disagreement: "another" });
  });

  test.each(["issue", "disagreement", "risk", "resolutionSought", "evidence"] as const)(
    "ALL-02, KNO-02 without immediate risk, a concern that does not say %s is refused, in that field",
    (field) => {
      given()
        .when(saying({ [field]: undefined }))
        .thenRefused("missing", field);
      given()
        .when(saying({ [field]: "   " }))
        .thenRefused("missing", field);
    },
  );

  test("KNO-02 with immediate risk, nothing is refused for want of words: what is missing is recorded, to be asked for", () => {
    const nothing = {
      issue: undefined,
      disagreement: undefined,
      risk: undefined,
      evidence: undefined,
      resolutionSought: undefined,
    };
    given()
      .when(saying(nothing, { immediateRisk: true }))
      .then({
        type: "EscalationRaised",
        immediateRisk: true,
        missing: ["issue", "disagreement", "risk", "evidence", "resolutionSought"],
      });
    given()
      .when(saying({ risk: undefined }, { immediateRisk: true }))
      .then({ type: "EscalationRaised", missing: ["risk"] });
  });

  test("KNO-01 immediate risk opens Knowsley at stage 2, and makes its timescales a guide", () => {
    const { history, state } = play(raise(at, { immediateRisk: true }));
    expect(history).toMatchObject([{ type: "EscalationRaised", opensAt: "line-managers", guide: true }]);
    expect(state).toMatchObject({ phase: "opening", next: "line-managers", because: "immediate risk" });
    given(...history)
      .when(open(at))
      .then(
        { type: "StageOpened", stage: "line-managers", because: "immediate risk" },
        { type: "ClockStarted", stage: "line-managers", due: "2026-11-30T17:00:00.000Z" },
      );
  });

  test("ALL-05 immediate risk skips no stage in Milton Keynes, and its timescales stay what they are", () => {
    const { history, state } = play(raise(at, { ...mk, immediateRisk: true }));
    expect(history).toMatchObject([{ type: "EscalationRaised", opensAt: "professionals", guide: false }]);
    expect(state).toMatchObject({ phase: "opening", next: "professionals", because: "raised", immediateRisk: true });
  });

  test("a disagreement that is yet to arise is refused; one that arises at the very instant is not", () => {
    given()
      .when(raise(at, { arose: "2026-11-23T10:00:00.001Z" }))
      .thenRefused("in-the-future", "arose");
    given()
      .when(raise(at, { arose: at }))
      .then({ type: "EscalationRaised" });
  });

  test("ALL-04 a date by which the person must be protected is taken when raising, and refused when it has passed", () => {
    given()
      .when(raise(at, { protectBy: "2026-11-24T12:00:00.000Z" }))
      .then({ type: "EscalationRaised", protectBy: "2026-11-24T12:00:00.000Z" });
    given()
      .when(raise(at, { protectBy: at }))
      .thenRefused("not-earlier", "protectBy");
    given()
      .when(raise(at, { protectBy: "2026-11-23T10:00:00.001Z" }))
      .then({ type: "EscalationRaised" });
  });

  test.each([
    ["2026-11-20T00:00:00.000Z", "2026-11-24T17:00:00.000Z", "2026-11-24T17:00:00.000Z", false],
    ["2026-11-20T00:00:00.000Z", "2026-11-24T17:00:00.001Z", "2026-11-24T17:00:00.000Z", true],
    ["2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z", "2026-11-25T17:00:00.000Z", false],
    ["2026-12-24T10:00:00.000Z", "2026-12-30T17:00:00.000Z", "2026-12-30T17:00:00.000Z", false],
    ["2026-12-24T10:00:00.000Z", "2026-12-31T09:00:00.000Z", "2026-12-30T17:00:00.000Z", true],
    ["2026-04-01T09:00:00.000Z", "2026-04-07T16:00:00.000Z", "2026-04-07T16:00:00.000Z", false],
    ["2026-04-01T09:00:00.000Z", "2026-04-07T16:00:00.001Z", "2026-04-07T16:00:00.000Z", true],
    ["2026-10-23T09:00:00.000Z", "2026-10-27T17:00:00.000Z", "2026-10-27T17:00:00.000Z", false],
  ])("KNO-03 what arose at %s and is raised at %s was to be raised by %s: late is %s", (arose, raisedAt, due, late) => {
    given().when(raise(raisedAt, { arose })).then({ type: "EscalationRaised", raiseBy: { due, late } });
  });

  test("Milton Keynes gives no time within which to raise, and none is recorded", () => {
    const [raised] = given()
      .when(raise(at, { ...mk, arose: "2026-06-01T09:00:00.000Z" }))
      .then({ type: "EscalationRaised" });
    expect(raised).not.toHaveProperty("raiseBy");
  });
});

describe("opening a stage", () => {
  const raised = play(raise(at)).history;

  test("asks those who act, tells nobody else, and starts its clocks from the raising", () => {
    given(...raised)
      .when(open("2026-11-23T10:01:00.000Z"))
      .then(
        {
          type: "StageOpened",
          v: 1,
          at: "2026-11-23T10:01:00.000Z",
          stage: "practitioners",
          because: "raised",
          asked: [
            { seat: "raiser", side: "raising", role: "practitioner", agency: "north-school", via: "holder" },
            {
              seat: "practitioners/receiving-side/1",
              side: "receiving",
              role: "practitioner",
              agency: "childrens-services",
              via: "holder",
            },
          ],
          told: [],
          partnership: {
            seat: "practitioners/partnership-inbox/1",
            side: "partnership",
            role: "inbox",
            agency: "knowsley",
            via: "inbox",
          },
          sealed: {
            people: {
              raiser: { name: "Ada Raiser", email: "ada@north-school.example" },
              "practitioners/receiving-side/1": { name: "Ben Receiver", email: "ben@childrens-services.example" },
              "practitioners/partnership-inbox/1": { name: "inbox of knowsley", email: "inbox@knowsley.example" },
            },
          },
        },
        {
          type: "ClockStarted",
          v: 1,
          at: "2026-11-23T10:01:00.000Z",
          stage: "practitioners",
          clock: "settle",
          kind: "stage",
          from: "2026-11-23T10:00:00.000Z",
          due: "2026-11-26T17:00:00.000Z",
          provisional: false,
          metBy: "resolution",
          whenPassed: "climb",
          reminders: [{ at: "2026-11-26T09:30:00.000Z", kind: "last day" }],
        },
      );
  });

  test("opening it twice, or another that is not awaited, does nothing", () => {
    const opened = play(...knowsleyRaised()).history;
    const again: Command = { type: "open stage", id: "open", at, stage: "practitioners", people: [] };
    given(...opened)
      .when(again)
      .thenNothing();
    given(...raised)
      .when({ ...again, stage: "line-managers" })
      .thenNothing();
  });

  test("a need for which nobody was found, not even an inbox, is a defect and opens nothing", () => {
    const command: Command = { type: "open stage", id: "open", at, stage: "practitioners", people: [] };
    expect(() => given(...raised).when(command)).toThrow("Nobody was found");
  });

  test("a stage that is opened days late is due at the end of the next working day, never in the past", () => {
    given(...raised)
      .when(open("2026-11-27T10:00:00.000Z"))
      .then(
        { type: "StageOpened" },
        { type: "ClockStarted", due: "2026-11-30T17:00:00.000Z", from: "2026-11-23T10:00:00.000Z" },
      );
    given(...raised)
      .when(open("2026-11-26T17:00:00.000Z"))
      .then({ type: "StageOpened" }, { type: "ClockStarted", due: "2026-11-27T17:00:00.000Z" });
  });

  test("KNO-08 stage 3 asks the senior managers of both sides", () => {
    const story = play(
      ...knowsleyRaised(),
      does("2026-11-24T10:00:00.000Z", raiser, "declare unresolved", "practitioners"),
      open("2026-11-24T10:00:00.000Z"),
      does("2026-11-25T10:00:00.000Z", seats.knowsley.raisingManager, "declare unresolved", "line-managers"),
      open("2026-11-25T10:00:00.000Z"),
    );
    expect(story.commits.at(-1)).toMatchObject([
      {
        type: "StageOpened",
        stage: "senior-managers",
        because: "unresolved",
        asked: [
          { seat: "senior-managers/raising-side/1", side: "raising", role: "senior-manager", agency: "north-school" },
          { seat: "senior-managers/receiving-side/1", side: "receiving", role: "senior-manager" },
        ],
      },
      { type: "ClockStarted", clock: "settle", due: "2026-12-02T17:00:00.000Z" },
    ]);
  });
});
