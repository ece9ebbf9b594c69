/**
 * The policies under which histories run: the published ones, and random ones that load and are sound, because the next
 * partnership's will be none of the five. A random policy is a function of its number: the same on every machine.
 */
import { calendarOf } from "../../policies/calendar/bank-holidays.ts";
import { loadPolicy } from "../../policies/language/load.ts";
import type { Policy } from "../../policies/language/schema.ts";
import { soundnessOf } from "../../policies/language/soundness.ts";
import { publishedPolicies } from "../../policies/published.ts";
import type { Agency, Client, Partnership } from "../../functions/directory/directory.ts";
import type { Rules } from "../../functions/core/clocks.ts";
import type { DirectoryFile } from "../../functions/directory/file.ts";
import { randomOf, type Random } from "../scale/random.ts";

/** A policy with whoever lives under it. */
export interface Place {
  readonly name: string;
  readonly rules: Rules;
  readonly area: string;
  readonly agencies: readonly Agency[];
  readonly partnership: Partnership;
}

const kinds = ["education", "childrens-social-care", "health", "police"] as const;

function placeOf(policy: Policy, random: Random): Place {
  const area = policy.area?.id ?? policy.region?.areas[0]?.id ?? "kent";
  const held = Object.entries(policy.roles);
  /** Some roles are held by somebody, some by two, some by nobody: then a stand-in or the inbox is asked. */
  const holders = (of: string, where: "agency" | "partnership") =>
    Object.fromEntries(
      held
        .filter(([, { heldIn }]) => heldIn === where)
        .map(([role]) => [role, random.oneOf([0, 1, 1, 1, 2])] as const)
        .filter(([, count]) => count > 0)
        .map(([role, count]) => [
          role,
          Array.from({ length: count }, (_, n) => ({
            name: `${role} ${n + 1} of ${of}`,
            email: `${role}-${n + 1}@${of}.example`,
          })),
        ]),
    );
  return {
    name: `${policy.policy} ${policy.version}`,
    rules: { policy, calendar: calendarOf(policy.nation) },
    area,
    agencies: kinds.map((kind) => ({
      id: kind,
      name: kind,
      kind,
      areas: [area],
      domains: [`${kind}.example`],
      inbox: `inbox@${kind}.example`,
      roles: holders(kind, "agency"),
      ...(policy.ownPolicyOfAnOrganisation ? { ownPolicy: policy.policy } : {}),
    })),
    partnership: {
      id: policy.partnership.id,
      name: policy.partnership.name,
      inbox: `inbox@${policy.partnership.id}.example`,
      roles: holders(policy.partnership.id, "partnership"),
    },
  };
}

export const clientOf = (agency: string): Client => ({ id: `${agency}-system`, agency });

export const directoryOf = ({ agencies, partnership }: Place): DirectoryFile =>
  ({
    agencies: [...agencies],
    partnerships: [partnership],
    clients: agencies.map(({ id }) => clientOf(id)),
  }) as DirectoryFile;

/** The newest version of each policy that is published. */
export const publishedPlaces = (): Place[] =>
  [...new Map(publishedPolicies().map((each) => [each.policy, each])).values()].map((policy) =>
    placeOf(policy, randomOf(policy.policy)),
  );

/** The random policy of a number, loaded by the loader and found sound. */
export function randomPlace(number: number): Place {
  const random = randomOf(`policy ${number}`);
  return placeOf(randomPolicy(`random-${number}`, random), random);
}

/** The place of a name: a published policy with its version, or `random-7 1`. @throws Error for a name that none has */
export function placeCalled(name: string): Place {
  const number = /^random-(\d+) 1$/.exec(name)?.[1];
  const place =
    number === undefined ? publishedPlaces().find((each) => each.name === name) : randomPlace(Number(number));
  if (!place)
    throw new Error(
      `There is no policy “${name}”: they are ${publishedPlaces()
        .map((each) => each.name)
        .join(", ")}, and random-1 1 and so on`,
    );
  return place;
}

/** Random choices that contradict one another are thrown away and drawn again. */
function randomPolicy(id: string, random: Random): Policy {
  for (;;) {
    const text = JSON.stringify(drawn(id, random));
    let policy: Policy;
    try {
      policy = loadPolicy(text, `${id}.yaml`);
    } catch {
      // The loader says why; here another one is drawn. That some load is seen by the test of this file.
      continue;
    }
    if (soundnessOf(policy).every((each) => each.severity !== "error")) return policy;
  }
}

const timescales = [
  "same working day",
  "4 hours",
  "24 hours",
  "48 hours",
  "1 working day",
  "2 working days",
  "3 working days",
  "5 working days",
  "10 working days",
  "3 days",
  "7 days",
  "2 weeks",
];
const chases = ["1 working day", "2 working days", "3 days", "1 week"];
const roleNames = ["practitioner", "line-manager", "head-of-service", "director"];

