/** Scenarios as sequence diagrams, in characters and in SVG. */
import { describe, expect, it } from "vitest";
import { diagramFile } from "./diagram-svg.ts";
import { diagramLines, diagramText, drawing } from "./diagram-text.ts";
import { diagramOf } from "./diagram.ts";
import { exampleWitness } from "./example-report.ts";

const trace = [
  "S opens ROUTER",
  "S binds",
  "A connects to S as DEALER identity=x41",
  "B listens",
  "S connects to B",
  "B accepts as DEALER",
  'A sends "hello"',
  'S receives x41, "hello"',
  'S sends x41, "answer"',
  'A receives "answer"',
  "B is open",
  "B is closed",
];
const witness = { ...exampleWitness, trace };

describe("a scenario", () => {
  it("has sockets first, then peers, and arrows to the party with whom a peer is connected", () => {
    const { parties, steps } = diagramOf(witness);
    expect(parties).toEqual(["S", "A", "B"]);
    expect(steps.map(({ from, to, both, words }) => `${from} ${both ? "<->" : from === to ? "|" : "->"} ${to}: ${words}`)).toEqual([
      "S | S: opens ROUTER",
      "S | S: binds",
      "A -> S: connects as DEALER identity=x41",
      "B | B: listens",
      "S -> B: connects",
      "B | B: accepts as DEALER",
      'A -> S: sends "hello"',
      'S | S: receives x41, "hello"',
      'S | S: sends x41, "answer"',
      'S -> A: receives "answer"',
      "B <-> S: is open",
      "S -> B: is closed",
    ]);
  });

  it("of very many steps keeps its beginning and its end, and says how many are left out", () => {
    const long = diagramOf({ ...witness, trace: ["S opens PULL", ...Array.from({ length: 200 }, (_, at) => `S receives "${String(at)}"`)] });
    expect(long.steps).toHaveLength(60);
    expect(long.omitted).toBe(141);
    expect(long.steps.at(-1)?.words).toBe('receives "199"');
    expect(diagramText(long, 80)).toContain("… 141 more steps …");
    expect(diagramFile(long)).toContain("… 141 more steps …");
  });
});

describe("in characters", () => {
  it("has a line of life for each party, and a line for each step", () => {
    expect(diagramText(diagramOf(witness), 100)).toMatchSnapshot();
  });

  it("fits the terminal, and is left out where there is no room", () => {
    for (const width of [60, 80, 120]) for (const line of drawing(witness, width)) expect(line.length).toBeLessThanOrEqual(width);
    expect(drawing(witness, 60).length).toBeGreaterThan(trace.length);
    expect(drawing(witness, 40)).toEqual([]);
    const crowd = Array.from({ length: 12 }, (_, at) => `${"ABCDEFGHIJKL"[at] ?? ""} dials S`);
    expect(drawing({ ...witness, trace: crowd }, 80)).toEqual([]);
  });
});

describe("in SVG", () => {
  const svg = diagramFile(diagramOf(witness));

  it("tells readers who do not see it what it shows, and has the reader's colours", () => {
    expect(svg).toMatch(/^<svg[^>]*\srole="img"[^>]*\saria-label="framing\.close-on-command-more: framing\/command-more"/u);
    expect(svg).toContain("<title>framing.close-on-command-more: framing/command-more</title>");
    expect(svg).toMatch(/<desc>S opens ROUTER; S binds; A to S: connects as DEALER [^<]*; expected: the connection is closed; actual: [^<]*<\/desc>/u);
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg.replace(/<style>.*<\/style>/u, "")).not.toMatch(/#[0-9a-f]{3,6}/u);
  });

  it("names every step, keeps within its size, and asks for nothing from outside", () => {
    for (const { words } of diagramOf(witness).steps) expect(svg).toContain(words.replaceAll('"', "&quot;"));
    const width = Number(/\swidth="([\d.]+)"/u.exec(svg)?.[1]);
    for (const [, x] of svg.matchAll(/\sx[12]?="(-?[\d.]+)"/gu)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThanOrEqual(width);
    }
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|href|url\(/u);
  });
});

describe("hostile text", () => {
  const attack = `</text></svg><script>alert(1)</script>"'\u0000\u001b[2J\u202e\n${"x".repeat(10_000)}`;
  const hostile = diagramOf({
    ...witness,
    property: attack,
    expected: attack,
    actual: attack,
    trace: [`S ${attack}`, `A dials ${attack}`, `${attack} writes`, `A ${attack}`],
  });

  it("makes no element and no control character, and is cut", () => {
    const svg = diagramFile(hostile);
    expect(svg).not.toMatch(/<script|[\u0000-\u0008\u000b-\u001f\u202e]/u);
    expect(svg.match(/<svg|<\/svg>/gu)).toHaveLength(2);
    expect(svg.length).toBeLessThan(30_000);
  });

  it("cannot steer a terminal", () => {
    expect(diagramText(hostile, 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/u);
    expect(diagramLines(hostile, 80).every((line) => !line.includes("\n"))).toBe(true);
  });
});
