/** What `patternwire merge` does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasurementFile } from "../../schemas/types/measurement.ts";
import { requirements } from "../kit/requirements.ts";
import { readJsonFile } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { matrixTable } from "../reports/matrix.ts";
import { parseArguments } from "./arguments.ts";
import type { Command } from "./context.ts";
import { makeFolder, writeWhole } from "./files.ts";
import { someFaults } from "../manifests/file-error.ts";
import { UsageError } from "./usage-error.ts";

export const run: Command["run"] = async (args, context) => {
  const { positionals, text } = parseArguments(args, { options: { out: "text" }, command: "patternwire merge" });
  const folder = text("out");
  if (folder === undefined || positionals.length === 0) throw new UsageError("Say what is merged, and where to: patternwire merge --out DIR FILE…");
  const merged = new Map<string, { readonly path: string; readonly content: string; readonly measurement: MeasurementFile }>();
  for (const path of positionals) {
    const measurement = measurementIn(path);
    const content = readFileSync(path, "utf8");
    const [first] = merged.values();
    if (first !== undefined && first.measurement.specification.fingerprint !== measurement.specification.fingerprint)
      throw new UsageError(`${path} was measured by other statements than ${first.path}: measure both with the same version.`);
    const same = merged.get(measurement.name);
    if (same !== undefined && same.content !== content)
      throw new UsageError(`${measurement.name} stands in ${same.path} and, measured otherwise, in ${path}: leave one out.`);
    merged.set(measurement.name, { path, content, measurement });
  }
  makeFolder(folder);
  for (const [name, { content }] of merged) writeWhole(join(folder, `${name}.json`), content);
  const measurements = [...merged.values()].map(({ measurement }) => measurement).sort((a, b) => (a.name < b.name ? -1 : 1));
  context.out.write(`${matrixTable(measurements, { fingerprintOf: (id) => requirements().get(id)?.fingerprint, issues: [] })}\n`);
  return Promise.resolve(0 as const);
};

function measurementIn(path: string): MeasurementFile {
  const value = readJsonFile(path);
  const faults = faultsOf("measurement", value);
  if (faults.length > 0) throw new UsageError(`${path} is no measurement (schemas/measurement.schema.json): ${someFaults(faults)}.`);
  return value as MeasurementFile;
}
