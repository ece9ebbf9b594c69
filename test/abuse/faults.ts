/** Faults planted on purpose, and the test that has to find each: `npm run abuse:faults`. */
import type { Edit } from "../support/planted.ts";

export interface Fault extends Edit {
  /** The end of “when …”. */
  readonly says: string;
  readonly test: string;
  /** Which of its tests are run: a part of their titles. */
  readonly named: string;
}

const links = "functions/links/dynamodb-links.ts";

export const faults: readonly Fault[] = [
  {
    says: "the secret of a link stands in the table as it is",
    file: links,
    from: 'pk: `LINK#${createHash("sha256").update(`${reference}/${secret}`).digest("hex")}`,',
    to: "pk: `LINK#${reference}/${secret}`,",
    test: "test/abuse/links.test.ts",
    named: "for an answer\\W+ALL-13 has a secret",
  },
  {
    says: "a link is short enough to be guessed",
    file: links,
    from: "const secretBytes = 32;",
    to: "const secretBytes = 8;",
    test: "test/abuse/links.test.ts",
    named: "for an answer\\W+ALL-13 has a secret",
  },
  {
    says: "a link that is over goes on",
    file: "functions/pages/link-state.ts",
    from: "export const isExpired = (",
    to: "export const isExpired = (..._: unknown[]) => false;\nexport const wasExpired = (",
    test: "test/abuse/links.test.ts",
    named: "for an answer\\W+ALL-13 that is over",
  },
  {
    says: "opening a link writes",
    file: "functions/pages/app.ts",
    from: '    return c.html(render("landing", landingView(visitor, c.req.path)));',
    to: '    await links.issue(visitor.link);\n    return c.html(render("landing", landingView(visitor, c.req.path)));',
    test: "test/abuse/scanners.test.ts",
    named: "an answer that is asked for",
  },
  {
    says: "a form that comes again is recorded again",
    file: "functions/pages/app.ts",
    from: "    const id = `page:${command}`;",
    to: "    const id = `page:${newId()}`;",
    test: "test/abuse/scanners.test.ts",
    named: "an answer that is asked for",
  },
  {
    says: "text that begins like a formula is not escaped",
    file: "functions/register/csv.ts",
    from: "escape_formulas: true",
    to: "escape_formulas: false",
    test: "test/abuse/injection.test.ts",
    named: "names of the directory",
  },
  {
    says: "what no document can hold is kept",
    file: "functions/plain-text.ts",
    from: "|\\p{Noncharacter_Code_Point}",
    to: "",
    test: "test/abuse/injection.test.ts",
    named: "what is no character",
  },
  {
    says: "pages do not escape what they are given",
    file: "functions/pages/files.ts",
    from: "autoescape: true",
    to: "autoescape: false",
    test: "test/abuse/injection.test.ts",
    named: "markup",
  },
  {
    says: "tokens are read and not verified",
    file: "functions/api/tokens.ts",
    from: 'const { payload } = await jwtVerify(token, keys(), { issuer, requiredClaims: ["exp"] });',
    to: 'const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as JWTPayload;\n      void [jwtVerify, keys, issuer];',
    test: "test/abuse/tokens.test.ts",
    named: "signed by nobody",
  },
  {
    says: "answers of the API lack the headers",
    file: "functions/api/app.ts",
    from: "  api.use(...apiHeaders);\n",
    to: "",
    test: "test/abuse/headers.test.ts",
    named: "of API, pages and registers",
  },
  {
    says: "a failure tells where it happened",
    file: "functions/api/app.ts",
    from: '    return refuse(problem("defect"));',
    to: '    return refuse(problem("defect", error.stack));',
    test: "test/abuse/headers.test.ts",
    named: "of API, pages and registers",
  },
  {
    says: "a refusal tells where it was made",
    file: "functions/api/app.ts",
    from: "The API has ${operationsInWords}.`,",
    to: "The API has ${operationsInWords}. ${new Error().stack}`,",
    test: "test/abuse/fuzz.test.ts",
    named: "whatever is sent to the API",
  },
  {
    says: "what no page has sent fails the page",
    file: "functions/pages/app.ts",
    from: "if (!chosen) return message(c, 400, { ...frameOf(visitorNow, action), ...messages.notAForm });",
    to: "if (!chosen) throw new Error(key);",
    test: "test/abuse/fuzz.test.ts",
    named: "whatever is typed into the forms",
  },
];
