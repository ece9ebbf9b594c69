import { readFileSync } from "node:fs";

/** A whole policy in little, a stage of two sides and a body, of which tests change a thing or two. */
const small = `policy: small
version: "1"
in force from: 2026-01-01
title: A small policy
source: Written for these tests
partnership: { id: small, name: Small Partnership, short name: SP }
area: { id: small, name: Small }
nation: england-and-wales
covers: [child]
covers in words: children
roles:
  practitioner: { called: practitioner, held in: agency, named as: practitioner }
  chair: { called: Chair, held in: partnership }
immediate risk: { words: Immediate risk, clause: "1" }
disagreements:
  - { id: level, words: Level of need, reported as: threshold or level of need }
stages:
  - stage: first
    title: First
    clause: "1"
    raising side: [practitioner]
    receiving side: [practitioner]
    clocks:
      - clock: settle
        asks: settle it
        within: 3 working days
        from: stage opened
        met by: resolution
        when passed: climb
        clause: "1"
    ends by: agreement
  - stage: last
    title: Last
    clause: "2"
    body: { role: chair, through: partnership inbox, clause: "2" }
    clocks:
      - clock: conclude
        asks: conclude
        within: 5 working days
        from: stage opened
        met by: outcome
        when passed: chase
        chase every: 1 working day
        clause: "2"
    ends by: outcome
`;

/** The small policy with some of its text replaced, each at its first place. @throws Error where it does not say that */
export function smallPolicy(changes: Readonly<Record<string, string>> = {}): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The small policy does not say ${from}`);
    return text.replace(from, () => to);
  }, small);
}

/** The text of one of the project's own policies, by its file under `policies/`. */
export const read = (file: string) => readFileSync(new URL(`../../policies/${file}`, import.meta.url), "utf8");
