/** What every page of an escalation says, for everybody who has a link to it, held against what the record says. */
import { stageDeadline, type Escalation } from "../../functions/core/escalation.ts";
import { evolve } from "../../functions/core/evolve.ts";
import { fallenDue } from "../../functions/core/moments.ts";
import type { Directory } from "../../functions/directory/directory.ts";
import type { Story } from "../../functions/escalations/escalations.ts";
import { linkEnds } from "../../functions/links/links.ts";
import { agreementOf } from "../../functions/pages/forms/agreeing.ts";
import { offersOf } from "../../functions/pages/forms/index.ts";
import { recordView } from "../../functions/pages/record.ts";
import { landingView, partyView } from "../../functions/pages/view.ts";
import { surroundingsOf, visitOf } from "../../functions/pages/visit.ts";
import { inWords } from "../../policies/calendar/instant.ts";
import { stageOf } from "../../policies/language/stages.ts";

/**
 * Opens the pages of every seat as the record stands.
 * @param at UTC
 * @returns how one of them says something else, or nothing
 */
export async function pagesDiffer(
  story: Story,
  at: string,
  directory: Pick<Directory, "named">,
): Promise<string | undefined> {
  const { rules, reference, commits } = story;
  const state = fallenDue(story.state, at, rules).reduce<Escalation>(evolve, story.state);
  const surroundings = await surroundingsOf(story, directory);
  for (const seat of state.seats.keys()) {
    const link = {
      reference,
      seat,
      stage: state.opened.at(-1)?.stage ?? state.raised.opensAt,
      issuedAt: at,
      until: linkEnds(at),
    };
    const visit = visitOf(story, link, at, surroundings);
    if (!visit) return `${seat} is a seat of the record, and its link opens nothing`;

    const { entries } = recordView(visit, "/");
    const shown = entries.map((each) => `${each.number} ${each.happened.length}`).join(", ");
    const recorded = commits.map((each) => `${each.number} ${each.events.length}`).join(", ");
    if (shown !== recorded) return `the page of the record has ${shown}, and the record ${recorded}`;

    const landing = landingView(visit, "/");
    const offers = offersOf(visit);
    const party = partyView(visit, "/", offers, agreementOf(visit, { command: "any" }));
    if (landing.reference !== reference || party.reference !== reference) return `a page is of ${landing.reference}`;

    if (state.phase !== "at stage" || !state.opened.at(-1)?.acting.includes(seat)) continue;
    if (offers.length === 0) return `${seat} acts at ${state.stage} and is offered nothing`;
    const deadline = stageDeadline(state);
    const says = JSON.stringify(party);
    if (deadline && !deadline.passedAt && party.part.asks.length > 0 && !says.includes(inWords(deadline.due)))
      return `the page of ${seat} does not say ${inWords(deadline.due)}: ${says}`;
    const { title } = stageOf(rules.policy, state.stage);
    if (!says.includes(title)) return `the page of ${seat} does not say ${title}: ${says}`;
  }
  return undefined;
}
