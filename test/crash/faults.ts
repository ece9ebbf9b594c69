/**
 * `npm run crash -- --faults`: plants each of these faults in a copy of the project, and sees the crash test find it. A test that
 * finds nothing where something is wrong proves nothing where all is well.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { copyOfTheProject, plant, type Edit } from "../support/planted.ts";

export interface Fault extends Edit {
  /** The end of “where …”. */
  readonly says: string;
  /** What the crash test says of it, among others. */
  readonly finds: string;
}

export const faults: readonly Fault[] = [
  {
    says: "a claim says that an email was sent before it is",
    file: "functions/mail/telling.ts",
    from: "    messageId = await mail.send(",
    to: '    await claims.sent(reference, notice.id, "before it was sent");\n    messageId = await mail.send(',
    finds: "and the mailbox does not have it",
  },
  {
    says: "the claim of a sender who died never lapses",
    file: "functions/mail/claims.ts",
    from: '"attribute_not_exists(pk) OR claimedUntil < :now"',
    to: '"attribute_not_exists(pk) OR (claimedUntil < :now AND attribute_not_exists(claimedUntil))"',
    finds: "still owes the notice",
  },
  {
    says: "an email can be claimed though its claim says that it was sent",
    file: "functions/mail/claims.ts",
    from: '"attribute_not_exists(pk) OR claimedUntil < :now"',
    to: '"attribute_not_exists(pk) OR claimedUntil < :now OR attribute_exists(messageId)"',
    finds: "and no kill explains it",
  },
  {
    says: "nothing makes good at a start what the last life left",
    file: "infra/local/laptop.ts",
    from: "  await runReconcile(true);",
    to: "",
    finds: "should be waited for by",
  },
  {
    says: "the database is not on disk",
    file: "infra/local/dynamodb.ts",
    from: "    ...(path === undefined ? {} : { path }),\n",
    to: "",
    finds: "Requested resource not found",
  },
  {
    says: "the clock does not remember where it was moved to",
    file: "infra/local/clock.ts",
    from: "      if (ms > now || get(HELD) === 0) keep(ms);\n",
    to: "",
    finds: "and an email had gone out at",
  },
  {
    says: "the same submission sent again is another concern",
    file: "functions/api/submit.ts",
    from: "referenceOf(client.id, idempotencyKey, place,",
    to: "referenceOf(client.id, `${idempotencyKey} ${at}`, place,",
    finds: "and nobody was told of it",
  },
];

/** Small enough to take a minute or so. */
const plan = ["--escalations", "10", "--kills", "3"];
const seeds = ["1", "2", "3", "4", "5"];

/** @returns how many were not found */
export function plantFaults(planted: readonly Fault[], say: (line: string) => void): number {
  let missed = 0;
  for (const fault of planted) {
    const seed = seedThatFinds(fault);
    if (seed === undefined) missed++;
    say(`${seed === undefined ? "NOT FOUND" : `found with seed ${seed}`}, where ${fault.says}: “${fault.finds}”`);
  }
  say(`${planted.length} faults planted, ${planted.length - missed} found`);
  return missed;
}

function seedThatFinds(fault: Fault): string | undefined {
  const copy = copyOfTheProject();
  try {
    plant(fault, copy);
    return seeds.find((seed) => {
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(copy, "test/crash/run.ts"), ...plan, "--seed", seed],
        {
          cwd: copy,
          encoding: "utf8",
          maxBuffer: 1 << 28,
        },
      );
      return status === 1 && stderr.includes(fault.finds);
    });
  } finally {
    rmSync(copy, { recursive: true });
  }
}
