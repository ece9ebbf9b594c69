/** A process that sends digests may die between any two steps: a later run sends what is left, and nothing twice but at one place. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendDigests } from "../../../functions/digest/digests.ts";
import { importDirectory } from "../../../functions/directory/dynamodb-directory.ts";
import type { DigestTime } from "../../../functions/directory/directory.ts";
import { betweenSendingAndWriting, processThatDies, type When } from "../../support/doubles.ts";
import { startServicesInMemory, type Services, type Stack } from "../../support/stack.ts";
import { file, first, importChoosing, inbox, monday } from "./addressed.ts";

let services: Services;
let stack: Stack;
beforeAll(async () => {
  services = await startServicesInMemory();
});
afterAll(() => services.close());

let sentBefore = 0;
const mails = (to?: string) =>
  services.mailbox
    .mails()
    .slice(sentBefore)
    .filter((each) => each.tags["reference"]?.startsWith("digest-") && (to === undefined || each.to.includes(to)));
const at = (instant: string, of = stack) => {
  stack.clock.set(instant);
  return sendDigests(of.digests);
};
const setting = (digest: DigestTime, roles?: Parameters<typeof importChoosing>[3]) =>
  importChoosing(services, stack, digest, roles);

test.each<[When, string, string]>([
  ["before it takes effect", monday, "a week’s"],
  ["after it took effect", monday, "a week’s"],
  ["before it takes effect", first, "a week’s and a month’s in one"],
  ["after it took effect", first, "a week’s and a month’s in one"],
])(
  "ALL-12 a process that dies at any call, %s, at %s (%s), leaves none unsent and none sent twice but at one place",
  async (when, moment) => {
    const times = moment === first ? ({ day: "tuesday", at: "09:00" } as const) : undefined;
    for (let call = 1; ; call++) {
      const fresh = await services.stack();
      stack = fresh;
      await importDirectory(services.dynamoDB, fresh.tables.working, file);
      // On 1 December the inbox is due both at once; the group the month's, the provider's team both.
      if (times) await setting(times, { "policy-and-performance-group": [{ name: "W", email: inbox }] });
      await sendDigests(fresh.digests);
      if (times) {
        // The weeks before are done.
        for (const each of ["2026-11-23T09:00:00.000Z", "2026-11-24T09:00:00.000Z", "2026-11-30T09:00:00.000Z"])
          await at(each);
      }
      sentBefore = services.mailbox.mails().length;
      fresh.clock.set(moment);
      const process = processThatDies({ call, when });
      const dying = await services.stack({ over: fresh, process });
      await sendDigests(dying.digests).catch(() => undefined);
      // The claims of the dead lapse after five minutes; the schedule fires again in an hour.
      await at(`${moment.slice(0, 11)}09:06:00.000Z`);
      const twice = betweenSendingAndWriting(process, when);
      const due = times
        ? [inbox, "team@harbourway.example"]
        : [inbox, "partnership@mk.example", "team@harbourway.example"];
      for (const to of due) expect(mails(to).length, `${to}, dead at call ${call}`).toBeGreaterThanOrEqual(1);
      expect(mails(), `dead at call ${call}: ${process.calls.join()}`).toHaveLength(due.length + (twice ? 1 : 0));
      // No later run sends anything more.
      await at(`${moment.slice(0, 11)}10:00:00.000Z`);
      expect(mails(), `an hour after call ${call}`).toHaveLength(due.length + (twice ? 1 : 0));
      if (!process.died()) break;
    }
  },
  120_000,
);
