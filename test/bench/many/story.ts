/** The two ways in which many escalations go through their four stages, the same for all who are measured. */
export const stories = ["by deadline", "answered"] as const;
export type Story = (typeof stories)[number];

export const policySample = "knowsley";
/** A Monday, 10:00 in London. */
export const begins = "2026-11-23T10:00:00.000Z";
/** By then, in silence, the fourth stage is open. */
export const ends = "2026-12-15T10:00:00.000Z";

/** In the other story each of the stages before the last is left because somebody says that it cannot be agreed there. */
export const answeredStages = [1, 2, 3] as const;
export const words = "We do not agree.";
/** The subjects of those e-mails whose recipients act at a stage: of the first one, the raiser hears otherwise. */
export const asksAt = (stage: number) =>
  new RegExp(
    `^(\\S+): (?:your answer is asked for \\(Stage ${stage}\\)${stage === 1 ? "|your concern has been raised" : ""})`,
  );
/** The form by which a stage is left. */
export const leadsOn = (form: string) => form.startsWith("unresolved");
