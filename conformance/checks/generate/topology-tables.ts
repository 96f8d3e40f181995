/** The table of spec/topologies/real: what topologies of real processes carried, and which laws were judged. */
import type { TopologiesFile } from "../../../schemas/types/topologies.ts";
import { markdownTable } from "./markdown.ts";
import { readJson } from "./repository.ts";

export function realTopologiesTable(): string {
  const { command, results } = readJson("spec/topologies/real.json") as TopologiesFile;
  const machines = new Set(
    results.map(
      ({ limits: { processors, memoryMiB, openFiles } }) =>
        `${String(processors)} processors, ${String(memoryMiB)} MiB, ${String(openFiles)} open files a process`,
    ),
  );
  const rows = results.map((result) => [
    result.topology,
    String(result.parties),
    result.layers.join(", "),
    `${String(result.processes)}: ${Object.entries(result.implementations)
      .map(([name, version]) => `${name} ${version}`)
      .join("<br>")}`,
    String(result.accepted),
    String(result.delivered),
    String(result.declaredLost),
    result.laws.map(({ law, judged, broken }) => `\`${law}\`: ${String(judged)}, ${String(broken)}`).join("<br>"),
    `${String(result.volatile.seconds)} s`,
  ]);
  const names = ["topology", "subscribers or clients", "layers", "processes", "accepted", "delivered", "declared lost", "judged, broken", "took"];
  return [`Measured with \`${command}\` (${[...machines].join("; ")}).`, "", markdownTable(names, rows)].join("\n");
}
