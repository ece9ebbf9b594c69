/** The page of the record. */
export const record = {
  title: "The record",
  says: (sees: string | undefined) =>
    `${sees ?? "Both sides see"} the same record. Nothing on it can be changed or removed: a correction is a further entry. All times are London time.`,
  shown: (partnership: string, at: string) => `${partnership}. This is the record as it stands at ${at}.`,
  /** Whose doing an entry was. */
  sides: {
    raising: "Raising side",
    receiving: "Receiving side",
    partnership: "Partnership",
    service: "This service",
  },
  saves: {
    heading: "Save the record",
    says: "The file of data has the same entries, each with the hash by which it can be checked.",
    word: "Save as a Word document",
    data: "Save as a file of data (JSON)",
    bundleSays:
      "Everything for an inspection is one archive (ZIP): the record in both forms, every email and what became of it, the policy’s forms and text, and how to check that nothing was changed.",
    bundle: "Save everything for an inspection",
  },
};
