/** The page of a document that is made from the record. */
export const document = {
  save: "Save as a Word document",
  entries: "Every entry, in order",
};
