/** Words that stand on every page, or on many. */
export const shared = {
  service: "Safeguarding escalation",
  skip: "Skip to main content",
  danger: {
    call: "If someone is in immediate danger, call 999.",
    doNotWait: "Do not wait for an answer here.",
    area: "In this area you can also call:",
  },
};
