/** An email as plain text: one paragraph a line, a blank line between two, and the link on a line of its own (mime.ts folds). */
import type { Block, Letter } from "../letter.ts";

export const textOf = ({ blocks }: Letter): string =>
  `${blocks
    .map((each) => `${asText(each)}${each.as === "heading" ? "\n" : "\n\n"}`)
    .join("")
    .trimEnd()}\n`;

function asText(block: Block): string {
  switch (block.as) {
    case "list":
      return block.says.map((each) => `- ${each}`).join("\n");
    case "chart":
      return [block.title, ...block.bars.map(({ label, number }) => `${label}: ${number}`)].join("\n");
    case "link":
      return `${block.says}:\n${block.url}`;
    case "alarm":
    case "title":
    case "heading":
    case "paragraph":
      return block.says;
    default:
      return block satisfies never;
  }
}
