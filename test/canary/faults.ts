/**
 * `npm run canary -- --faults`: plants each of these leaks in a copy of the project, lives as much as it takes, and sees its canary found
 * where it leaks to. A look that finds nothing where something leaks proves nothing where nothing does.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { copyOfTheProject, plant, type Edit } from "../support/planted.ts";
import type { LifeName } from "./life.ts";

export interface Fault {
  /** The end of “where …”. */
  readonly says: string;
  readonly edits: readonly Edit[];
  readonly lives: readonly LifeName[];
  /** The place in which it is found, among others. */
  readonly finds: string;
}

const message = "message: (link) => messageFor({ notice, reference, history, rules, agencyNames, partnership, link }),";
/** Every e-mail about an escalation, with something more in it. */
const mailWith = (more: string) => ({
  file: "functions/escalations/tell.ts",
  from: message,
  to: `message: (link) => { const mail = messageFor({ notice, reference, history, rules, agencyNames, partnership, link }); const { person } = seat; return { ...mail, ${more} }; },`,
});
const submit = "functions/api/submit.ts";
const started = "await workflow.start({ reference, execution: state.execution, policy: state.raised.policy });";
const mails = "e-mails on the wire, headers, text, HTML and calendars";
const log = "lines of the log";

export const faults: readonly Fault[] = [
  {
    says: "a function logs the body of a request",
    edits: [
      {
        file: "functions/api/app.ts",
        from: "    const parsed = concernSchema().safeParse(sent.body);\n",
        to: '    const parsed = concernSchema().safeParse(sent.body);\n    log("info", "A concern came in", { body: sent.body });\n',
      },
    ],
    lives: ["refused"],
    finds: log,
  },
  {
    says: "the log has what an error says, and not its name alone",
    edits: [
      {
        file: "functions/log.ts",
        from: "return error instanceof Error ? error.name : typeof error;",
        to: "return error instanceof Error ? error.message : typeof error;",
      },
    ],
    lives: ["troubles"],
    finds: log,
  },
  {
    says: "somebody’s name is printed beside the log",
    edits: [
      {
        file: submit,
        from: `      ${started}\n`,
        to: `      ${started}\n      process.stdout.write("Raised by " + JSON.stringify(state.raised.sealed));\n`,
      },
    ],
    lives: ["withdrawn"],
    finds: "pieces of what else was printed",
  },
  {
    says: "a name stands in the subject of an e-mail",
    edits: [mailWith("subject: `${mail.subject} (${person.name})`")],
    lives: ["withdrawn"],
    finds: mails,
  },
  {
    says: "a name stands in the text of an e-mail",
    edits: [mailWith("text: `Dear ${person.name},\\n\\n${mail.text}`")],
    lives: ["withdrawn"],
    finds: mails,
  },
  {
    says: "an address stands in the text of an e-mail",
    edits: [mailWith("text: `${mail.text}\\n\\nThis e-mail went to ${person.email}.`")],
    lives: ["withdrawn"],
    finds: "e-mails as they are read",
  },
  {
    says: "a name stands in the input of an execution",
    edits: [
      {
        file: submit,
        from: started,
        to: started.replace("policy:", "concerning: state.raised.sealed, policy:"),
      },
      {
        file: "functions/workflow/workflow.ts",
        from: "input: JSON.stringify({ reference, execution }),",
        to: "input: JSON.stringify({ ...asked, reference, execution }),",
      },
    ],
    lives: ["withdrawn"],
    finds: "input, output and history of executions",
  },
  {
    says: "a task fails with the words of its error",
    edits: [
      {
        file: "functions/stages/transient.ts",
        from: "new TransientError(error) : withoutWords(error);",
        to: "new TransientError(error) : error;",
      },
    ],
    lives: ["troubles"],
    finds: "input, output and history of executions",
  },
  {
    says: "a name stands in a summary, in the clear",
    edits: [
      {
        file: "functions/summaries/summaries.ts",
        from: "    partnership: raised.partnership,\n    policy: { id",
        to: "    who: raised.sealed,\n    partnership: raised.partnership,\n    policy: { id",
      },
    ],
    lives: ["withdrawn"],
    finds: "the working table, in the clear",
  },
  {
    says: "a field of an event is not sealed",
    edits: [
      {
        file: "functions/core/decide.ts",
        from: '          type: "NoteAdded",\n',
        to: '          type: "NoteAdded",\n          by_name: command.name,\n',
      },
    ],
    lives: ["withdrawn"],
    finds: "the record’s table, in the clear",
  },
  {
    says: "what the mail service says of an e-mail that it refuses stands on the record",
    edits: [
      {
        file: "functions/mail/mail.ts",
        from: "throw new MailRefused(error.name);",
        to: "throw new MailRefused(error.message);",
      },
    ],
    lives: ["unreachable"],
    finds: "the record’s table, in the clear",
  },
  {
    says: "a link has an address in it",
    edits: [
      {
        file: "functions/mail/telling.ts",
        from: "message(addressOf(issued, serviceUrl))",
        to: "message({ ...addressOf(issued, serviceUrl), url: `${serviceUrl}${issued.path}?for=${to}` })",
      },
    ],
    lives: ["withdrawn"],
    finds: "addresses and headers of requests",
  },
  {
    says: "a refusal repeats the address that it refuses",
    edits: [
      { file: submit, from: "says: `the address must be at", to: "says: `the address ${person.email} must be at" },
    ],
    lives: ["refused"],
    finds: "refusals of the API, pages before Continue, registers and reports",
  },
  {
    says: "a page says whose it is before Continue",
    edits: [
      {
        file: "functions/pages/app.ts",
        from: '    return c.html(render("landing", landingView(visitor, c.req.path)));',
        to: '    return c.html(render("landing", { ...landingView(visitor, c.req.path), partnership: visitor.seat.person.name }));',
      },
    ],
    lives: ["withdrawn"],
    finds: "refusals of the API, pages before Continue, registers and reports",
  },
  {
    says: "a figure has a name with it",
    edits: [
      {
        file: "functions/record/measured.ts",
        from: "if (metric) measure(metric);",
        to: "if (metric) measure(metric, JSON.stringify(commit.events));",
      },
    ],
    lives: ["withdrawn"],
    finds: "figures",
  },
];

/** @returns how many were not found */
export function plantFaults(planted: readonly Fault[], say: (line: string) => void): number {
  let missed = 0;
  for (const fault of planted) {
    const found = isFound(fault);
    if (!found) missed++;
    say(`${found ? "found" : "NOT FOUND"} in ${fault.finds}, where ${fault.says}`);
  }
  say(`${planted.length} faults planted, ${planted.length - missed} found`);
  return missed;
}

/** @throws Error where an edit has no place */
function isFound({ edits, lives, finds }: Fault): boolean {
  const copy = copyOfTheProject();
  try {
    for (const edit of edits) plant(edit, copy);
    const command = ["--no-warnings", join(copy, "test/canary/index.ts"), "--lives", lives.join(",")];
    const { status, stdout } = spawnSync(process.execPath, command, {
      cwd: copy,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    return status === 1 && new RegExp(`^\\d+ FOUND in [\\d,]+ ${finds}$`, "m").test(stdout);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
