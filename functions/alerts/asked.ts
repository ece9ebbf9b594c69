/** What an alert waits for, in words that its pages and its emails share. */
import type { Rules } from "../core/clocks.ts";
import { alertRules } from "./core/alert.ts";

/** What a clock waits for, after “to”. */
export function whatIsAsked(clock: string, group: string): string {
  if (clock === "respond") return "respond for your agency";
  if (clock === "conclude") return `say for the ${group} what is to be done, or close the alert`;
  return `finish ${clock.replace(":", " ")}`;
}

/** A number that the policy does not give is never shown as the policy's. The day of an action is the group's. */
export function ownNumber(clock: string | undefined, rules: Rules): string {
  if (clock === undefined || clock.startsWith("action:") || alertRules(rules).setBy === "policy") return "";
  return " The policy gives no number here. This timescale is the organisation’s own.";
}
