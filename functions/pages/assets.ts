/** The files that pages load: two stylesheets and an icon, read once, each at an address that changes with its content. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { govukFrontend, ownFiles } from "./files.ts";

export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** By what templates call them. */
export type Assets = Readonly<Record<"govuk" | "service" | "icon", Asset>>;

export function loadAssets(): Assets {
  const own = (name: string) => readFileSync(join(ownFiles, "assets", name), "utf8");
  return {
    govuk: asset(
      "govuk-frontend",
      "css",
      withoutGovukFont(readFileSync(join(govukFrontend, "govuk/govuk-frontend.min.css"), "utf8")),
    ),
    service: asset("service", "css", own("service.css")),
    icon: asset("icon", "svg", own("icon.svg")),
  };
}

/** GDS Transport may be used on gov.uk only: the stylesheet without it falls back to Arial. */
function withoutGovukFont(css: string): string {
  return css.replaceAll(/@font-face\{[^}]*\}/g, "").replaceAll(/GDS Transport,/g, "");
}

function asset(name: string, kind: "css" | "svg", body: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return {
    path: `/assets/${name}.${hash}.${kind}`,
    type: kind === "css" ? "text/css; charset=utf-8" : "image/svg+xml",
    body,
  };
}
