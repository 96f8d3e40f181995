/** The table of spec/models: how far each model was checked, by what, and which faulty models were found. */
import type { ModelResult, ModelsFile } from "../../../schemas/types/models.ts";
import { markdownTable } from "./markdown.ts";
import { readJson } from "./repository.ts";

export function modelsTable(): string {
  const { command, seed, results } = readJson("conformance/reports/models.json") as ModelsFile;
  const versions = [...new Set(results.map(({ version }) => version))].join("; ");
  return [
    `Measured with \`${command}\`, seed ${String(seed)} (${versions}). Every property held, every mutant was found; \`conformance/reports/models.json\` has the single figures.`,
    "",
    markdownTable(["model", "by", "properties, or whose sockets", "how far", "states, runs or steps", "mutants found", "took"], results.map(cells)),
  ].join("\n");
}

function cells({ model, tool, checks, mutants, volatile: { seconds } }: ModelResult): readonly string[] {
  const bounds = [...new Set(checks.map(({ bound }) => bound))];
  const most = (bound: string): number => Math.max(...checks.filter((check) => check.bound === bound).map(({ states }) => states));
  return [
    `\`${model}\``,
    tool,
    [...new Set(checks.map(({ property }) => property))].join("<br>"),
    bounds.join("<br>"),
    bounds.map((bound) => String(most(bound))).join("<br>"),
    String(mutants.length),
    `${String(seconds)} s`,
  ];
}
