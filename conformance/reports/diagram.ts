/** The drawing of a scenario before it is drawn: its parties in order, and what passes between them or happens at one of them, from the steps of the trace language. */
import type { Witness } from "../kit/model.ts";

/** `to` is another party, or the party itself where the step is its own business. `both`: there and back. */
export interface DrawnStep {
  readonly from: string;
  readonly to: string;
  readonly both: boolean;
  readonly words: string;
}

export interface Diagram {
  readonly title: string;
  /** Sockets first, then wire peers, each in the order of its first step. */
  readonly parties: readonly string[];
  readonly steps: readonly DrawnStep[];
  /** Steps that are left out, since nobody would read so many. */
  readonly omitted: number;
  /** What was expected at the end, and what happened, where the scenario is that of a failure. */
  readonly outcome?: Pick<Witness, "expected" | "actual">;
}

const mostSteps = 60;
const mostParties = 16;
/** Steps from the beginning that are kept of a longer scenario: what opens and connects; the end shows the failure. */
const keptFirst = 20;

export function diagramOf({
  statement,
  property,
  trace,
  expected,
  actual,
}: Pick<Witness, "statement" | "property" | "trace" | "expected" | "actual">): Diagram {
  return { ...scenarioOf(`${statement}: ${property}`, trace), outcome: { expected, actual } };
}

/** Of steps of the trace language, wherever they stand. */
export function scenarioOf(title: string, trace: readonly string[]): Diagram {
  const drawn = stepsOf(trace);
  const omitted = Math.max(0, drawn.length - mostSteps);
  const steps = omitted === 0 ? drawn : [...drawn.slice(0, keptFirst), ...drawn.slice(keptFirst + omitted)];
  const names = [...new Set(drawn.flatMap(({ from, to }) => [from, to]))];
  const parties = [...names.filter(isSocket), ...names.filter((name) => !isSocket(name))].slice(0, mostParties);
  return {
    title,
    parties,
    steps: steps.filter(({ from, to }) => parties.includes(from) && parties.includes(to)),
    omitted,
  };
}

/** Where steps are left out: before this one. */
export function gapOf({ omitted, steps }: Diagram): number | undefined {
  return omitted === 0 ? undefined : Math.min(keptFirst, steps.length);
}

/** At most so many characters; what is cut is told by an ellipsis. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`;
}

function isSocket(name: string): boolean {
  return /^S\d*$/u.test(name);
}

function stepsOf(trace: readonly string[]): readonly DrawnStep[] {
  /** With whom a wire peer is connected, as far as the steps tell. */
  const others = new Map<string, string>();
  return trace.flatMap((line) => {
    const { party = "", words = "" } = /^(?<party>\S+) +(?<words>.*)$/su.exec(line)?.groups ?? {};
    return party === "" ? [] : [drawn(party, words, others)];
  });
}

function drawn(party: string, words: string, others: Map<string, string>): DrawnStep {
  const { verb = "", named = "" } = /^(?<verb>connects to|disconnects from|dials) (?<named>\S+)/u.exec(words)?.groups ?? {};
  if (named !== "") {
    if (isSocket(party)) {
      if (!isSocket(named)) others.set(named, party);
    } else others.set(party, named);
    return { from: party, to: named, both: false, words: `${verb.split(" ")[0] ?? verb}${words.slice(verb.length + 1 + named.length)}` };
  }
  const other = others.get(party);
  const own = { from: party, to: party, both: false, words };
  if (other === undefined || isSocket(party)) return own;
  if (/^(?:writes|sends|closes|aborts)\b/u.test(words)) return { ...own, to: other };
  if (/^(?:receives|reads|is closed)\b/u.test(words)) return { ...own, from: other, to: party };
  return words === "is open" ? { ...own, to: other, both: true } : own;
}
