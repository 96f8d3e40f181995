/** Reads a witness, and finds the implementation to replay it on. */
import type { Witness } from "../kit/model.ts";
import { FileError, someFaults } from "../manifests/file-error.ts";
import { manifestNames, readJsonFile } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { resolveTarget, type Named, type Resolved } from "./target.ts";
import { UsageError } from "./usage-error.ts";

/** Throws `FileError` when the file is absent or no witness. */
export function asWitness(file: string): Witness {
  const value = readJsonFile(file);
  const faults = faultsOf("witness", value);
  if (faults.length > 0) throw new FileError(`${file} is no witness (schemas/witness.schema.json): ${someFaults(faults)}.`);
  return value as Witness;
}

/** What the caller names, else the manifest of the implementation that the witness names. */
export function targetFor(witness: Witness, named: Named): Resolved {
  if (named.implementation !== undefined || named.program !== undefined) return resolveTarget(named);
  const { name } = witness.implementation;
  if (manifestNames().includes(name)) return resolveTarget({ implementation: name });
  throw new UsageError(`The witness is of ${name}, which has no manifest. Say how it starts: patternwire replay WITNESS.json -- COMMAND (or --impl NAME).`);
}
