/** What people and inboxes are called. */
export const words = {
  practitioner: "practitioner in a sample concern",
  sharedInbox: "shared inbox",
  inbox: (place: string) => `Inbox of ${place}`,
  elsewhere: "Elsewhere",
};
