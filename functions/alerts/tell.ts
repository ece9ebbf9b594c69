/** Sends every notice that a practice alert owes, and puts on its record that it was sent, lapsed or refused. */
import type { Directory, Partnership } from "../directory/directory.ts";
import { alertMessageFor } from "../mail/messages.ts";
import { tellAll, type Addressed, type TellingDependencies } from "../mail/telling.ts";
import type { Alerts, AlertStory } from "./alerts.ts";
import { erased } from "./core/events.ts";
import { noticesOwed, type AlertNotice } from "./core/notices.ts";

export interface TellAlertDependencies extends TellingDependencies {
  readonly alerts: Alerts;
  readonly directory: Pick<Directory, "partnership">;
}

/**
 * Sends what is owed at this moment; calling it again is always safe.
 * @throws NotAllTold after recording what could be sent, when something could not be for now
 */
export const tellAlert = (story: AlertStory, dependencies: TellAlertDependencies): Promise<AlertStory> =>
  tellAll<AlertStory, AlertNotice>(
    story,
    {
      owed: ({ history }) => noticesOwed(history),
      addressing: async (current) => {
        const partnership = await dependencies.directory.partnership(current.state.submitted.partnership);
        return (notice) => addressed(notice, current, partnership);
      },
      record: async (current, command) =>
        (await dependencies.alerts.perform(current, command, { kind: "service", task: "tell" })).story,
    },
    dependencies,
  );

function addressed(
  notice: AlertNotice,
  { reference, history, state, rules }: AlertStory,
  partnership: Partnership | undefined,
): Addressed<AlertNotice> {
  const person = state.seats.get(notice.seat)?.person;
  if (!person || person === erased) throw new Error(`Notice ${notice.id} of ${reference} has nobody to go to`);
  return {
    notice,
    to: person.email,
    // An alert has no stages: its links are all for the same.
    stage: "alert",
    message: (link) => alertMessageFor({ notice, reference, history, state, rules, partnership, link }),
  };
}
