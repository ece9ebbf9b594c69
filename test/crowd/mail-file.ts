/** The mailbox of a laptop as its file has it, read along while a process of its own writes it, whichever life that is in. */
import { closeSync, existsSync, openSync, readSync, fstatSync, watch } from "node:fs";
import { join } from "node:path";
import type { Mail } from "../../infra/local/mailbox.ts";

export interface MailFile {
  /** Every email that is whole in it by now, the oldest first. */
  read(): readonly Mail[];
  /** When an email was seen in it first, in milliseconds of this process. */
  seenAt(place: number): number;
  /** Resolves once so many are in it; of those only that went out after this time (UTC), where one is given. */
  reaches(count: number, after?: string): Promise<void>;
  close(): void;
}

export function watchMails(folder: string): MailFile {
  const file = join(folder, "mail.jsonl");
  const mails: Mail[] = [];
  const seen: number[] = [];
  let bytes = 0;
  const waiting = new Set<{ readonly count: number; readonly after: string; readonly resolve: () => void }>();

  const read = (): readonly Mail[] => {
    if (!existsSync(file)) return mails;
    const open = openSync(file, "r");
    try {
      const fresh = Buffer.alloc(Math.max(0, fstatSync(open).size - bytes));
      readSync(open, fresh, 0, fresh.length, bytes);
      // A line without an end is still being written, or what a kill left of one that nobody was told of.
      const whole = fresh.lastIndexOf("\n") + 1;
      const lines = fresh.subarray(0, whole).toString("utf8").split("\n").slice(0, -1);
      bytes += whole;
      for (const line of lines) {
        mails.push(JSON.parse(line) as Mail);
        seen.push(performance.now());
      }
    } finally {
      closeSync(open);
    }
    for (const each of waiting)
      if (mails.filter(({ at }) => at > each.after).length >= each.count) {
        waiting.delete(each);
        each.resolve();
      }
    return mails;
  };

  const watcher = watch(folder, (_, name) => {
    if (name === "mail.jsonl") read();
  });
  return {
    read,
    seenAt: (place) => seen[place] ?? Number.NaN,
    reaches: (count, after = "") =>
      new Promise((resolve) => {
        waiting.add({ count, after, resolve });
        read();
      }),
    close: () => watcher.close(),
  };
}
