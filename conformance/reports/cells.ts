/** Tables of Markdown, and text of an implementation in their cells. */
import { printable } from "./text.ts";

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text of an implementation in a cell: printable, on one line, without markup. */
export function inCell(text: string): string {
  return printable(text)
    .replace(/\n+/gu, " ")
    .replace(/[\\`*_<>|[\]]/gu, (character) => `\\${character}`);
}
