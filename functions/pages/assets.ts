/** The files that pages load: stylesheets and an icon, each at an address that changes with its content. */
import { createHash } from "node:crypto";
import { texts } from "./files.ts";

export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** By what templates call them. */
export type Assets = Readonly<Record<"govuk" | "service" | "icon", Asset>>;

export function loadAssets(): Assets {
  const { govuk, service, icon } = texts();
  return {
    govuk: asset("govuk-frontend", "css", govuk),
    service: asset("service", "css", service),
    icon: asset("icon", "svg", icon),
  };
}

function asset(name: string, kind: "css" | "svg", body: string): Asset {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
  return {
    path: `/assets/${name}.${hash}.${kind}`,
    type: kind === "css" ? "text/css; charset=utf-8" : "image/svg+xml",
    body,
  };
}
