/** Every email of the service, of its example: for people who look at them and tests that read them. */
import type { AlertNoticeKind } from "../alerts/core/notices.ts";
import type { NoticeKind } from "../core/notices.ts";
import { alertExamples, digestExample, escalationExamples, linkExamples } from "./examples.ts";
import type { Message } from "./mail.ts";
import {
  alertLinkMessage,
  alertMessage,
  digestMessageOf,
  escalationMessage,
  freshLinkMessage,
  raiseLinkMessage,
  registerLinkMessage,
  type EmailKind,
} from "./messages.ts";

export interface Preview {
  readonly kind: EmailKind;
  readonly message: Message;
}

/** One for each kind, about invented people and with invented links. Nothing is sent. */
export function previews(): readonly Preview[] {
  return [
    ...kindsOf<NoticeKind>(escalationExamples).map((each) => ({
      kind: `escalation: ${each}` as const,
      message: escalationMessage(each, escalationExamples[each]),
    })),
    ...kindsOf<AlertNoticeKind>(alertExamples).map((each) => ({
      kind: `practice alert: ${each}` as const,
      message: alertMessage(each, alertExamples[each]),
    })),
    { kind: "link: to raise a concern", message: raiseLinkMessage(linkExamples["to raise a concern"]) },
    { kind: "link: to submit a practice alert", message: alertLinkMessage(linkExamples["to submit a practice alert"]) },
    { kind: "link: to the register", message: registerLinkMessage(linkExamples["to the register"]) },
    { kind: "link: fresh", message: freshLinkMessage(linkExamples.fresh) },
    { kind: "digest", message: digestMessageOf(digestExample) },
  ];
}

const kindsOf = <K extends string>(examples: Readonly<Record<K, unknown>>) => Object.keys(examples) as K[];
