/** What a DOCX file has in it, by path: enough of the ZIP format to read what the library wrote. */
import { inflateRawSync } from "node:zlib";

export function unzip(bytes: ArrayBuffer): Map<string, string> {
  const file = Buffer.from(bytes);
  const files = new Map<string, string>();
  const end = file.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const method = file.readUInt16LE(at + 10);
    const size = file.readUInt32LE(at + 20);
    const nameLength = file.readUInt16LE(at + 28);
    const local = file.readUInt32LE(at + 42);
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const content = file.subarray(from, from + size);
    const name = file.toString("utf8", at + 46, at + 46 + nameLength);
    files.set(name, (method === 8 ? inflateRawSync(content) : content).toString("utf8"));
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return files;
}

/** The paragraphs of a part of it, in order, with their style before them where they have one: `Heading1 Title`. */
export function paragraphsOf(xml: string): string[] {
  return [...xml.matchAll(/<w:p>(.*?)<\/w:p>|<w:p\/>/gs)].map(([, inside = ""]) => {
    const style = /<w:pStyle w:val="([^"]*)"\/>/.exec(inside)?.[1];
    const text = [...inside.matchAll(/<w:t(?: [^>]*)?>(.*?)<\/w:t>/gs)].map(([, each = ""]) => entities(each)).join("");
    return style ? `${style} ${text}` : text;
  });
}

const entities = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
