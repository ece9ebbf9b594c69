/** Others who are brought in: who acts instead or beside, whose advice is asked for, who gives information. No clock stops. */
import { roleInWords, stageOf } from "../../../policies/language/stages.ts";
import { erased } from "../../core/events.ts";
import { needOf } from "../finding.ts";
import { standInRole, toPerson, toStandIn } from "../handing-on.ts";
import { erasedInWords } from "../concern.ts";
import { agencyName, type Visit } from "../visit.ts";
import { given, may, once, single, text, wrong, yourName, type Shown } from "./form.ts";

export const handOn = single({
  done: "The matter is handed on",
  answers: false,
  offered: (visit) => once(may(visit, "hand on")),
  page: (visit) => {
    const standIn = standInRole(visit);
    const partnership = visit.seat.side === "partnership";
    const agency = agencyName(visit, visit.seat.agency);
    const role = standIn && roleInWords(visit.policy, standIn);
    return {
      title: role ? `Hand the matter to the ${role} or somebody else` : "I am not the right person",
      does: "Hands your part to somebody else, who is asked by email at once. The clock does not stop.",
      shows: [],
      fields: [
        yourName,
        ...(role
          ? [
              {
                kind: "choice" as const,
                name: "taker",
                label: "Who acts instead of you?",
                what: "Your answer",
                missing: "Select who acts instead of you",
                options: [
                  { value: "stand-in", text: `Hand to the ${role}` },
                  {
                    value: "other",
                    text: "Somebody else",
                    hint: `It goes to the inbox of ${agency}, for their attention.`,
                  },
                ],
              },
            ]
          : []),
        {
          kind: "line",
          name: "named",
          label: role ? "If somebody else: their name" : "Name of the right person",
          what: "The name",
          ...(role ? {} : { missing: "Enter the name of the right person" }),
          ...(partnership && !role ? { hint: `It goes to the inbox of ${agency}, for their attention.` } : {}),
        },
        ...(partnership
          ? []
          : [
              {
                kind: "line" as const,
                name: "email",
                label: "Their work email address",
                hint: `If it is not an address of ${agency}, the matter goes to the inbox of ${agency} instead.`,
                what: "The email address",
                email: true as const,
                missing: "Enter their work email address",
              },
            ]),
      ],
      button: "Hand it on",
    };
  },
  command: async (values, visit, directory) => {
    const standIn = standInRole(visit);
    if (standIn && given(values, "taker") === "stand-in") {
      const to = await toStandIn(visit, standIn, directory);
      return { type: "hand on", named: roleInWords(visit.policy, standIn), to };
    }
    const name = values.get("named");
    if (!name) return wrong("named", "Enter the name of the person who acts instead of you");
    const email = values.get("email");
    const to = await toPerson(visit, { name, email }, directory);
    return { type: "hand on", named: email ? `${name}, ${email}` : name, to };
  },
});

export const addManager = single({
  done: "The further manager is asked to act",
  answers: false,
  // A partnership has no addresses of its own people, so nobody could be named.
  offered: (visit) => once(may(visit, "add manager") && visit.seat.side !== "partnership"),
  page: (visit) => {
    const allowed = stageOf(visit.policy, visit.stage).mayIncludeFurtherManagers;
    const agency = agencyName(visit, visit.seat.agency);
    if (!allowed) return undefined;
    return {
      title: "Bring in a further manager",
      does: "Another manager of your agency acts at this stage beside you and is asked by email at once. The clock does not start again.",
      shows: allowed.reading ? [{ text: allowed.reading, quoted: true, clause: allowed.clause }] : [],
      fields: [
        yourName,
        { kind: "line", name: "named", label: "Name of the manager", what: "The name", missing: "Enter their name" },
        {
          kind: "line",
          name: "email",
          label: "Their work email address",
          hint: `It has to be an address of ${agency}.`,
          what: "The email address",
          email: true,
          missing: "Enter their work email address",
        },
      ],
      button: "Ask this manager to act",
    };
  },
  command: async (values, visit, directory) => {
    const [name, email] = [given(values, "named"), given(values, "email")];
    const to = await toPerson(visit, { name, email }, directory);
    // An inbox that joins helps nobody: the one who acts is the one who knows whom to bring in.
    if (to.via === "inbox") {
      const agency = agencyName(visit, visit.seat.agency);
      return wrong(
        "email",
        `This is not an address of ${agency}, and only its own managers can be brought in. Enter their work email address at ${agency}`,
      );
    }
    return { type: "add manager", named: `${name}, ${email}`, to };
  },
});

