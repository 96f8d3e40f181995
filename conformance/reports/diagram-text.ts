/** A scenario as a sequence diagram in characters, for a terminal. */
import type { Witness } from "../kit/model.ts";
import { diagramOf, gapOf, shortened, type Diagram, type DrawnStep } from "./diagram.ts";
import { labelled, printable } from "./text.ts";

/** Characters between two parties. */
const narrowest = 12;
const widest = 44;
/** In fewer columns most words would be cut. */
const narrowTerminal = 60;

/** The drawing as a text of its own, with what was expected and what happened below it, and a line feed at the end. */
export function diagramText(diagram: Diagram, width: number): string {
  const { title, outcome } = diagram;
  const end = outcome === undefined ? [] : ["", ...labelled("expected", outcome.expected, width, 10), ...labelled("actual", outcome.actual, width, 10)];
  return `${[printable(title), "", ...diagramLines(diagram, width), ...end].join("\n")}\n`;
}

/** The scenario as a sequence diagram, where the terminal has room for its parties. */
export function drawing(witness: Witness, width: number): readonly string[] {
  const diagram = diagramOf(witness);
  const lines = diagramLines(diagram, width);
  return diagram.parties.length < 2 || width < narrowTerminal || lines.some((line) => line.length > width) ? [] : ["", ...lines, ""];
}

/** Lines of at most `width` characters, as long as there is room for all parties; control characters are made printable. */
export function diagramLines(given: Diagram, width: number): readonly string[] {
  const diagram: Diagram = {
    ...given,
    parties: given.parties.map(printable),
    steps: given.steps.map((step) => ({ ...step, from: printable(step.from), to: printable(step.to), words: oneLine(step.words) })),
  };
  const { parties, steps, omitted } = diagram;
  const columns = columnsOf(diagram, width);
  const life = new Canvas(columns);
  const lines = [life.row(), ...steps.map((step) => stepLine(step, diagram, columns))].map((canvas) => canvas.text);
  const gap = gapOf(diagram);
  // The first line is that of the lives alone.
  if (gap !== undefined) lines.splice(1 + gap, 0, new Canvas(columns).put(columns[0] ?? 0, ` … ${String(omitted)} more steps … `).text);
  const heads = new Canvas(columns, " ");
  for (const [at, party] of parties.entries()) heads.put((columns[at] ?? 0) - Math.floor((Math.min(party.length, 8) - 1) / 2), shortened(party, 8));
  return [heads.text, ...lines];
}

function stepLine({ from, to, both, words }: DrawnStep, { parties }: Diagram, columns: readonly number[]): Canvas {
  const canvas = new Canvas(columns);
  const [a = 0, b = 0] = [from, to].map((party) => columns[parties.indexOf(party)]);
  if (from === to) {
    const room = roomAt(a, columns);
    const label = ` ${shortened(words, room - 2)} `;
    return canvas.put(Math.max(0, a - Math.floor(label.length / 2)), label);
  }
  const [left, right] = [Math.min(a, b), Math.max(a, b)];
  const label = ` ${shortened(words, right - left - 7)} `;
  return canvas
    .put(left + 1, "─".repeat(right - left - 1))
    .put(left + 1 + Math.floor((right - left - 1 - label.length) / 2), label)
    .put(b > a ? right - 1 : left + 1, b > a ? ">" : "<")
    .put(both ? (b > a ? left + 1 : right - 1) : a, both ? (b > a ? "<" : ">") : "│");
}

/** Characters for words at a party: up to the middle of the way to its neighbours on both sides. */
function roomAt(column: number, columns: readonly number[]): number {
  const at = columns.indexOf(column);
  const before = at === 0 ? 2 * column : column - (columns[at - 1] ?? 0);
  const after = (columns[at + 1] ?? column + widest) - column;
  return Math.max(narrowest, Math.min(before, after));
}

/** Places of the lines of life: as far apart as the words need, as far as the width allows. */
function columnsOf({ parties, steps }: Diagram, width: number): readonly number[] {
  const longest = Math.max(narrowest, ...steps.map(({ words }) => words.length + 8));
  const margin = Math.min(14, Math.ceil(longest / 2));
  const gaps = Math.max(1, parties.length - 1);
  const gap = Math.max(narrowest, Math.min(widest, longest, Math.floor((width - 2 * margin) / gaps)));
  return parties.map((_, at) => margin + at * gap);
}

function oneLine(text: string): string {
  return printable(text).replaceAll("\n", "\\n");
}

/** One line of characters, with the lines of life in it. */
class Canvas {
  readonly #columns: readonly number[];
  readonly #characters: string[];

  constructor(columns: readonly number[], life = "│") {
    this.#columns = columns;
    this.#characters = Array.from({ length: (columns.at(-1) ?? 0) + 1 }, (_, at) => (columns.includes(at) ? life : " "));
  }

  get text(): string {
    return this.#characters.join("").trimEnd();
  }

  row(): Canvas {
    return new Canvas(this.#columns);
  }

  put(from: number, text: string): this {
    for (let at = 0; at < text.length; at += 1) {
      while (this.#characters.length <= from + at) this.#characters.push(" ");
      if (from + at >= 0) this.#characters[from + at] = text[at] ?? " ";
    }
    return this;
  }
}
