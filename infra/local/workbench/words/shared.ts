/** Words that stand on every page of the workbench. */
export const words = {
  workbench: "Workshop on this laptop",
  service: "The service",
  skip: "Skip to main content",
  error: "Error: ",
  problem: "There is a problem",
  done: "Done",
  practice: "Practice",
  notReal: "Nothing here is real, and nothing leaves this machine.",
  navigation: "Workshop",
  menu: {
    front: "Front page",
    mail: "All email",
    guide: "Guide for trainers",
  },
  unread: "Unread",
};