export const askAdvice = single({
  done: "The advice is asked for",
  answers: false,
  offered: (visit) => once(may(visit, "ask advice")),
  page: (visit) => {
    const adviser = stageOf(visit.policy, visit.stage).mayAskAdviceOf;
    if (!adviser) return undefined;
    const role = roleInWords(visit.policy, adviser.role);
    return {
      title: `Ask the ${role} for advice`,
      does: `Asks the ${role} of ${agencyName(visit, visit.seat.agency)} by email. They can read the record, and answer on a page like this one. The clock does not stop.`,
      shows: [],
      fields: [
        yourName,
        text(
          "question",
          "What do you need advice on?",
          "Enter what you need advice on",
          "Your question",
          "Both sides see it on the record.",
        ),
      ],
      button: "Ask for this advice",
    };
  },
  command: async (values, visit, directory) => {
    const role = stageOf(visit.policy, visit.stage).mayAskAdviceOf?.role ?? "";
    const found = await directory.find([needOf(visit, "advice", role, "own agency")]);
    return {
      type: "ask advice",
      question: given(values, "question"),
      of: found.flatMap((each) => each.seats),
    };
  },
});

export const giveAdvice = single({
  done: "Your advice is recorded",
  answers: false,
  offered: (visit) => once(may(visit, "give advice")),
  page: (visit) => ({
    title: "Give the advice that you are asked for",
    does: "Puts your advice on the record, where both sides see it. Those who asked are told by email.",
    shows: questionsPut(visit),
    fields: [yourName, text("advice", "Your advice", "Enter your advice")],
    button: "Record the advice",
  }),
  command: (values) => ({ type: "give advice", advice: given(values, "advice") }),
});

export const requestInformation = single({
  done: "The request for information is recorded",
  answers: false,
  offered: (visit) => once(may(visit, "request information")),
  page: () => ({
    title: "Ask both sides for further information",
    does: "Asks both sides by email. It does not stop the clock.",
    shows: [],
    fields: [yourName, text("request", "What you need to know", "Enter what you need to know")],
    button: "Ask for this information",
  }),
  command: (values) => ({ type: "request information", request: given(values, "request") }),
});

export const provideInformation = single({
  done: "The information is recorded",
  answers: false,
  offered: (visit) => once(may(visit, "provide information")),
  page: (visit) => {
    const last = visit.story.history.findLast((each) => each.type === "InformationRequested");
    const asked =
      last?.type === "InformationRequested"
        ? last.sealed === erased
          ? erasedInWords
          : last.sealed.request
        : undefined;
    return {
      title: "Give the information that was asked for",
      does: "Puts it on the record, where those who asked and the other side see it.",
      shows: asked ? [{ heading: "What was asked", text: asked, quoted: true }] : [],
      fields: [yourName, text("information", "The information", "Enter the information")],
      button: "Record the information",
    };
  },
  command: (values) => ({ type: "provide information", information: given(values, "information") }),
});

/** What whoever holds this seat was asked for, by whom. */
function questionsPut({ story, seat }: Visit): Shown[] {
  return story.history.flatMap((each): Shown[] =>
    each.type === "AdviceAsked" && each.of.seat === seat.seat
      ? [
          {
            heading: "What you are asked",
            text: each.sealed === erased ? erasedInWords : `${each.sealed.question}\n${each.sealed.name}`,
            quoted: true,
          },
        ]
      : [],
  );
}
