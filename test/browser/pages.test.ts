/**
 * Every page that is not opened by a link of an escalation, in every state, in a real browser and reached without JavaScript: accessible by WCAG 2.2 AA as far
 * as axe can tell, valid HTML, whole in 320 pixels and at 400 %, and on paper.
 */
import { gallery } from "./gallery/index.ts";
import { ofLinks } from "./gallery/links.ts";
import { visits } from "./visits.ts";

await visits(
  "every other page, in a browser",
  gallery.filter((each) => !ofLinks.includes(each)),
);
