/** One record, printed as it stands. */
import type { RecordTables } from "../../functions/record/dynamodb-record.ts";
import { find } from "./found.ts";
import type { World } from "./world.ts";

/**
 * Prints a record as JSON, everything personal in the clear: every commit, as it was recorded.
 * @throws Wrong for what is no reference, and for a reference without a record
 */
export async function showRecord(reference: string, tables: RecordTables, { say, tell, dynamoDB }: World) {
  const found = await find(reference, tables, dynamoDB);
  tell(
    `This is the whole record of ${found.reference}, with names, addresses and what people wrote. It is personal, of everybody in it: keep it where nobody else reads it, and delete it when it is done with. For somebody who asks what is held of them, use “request”.`,
  );
  if (found.personal.erased > 0) tell(`What is personal was erased in ${found.personal.erased} of its events.`);
  say(JSON.stringify({ reference: found.reference, kind: found.what, commits: found.commits }, undefined, 2));
}
