/** What an email says, in the order in which it says it. Both templates are given this, and have no words of their own. */
export interface Letter {
  readonly language: "en";
  readonly subject: string;
  /** What a list of emails shows beside the subject. */
  readonly preview: string;
  readonly blocks: readonly Block[];
}

/** One piece of an email. Each template has to show every kind: one that it forgets does not compile. */
export type Block =
  /** What matters more than anything else in it. */
  | { readonly as: "alarm"; readonly says: string }
  | { readonly as: "title"; readonly says: string }
  | { readonly as: "heading"; readonly says: string }
  | { readonly as: "paragraph"; readonly says: string }
  | { readonly as: "list"; readonly says: readonly string[] }
  /** Numbers beside one another, as bars. */
  | ({ readonly as: "chart" } & Chart)
  /** The one thing to press. */
  | { readonly as: "link"; readonly says: string; readonly url: string };

/** Numbers beside one another, each with its label. */
export interface Chart {
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly number: number }[];
}

export const paragraphs = (says: readonly string[]): Block[] => says.map((each) => ({ as: "paragraph", says: each }));

/** A part with its heading; nothing at all where it would have nothing under it. */
export const part = (heading: string, blocks: readonly Block[]): Block[] =>
  blocks.length === 0 ? [] : [{ as: "heading", says: heading }, ...blocks];
