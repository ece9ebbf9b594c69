import { expect, it } from "vitest";
import { fileNameOf } from "../../../functions/documents/document.ts";
import { recordDocument } from "../../../functions/documents/record.ts";
import { timelineOf } from "../../../functions/pages/timeline.ts";
import { at, did, ended, opened, raised, read, sourceOf, untilStage3, policy, agencies } from "./testshire.ts";

const about = [
  "== The concern",
  "Name: Robin Childe",
  "Date of birth: Monday 4 March 2019",
  "Circumstances: In care",
  "Type of disagreement: Level of need",
  "The issue: The referral was closed.",
  "The nature of the disagreement: We see a higher level of need.",
  "The risk to the person: Neglect at home.",
  "The evidence: Two disclosures.",
  "What the raising side aims to achieve: An assessment.",
  "When it arose: Sunday 1 November 2026",
  "Date raised: Monday 2 November 2026",
  "Raising agency: North School",
  "Raising practitioner: Ada Teacher",
  "Raising manager: Meg Line",
  "Receiving agency: Testshire Council",
  "Receiving practitioner: Not said",
  "Receiving manager: Not said",
  "== Asked when the concern was raised",
  "Is the child in care?: No",
  "Which plans are there?: Child in need plan",
  "When did you consult your line manager?: Thursday 29 October 2026",
];

it("MED-19, TP-08, KNO-16, MK-10 has the concern, how it ended and every entry of the record, as the record's page says them", () => {
  const history = [
    raised({ answers: { "in-care": "no", plans: ["cin"] }, before: { consulted: "2026-10-29" } }),
    opened(2, "managers", { raising: "Mo Head", receiving: "Nia Service" }),
    did("ResolutionProposed", 3, "receiving", "managers", { name: "Nia Service", resolution: "A visit." }),
    did("ResolutionAccepted", 4, "raising", "managers", { name: "Mo Head" }),
    ended(4, "managers", "resolved"),
    { type: "EscalationClosed", v: 1, at: at(4), how: "resolved" } as const,
  ];
  const source = sourceOf(history);
  const document = recordDocument(source);
  expect(read(document)).toEqual([
    ...about,
    "== How it ended",
    "How it ended: It ended by agreement: a resolution was proposed and the other side accepted it. | The escalation is closed. Notes can still be added to its record.",
    "Outcome: A visit. [Proposed by Nia Service, Service Manager, Testshire Council, at 10am on Tuesday 3 November 2026. Accepted by Mo Head, Service Manager, North School, at 10am on Wednesday 4 November 2026]",
  ]);
  expect(document.entries).toEqual(timelineOf({ policy, agencies, state: source.story.state }, source.story.commits));
  expect(document.entries).toHaveLength(history.length);
  expect(fileNameOf(document)).toBe("record-of-the-escalation-7K3M-9QXD.docx");
});

it("says of an escalation that is still open where it stands, and has no outcome", () => {
  const lines = read(recordDocument(sourceOf(untilStage3())));
  expect(lines.slice(lines.indexOf("== How it stands"))).toEqual([
    "== How it stands",
    "How it stands: “Stage 3: Assistant Directors” is open. | If it is not settled by then, it goes to “Stage 4: Executive” by itself.",
  ]);
});
