/**
 * An email as HTML that Outlook shows as others do: tables for what stands where, every style where it applies, no image
 * and nothing from outside. At 320 pixels it is one column as well. Everything is escaped, whoever wrote it.
 */
import type { Block, Chart, Letter } from "../letter.ts";

const ink = "#0b0c0c";
const green = "#00703c";
const blue = "#1d70b8";
const font = `font-family: Arial, Helvetica, sans-serif; color: ${ink};`;
const body = `${font} font-size: 16px; line-height: 24px;`;

/** For text and for what stands in quotes: `&`, `<`, `>` and both quotes are written as their numbers. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

export function htmlOf({ language, subject, preview, blocks }: Letter): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(subject)}</title>
</head>
<body style="margin: 0; padding: 0; background-color: #ffffff;">
<div style="display: none; max-height: 0; overflow: hidden; font-size: 1px; line-height: 1px; color: #ffffff;">${escaped(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse: collapse;">
<tr>
<td align="center" style="padding: 16px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width: 100%; max-width: 600px; border-collapse: collapse;">
${blocks.map((each) => `<tr>\n<td align="left" style="${body} padding: 0 0 16px 0; overflow-wrap: anywhere;">\n${asHtml(each)}\n</td>\n</tr>`).join("\n")}
</table>
</td>
</tr>
</table>
</body>
</html>
`;
}

function asHtml(block: Block): string {
  switch (block.as) {
    case "alarm":
      return `<p style="${body} margin: 0; padding: 0 0 0 12px; border-left: 6px solid #d4351c;"><strong>${escaped(block.says)}</strong></p>`;
    case "title":
      return `<h1 style="${font} margin: 8px 0 0 0; font-size: 24px; line-height: 30px;">${escaped(block.says)}</h1>`;
    case "heading":
      return `<h2 style="${font} margin: 8px 0 0 0; font-size: 19px; line-height: 25px;">${escaped(block.says)}</h2>`;
    case "paragraph":
      return `<p style="${body} margin: 0;">${escaped(block.says)}</p>`;
    case "list":
      return `<ul style="${body} margin: 0; padding: 0 0 0 20px;">\n${block.says.map((each) => `<li style="margin: 0 0 4px 0;">${escaped(each)}</li>`).join("\n")}\n</ul>`;
    case "chart":
      return chart(block);
    case "link":
      return button(block.says, block.url);
    default:
      return block satisfies never;
  }
}

/**
 * Bars of cells with a background and a width, which Outlook shows too. The number stands in words beside its bar, so that
 * nothing is told by colour or length alone, and is read in its order by whoever has it read out.
 */
function chart({ title, bars }: Chart): string {
  const longest = Math.max(1, ...bars.map((each) => each.number));
  const rows = bars.map(
    ({ label, number }) =>
      `<tr>\n<td width="45%" style="${body} padding: 2px 8px 2px 0;">${escaped(label)}</td>\n<td width="45%" style="${body} padding: 2px 0;">${bar(number / longest)}</td>\n<td width="10%" align="right" style="${body} padding: 2px 0 2px 8px;"><strong>${number}</strong></td>\n</tr>`,
  );
  return `<p style="${body} margin: 0 0 4px 0;"><strong>${escaped(title)}</strong></p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width: 100%; border-collapse: collapse;">
${rows.join("\n")}
</table>`;
}

/** @param part from 0 to 1 of the width that there is */
function bar(part: number): string {
  const width = Math.round(part * 100);
  const cell = (percent: number, colour: string) =>
    percent === 0
      ? ""
      : `<td width="${percent}%" bgcolor="${colour}" style="background-color: ${colour}; width: ${percent}%; line-height: 16px;">&nbsp;</td>`;
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width: 100%; border-collapse: collapse;"><tr>${cell(width, blue)}${cell(100 - width, "#ffffff")}</tr></table>`;
}

/** A cell with a colour and a real link in it: what Outlook shows as a button too. */
const button = (label: string, url: string) =>
  `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="border-collapse: separate;">
<tr>
<td align="center" bgcolor="${green}" style="background-color: ${green}; padding: 14px 24px;">
<a href="${escaped(url)}" style="font-family: Arial, Helvetica, sans-serif; font-size: 19px; line-height: 25px; font-weight: bold; color: #ffffff; text-decoration: underline;">${escaped(label)}</a>
</td>
</tr>
</table>`;
