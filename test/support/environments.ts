/** Environments to synthesize in tests: one of each kind that a deployment can be. */
import { environment } from "../../infra/environment.ts";

const common = {
  began: "2026-12-01",
  policies: "all",
  limits: { requestsPerMinute: 120, submissionsPerMinute: 20, requestsPerSecond: 50, burst: 100 },
  retention: { logsDays: 90, recordBackupsYears: 10, witnessesYears: 10 },
} as const;

/** As the example says, with addresses that are not made up. */
export const live = environment({
  ...common,
  mode: "live",
  address: { domain: "escalations.example.org", hostedZone: { id: "Z0ABC", name: "example.org" } },
  mail: {
    sender: "no-reply@example.org",
    senderName: "Safeguarding escalation",
    perSecond: 10,
    hostedZone: { id: "Z0ABC", name: "example.org" },
  },
  clients: { cognito: ["whitebeam-academy", "harbour-health"] },
  alarmsGoTo: ["on-call@example.org"],
});

/** Behind CloudFront and a firewall, with somebody else's issuer and DNS that is kept elsewhere. */
export const edged = environment({
  ...common,
  mode: "live",
  address: {
    domain: "escalations.example.org",
    edge: {
      certificate: "arn:aws:acm:us-east-1:111122223333:certificate/edge",
      webAcl: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/one/two",
    },
  },
  mail: { sender: "no-reply@example.org", senderName: "Safeguarding escalation", perSecond: 10 },
  clients: {
    openId: {
      issuer: "https://identity.example.org",
      audiences: ["escalations"],
      keys: "https://identity.example.org/keys",
    },
  },
  alarmsGoTo: ["on-call@example.org"],
});

/** A trial without a domain. */
export const trial = environment({
  ...common,
  mode: { trial: { everyMailGoesTo: "trial@example.org" } },
  mail: { sender: "trial@example.org", senderName: "Safeguarding escalation trial", perSecond: 1 },
  clients: { cognito: ["whitebeam-academy"] },
  alarmsGoTo: [],
});

/** After a restore, with the tables that were restored. */
export const restored = environment({
  ...common,
  mode: { trial: { everyMailGoesTo: "trial@example.org" } },
  mail: { sender: "trial@example.org", senderName: "Safeguarding escalation trial", perSecond: 1 },
  clients: { cognito: ["whitebeam-academy"] },
  alarmsGoTo: [],
  restoredTables: { record: "record-restored", working: "working-restored" },
});
