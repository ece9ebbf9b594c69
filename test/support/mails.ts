/** The e-mails of a story that was played through the core. */
import { noticesOf } from "../../functions/core/notices.ts";
import { messageFor } from "../../functions/mail/messages.ts";
import type { Played } from "./core.ts";

/** Every e-mail of a story, as it reads when it is sent. */
export function mailsOf({ history, rules }: Played): { kind: string; text: string }[] {
  const notices = noticesOf(history, rules.policy);
  return history.flatMap((event, index) => {
    // A commit is told when it is whole: the clocks of a stage stand beside its opening.
    const whole = history.slice(index + 1).findIndex((each) => each.at !== event.at);
    const upTo = whole < 0 ? history.length : index + 1 + whole;
    return notices
      .filter((each) => each.event === index)
      .map((notice) => ({
        kind: notice.kind,
        text: messageFor({
          notice,
          reference: "7K3M-9QXD",
          history: history.slice(0, upTo),
          rules,
          agencyNames: {},
          partnership: undefined,
          link: { url: "https://escalation.example/link", code: "7K QF 2M 9X" },
        }).text,
      }));
  });
}
