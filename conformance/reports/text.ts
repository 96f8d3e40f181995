/** Text for a terminal: colours that can be off, lines that fit, and octets of strangers that cannot steer the terminal. */

/** Wraps words in the codes of a colour, or leaves them as they are. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

export function palette(colour: boolean): Palette {
  const code =
    (start: number, end: number) =>
    (text: string): string =>
      colour ? `\u001b[${String(start)}m${text}\u001b[${String(end)}m` : text;
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39), yellow: code(33, 39) };
}

/** Breaks text at blanks so that a line, its indent included, has at most `width` characters; a longer word stays whole. */
export function wrap(text: string, width: number, indent = "", hanging = indent): readonly string[] {
  return printable(text)
    .split("\n")
    .flatMap((paragraph, index) => wrapParagraph(paragraph, width, index === 0 ? indent : hanging, hanging));
}

/** A label in a column, and text beside it: `expected  the connection closes`. */
export function labelled(label: string, text: string, width: number, labelWidth: number, indent = "  "): readonly string[] {
  const head = `${indent}${label.padEnd(labelWidth)}`;
  return wrap(text, width, head, " ".repeat(head.length));
}

/** Replaces control characters but line feeds, as an implementation chooses parts of what is printed. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function wrapParagraph(text: string, width: number, first: string, next: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ").filter((candidate) => candidate !== "")) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()];
}
