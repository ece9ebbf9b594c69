/**
 * What somebody has written of a concern before it is raised. It is kept under the link by which it is written: whoever
 * has the link can open it, and nobody who has the table alone.
 */
export interface Draft {
  /** The id that makes it one concern, however often it is sent. */
  readonly command: string;
  /** When it was begun, UTC. */
  readonly begunAt: string;
  /** What was typed, by input. */
  readonly answers: Readonly<Record<string, string>>;
  /** The pages that were answered, also by leaving empty what may be left empty. */
  readonly answered: readonly string[];
  /** What was raised by the same link, the latest last. Of these nothing but this is kept. */
  readonly raised: readonly Raised[];
}

/** A concern that was raised by the link of a draft: its words are on the record, and no longer here. */
export interface Raised {
  readonly reference: string;
  /** The `command` of the draft that it was. */
  readonly command: string;
  readonly areaName: string;
  /** UTC. */
  readonly at: string;
}

/** A draft as it stands in the table: each writing makes another revision of it. */
export interface Kept {
  /** 1 for the first. */
  readonly revision: number;
  readonly draft: Draft;
}

/** One draft a link. Where two write at once, the second is told “conflict” and reads again, so that neither is overwritten unseen. */
export interface Drafts {
  /** @throws DraftAltered where what is kept is not what was written. @returns undefined for none, and from its end on */
  read(secret: string, now: string): Promise<Kept | undefined>;
  /**
   * Keeps a draft in the place of the revision that was read, or as the first where there was none (0).
   * @param until the end of its link, from which on it is void, UTC
   * @returns the new revision, or “conflict” where somebody else has written since
   */
  write(
    secret: string,
    draft: Draft,
    at: { readonly after: number; readonly until: string },
  ): Promise<number | "conflict">;
}

/** What is kept was not written with this link, or not as it stands. */
export class DraftAltered extends Error {
  override readonly name = "DraftAltered";
}
