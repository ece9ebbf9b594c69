/** Where the templates, stylesheets and the GOV.UK Design System lie. A bundle that moves this code puts them there too. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** `templates/` and `assets/` stand beside this file. */
export const ownFiles = import.meta.dirname;

/** The folder that has `govuk/`: macros and stylesheet of govuk-frontend. */
export const govukFrontend = join(
  dirname(createRequire(import.meta.url).resolve("govuk-frontend/package.json")),
  "dist",
);
