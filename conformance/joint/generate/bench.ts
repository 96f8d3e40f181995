/** The page on performance, its tables and its plots, from the committed measurement: what they say is what was measured. */
import type { BenchFile, BenchResult } from "../../../schemas/types/bench.ts";
import type { Generator, Output } from "../../checks/generate/generator.ts";
import { markdownTable } from "../../checks/generate/markdown.ts";
import { filled, type Renderer } from "../../checks/generate/marked.ts";
import { fileExists, readJson, readText } from "../../checks/generate/repository.ts";
import { decisions } from "../bench/decisions.ts";
import { plotsOf } from "../bench/plots.ts";
import { casesOf, caseTable, comparisonTable, goalsTable, profilesTable, slopesTable, whole } from "../bench/tables.ts";
import { verdictsOf } from "../bench/verdicts.ts";

const page = "conformance/guides/performance.md";
const measured = "conformance/reports/bench.json";
const everything = "conformance/reports/bench.md";
const plots = "conformance/reports/bench";
const command = `npm run bench -- --all --json ${measured}`;

/** The sections of the page, and the cases that each shows. */
const sections: Readonly<Record<string, RegExp>> = {
  "bench-flow": /^(?:push-pull|dealer-router)-(?:tcp|ipc|inproc)$/u,
  "bench-latency": /^latency-/u,
  "bench-fan-out": /^fan-out-/u,
  "bench-subscriptions": /^(?:match|hostile-prefixes|publish-past-subscriptions)$/u,
  "bench-curve": /^(?:push-pull-curve|handshakes-curve)$/u,
  "bench-connections": /^connections$/u,
  "bench-memory": /^(?:idle-connections|huge-frame|queued-messages|slow-consumer)$/u,
  "bench-start": /^start$/u,
  "bench-codec": /^codec-/u,
};

export const benchPage: Generator = {
  name: "bench",
  about: `the generated sections of ${page}, ${everything} and the plots, from ${measured}`,
  outputs: () => outputsOf(fileExists(measured) ? (readJson(measured) as BenchFile) : undefined),
};

/** What is written when this was measured, or nothing. */
export function outputsOf(file: BenchFile | undefined): readonly Output[] {
  const drawn = file === undefined ? [] : [...plotsOf(file.results)].map(([name, text]) => ({ path: `${plots}/${name}.svg`, text }));
  return [...filled(page, readText(page), renderers(file)), { path: everything, text: allTables(file) }, ...drawn];
}

function renderers(file: BenchFile | undefined): Readonly<Record<string, Renderer>> {
  const known = (render: (file: BenchFile) => string): Renderer => (file === undefined ? () => `Not measured: \`${command}\` does it.` : () => render(file));
  return {
    "bench-machine": known(machine),
    "bench-goals": known(({ results }) => goals(results)),
    "bench-profiles": known(({ profiles }) => (profiles === undefined ? `Not profiled: \`${command} --resume --profile\` does it.` : profilesTable(profiles))),
    ...Object.fromEntries(Object.entries(sections).map(([name, cases]) => [name, known(({ results }) => casesSection(results, cases))])),
    "bench-decisions": known(({ results }) => decisionsSection(results)),
    "bench-slopes": known(({ results }) => slopesTable(results.filter((result) => !result.case.startsWith("decisions")))),
  };
}

function machine({ parts, participants, notes }: BenchFile): string {
  const runs = parts.map(({ command: words, machine: at, seconds }) => {
    const loaded = at.loadBefore > 0.5 ? " **The machine had other work: only ratios tell.**" : "";
    return `- \`${words}\`: ${String(seconds)} s on ${at.processors}, ${at.system}, Node ${at.node}, load ${String(at.loadBefore)} before.${loaded}`;
  });
  const who = Object.entries(participants).map(([name, about]) => [name, about]);
  return [...runs, "", markdownTable(["who", "what"], who), ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `- ${note}`)])].join("\n");
}

function goals(results: readonly BenchResult[]): string {
  const verdicts = verdictsOf(results);
  const met = verdicts.filter((verdict) => verdict.met).length;
  const lost = verdicts.filter((verdict) => !verdict.met);
  const why = [...new Set(lost.flatMap(({ goal }) => goal.obstacle ?? []))].map((obstacle) => {
    const where = lost
      .filter(({ goal }) => goal.obstacle === obstacle)
      .map(({ goal, result }) => `\`${result.case}\` (${goal.of}, ${whole(result.at)} ${result.axis})`);
    return `- ${obstacle} That is: ${[...new Set(where)].join(", ")}.`;
  });
  const obstacles = why.length === 0 ? "" : `\n\nWhat stands in the way:\n\n${why.join("\n")}`;
  return `${String(met)} of ${String(verdicts.length)} goals are met.\n\n${goalsTable(results)}${obstacles}`;
}

function casesSection(results: readonly BenchResult[], wanted: RegExp): string {
  const plotted = plotsOf(results);
  return casesOf(results)
    .filter((name) => wanted.test(name))
    .map((name) => {
      const own = results.filter((result) => result.case === name);
      const image = plotted.has(name) ? `\n\n![${name}, in ${own[0]?.unit ?? ""}](../reports/bench/${name}.svg)` : "";
      return `**${own[0]?.title ?? ""}** (\`${name}\`, ${own[0]?.unit ?? ""}, ${own[0]?.better ?? ""} is better)\n\n${comparisonTable(own)}${image}`;
    })
    .join("\n\n");
}

/** Each decision, and what is left of the speed without it. */
function decisionsSection(results: readonly BenchResult[]): string {
  const named = decisions.map(({ decision, does }) => `- ${decision} Without: *${does}*.`);
  return `${named.join("\n")}\n\n${casesSection(results, /^decisions/u)}`;
}

function allTables(file: BenchFile | undefined): string {
  const head = `# All that was measured\n\nMade from [bench.json](bench.json) by \`npm run generate\`: medians, ranges, ratios of the same round, and what else was seen. [The guide](../guides/performance.md) tells what it means.`;
  if (file === undefined) return `# All that was measured\n\nNothing yet: \`${command}\` measures, and \`npm run generate\` fills this page.\n`;
  const cases = casesOf(file.results).map((name) => {
    const own = file.results.filter((result) => result.case === name);
    return `## ${name}\n\n${own[0]?.title ?? ""}.\n\n${caseTable(own)}`;
  });
  return `${[head, ...cases].join("\n\n")}\n`;
}
