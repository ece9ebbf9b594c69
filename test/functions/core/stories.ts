/** Whole stories of the five policies, told in several tests: of what anybody hears, and of what they add up to. */
import {
  does,
  knowsleyAt,
  knowsleyRaised,
  miltonKeynesAt,
  open,
  play,
  raise,
  raiser,
  seats,
  type Played,
  type Step,
} from "../../support/core.ts";

const { knowsley: K, shropshire: S, medway: M, miltonKeynes: MK, trainingProvider: T } = seats;
const monday = "2026-11-23T10:00:00.000Z";
const soon = "2026-11-23T11:00:00.000Z";
const tuesday = "2026-11-24T11:00:00.000Z";
const thursday = "2026-11-26T11:00:00.000Z";

/** From whoever took over the seat of somebody else. */
const taker =
  (type: "propose resolution", stage: string): Step =>
  (state) =>
    does(tuesday, [...state.seats.keys()].find((each) => each.includes("/handed-on-")) ?? "", type, stage);

/** Each is played anew whenever it is asked for, by the test that asks. */
export const stories: Readonly<Record<string, () => Played>> = {
  "KNO-03, ALL-08 two practitioners speak, agree a date, do not agree on a resolution, and a risk becomes immediate":
    () =>
      play(
        ...knowsleyRaised(),
        does(soon, raiser, "record discussion", "practitioners"),
        does(soon, K.practitioner, "respond", "practitioners"),
        does(soon, raiser, "propose date", "practitioners"),
        does(soon, K.practitioner, "reject date", "practitioners"),
        does(soon, raiser, "propose date", "practitioners"),
        does(soon, K.practitioner, "accept date", "practitioners"),
        does(soon, K.practitioner, "propose resolution", "practitioners"),
        does(soon, raiser, "reject resolution", "practitioners"),
        does(soon, raiser, "flag immediate risk", "practitioners"),
      ),
  "KNO-06, ALL-10 line managers ask for advice and hand on, somebody answers late, and they agree": () =>
    play(
      ...knowsleyAt("line-managers"),
      does(tuesday, K.raisingManager, "shorten deadline", "line-managers"),
      does(tuesday, K.raisingManager, "ask advice", "line-managers"),
      does(tuesday, "line-managers/raising-side/adviser-1", "give advice", "line-managers"),
      does(tuesday, K.practitioner, "respond", "practitioners"),
      does(tuesday, K.receivingManager, "hand on", "line-managers"),
      taker("propose resolution", "line-managers"),
      does(tuesday, K.raisingManager, "accept resolution", "line-managers"),
    ),
  "KNO-14, KNO-15 the Chair asks for information, gives recommendations, and one side says that it acted": () =>
    play(
      ...knowsleyAt("chair"),
      does(thursday, K.chair, "request information", "chair"),
      does("2026-11-26T12:00:00.000Z", K.raisingSenior, "provide information", "chair"),
      does("2026-11-26T13:00:00.000Z", K.chair, "give outcome", "chair"),
      does("2026-11-26T14:00:00.000Z", K.raisingSenior, "do duty", "chair", {
        duty: "chair/act-on-recommendations:raising",
      }),
    ),
  "MK-10 a meeting is arranged and held, and the concern withdrawn": () =>
    play(
      ...miltonKeynesAt("manager"),
      does(tuesday, MK.raisingManager, "arrange meeting", "manager"),
      does(tuesday, MK.raisingManager, "record discussion", "manager", { kind: "meeting" }),
      does(tuesday, MK.raisingManager, "withdraw", "manager"),
    ),
  "MK-06, MK-10 the Chair gives the outcome": () =>
    play(...miltonKeynesAt("chair"), does(thursday, MK.chair, "give outcome", "chair")),
  "SHR-02, SHR-09 line managers tick their list, agree, and confirm in writing": () =>
    play(
      raise(monday, { area: "shropshire" }),
      open(monday),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      does(tuesday, S.raisingManager, "tick", "line-managers", { items: [{ item: "facts", on: "2026-11-23" }] }),
      does(tuesday, S.receivingManager, "propose resolution", "line-managers"),
      does(tuesday, S.raisingManager, "accept resolution", "line-managers"),
      does(tuesday, S.raisingManager, "tick", "line-managers", {
        items: [
          { item: "discussed", on: "2026-11-23" },
          { item: "confirmed-in-writing", on: "2026-11-24", words: "Agreed." },
        ],
      }),
    ),
  "MED-03, MED-19 a further manager joins, what was missing is supplied, and the concern is withdrawn": () =>
    play(
      raise(monday, { area: "medway" }),
      open(monday),
      does(soon, M.raisingManager, "add manager", "service-managers"),
      does(soon, M.raisingManager, "add note", "service-managers", { kind: "missing information" }),
      does(soon, raiser, "withdraw", "service-managers"),
    ),
  "ALL-12 the concern is withdrawn between two stages": () =>
    play(
      ...knowsleyRaised(),
      does(soon, raiser, "declare unresolved", "practitioners"),
      does(soon, raiser, "withdraw", "practitioners"),
    ),
  "TP-07, TP-08 every challenge and decision is fed back to the practitioners, and both sides file the record": () =>
    play(
      raise(monday, { area: "kent" }),
      open(monday),
      does(soon, T.practitioner, "respond", "professionals"),
      does(soon, raiser, "declare unresolved", "professionals"),
      open(soon),
      does(soon, T.receivingManager, "propose resolution", "line-managers"),
      does(soon, T.raisingManager, "reject resolution", "line-managers"),
      does(soon, T.receivingManager, "propose resolution", "line-managers"),
      does(soon, T.raisingManager, "accept resolution", "line-managers"),
    ),
};
