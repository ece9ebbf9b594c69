/**
 * A ZIP archive of some files. The same files at the same instant give the same bytes, on every machine: no clock and no time zone
 * comes in.
 */
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from "fflate";

export interface PackedFile {
  /** Its path within the archive: letters, digits, hyphens, dots and slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @param at UTC: what the archive says of when each file was made, to two seconds as the format has it */
export function archiveOf(files: readonly PackedFile[], at: string): Uint8Array<ArrayBuffer> {
  const mtime = asWritten(at);
  const zippable: Zippable = Object.fromEntries(
    files.map(({ path, bytes }) => [path, [bytes, { mtime, level: 6 as const }]]),
  );
  return zipSync(zippable);
}

/**
 * A word processor's file as if it had been made at an instant (UTC): the library that makes it dates it by the machine's clock, in
 * its properties and in the archive that it is.
 */
export function datedAt(docx: ArrayBuffer, at: string): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(unzipSync(new Uint8Array(docx)));
  const second = `${at.slice(0, 19)}Z`;
  return archiveOf(
    parts.map(([path, bytes]) => ({
      path,
      bytes:
        path === "docProps/core.xml"
          ? strToU8(strFromU8(bytes).replaceAll(/(<dcterms:(created|modified)[^>]*>)[^<]*</g, `$1${second}<`))
          : bytes,
    })),
    at,
  );
}

/** The format keeps a local time without its zone, and the library takes the machine's: so a date that shows the UTC figures there. */
function asWritten(at: string): Date {
  const [year = 0, month = 1, ...rest] = at.slice(0, 19).split(/\D/).map(Number);
  const [day, hours, minutes, seconds] = rest;
  return new Date(year, month - 1, day, hours, minutes, seconds);
}
