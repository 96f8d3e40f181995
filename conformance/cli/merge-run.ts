/** What `patternwire merge` does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasurementFile } from "../../schemas/types/measurement.ts";
import type { PairMeasurementFile } from "../../schemas/types/pair-measurement.ts";
import { requirements } from "../kit/requirements.ts";
import { readJsonFile } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { matrixTable } from "../reports/matrix.ts";
import { pairFile, pairsTable } from "../reports/pair-measurement.ts";
import { parseArguments } from "./arguments.ts";
import type { Command } from "./context.ts";
import { makeFolder, writeWhole } from "./files.ts";
import { someFaults } from "../manifests/file-error.ts";
import { UsageError } from "./usage-error.ts";

export const run: Command["run"] = async (args, context) => {
  const { positionals, text } = parseArguments(args, { options: { out: "text" }, command: "patternwire merge" });
  const folder = text("out");
  if (folder === undefined || positionals.length === 0) throw new UsageError("Say what is merged, and where to: patternwire merge --out DIR FILE…");
  const merged = new Map<string, Merged>();
  for (const path of positionals) {
    const measured = measuredIn(path);
    const [first] = merged.values();
    if (first !== undefined && first.value.specification.fingerprint !== measured.value.specification.fingerprint)
      throw new UsageError(`${path} was measured by other statements than ${first.path}: measure both with the same version.`);
    const same = merged.get(measured.file);
    if (same !== undefined && same.content !== measured.content)
      throw new UsageError(`${measured.name} stands in ${same.path} and, measured otherwise, in ${path}: leave one out.`);
    merged.set(measured.file, measured);
  }
  makeFolder(folder);
  const all = [...merged.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const measurements = all.flatMap(({ value }) => (value.format === "patternwire-measurement/1" ? [value] : []));
  const pairs = all.flatMap(({ value }) => (value.format === "patternwire-pair-measurement/1" ? [value] : []));
  for (const { file, content } of all) writeWhole(join(folder, file), content);
  if (measurements.length > 0)
    context.out.write(`${matrixTable(measurements, { fingerprintOf: (id) => requirements().get(id)?.fingerprint, issueOf: () => undefined })}\n`);
  if (pairs.length > 0) context.out.write(`${measurements.length > 0 ? "\n" : ""}${pairsTable(pairs)}\n`);
  return Promise.resolve(0 as const);
};

interface Merged {
  readonly path: string;
  /** What it is called in a message. */
  readonly name: string;
  /** Where it is written, in the folder of the result. */
  readonly file: string;
  readonly content: string;
  readonly value: MeasurementFile | PairMeasurementFile;
}

function measuredIn(path: string): Merged {
  const value = measurementIn(path);
  const content = readFileSync(path, "utf8");
  if (value.format === "patternwire-measurement/1") return { path, content, value, name: value.name, file: `${value.name}.json` };
  return { path, content, value, name: value.names.join(" and "), file: pairFile(value.names) };
}

function measurementIn(path: string): MeasurementFile | PairMeasurementFile {
  const value = readJsonFile(path);
  const { format } = (typeof value === "object" && value !== null ? value : {}) as { readonly format?: unknown };
  const schema = format === "patternwire-pair-measurement/1" ? "pair-measurement" : "measurement";
  const faults = faultsOf(schema, value);
  if (faults.length > 0) throw new UsageError(`${path} is no measurement (schemas/${schema}.schema.json): ${someFaults(faults)}.`);
  return value as MeasurementFile | PairMeasurementFile;
}
