/**
 * What is asked of whoever raises a concern, one page each: first where it belongs, then, in the words of the policy found, the
 * concern. With immediate risk nothing is held up for what may follow (KNO-02).
 */
import { dayInWords, dayOf } from "../../../policies/calendar/instant.ts";
import { timescaleInWords } from "../../../policies/calendar/timescale.ts";
import type { Policy } from "../../../policies/language/schema.ts";
import { isAtAgency, type Agency } from "../../directory/directory.ts";
import type { Field } from "../fields.ts";
import { listed } from "../wording.ts";
import { raise as words } from "../words/raise.ts";
import { adviceOn, beginningPages, besideInWords, questionPages } from "./asked.ts";
import type { Page } from "./page.ts";
import { another, secureSettings, whyThisPolicy, type Known, type Said, type Values, type Where } from "./where.ts";

const ask = words.questions;

/** What the core calls a type of disagreement that is not on the policy's list. */
export const anotherType = "another";

/** Only the form of the address is checked here. Which agency it is of, the directory says once it was sent. */
export const workEmail: Field = { kind: "line", email: true, name: "email", autocomplete: "email", ...ask.email };

/** A page of one field, called as its label says unless it says otherwise. */
const single = (section: Page["section"], field: Field, more: Partial<Page> = {}): Page => ({
  id: field.name,
  section,
  fields: [field],
  called: field.label,
  ...more,
});

/**
 * Where it belongs.
 * @param elsewhere whether the area is one that is not on the list
 * @param problems what is wrong with the answers so far
 */
export function wherePages(known: Known, elsewhere: boolean, problems: readonly Said[]): Page[] {
  const { areas, others } = known;
  const secure = secureSettings(areas);
  const also = () => problems;
  const { area, otherArea, secure: setting, subject, receivingAgency: agency } = ask;
  return [
    single(
      "where",
      {
        kind: "choice",
        name: "area",
        label: area.label,
        hint: area.hint,
        what: area.what,
        missing: area.missing,
        options: [
          ...areas.map((each) => ({ value: each.area.id, text: each.area.name })),
          { value: another, text: area.another },
        ],
      },
      { called: area.called, also },
    ),
    ...(elsewhere ? [single("where", { kind: "line", name: "other-area", ...otherArea }, { also })] : []),
    ...(secure.length > 0
      ? [
          single(
            "where",
            {
              kind: "choice",
              name: "secure-setting",
              label: setting.label,
              what: setting.what,
              missing: setting.missing,
              options: [
                ...secure.map((each) => ({
                  value: each.area.id,
                  text: setting.yes(each.area.name),
                  ...(each.rule.reading ? { hint: each.rule.reading } : {}),
                })),
                { value: another, text: setting.no(secure.length === 1) },
              ],
            },
            { called: setting.called, also },
          ),
        ]
      : []),
    single(
      "where",
      {
        kind: "choice",
        name: "subject",
        label: subject.label,
        what: subject.what,
        missing: subject.missing,
        options: (["child", "adult", "community"] as const)
          .filter((each) => areas.some(({ policy }) => policy.covers.includes(each)))
          .map((each) => ({ value: each, text: subject.options[each] })),
      },
      { called: subject.called, also },
    ),
    single(
      "where",
      {
        kind: "choice",
        asList: true,
        name: "receiving-agency",
        label: agency.label,
        hint: agency.hint,
        what: agency.what,
        missing: agency.missing,
        options: others.map(({ id, name }) => ({ value: id, text: name })),
      },
      { called: agency.called, also },
    ),
  ];
}

