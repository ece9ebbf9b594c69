/** Which deadlines of a practice alert stand in the calendars of its group: that of responding, of concluding, and of each action. */
import { evolve, runningClocks, type Alert } from "../../alerts/core/alert.ts";
import type { AlertEvent } from "../../alerts/core/events.ts";
import { noticesOf, noticesOwed, whoOwes, type AlertNotice } from "../../alerts/core/notices.ts";
import type { Deadlines } from "./appointments.ts";

export const alertDeadlines: Deadlines<Alert, AlertEvent, AlertNotice> = {
  evolve,
  runningFor: (state, seat) =>
    new Map(
      runningClocks(state)
        .filter(({ clock }) => whoOwes(state, clock).includes(seat))
        .map(({ clock, due }) => [clock, due]),
    ),
  keptBy,
  noticesOf,
  lapsing: (history, all) => noticesOwed(history, all).lapse.map(({ notice }) => notice),
};

function keptBy({ kind, clock, action }: AlertNotice): string | undefined {
  if (kind === "asked") return "respond";
  if (kind === "reminder") return clock;
  return kind === "action recorded" && action !== undefined ? `action:${action}` : undefined;
}
