/**
 * Every page that a link of an escalation opens, in every state, in a real browser and reached without JavaScript: accessible by WCAG 2.2 AA as far
 * as axe can tell, valid HTML, whole in 320 pixels and at 400 %, and on paper.
 */
import { ofLinks } from "./gallery/links.ts";
import { visits } from "./visits.ts";

await visits("what a link opens, in a browser", ofLinks);