/** The concern, in the policy's own words. */
export function concernPages(values: Values, where: Where, { at, own }: Known): Page[] {
  const { policy, receiving, subject } = where;
  const immediateRisk = values.get("immediate-risk") === "yes";
  const today = dayOf(at);
  return [
    ...riskPages(values, where, at),
    ...whomPages(subject, today),
    ...questionPages(where, own, { immediateRisk }),
    single("disagreement", {
      kind: "choice",
      name: "type",
      label: ask.type.label,
      what: ask.type.what,
      missing: ask.type.missing,
      options: [
        ...policy.disagreements.map(({ id, words: text }) => ({ value: id, text })),
        { value: anotherType, text: ask.type.another },
      ],
    }),
    ...(values.get("type") === anotherType
      ? [
          single(
            "disagreement",
            {
              kind: "line",
              name: "another-type",
              label: ask.anotherType.label,
              what: ask.anotherType.what,
              missing: ask.anotherType.missing,
            },
            { called: ask.anotherType.called },
          ),
        ]
      : []),
    single(
      "disagreement",
      {
        kind: "day",
        name: "arose",
        label: ask.arose.label,
        what: ask.arose.what,
        missing: ask.arose.missing,
        ...(policy.raise ? { hint: ask.arose.hint(timescaleInWords(policy.raise.within)) } : {}),
      },
      {
        called: ask.arose.called,
        also: (given) =>
          (given.get("arose") ?? "") > today ? [{ field: "arose", says: words.problems.aroseInFuture }] : [],
      },
    ),
    ...textPages(subject, immediateRisk),
    ...beginningPages(where, values, today),
    single(
      "you",
      {
        kind: "line",
        name: "your-name",
        autocomplete: "name",
        label: ask.yourName.label,
        hint: ask.yourName.hint,
        missing: ask.yourName.missing,
        what: ask.yourName.label,
      },
      { called: ask.yourName.called },
    ),
    personPage("manager", "you", own, {
      title: ask.people.manager.title,
      says: [ask.people.manager.says],
    }),
    personPage("receiver", "them", receiving, {
      title: ask.people.receiver.title(receiving.name),
      says: [ask.people.leaveOut],
      quotes: adviceOn(policy, receiving),
    }),
    personPage("receiver-manager", "them", receiving, {
      title: ask.people["receiver-manager"].title(receiving.name),
      says: [ask.people.leaveOut],
    }),
  ];
}

function riskPages(values: Values, where: Where, at: string): Page[] {
  const { policy, subject } = where;
  const { risk, protect, protectBy } = ask;
  return [
    single(
      "risk",
      {
        kind: "choice",
        name: "immediate-risk",
        label: risk.label,
        hint: risk.hint(policy.immediateRisk.words),
        what: risk.what,
        missing: risk.missing,
        options: [
          { value: "yes", text: risk.yes },
          { value: "no", text: risk.no },
        ],
      },
      {
        called: risk.called,
        says: [risk.says],
        about: {
          heading: risk.about,
          says: [risk.under(policy.title, policy.partnership.name, whyThisPolicy(where)), ...besideInWords(where)],
          quotes: guidance(policy),
        },
        shown: (given) => {
          const answer = given.get("immediate-risk");
          if (answer === undefined) return "";
          return answer === "yes" ? risk.shownYes(policy.immediateRisk.words) : risk.no;
        },
      },
    ),
    single(
      "risk",
      {
        kind: "choice",
        name: "protect",
        label: protect.label(subject),
        hint: protect.hint,
        what: protect.what,
        missing: protect.missing,
        options: [
          { value: "yes", text: protect.yes },
          { value: "no", text: protect.no },
        ],
      },
      { called: protect.called },
    ),
    ...(values.get("protect") === "yes"
      ? [
          single(
            "risk",
            {
              kind: "moment",
              name: "protect-by",
              label: protectBy.label(subject),
              hint: protectBy.hint,
              what: protectBy.what,
              missing: protectBy.missing,
            },
            {
              called: protectBy.called,
              also: (given) => {
                const by = given.get("protect-by");
                return by !== undefined && by <= at
                  ? [{ field: "protect-by", says: words.problems.protectionPassed }]
                  : [];
              },
            },
          ),
        ]
      : []),
  ];
}

