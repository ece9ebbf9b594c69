/** Pages that only say something. */
export const words = {
  back: "Back to the front page",
  notFound: {
    title: "There is no such page",
    says: [
      "No person, email or escalation of this laptop is at this address. It may have been deleted with the folder that everything is kept in.",
    ],
  },
  defect: (message: string) => ({
    title: "That did not work",
    says: [message, "The terminal in which the service runs says more."],
  }),
};
