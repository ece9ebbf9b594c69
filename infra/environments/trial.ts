/** A trial to copy: no domain is needed, and every e-mail goes to one address. */
import { environment } from "../environment.ts";

export default environment({
  mode: { trial: { everyMailGoesTo: "trial@council.example" } },
  began: "2026-12-01",
  policies: "all",
  mail: { sender: "trial@council.example", senderName: "Safeguarding escalation trial", perSecond: 1 },
  clients: { cognito: ["whitebeam-academy"] },
  limits: { requestsPerMinute: 120, submissionsPerMinute: 20, requestsPerSecond: 10, burst: 20 },
  alarmsGoTo: ["trial@council.example"],
  retention: { logsDays: 30, recordBackupsYears: 1, witnessesYears: 1 },
});
