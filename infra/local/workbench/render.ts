/** The workbench’s own templates, with the macros and the stylesheet that the service’s pages have. Everything is escaped, always. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAssets, type Asset } from "../../../functions/pages/assets.ts";
import { environmentOf, options, templateFolders } from "../../../functions/pages/files.ts";
import type { EmailsView, EmailView } from "./emails.ts";
import type { EscalationView } from "./escalation.ts";
import type { FrontView } from "./front.ts";
import type { MailboxView, MailView } from "./mail.ts";
import { words as email } from "./words/email.ts";
import { words as emails } from "./words/emails.ts";
import { words as escalation } from "./words/escalation.ts";
import { words as front } from "./words/front.ts";
import { words as guide } from "./words/guide.ts";
import { words as mail } from "./words/mail.ts";
import { words as mailbox } from "./words/mailbox.ts";
import { words as message } from "./words/message.ts";
import { words as shared } from "./words/shared.ts";

/** A problem, with the field that it leads to. */
export interface Problem {
  readonly text: string;
  readonly href: string;
}

/** What stands around every page. */
export interface Frame {
  readonly title: string;
  /** What has just happened because somebody pressed. */
  readonly told?: string;
  readonly problems?: readonly Problem[];
}

interface Views {
  readonly front: FrontView;
  readonly mailbox: MailboxView;
  readonly mail: MailView;
  readonly escalation: EscalationView;
  readonly emails: EmailsView;
  readonly email: EmailView;
  readonly guide: Frame;
  readonly message: Frame & { readonly says: readonly string[] };
}

export interface Renderer {
  readonly render: <T extends keyof Views>(template: T, view: Views[T]) => string;
  readonly assets: readonly Asset[];
}

const english: Readonly<Record<keyof Views, object>> = {
  front,
  mailbox,
  mail,
  escalation,
  emails,
  email,
  guide,
  message,
};

/** @param service the address of the service, to which pages lead */
export function createRenderer(service: string): Renderer {
  const environment = environmentOf([join(import.meta.dirname, "templates"), ...templateFolders], {
    ...options,
    throwOnUndefined: false,
  });
  const { govuk, icon } = loadAssets();
  const own: Asset = {
    path: "/assets/workbench.css",
    type: "text/css; charset=utf-8",
    body: readFileSync(join(import.meta.dirname, "workbench.css"), "utf8"),
  };
  environment.addGlobal("assets", { govuk, icon, own });
  environment.addGlobal("service", service);
  return {
    assets: [govuk, icon, own],
    // Macros leave spaces at the ends of lines, where a template is indented.
    render: (template, view) =>
      environment.render(`${template}.njk`, { ...view, words: english[template], shared }).replaceAll(/[ \t]+$/gm, ""),
  };
}
