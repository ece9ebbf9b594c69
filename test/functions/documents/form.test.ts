import { describe, expect, it } from "vitest";
import type { Shows } from "../../../policies/language/shows.ts";
import type { EscalationEvent, EventOf } from "../../../functions/core/events.ts";
import { fileNameOf } from "../../../functions/documents/document.ts";
import { formDocument, formsOffered } from "../../../functions/documents/form.ts";
import {
  at,
  did,
  ended,
  formCalled,
  opened,
  raised,
  sent,
  shown,
  sourceOf,
  stage3Form,
  untilStage3,
} from "./testshire.ts";

const nothing = "Not on the record";
const gone = "This has been erased";

/** The same history once its key is destroyed. */
const erase = (history: readonly EscalationEvent[]): EscalationEvent[] =>
  history.map((each) => ("sealed" in each ? { ...each, sealed: "erased" } : each));

describe("a form filled from the record", () => {
  const atOpening = [
    "Date of stage 3 alert: Monday 16 November 2026",
    "From: Dee Trust, Assistant Director",
    "Service: North School",
    "To: Art Director, Assistant Director",
    "Service: Testshire Council",
    "Name of Child (if applicable): Robin Childe",
    "DOB (if applicable): Monday 4 March 2019",
    "Practitioner: Ada Teacher",
    "Service: North School",
    "Line Manager: Meg Line",
    "== Stage One – Service Manager",
    "Date escalation raised: Monday 2 November 2026",
    "Name of manager (s): Nia Service, Service Manager",
    "Date response received: Wednesday 4 November 2026",
    "== Stage Two – Designated Safeguarding Lead / Head of Service",
    "Date escalation raised: Friday 6 November 2026",
    "Name of DSL/Head of Service: Hal Lead, Head of Service",
    "Date response received: Monday 9 November 2026",
    "== Stage Three – Assistant Director / Headteacher/ equivalent",
    "Summary of concern(s) remaining from Stage 2: Next month is too late. [Lou Governor, Head of Service, North School, at 10am on Tuesday 10 November 2026]",
    "Requested action: An assessment.",
    "Name of Assistant Director/ Headteacher/ equivalent: Art Director, Assistant Director",
    `Response: ${nothing}`,
    `Resolution of alert: ${nothing}`,
    `Date of response: ${nothing}`,
    "Form sent to MSCP: date sent: Monday 16 November 2026",
    "== Stage four – MSCP",
    `Summary of concern(s) remaining from Stage 3: ${nothing}`,
  ];

  it("MED-11 has every field of Appendix One in its order, as far as the record goes when stage 3 opens", () => {
    expect(stage3Form(untilStage3())).toEqual(atOpening);
  });

  it("MED-11, MED-12 is filled in as the response, the resolution and the remaining concerns come, and nothing else changes", () => {
    const now = stage3Form([
      ...untilStage3(),
      did("ResponseRecorded", 18, "receiving", "directors", {
        name: "Art Director",
        response: "A manager visits weekly.",
        answers: {},
      }),
      did("DeclaredUnresolved", 20, "raising", "directors", { name: "Dee Trust", reason: "No assessment is offered." }),
      ended(20, "directors", "unresolved", "executive"),
      opened(20, "executive"),
    ]);
    expect(now.filter((each, index) => each !== atOpening[index])).toEqual([
      "Response: A manager visits weekly. [Art Director, Assistant Director, Testshire Council, at 10am on Wednesday 18 November 2026]",
      "Resolution of alert: Not resolved: it was declared unresolved",
      "Date of response: Wednesday 18 November 2026",
      "Summary of concern(s) remaining from Stage 3: No assessment is offered. [Dee Trust, Assistant Director, North School, at 10am on Friday 20 November 2026]",
    ]);
    expect(now).toHaveLength(atOpening.length);
  });

  it("says of each erased thing that it was erased, and still has what is not personal", () => {
    const form = stage3Form(erase(untilStage3()));
    expect(form.slice(0, 10)).toEqual([
      "Date of stage 3 alert: Monday 16 November 2026",
      `From: ${gone}`,
      "Service: North School",
      `To: ${gone}`,
      "Service: Testshire Council",
      `Name of Child (if applicable): ${gone}`,
      `DOB (if applicable): ${gone}`,
      `Practitioner: ${gone}`,
      "Service: North School",
      `Line Manager: ${gone}`,
    ]);
    expect(form).toContain(
      `Summary of concern(s) remaining from Stage 2: ${gone} [A person whose name has been erased, Head of Service, North School, at 10am on Tuesday 10 November 2026]`,
    );
    expect(form.join("\n")).not.toMatch(/Robin|Ada|Meg|Nia|Hal|Lou|Dee|Art|referral|assessment/);
  });

  it("ALL-13 says which record it was made from and when, and has only title and reference in the name of its file", () => {
    const form = formDocument(formCalled("stage-3-form"), sourceOf(untilStage3()));
    expect(form.policy).toBe("Testshire Partnership, Escalation Policy, version 1 (Appendix One)");
    expect(form.made).toBe(
      "Made from the record of escalation 7K3M-9QXD at 9:30am on Tuesday 17 November 2026. All times are London time.",
    );
    expect(fileNameOf(form)).toBe("stage-3-escalation-form-7K3M-9QXD.docx");
    expect(fileNameOf({ ...form, title: "„Ü“ / ../" })).toBe("stage-3-form-7K3M-9QXD.docx");
  });

  it("KNO-10 is there from the opening of its stage on, to the end, also where that stage was passed over", () => {
    const offered = (history: readonly EscalationEvent[]) => formsOffered(sourceOf(history)).map((each) => each.form);
    const all = untilStage3();
    expect(offered(all.slice(0, 1))).toEqual([]);
    expect(offered(all.slice(0, 5))).toEqual([]);
    expect(offered(all.slice(0, 6))).toEqual(["notice"]);
    expect(offered(all)).toEqual(["stage-3-form", "notice"]);
    expect(offered([...all.slice(0, 5), opened(6, "directors")])).toEqual(["stage-3-form", "notice"]);
    expect(offered([...all, ended(17, "directors", "resolved")])).toEqual(["stage-3-form", "notice"]);
  });

  it("KNO-10 says at its head that it is not the partnership's own template", () => {
    expect(formDocument(formCalled("notice"), sourceOf([raised()])).says).toBe(
      "This is not the partnership’s own template.",
    );
  });
});