function whomPages(subject: Where["subject"], today: string): Page[] {
  if (subject === "community")
    return [
      single(
        "whom",
        {
          kind: "line",
          name: "community",
          label: ask.community.label,
          hint: ask.community.hint,
          what: ask.community.what,
          missing: ask.community.missing,
        },
        { called: ask.community.called },
      ),
    ];
  const { person, circumstances } = ask;
  return [
    {
      id: "person",
      section: "whom",
      title: person.title(subject),
      called: person.called(subject),
      fields: [
        {
          kind: "line",
          name: "person-name",
          label: person.name(subject),
          what: person.what,
          missing: person.missing(subject),
        },
        { kind: "day", name: "person-born", label: person.born, hint: person.bornHint, what: person.bornWhat },
      ],
      shown: (given) => {
        const born = given.get("person-born");
        return [given.get("person-name") ?? "", ...(born ? [person.shownBorn(dayInWords(born))] : [])]
          .join("\n")
          .trim();
      },
      also: (given) =>
        (given.get("person-born") ?? "") > today ? [{ field: "person-born", says: words.problems.bornInFuture }] : [],
    },
    single("whom", {
      kind: "text",
      name: "person-circumstances",
      label: circumstances.label,
      what: circumstances.label,
      hint: circumstances.hint[subject],
    }),
  ];
}

function textPages(subject: Where["subject"], immediateRisk: boolean): Page[] {
  const { issue, disagreement, theRisk, evidence, sought } = ask;
  const texts = [
    { name: "issue", ...issue },
    { name: "disagreement", ...disagreement },
    { name: "risk", label: riskCalled(subject), missing: theRisk.missing(subject), hint: theRisk.hint },
    { name: "evidence", ...evidence },
    { name: "sought", ...sought },
  ];
  return texts.map(({ name, label, missing, hint }) =>
    single(
      "disagreement",
      { kind: "text", name, label, what: label, hint, ...(immediateRisk ? {} : { missing }) },
      immediateRisk ? { says: [words.page.withRisk], empty: words.empty.afterwards } : {},
    ),
  );
}

/** Somebody's name and address, both or neither, at a domain of their agency. */
function personPage(
  who: "manager" | "receiver" | "receiver-manager",
  section: Page["section"],
  agency: Agency,
  more: Pick<Page, "title" | "says" | "quotes">,
): Page {
  const { at, whatName, whatEmail, [who]: called } = ask.people;
  const [name, email] = [`${who}-name`, `${who}-email`];
  const { problems } = words;
  return {
    id: who,
    section,
    ...more,
    called: called.called,
    fields: [
      { kind: "line", name, label: called.name, what: whatName },
      {
        kind: "line",
        email: true,
        name: email,
        label: called.email,
        what: whatEmail,
        hint: at(listed(agency.domains)),
      },
    ],
    also: (given) => {
      const [named, address] = [given.get(name), given.get(email)];
      return [
        ...(address !== undefined && !isAtAgency(address, agency)
          ? [{ field: email, says: problems.otherDomain(called.inSentence, agency.name, listed(agency.domains)) }]
          : []),
        ...(named !== undefined && address === undefined
          ? [{ field: email, says: problems.emailMissing(called.inSentence) }]
          : []),
        ...(named === undefined && address !== undefined
          ? [{ field: name, says: problems.nameMissing(called.inSentence) }]
          : []),
      ];
    },
  };
}

export const riskCalled = (subject: Where["subject"]) =>
  ask.theRisk.label[subject === "community" ? "community" : "person"];

/** Whom the policy says to ask, and what it is not for, as sentences (ALL-16, KNO-17). */
export const guidance = ({ advice, notInsteadOf }: Policy) =>
  [advice, notInsteadOf].flatMap((each) => (each === undefined ? [] : [each.replace(/\.?$/, ".")]));
