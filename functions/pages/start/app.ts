/** The start pages, where people come without a link: `/`, and `/start/:partnership` for each whose policy is held. */
import type { Hono } from "hono";
import type { Published } from "../../../policies/published.ts";
import type { Directory } from "../../directory/directory.ts";
import { fieldView } from "../fields.ts";
import { workEmail } from "../raise/questions.ts";
import { areasToday } from "../raise/where.ts";
import type { Render } from "../render.ts";
import { shellOf } from "../shell.ts";
import { start as words } from "../words/start.ts";
import { frontView, partnershipsOf, partnershipView } from "./view.ts";

interface Given {
  /** UTC. */
  readonly clock: { now(): string };
  readonly directory: Pick<Directory, "partnership">;
  readonly policies: Pick<Published, "areasHeld" | "policyInForce">;
}

/** Adds `/` and `/start/:partnership`; a partnership of which no policy is in force gets 404, and the way to `/`. */
export function addStart(app: Hono, render: Render, { clock, directory, policies }: Given): void {
  const today = () => areasToday(policies, clock.now());

  app.get("/", (c) => c.html(render("start/front", frontView(today()))));

  app.get("/start/:partnership", async (c) => {
    const areas = today();
    const found = partnershipsOf(areas).find(({ id }) => id === c.req.param("partnership"));
    if (!found) return c.html(render("message", words.partnership.unknown), 404);
    const shell = shellOf(found.name, await directory.partnership(found.id));
    return c.html(
      render("start/partnership", partnershipView(found.id, areas, shell, fieldView(workEmail, undefined, []))),
    );
  });
}
