/** A page in one of its states: what it is, and how a browser gets there. */
import { serve, type ServerType } from "@hono/node-server";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { startLaptop, type Laptop } from "../../../infra/local/laptop.ts";
import type { Views } from "../../../functions/pages/render.ts";
import type { Person } from "../person.ts";

export interface State {
  /** What tells it from every other: the page, and then what is special now. */
  readonly name: string;
  /** As it is registered: `POST /raise/:secret`; `none` for an address that nothing is registered for. */
  readonly route: string;
  /** What renders it; the workbench's pages have none. */
  readonly template?: keyof Views;
  /** What the last press sent as `do`, where it was one. */
  readonly does?: string;
  readonly status: number;
  /** Words of the case that must be on the page, and on paper. */
  readonly says?: readonly string[];
  /** The name of the state from which `arrive` goes on; without it, it comes from anywhere. Visited right after that one, it is a move or two away. */
  readonly after?: string;
  readonly arrive: (person: Person, ground: Ground) => Promise<void>;
}

/** What the pages of the gallery are served by: one address for whichever application is on show. */
export interface Ground {
  readonly address: string;
  /** Puts an application on show, in the place of the one before. */
  show(app: Pick<Hono, "fetch">): void;
  /** The whole service, started by the first state that needs it. Its pages go through the address too. */
  laptop(): Promise<Laptop>;
  close(): Promise<void>;
}

/** When the laptop of the gallery begins: a Monday, GMT. */
export const galleryBegins = "2026-11-16T10:00:00.000Z";

export async function openGround(): Promise<Ground> {
  let shown: Pick<Hono, "fetch"> | undefined;
  let server: ServerType | undefined;
  const address = await new Promise<string>((resolve) => {
    server = serve(
      {
        fetch: (request) => (shown ? shown.fetch(request) : new Response("Nothing is on show", { status: 500 })),
        port: 0,
        hostname: "127.0.0.1",
      },
      (info) => resolve(`http://127.0.0.1:${info.port}`),
    );
  });
  const folder = mkdtempSync(join(tmpdir(), "gallery-"));
  let laptop: Promise<Laptop> | undefined;
  return {
    address,
    show: (app) => void (shown = app),
    laptop: () =>
      (laptop ??= startLaptop({
        folder,
        ports: { service: 0, workbench: 0 },
        database: "in memory",
        start: galleryBegins,
      })),
    async close() {
      server?.close();
      await (await laptop)?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
