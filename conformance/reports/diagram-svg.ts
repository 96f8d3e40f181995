/** A scenario as a sequence diagram in SVG: in the colour of the text around it, or as a file of its own in the colours that the reader prefers. */
import { gapOf, shortened, type Diagram, type DrawnStep } from "./diagram.ts";
import { html, verbatim, type Markup } from "./html/markup.ts";

const characterWidth = 7.3;
const rowHeight = 30;
const headHeight = 44;
const narrowest = 150;
const widest = 330;
const margin = 12;
/** Characters of a line below the drawing. */
const lineWidth = 76;
const mostLines = 4;

/** Colours of a file that stands alone; within a page the page has them. */
const ownColours = "svg{color:#1a1d23;background:#ffffff}@media (prefers-color-scheme:dark){svg{color:#e8eaee;background:#14171c}}";

/** A whole file, with a line feed at its end. */
export function diagramFile(diagram: Diagram): string {
  return `${diagramSvg(diagram, verbatim("style", ownColours)).toString().trim()}\n`;
}

/** The element. A reader who does not see it has the title and all steps in words. */
export function diagramSvg(diagram: Diagram, style?: Markup): Markup {
  const { title, parties, steps, omitted } = diagram;
  const columns = columnsOf(diagram);
  const gap = gapOf(diagram);
  const rows = steps.length + (gap === undefined ? 0 : 1);
  const bottom = headHeight + rows * rowHeight + 8;
  const { outcome } = diagram;
  const notes = outcome === undefined ? [] : [...noteLines("expected: ", outcome.expected), ...noteLines("actual: ", outcome.actual)];
  const width = Math.max((columns.at(-1) ?? 0) + (columns[0] ?? 0), notes.length === 0 ? 0 : Math.ceil(lineWidth * characterWidth) + 2 * margin);
  const height = bottom + notes.length * 18 + margin;
  const yOf = (at: number): number => headHeight + (at + (gap !== undefined && at >= gap ? 1 : 0)) * rowHeight + 20;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${title}"
    font-family="ui-monospace,Consolas,Menlo,monospace"
    font-size="12"
    fill="currentColor"
    stroke="none"
  >
    <title>${title}</title>
    <desc>${described(diagram)}</desc>
    ${style}${parties.map((party, at) =>
      head(
        party,
        columns[at] ?? 0,
        bottom,
        steps.flatMap(({ from, to }, index) => (from === party && to === party ? [yOf(index)] : [])),
      ),
    )}${steps.map((step, at) => drawn(step, diagram, columns, yOf(at)))}${
      gap !== undefined && html`<text x="${margin}" y="${headHeight + gap * rowHeight + 20}" font-style="italic">… ${omitted} more steps …</text>`
    }${notes.map((line, at) => html`<text x="${margin}" y="${bottom + 18 * (at + 1)}" font-weight="bold">${line}</text>`)}
  </svg>`;
}

/** A party and its line of life, which makes room for the words at the party: the ground behind them is not known. */
function head(party: string, x: number, bottom: number, words: readonly number[]): Markup {
  const life = [`M${String(x)} 34`, ...words.map((y) => `V${String(y - 14)}M${String(x)} ${String(y + 6)}`), `V${String(bottom)}`].join("");
  return html`<rect x="${x - 22}" y="8" width="44" height="26" rx="4" fill="none" stroke="currentColor" /><text
      x="${x}"
      y="25"
      text-anchor="middle"
      font-weight="bold"
      >${shortened(party, 5)}</text
    ><path d="${life}" fill="none" stroke="currentColor" stroke-opacity="0.4" />`;
}

function drawn({ from, to, both, words }: DrawnStep, { parties }: Diagram, columns: readonly number[], y: number): Markup {
  const [a = 0, b = 0] = [from, to].map((party) => columns[parties.indexOf(party)]);
  if (from === to) {
    const room = Math.min(widest, 2 * a, 2 * ((columns[columns.indexOf(a) + 1] ?? a + widest) - a) - 20);
    const label = shortened(words, Math.floor(room / characterWidth) - 2);
    const half = Math.round((label.length * characterWidth) / 2) + 6;
    return html`<rect x="${a - half}" y="${y - 14}" width="${2 * half}" height="20" rx="3" fill="none" stroke="currentColor" /><text
        x="${a}"
        y="${y}"
        text-anchor="middle"
        >${label}</text
      >`;
  }
  const [left, right] = [Math.min(a, b), Math.max(a, b)];
  const label = shortened(words, Math.floor((right - left - 16) / characterWidth));
  const tip = (x: number, back: number): Markup => html`<path d="M${x} ${y}l${back} -4v8z" />`;
  return html`<text x="${Math.round((left + right) / 2)}" y="${y - 5}" text-anchor="middle">${label}</text
    ><line x1="${a}" y1="${y}" x2="${b}" y2="${y}" stroke="currentColor" />${tip(b, b > a ? -8 : 8)}${both && tip(a, b > a ? 8 : -8)}`;
}

/** Places of the lines of life. */
function columnsOf({ parties, steps }: Diagram): readonly number[] {
  const longest = Math.max(0, ...steps.map(({ words }) => words.length * characterWidth + 30));
  const gap = Math.round(Math.max(narrowest, Math.min(widest, longest)));
  return parties.map((_, at) => Math.round(gap / 2) + at * gap);
}

function noteLines(label: string, text: string): readonly string[] {
  const whole = `${label}${text}`;
  const lines = Array.from({ length: Math.ceil(whole.length / lineWidth) }, (_, at) => whole.slice(at * lineWidth, (at + 1) * lineWidth));
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), shortened(lines.slice(mostLines - 1).join(""), lineWidth)];
}

function described({ steps, omitted, outcome }: Diagram): string {
  const told = steps.map(({ from, to, words }) => (from === to ? `${from} ${words}` : `${from} to ${to}: ${words}`));
  const left = omitted === 0 ? [] : [`${String(omitted)} steps are left out`];
  const end = outcome === undefined ? [] : [`expected: ${outcome.expected}`, `actual: ${outcome.actual}`];
  return shortened([...told, ...left, ...end].join("; "), 3000);
}
