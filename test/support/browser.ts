/**
 * A real browser for tests, from npm packages alone on Linux x86-64; elsewhere an installed Chrome. Where neither can be
 * had, the tests that need one are skipped and one line says why.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { z } from "zod";

type Launched = { readonly browser: Browser } | { readonly why: string };

async function launch(): Promise<Launched> {
  const reasons: string[] = [];
  for (const [name, attempt] of Object.entries({ "the packaged Chromium": packaged, "an installed Chrome": installed }))
    try {
      return { browser: await attempt() };
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    }
  return { why: reasons.join("; ") };
}

async function packaged(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`it is for Linux x86-64, and this is ${process.platform} ${process.arch}`);
  const folder = await unpacked();
  // Not the package's own list of arguments: it runs everything in one process, which ends with the first page that is
  // closed, and it switches off the very protections that pages are tested for.
  // Nobody sees what is drawn: a graphics card that is only imitated takes a tenth of all that a test takes.
  const args = ["--no-sandbox", "--font-render-hinting=none", "--disable-gpu", "--disable-software-rasterizer"];
  const options = { executablePath: join(folder, "chromium"), args };
  try {
    return await chromium.launch(options);
  } catch {
    // The system may lack libnss3, libnspr4, libexpat or any font: the package has its own.
    const libraries = [join(folder, "al2023/lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":");
    return chromium.launch({
      ...options,
      env: { ...definedEnvironment(), LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, "fonts") },
    });
  }
}

interface Unpacking {
  inflate(this: void, file: string): Promise<string>;
}

const packs = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];

/** The folder with the packaged browser, unpacked by whichever test file comes first and kept for the next run. */
async function unpacked(): Promise<string> {
  const entry = import.meta.resolve("@sparticuz/chromium");
  const packed = fileURLToPath(new URL("../../bin/", entry));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packed, "../package.json"), "utf8")));
  const folder = join(tmpdir(), `packaged-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;

  // It unpacks into the temporary folder of the moment: a new one, so that nobody starts what is half unpacked.
  const staged = await mkdtemp(`${folder}-`);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = staged;
  try {
    const { inflate } = (await import(new URL("lambdafs.js", entry).href)) as Unpacking;
    await Promise.all(packs.map((file) => inflate(join(packed, file))));
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  await rename(staged, folder).catch(() => rm(staged, { recursive: true, force: true }));
  return folder;
}

const installed = () => chromium.launch({ channel: "chrome" });

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

export interface TestBrowser {
  /** Whether there is one: `describe.skipIf(!browser.here)`. */
  readonly here: boolean;
  /** Opens a page of its own, without JavaScript where asked; `width` in pixels. */
  open(options?: { readonly javaScript?: boolean; readonly width?: number }): Promise<Page>;
  /** For `afterAll`. */
  close(): Promise<void>;
}

/** A browser for the tests of a file. Without one, a line says which tests are skipped and why. */
export async function withBrowser(tests: string): Promise<TestBrowser> {
  const launched = await launch();
  if ("why" in launched) {
    process.stderr.write(`Skipped: ${tests}, because there is no browser here (${launched.why})\n`);
    return {
      here: false,
      open: () => Promise.reject(new Error(launched.why)),
      close: () => Promise.resolve(),
    };
  }
  const { browser } = launched;
  return {
    here: true,
    async open({ javaScript = true, width = 1000 } = {}) {
      const context = await browser.newContext({ javaScriptEnabled: javaScript, viewport: { width, height: 900 } });
      return context.newPage();
    },
    close: () => browser.close(),
  };
}
