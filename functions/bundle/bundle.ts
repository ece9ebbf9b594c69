/**
 * Everything of one escalation for an inspection, in one archive (ALL-01): the record, its e-mails, the policy's forms and text,
 * and whether the chain holds. This module is small; what makes the files is loaded with the first that somebody asks for.
 */
import type { Source } from "../documents/facts.ts";
import type { RecordStore } from "../record/commit.ts";
import type { WitnessStore } from "../verify/witnesses.ts";

export interface BundleDependencies {
  /** The commits as they are stored, for the chain. */
  readonly record: Pick<RecordStore, "stored">;
  /** What was witnessed; undefined where the function has no right to read it, and the bundle then says so. */
  readonly witnesses: Pick<WitnessStore, "entries"> | undefined;
}

/**
 * The bundle as the answer that is saved: named by the reference alone, kept by nothing on the way (ALL-13). The same record
 * at the same instant gives the same bytes.
 */
export async function savedBundle(source: Source, dependencies: BundleDependencies): Promise<Response> {
  const { makeBundle } = await import("./files.ts");
  return new Response(await makeBundle(source, dependencies), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${source.story.reference}.zip"`,
      "Cache-Control": "no-store",
    },
  });
}
