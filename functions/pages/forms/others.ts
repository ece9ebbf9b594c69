/** Others who are brought in: who acts instead or beside, whose advice is asked for, who gives information. No clock stops. */
import { roleInWords, stageOf } from "../../../policies/language/stages.ts";
import { erased } from "../../core/events.ts";
import { needOf } from "../finding.ts";
import { standInRole, toPerson, toStandIn } from "../handing-on.ts";
import { erasedInWords } from "../concern.ts";
import { agencyName, type Visit } from "../visit.ts";
import { given, may, once, single, text, wrong, yourName, type Shown } from "./form.ts";
import { said } from "../words/forms/others.ts";

export const handOn = single({
  done: said.handOn.done,
  answers: false,
  offered: (visit) => once(may(visit, "hand on")),
  page: (visit) => {
    const standIn = standInRole(visit);
    const partnership = visit.seat.side === "partnership";
    const agency = agencyName(visit, visit.seat.agency);
    const role = standIn && roleInWords(visit.policy, standIn);
    return {
      title: role ? said.handOn.titleWithStandIn(role) : said.handOn.title,
      does: said.handOn.does,
      shows: [],
      fields: [
        yourName,
        ...(role
          ? [
              {
                kind: "choice" as const,
                name: "taker",
                label: said.handOn.fields.taker.label,
                what: said.handOn.fields.taker.what,
                missing: said.handOn.fields.taker.missing,
                options: [
                  { value: "stand-in", text: said.handOn.fields.taker.options.standIn(role) },
                  {
                    value: "other",
                    text: said.handOn.fields.taker.options.other,
                    hint: said.handOn.fields.taker.hints.other(agency),
                  },
                ],
              },
            ]
          : []),
        {
          kind: "line",
          name: "named",
          label: role ? said.handOn.fields.named.ifSomebodyElse : said.handOn.fields.named.label,
          what: said.handOn.fields.named.what,
          ...(role ? {} : { missing: said.handOn.fields.named.missing }),
          ...(partnership && !role ? { hint: said.handOn.fields.named.hint(agency) } : {}),
        },
        ...(partnership
          ? []
          : [
              {
                kind: "line" as const,
                name: "email",
                label: said.handOn.fields.email.label,
                hint: said.handOn.fields.email.hint(agency),
                what: said.handOn.fields.email.what,
                email: true as const,
                missing: said.handOn.fields.email.missing,
              },
            ]),
      ],
      button: said.handOn.button,
    };
  },
  command: async (values, visit, directory) => {
    const standIn = standInRole(visit);
    if (standIn && given(values, "taker") === "stand-in") {
      const to = await toStandIn(visit, standIn, directory);
      return { type: "hand on", named: roleInWords(visit.policy, standIn), to };
    }
    const name = values.get("named");
    if (!name) return wrong("named", said.handOn.fields.named.wrong);
    const email = values.get("email");
    const to = await toPerson(visit, { name, email }, directory);
    return { type: "hand on", named: email ? `${name}, ${email}` : name, to };
  },
});

export const addManager = single({
  done: said.addManager.done,
  answers: false,
  // A partnership has no addresses of its own people, so nobody could be named.
  offered: (visit) => once(may(visit, "add manager") && visit.seat.side !== "partnership"),
  page: (visit) => {
    const allowed = stageOf(visit.policy, visit.stage).mayIncludeFurtherManagers;
    const agency = agencyName(visit, visit.seat.agency);
    if (!allowed) return undefined;
    return {
      title: said.addManager.title,
      does: said.addManager.does,
      shows: allowed.reading ? [{ text: allowed.reading, quoted: true, clause: allowed.clause }] : [],
      fields: [
        yourName,
        {
          kind: "line",
          name: "named",
          label: said.addManager.fields.named.label,
          what: said.addManager.fields.named.what,
          missing: said.addManager.fields.named.missing,
        },
        {
          kind: "line",
          name: "email",
          label: said.addManager.fields.email.label,
          hint: said.addManager.fields.email.hint(agency),
          what: said.addManager.fields.email.what,
          email: true,
          missing: said.addManager.fields.email.missing,
        },
      ],
      button: said.addManager.button,
    };
  },
  command: async (values, visit, directory) => {
    const [name, email] = [given(values, "named"), given(values, "email")];
    const to = await toPerson(visit, { name, email }, directory);
    // An inbox that joins helps nobody: the one who acts is the one who knows whom to bring in.
    if (to.via === "inbox") {
      const agency = agencyName(visit, visit.seat.agency);
      return wrong("email", said.addManager.fields.email.wrong(agency));
    }
    return { type: "add manager", named: `${name}, ${email}`, to };
  },
});

export const askAdvice = single({
  done: said.askAdvice.done,
  answers: false,
  offered: (visit) => once(may(visit, "ask advice")),
  page: (visit) => {
    const adviser = stageOf(visit.policy, visit.stage).mayAskAdviceOf;
    if (!adviser) return undefined;
    const role = roleInWords(visit.policy, adviser.role);
    return {
      title: said.askAdvice.title(role),
      does: said.askAdvice.does(role, agencyName(visit, visit.seat.agency)),
      shows: [],
      fields: [
        yourName,
        text(
          "question",
          said.askAdvice.fields.question.label,
          said.askAdvice.fields.question.missing,
          said.askAdvice.fields.question.what,
          said.askAdvice.fields.question.hint,
        ),
      ],
      button: said.askAdvice.button,
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
  done: said.giveAdvice.done,
  answers: false,
  offered: (visit) => once(may(visit, "give advice")),
  page: (visit) => ({
    title: said.giveAdvice.title,
    does: said.giveAdvice.does,
    shows: questionsPut(visit),
    fields: [yourName, text("advice", said.giveAdvice.fields.advice.label, said.giveAdvice.fields.advice.missing)],
    button: said.giveAdvice.button,
  }),
  command: (values) => ({ type: "give advice", advice: given(values, "advice") }),
});

export const requestInformation = single({
  done: said.requestInformation.done,
  answers: false,
  offered: (visit) => once(may(visit, "request information")),
  page: () => ({
    title: said.requestInformation.title,
    does: said.requestInformation.does,
    shows: [],
    fields: [
      yourName,
      text("request", said.requestInformation.fields.request.label, said.requestInformation.fields.request.missing),
    ],
    button: said.requestInformation.button,
  }),
  command: (values) => ({ type: "request information", request: given(values, "request") }),
});

export const provideInformation = single({
  done: said.provideInformation.done,
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
      title: said.provideInformation.title,
      does: said.provideInformation.does,
      shows: asked ? [{ heading: said.provideInformation.shows.request, text: asked, quoted: true }] : [],
      fields: [
        yourName,
        text(
          "information",
          said.provideInformation.fields.information.label,
          said.provideInformation.fields.information.missing,
        ),
      ],
      button: said.provideInformation.button,
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
            heading: said.giveAdvice.shows.question,
            text: each.sealed === erased ? erasedInWords : `${each.sealed.question}\n${each.sealed.name}`,
            quoted: true,
          },
        ]
      : [],
  );
}