describe("what a field shows", () => {
  const answer = (question: string): Shows[] => [{ fact: "answer", question }];
  const start = [raised(), opened(2, "managers", { raising: "Mo Head", receiving: "Nia Service" })];

  it("MED-11 responses: each of the receiving side's, with the page's answers in words, who and when, in order", () => {
    const shows: Shows[] = [{ fact: "responses of", stage: "managers" }];
    const history: EscalationEvent[] = [
      ...start,
      did("ResolutionProposed", 2, "raising", "managers", { name: "Mo Head", resolution: "Assess." }),
      did("ResolutionRejected", 3, "receiving", "managers", { name: "Nia Service", reason: "No need is seen." }),
      did("ResponseRecorded", 4, "receiving", "managers", {
        name: "Nia Service",
        response: "Looked again.",
        answers: { file: "yes", spoken: "2026-11-03" },
      }),
      did("ResponseRecorded", 5, "receiving", "leads", { name: "Hal", response: "Of another stage.", answers: {} }),
      did("ResolutionProposed", 6, "receiving", "managers", { name: "Nia Service", resolution: "A visit." }),
    ];
    const nia = "Nia Service, Service Manager, Testshire Council, at 10am on";
    expect(shown(shows, history)).toBe(
      [
        `Rejected the proposed resolution: No need is seen. [${nia} Tuesday 3 November 2026]`,
        `Have you read the file? Yes\nOn which day did you speak? Tuesday 3 November 2026\nLooked again. [${nia} Wednesday 4 November 2026]`,
        `Proposed this resolution: A visit. [${nia} Friday 6 November 2026]`,
      ].join(" | "),
    );
    expect(shown([{ fact: "date of response of", stage: "managers" }], history)).toBe("Tuesday 3 November 2026");
  });

  it("a late response is there and says that it is late; another late answer is not a response", () => {
    const late = (answer: string, receivedInTime: boolean): EventOf<"LateAnswerRecorded"> => ({
      type: "LateAnswerRecorded",
      v: 1,
      at: at(9),
      by: { side: "receiving", role: "service-manager", agency: "council" },
      stage: "managers",
      answer,
      receivedInTime,
      sealed: { name: "Nia Service", words: "Sorry, late." },
    });
    const shows: Shows[] = [{ fact: "responses of", stage: "managers" }];
    const who = "Nia Service, Service Manager, Testshire Council, at 10am on Monday 9 November 2026";
    expect(shown(shows, [...start, late("respond", false)])).toBe(`Sorry, late. [${who} (a late answer)]`);
    expect(shown(shows, [...start, late("respond", true)])).toBe(
      `Sorry, late. [${who} (received in time, written down when the stage was over)]`,
    );
    expect(shown(shows, [...start, late("accept resolution", false)])).toBe(nothing);
  });

  it("a resolution: what was proposed and who accepted it; else why the stage ended without", () => {
    const shows: Shows[] = [{ fact: "resolution of", stage: "managers" }];
    const proposed = did("ResolutionProposed", 3, "receiving", "managers", {
      name: "Nia Service",
      resolution: "A visit on Friday.",
    });
    const accepted = did("ResolutionAccepted", 4, "raising", "managers", { name: "Mo Head", comment: "Thank you." });
    expect(shown(shows, [...start, proposed])).toBe(nothing);
    const resolved =
      "A visit on Friday. [Proposed by Nia Service, Service Manager, Testshire Council, at 10am on Tuesday 3 November 2026. Accepted by Mo Head, Service Manager, North School, at 10am on Wednesday 4 November 2026] | Thank you. [Comment by Mo Head, Service Manager, North School]";
    const closed = [...start, proposed, accepted, ended(4, "managers", "resolved")];
    expect(shown(shows, closed)).toBe(resolved);
    expect(shown([{ fact: "outcome" }], closed)).toBe(resolved);
    expect(shown([{ fact: "outcome" }], [...start, proposed])).toBe(nothing);
    expect(shown(shows, [...start, ended(9, "managers", "deadline passed", "leads")])).toBe(
      "Not resolved: its deadline passed before it was settled",
    );
  });

  it("KNO-16, MED-11 a resolution that was rejected stands on no form as the one that was agreed", () => {
    const offers = (day: number, resolution: string) =>
      did("ResolutionProposed", day, "receiving", "managers", { name: "Nia Service", resolution });
    const history = [
      ...start,
      offers(3, "A visit next month."),
      did("ResolutionRejected", 3, "raising", "managers", { name: "Mo Head", reason: "Too late." }),
      offers(4, "A visit on Friday."),
      did("ResolutionAccepted", 4, "raising", "managers", { name: "Mo Head" }),
      ended(4, "managers", "resolved"),
    ];
    expect(shown([{ fact: "resolution of", stage: "managers" }], history)).toMatch(
      /^A visit on Friday\. \[Proposed by/,
    );
    expect(shown([{ fact: "outcome" }], history)).not.toContain("next month");
  });

  it("ALL-11 a withdrawal is the outcome, with its reason", () => {
    const withdrawn: EscalationEvent = {
      type: "EscalationWithdrawn",
      v: 1,
      at: at(4),
      by: { side: "raising", role: "practitioner", agency: "school" },
      sealed: { name: "Ada Teacher", reason: "It was settled by telephone." },
    };
    const closed: EscalationEvent = { type: "EscalationClosed", v: 1, at: at(4), how: "withdrawn" };
    expect(shown([{ fact: "outcome" }], [...start, withdrawn, closed])).toMatch(
      /^Withdrawn: It was settled by telephone\. \[Ada Teacher, /,
    );
  });

  it("MED-12 a body's outcome is the resolution of its stage and the outcome of the whole", () => {
    const outcome: EventOf<"OutcomeGiven"> = {
      type: "OutcomeGiven",
      v: 1,
      at: at(27),
      by: { side: "partnership", role: "executive", agency: "testshire" },
      stage: "executive",
      kind: "outcome",
      sealed: { name: "Eva Exec", outcome: "Assess within a week." },
    };
    const history = [...start, opened(20, "executive"), outcome, ended(27, "executive", "outcome given")];
    const text =
      "Assess within a week. [Eva Exec, Executive, Testshire Partnership, at 10am on Friday 27 November 2026]";
    expect(shown([{ fact: "resolution of", stage: "executive" }], history)).toBe(text);
    expect(shown([{ fact: "outcome" }], history)).toBe(text);
    expect(shown([{ fact: "body of", stage: "executive" }], history.slice(0, 3))).toBe(
      "The inbox of Testshire Partnership, for the attention of the Executive",
    );
    expect(shown([{ fact: "body of", stage: "executive" }], history)).toBe("Eva Exec, Executive");
  });

  it("concerns remaining: the declaration before a rejection, and of the raising side alone", () => {
    const shows: Shows[] = [{ fact: "concerns remaining from", stage: "managers" }];
    const said = (type: "ResolutionRejected" | "DeclaredUnresolved", side: "raising" | "receiving", reason: string) =>
      did(type, 3, side, "managers", { name: "X", reason });
    const history = [...start, said("ResolutionRejected", "receiving", "Not ours.")];
    expect(shown(shows, history)).toBe(nothing);
    history.push(said("ResolutionRejected", "raising", "First."), said("ResolutionRejected", "raising", "Second."));
    expect(shown(shows, history)).toMatch(/^Second\. \[X, Service Manager, North School/);
    history.push(said("DeclaredUnresolved", "raising", "All of it."), said("ResolutionRejected", "raising", "Third."));
    expect(shown(shows, history)).toMatch(/^All of it\. /);
    history.push(said("DeclaredUnresolved", "receiving", "Theirs."));
    expect(shown(shows, history)).toMatch(/^All of it\. /);
  });

  it("who acted: the holder, whoever answered in their stead, and of an inbox those who answered from it", () => {
    const shows: Shows[] = [{ fact: "receiving side of", stage: "managers" }];
    const respond = (name: string) =>
      did("ResponseRecorded", 4, "receiving", "managers", { name, response: "Yes.", answers: {} });
    expect(shown(shows, [...start, respond("Nia Service"), respond("Dev Deputy")])).toBe(
      "Nia Service, Service Manager | Dev Deputy, Service Manager",
    );
    const inbox = [raised(), opened(2, "managers", { raising: "Mo Head" })];
    expect(shown(shows, inbox)).toBe("The inbox of Testshire Council, for the attention of the Service Manager");
    expect(shown(shows, [...inbox, respond("Dev Deputy")])).toBe("Dev Deputy, Service Manager");
  });

  it("a side's own director who decides is the body and not one of the side (SHR-05)", () => {
    const directors = opened(6, "directors", { raising: "Dee Trust", receiving: "Art Director" });
    const asked = directors.asked.map((each) =>
      each.side === "receiving" ? { ...each, concludes: true as const } : each,
    );
    const history = [raised(), { ...directors, asked }];
    expect(shown([{ fact: "receiving side of", stage: "directors" }], history)).toBe(nothing);
    expect(shown([{ fact: "raising side of", stage: "directors" }], history)).toBe("Dee Trust, Assistant Director");
    expect(shown([{ fact: "body of", stage: "directors" }], history)).toBe("Art Director, Assistant Director");
  });

  it("the raising manager: whom the concern names, else the line managers who acted for that side", () => {
    const shows: Shows[] = [{ fact: "raising manager" }];
    const unnamed = raised({ raising: { practitioner: { name: "Ada Teacher", email: "ada@school.example" } } });
    const informal = opened(2, "informal", { raising: "Liz Line", receiving: "Roy Line" });
    expect(shown(shows, [raised(), informal])).toBe("Meg Line");
    expect(shown(shows, [unnamed, informal])).toBe("Liz Line, line manager");
    expect(shown(shows, [unnamed, opened(2, "managers", { raising: "Mo Head" })])).toBe(nothing);
    expect(shown([{ fact: "receiving manager" }], [unnamed, informal])).toBe("Roy Line, line manager");
  });

  it("MED-01 what was answered when it was raised, in the policy's words, with days in words", () => {
    const history = [
      raised({
        answers: { "in-care": "no", plans: ["ehc", "cin"], seen: "2026-10-30", wishes: "yes" },
        before: { consulted: "2026-10-29" },
      }),
    ];
    expect(shown(answer("in-care"), history)).toBe("No");
    expect(shown(answer("plans"), history)).toBe("Education, health and care plan | Child in need plan");
    expect(shown(answer("seen"), history)).toBe("Friday 30 October 2026");
    expect(shown(answer("wishes"), history)).toBe("yes");
    expect(shown(answer("consulted"), history)).toBe("Thursday 29 October 2026");
    expect(shown(answer("plans"), [raised({ answers: { plans: [] } })])).toBe("None of these");
    expect(shown(answer("in-care"), [raised()])).toBe(nothing);
    expect(shown(answer("in-care"), erase(history))).toBe(gone);
  });

  it("what was answered at a stage, the last answer counting, with who and when", () => {
    const shows: Shows[] = [
      { fact: "answer", question: "requested-action", stage: "leads" },
      { fact: "resolution sought" },
    ];
    const history: EscalationEvent[] = [...start, opened(6, "leads", { raising: "Lou Governor" })];
    expect(shown(shows, history)).toBe("An assessment.");
    history.push(
      did("QuestionsAnswered", 9, "raising", "leads", { name: "Lou", answers: { "requested-action": "A meeting." } }),
    );
    expect(shown(shows, history)).toBe(
      "A meeting. [Lou, Head of Service, North School, at 10am on Monday 9 November 2026]",
    );
    history.push(
      did("DeclaredUnresolved", 10, "raising", "leads", {
        name: "Lou",
        reason: "No.",
        answers: { "requested-action": "A decision." },
      }),
    );
    expect(shown(shows, history)).toMatch(/^A decision\. /);
    const spoken: Shows[] = [{ fact: "answer", question: "spoken", stage: "managers" }];
    expect(shown(spoken, untilStage3())).toMatch(/^Tuesday 3 November 2026 \[Nia Service/);
    expect(shown(shows, erase(history))).toBe(gone);
  });

  it("MED-11 the date sent is when the e-mail went, not when it was owed, and of no other stage or role", () => {
    const shows: Shows[] = [{ fact: "date told", role: "office", stage: "directors" }];
    const history = untilStage3().slice(0, -1);
    expect(shown(shows, history)).toBe(nothing);
    expect(shown(shows, [...history, sent(history, 16, "asked", "directors/receiving-side/1")])).toBe(nothing);
    expect(shown(shows, [...history, sent(history, 18, "told", "directors/told-office/1")])).toBe(
      "Wednesday 18 November 2026",
    );
  });

  it("MED-11, ALL-09 what came back for good was sent to nobody; of a full mailbox the date stays", () => {
    const shows: Shows[] = [{ fact: "date told", role: "office", stage: "directors" }];
    const history = untilStage3().slice(0, -1);
    const out = sent(history, 18, "told", "directors/told-office/1");
    if (out.type !== "NoticeSent") throw new Error("Nothing was sent");
    const { notice, kind, seat, messageId } = out;
    const back = (bounce: "permanent" | "rejected" | "transient" | "complaint"): EscalationEvent[] => [
      ...history,
      out,
      { type: "NoticeBounced", v: 1, at: at(19), notice, kind, seat, messageId, bounce },
    ];
    expect(shown(shows, back("permanent"))).toBe(nothing);
    expect(shown(shows, back("rejected"))).toBe(nothing);
    expect(shown(shows, back("transient"))).toBe("Wednesday 18 November 2026");
    expect(shown(shows, back("complaint"))).toBe("Wednesday 18 November 2026");
  });

  it("KNO-16 discussions: when, who took part, what was agreed, how the rest is pursued, who recorded and approved it", () => {
    const by = { side: "raising", role: "service-manager", agency: "school" } as const;
    const history: EscalationEvent[] = [
      ...start,
      {
        type: "DiscussionRecorded",
        v: 1,
        at: at(4),
        by,
        stage: "managers",
        kind: "meeting",
        heldAt: at(3, "14:15"),
        sealed: { name: "Mo Head", attended: "Mo and Nia", agreed: "To visit.", pursued: "By telephone." },
      },
      {
        type: "DiscussionApproved",
        v: 1,
        at: at(5),
        by: { ...by, side: "receiving", agency: "council" },
        stage: "managers",
        recordedAt: at(4),
        sealed: { name: "Nia Service" },
      },
    ];
    const another = history.flatMap((each) => (each.type === "DiscussionRecorded" ? [{ ...each, at: at(6) }] : []));
    const both = shown([{ fact: "discussions of", stage: "managers" }], [...history, ...another])?.split(" | ");
    expect(both?.map((each) => each.includes("approved by Nia Service"))).toEqual([true, false]);
    expect(shown([{ fact: "discussions of", stage: "managers" }], history)).toBe(
      "A meeting held at 2:15pm on Tuesday 3 November 2026.\nWho took part: Mo and Nia\nWhat was agreed: To visit.\nHow outstanding issues will be pursued: By telephone. [Recorded by Mo Head, Service Manager, North School, at 10am on Wednesday 4 November 2026; approved by Nia Service, Service Manager, Testshire Council, at 10am on Thursday 5 November 2026]",
    );
  });

  it.each([
    [{ fact: "reference" }, "7K3M-9QXD"],
    [{ fact: "date raised" }, "Monday 2 November 2026"],
    [{ fact: "date the disagreement arose" }, "Sunday 1 November 2026"],
    [{ fact: "receiving practitioner" }, nothing],
    [{ fact: "circumstances" }, "In care"],
    [{ fact: "type of disagreement" }, "Level of need"],
    [{ fact: "issue" }, "The referral was closed."],
    [{ fact: "nature of the disagreement" }, "We see a higher level of need."],
    [{ fact: "risk" }, "Neglect at home."],
    [{ fact: "evidence" }, "Two disclosures."],
    [{ fact: "date of end of", stage: "managers" }, "Thursday 5 November 2026"],
    [{ fact: "how it ended:", stage: "leads" }, "Its deadline passed before it was settled"],
  ] satisfies [Shows, string][])("%o", (shows, text) => {
    expect(shown([shows], untilStage3())).toBe(text);
  });
});
