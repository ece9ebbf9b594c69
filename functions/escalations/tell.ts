/** Telling: sends every notice that an escalation owes and puts on its record that it was sent, lapsed or refused. */
import { erased } from "../core/events.ts";
import { noticesOwed, type Notice } from "../core/notices.ts";
import type { Directory, PartnershipNamed } from "../directory/directory.ts";
import { messageFor } from "../mail/messages.ts";
import { tellAll, type Addressed, type TellingDependencies } from "../mail/telling.ts";
import type { Escalations, Story } from "./escalations.ts";

export interface TellDependencies extends TellingDependencies {
  readonly escalations: Escalations;
  readonly directory: Pick<Directory, "named">;
}

/**
 * Sends what is owed at this moment; calling it again is always safe.
 * @returns the story with everything on it
 * @throws NotAllTold after recording what could be sent, when something could not be for now
 */
export const tell = (story: Story, dependencies: TellDependencies): Promise<Story> =>
  tellAll<Story, Notice>(
    story,
    {
      owed: ({ history, rules }) => noticesOwed(history, rules.policy),
      addressing: async (current) => {
        const { raising, receiving, partnership: of } = current.state.raised;
        const { agencies, partnership } = await dependencies.directory.named(of, [raising.agency, receiving.agency]);
        const names = Object.fromEntries([...agencies].map(([id, { name }]) => [id, name]));
        return (notice) => addressed(notice, current, names, partnership);
      },
      record: async (current, command) =>
        (await dependencies.escalations.perform(current, command, { kind: "service", task: "tell" })).story,
    },
    dependencies,
  );

function addressed(
  notice: Notice,
  { reference, state, history, rules }: Story,
  agencyNames: Readonly<Record<string, string>>,
  partnership: PartnershipNamed | undefined,
): Addressed<Notice> {
  const seat = state.seats.get(notice.seat);
  if (!seat || seat.person === erased) throw new Error(`Notice ${notice.id} of ${reference} has nobody to go to`);
  return {
    notice,
    to: seat.person.email,
    stage: notice.stage ?? state.opened.at(-1)?.stage ?? state.raised.opensAt,
    message: (link) => messageFor({ notice, reference, history, rules, agencyNames, partnership, link }),
  };
}
