/** What `patternwire diff` does. */
import type { PairMeasurementFile } from "../../schemas/types/pair-measurement.ts";
import { readJsonFile } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { differenceExitCode, differences, type Difference, type Judged } from "../reports/difference.ts";
import { parseArguments } from "./arguments.ts";
import type { Command } from "./context.ts";
import { someFaults } from "../manifests/file-error.ts";
import { UsageError } from "./usage-error.ts";

const says: Readonly<Record<Difference["change"], string>> = {
  regression: "REGRESSION",
  broken: "BROKEN",
  fix: "fixed",
  reached: "newly reached",
  vacuous: "NEWLY VACUOUS",
  added: "new",
  removed: "gone",
};

export const run: Command["run"] = async (args, context) => {
  const { positionals, flag } = parseArguments(args, { options: { json: "flag" }, command: "patternwire diff" });
  const [before, after] = positionals;
  if (before === undefined || after === undefined || positionals.length > 2) throw new UsageError("Name two files: patternwire diff BEFORE AFTER");
  const found = differences(judgedIn(before), judgedIn(after));
  if (flag("json")) context.out.write(`${JSON.stringify({ differences: found, exitCode: differenceExitCode(found) }, null, 2)}\n`);
  else if (found.length === 0) context.out.write("No statement is judged otherwise.\n");
  else for (const { id, change, before: was, after: is } of found) context.out.write(`${says[change].padEnd(14)} ${id}  ${was ?? "-"} → ${is ?? "-"}\n`);
  return Promise.resolve(differenceExitCode(found));
};

/** Throws `UsageError` when the file is neither a report nor a measurement. */
function judgedIn(path: string): readonly Judged[] {
  const value = readJsonFile(path);
  const { format } = (typeof value === "object" && value !== null ? value : {}) as { readonly format?: unknown };
  if (format === "patternwire-pair-measurement/1") return ofPair(path, value);
  const schema = format === "patternwire-measurement/1" ? "measurement" : "report";
  const faults = faultsOf(schema, value);
  if (faults.length > 0) throw new UsageError(`${path} is no ${schema} (schemas/${schema}.schema.json): ${someFaults(faults)}.`);
  return (value as { readonly statements: readonly Judged[] }).statements;
}

/** A pair of sockets as each of the two implementations plays it. */
function ofPair(path: string, value: unknown): readonly Judged[] {
  const faults = faultsOf("pair-measurement", value);
  if (faults.length > 0) throw new UsageError(`${path} is no measurement of a pair (schemas/pair-measurement.schema.json): ${faults.slice(0, 3).join("; ")}.`);
  const { names, cases } = value as PairMeasurementFile;
  return cases.flatMap(({ name, transport, verdicts }) =>
    verdicts.map((verdict, index) => ({ id: `${name} on ${transport}, ${names[index] ?? ""}`, verdict })),
  );
}
