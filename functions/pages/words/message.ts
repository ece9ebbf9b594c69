/** Pages that only say something, by what has happened. */
export const message = {
  kept: { heading: "What you wrote", says: "Copy it before you leave this page." },
};