function drawn(id: string, random: Random): object {
  const count = random.below(4) + 1;
  const stages = Array.from({ length: count }, (_, place) => sidedStage(place, random));
  const last = `stage-${count + 1}`;
  const opensLater = random.happens(0.6);
  return {
    policy: id,
    version: "1",
    "in force from": "2026-01-01",
    title: `The policy ${id}`,
    source: "Drawn at random",
    partnership: { id, name: `Partnership ${id}`, "short name": "RP" },
    area: { id, name: `Area ${id}` },
    nation: random.oneOf(["england-and-wales", "scotland", "northern-ireland"]),
    covers: ["child", "adult"],
    "covers in words": "children and adults",
    roles: {
      practitioner: { called: "practitioner", "held in": "agency", "named as": "practitioner" },
      "line-manager": { called: "line manager", "held in": "agency", "named as": "manager" },
      "head-of-service": { called: "head of service", "held in": "agency", "stand in": ["line-manager"] },
      director: { called: "director", "held in": "agency" },
      chair: {
        called: "Chair",
        "held in": "partnership",
        ...(random.happens(0.5) ? { through: "partnership inbox" } : {}),
      },
      scrutineer: { called: "scrutineer", "held in": "partnership" },
    },
    "immediate risk": {
      words: "Immediate risk",
      clause: "1",
      ...(opensLater ? { "opens at": `stage-${random.below(count + 1) + 1}` } : {}),
      ...(random.happens(0.3) ? { "timescales become": "a guide" } : {}),
      ...(random.happens(0.3)
        ? { "each stage within": random.oneOf(["same working day", "1 working day", "24 hours"]) }
        : {}),
    },
    disagreements: [{ id: "level", words: "Level of need", "reported as": "threshold or level of need" }],
    ...(random.happens(0.4)
      ? {
          raise: {
            within: random.oneOf(timescales),
            from: "disagreement arose",
            "when passed": "record as late",
            clause: "1",
            ...(random.happens(0.5) ? { "then count from": "raised" } : {}),
          },
        }
      : {}),
    ...(random.happens(0.3) ? { "practitioners hear": { clause: "1" } } : {}),
    ...(random.happens(0.3) ? { "copies of the record": { clause: "1" } } : {}),
    ...(random.happens(0.3) ? { filing: { asks: "file the record", where: "on the file", clause: "1" } } : {}),
    stages: [...stages, bodyStage(last, random)],
  };
}

function sidedStage(place: number, random: Random): object {
  const stage = `stage-${place + 1}`;
  const roles = () => [
    ...new Set([roleNames[Math.min(place, 3)], ...(random.happens(0.3) ? [random.oneOf(roleNames)] : [])]),
  ];
  const from = () => random.oneOf(["stage opened", "stage opened", "stage opened", "raised"]);
  return {
    stage,
    title: `Stage ${place + 1}`,
    clause: String(place + 2),
    "raising side": roles(),
    "receiving side": roles(),
    "unresolved by": random.oneOf(["raising side", "either side"]),
    clocks: [
      {
        clock: "settle",
        asks: "settle it",
        within: random.oneOf(timescales),
        from: from(),
        "met by": "resolution",
        "when passed": "climb",
        ...(random.happens(0.3) ? { "sides may agree a later date": true } : {}),
        clause: "1",
      },
      ...(random.happens(0.4)
        ? [
            {
              clock: "respond",
              asks: "respond",
              within: random.oneOf(timescales),
              from: "stage opened",
              "met by": random.oneOf(["response", "discussion", "meeting held", "meeting arranged"]),
              "when passed": random.oneOf(["note", "chase", "climb"]),
              "chase every": random.oneOf(chases),
              clause: "2",
            },
          ]
        : []),
    ],
    ...(random.happens(0.4)
      ? {
          inform: [
            {
              who: "scrutineer",
              of: "partnership",
              when: random.oneOf([["stage opens"], ["each response"], ["stage opens", "outcome"]]),
              clause: "3",
            },
          ],
        }
      : {}),
    ...(random.happens(0.25)
      ? {
          checklist: {
            of: random.oneOf(["raising side", "receiving side"]),
            items: [
              { item: "told", words: "The other side was told", clause: "1" },
              { item: "filed", words: "It was put on file", when: "settled", clause: "1" },
            ],
            "chase every": random.oneOf(chases),
            clause: "4",
          },
        }
      : {}),
    "ends by": "agreement",
    ...afterwards("resolution reached", random),
  };
}

function bodyStage(stage: string, random: Random): object {
  return {
    stage,
    title: "The last stage",
    clause: "9",
    ...(random.happens(0.4) ? { "raising side": ["director"], "receiving side": ["director"] } : {}),
    body: {
      role: "chair",
      through: random.oneOf(["partnership inbox", "the holder"]),
      "may ask for information": random.happens(0.5),
      clause: "9",
    },
    clocks: [
      {
        clock: "conclude",
        asks: "conclude",
        within: random.oneOf(timescales),
        from: "stage opened",
        "met by": "outcome",
        "when passed": "chase",
        "chase every": random.oneOf(chases),
        clause: "9",
      },
    ],
    "ends by": random.oneOf(["recommendations", "outcome", "decision", "mediation", "record"]),
    ...afterwards("outcome given", random),
  };
}

function afterwards(settled: string, random: Random): object {
  const duty = (n: number) => ({
    duty: `duty-${n}`,
    asks: "confirm it in writing",
    kind: random.oneOf(["confirmation", "feedback", "review", "minutes"]),
    by: random.oneOf(["raising side", "receiving side", "each side"]),
    to: random.oneOf(["counterpart", "raising practitioner", "partnership"]),
    within: random.oneOf(timescales),
    from: random.oneOf(["stage opened", settled]),
    "chase every": random.oneOf(chases),
    clause: "5",
  });
  const count = random.oneOf([0, 0, 1, 2]);
  return count === 0 ? {} : { afterwards: Array.from({ length: count }, (_, n) => duty(n + 1)) };
}
