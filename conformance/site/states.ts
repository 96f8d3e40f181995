/** A state machine as a drawing: its states one below the other, a step to the next in between, ways forward on the right, ways back on the left. */
import { html, type Markup, type Value } from "../reports/html/markup.ts";

interface Way {
  readonly from: string;
  readonly to: string;
  /** The events, in lines. */
  readonly lines: readonly string[];
}

const boxWidth = 112;
const boxHeight = 30;
const distance = 104;
const middle = 300;
const width = 700;
const lineHeight = 15;
const longestLine = 26;

/** Draws what the generator of state drawings writes, `stateDiagram-v2` with states and ways; nothing for any other text. */
export function stateDrawing(text: string): Markup | undefined {
  const [head = "", ...lines] = text.trim().split("\n");
  const ways = lines.map((line) => /^\s*(?<from>\S+) --> (?<to>[^\s:]+)(?:: (?<events>.+))?$/u.exec(line)?.groups);
  if (head !== "stateDiagram-v2" || ways.includes(undefined)) return undefined;
  const drawn = ways.map((way): Way => ({ from: way?.["from"] ?? "", to: way?.["to"] ?? "", lines: wrapped(way?.["events"] ?? "") }));
  const initial = drawn.find(({ from }) => from === "[*]")?.to;
  const between = drawn.filter(({ from }) => from !== "[*]");
  const states = inOrder(between);
  const at = (state: string): number => states.indexOf(state) * distance + boxHeight;
  const height = at(states.at(-1) ?? "") + boxHeight;
  return html`<svg
    class="states"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${`State machine: ${states.join(", ")}. The tables say the same.`}"
  >
    ${between.map((way) => line(courseOf(way, at)))}${between.map((way) => words(way, courseOf(way, at)))}${states.map((state) => box(state, at(state), state === initial))}
  </svg> `;
}

/** As they are first named; those that nothing leaves come last. */
function inOrder(ways: readonly Way[]): readonly string[] {
  const named = [...new Set(ways.flatMap(({ from, to }) => [from, to]))];
  const left = (state: string): boolean => ways.some(({ from }) => from === state);
  return [...named.filter(left), ...named.filter((state) => !left(state))];
}

function box(state: string, y: number, initial: boolean): Markup {
  const name = initial ? "state initial" : "state";
  return html`<rect class="${name}" x="${middle - boxWidth / 2}" y="${y - boxHeight / 2}" width="${boxWidth}" height="${boxHeight}" rx="6"></rect
    ><text class="party" x="${middle}" y="${y + 4}">${state}</text> `;
}

/** Where a way goes: straight to the next state, or in a curve beside the states between. */
type Course =
  | { readonly type: "straight"; readonly start: number; readonly tip: number }
  | { readonly type: "curve"; readonly side: 1 | -1; readonly edge: number; readonly reach: number; readonly start: number; readonly end: number };

function courseOf({ from, to }: Way, at: (state: string) => number): Course {
  const [start, end] = [at(from), at(to)];
  if (end - start === distance) return { type: "straight", start: start + boxHeight / 2, tip: end - boxHeight / 2 };
  const side = end > start ? 1 : -1;
  const edge = middle + (side * boxWidth) / 2;
  // Ways that meet at a state do not end at the same point as those that leave it.
  return { type: "curve", side, edge, reach: edge + side * (22 + (Math.abs(end - start) / distance) * 60), start: start + side * 5, end: end - side * 5 };
}

function line(course: Course): Markup {
  if (course.type === "straight") {
    const { start, tip } = course;
    const head = points([middle, tip], [middle - 4, tip - 8], [middle + 4, tip - 8]);
    return html`<path d="${`M${points([middle, start])} L${points([middle, tip])}`}"></path><polygon points="${head}"></polygon>`;
  }
  const { side, edge, reach, start, end } = course;
  const head = points([edge, end], [edge + side * 8, end - 4], [edge + side * 8, end + 4]);
  return html`<path d="${`M${points([edge, start])} C${points([reach, start], [reach, end], [edge, end])}`}"></path><polygon points="${head}"></polygon>`;
}

/** Beside a curve the words stand near its beginning, where curves are apart. */
function words({ lines }: Way, course: Course): Value {
  if (course.type === "straight") return label(lines, middle - 8, (course.start + course.tip) / 2, "before");
  const { side, edge, reach, start, end } = course;
  const t = 0.3;
  const x = edge + (reach - edge) * 3 * t * (1 - t) + side * 8;
  return label(lines, x, start + (end - start) * (3 * t ** 2 - 2 * t ** 3), side > 0 ? "after" : "before");
}

function label(lines: readonly string[], x: number, y: number, place: "before" | "after"): Value {
  const top = y - ((lines.length - 1) * lineHeight) / 2 + 4;
  return lines.map((line, index) => html`<text class="${`note ${place}`}" x="${x}" y="${top + index * lineHeight}">${line}</text> `);
}

function points(...list: readonly (readonly [x: number, y: number])[]): string {
  return list.map((point) => point.join(",")).join(" ");
}

function wrapped(events: string): readonly string[] {
  const lines: string[] = [];
  for (const word of events.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= longestLine) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
