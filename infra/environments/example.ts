/** An environment to copy: everything is said, and nothing of it is real. */
import { environment } from "../environment.ts";

export default environment({
  mode: "live",
  began: "2026-12-01",
  policies: "all",
  address: {
    domain: "escalations.example",
    hostedZone: { id: "Z0EXAMPLE", name: "escalations.example" },
  },
  mail: {
    sender: "no-reply@escalations.example",
    senderName: "Safeguarding escalation",
    perSecond: 10,
    hostedZone: { id: "Z0EXAMPLE", name: "escalations.example" },
  },
  clients: { cognito: ["whitebeam-academy", "harbour-health"] },
  limits: { requestsPerMinute: 120, submissionsPerMinute: 20, requestsPerSecond: 50, burst: 100 },
  alarmsGoTo: ["on-call@council.example"],
  retention: { logsDays: 90, recordBackupsYears: 10, witnessesYears: 10 },
});
