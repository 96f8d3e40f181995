/** Measures one implementation for the matrix: builds its adapter where that is possible, runs the suite with every transport and mechanism that it declares, and keeps what is short. */
import type { MeasurementFile } from "../../schemas/types/measurement.ts";
import type { Level, Report } from "../kit/model.ts";
import { requirement } from "../kit/requirements.ts";
import { mechanismNames } from "../kit/security/mechanism.ts";
import { credentialsOf, knownFailuresOf, loadManifest } from "../manifests/load.ts";
import { measurementOf } from "../reports/measurement.ts";
import { absent, type Build } from "./build-adapter.ts";
import type { Suite } from "./context.ts";
import { resolveTarget } from "./target.ts";

export interface MeasureOptions {
  readonly level: Level;
  readonly seed: number;
  readonly jobs: number;
  readonly build: Build;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

export type Measured =
  { readonly type: "measured"; readonly measurement: MeasurementFile; readonly report: Report } | { readonly type: "left-out"; readonly why: string };

/** Whatever an implementation does, its crash or its silence: the others are measured all the same. */
export async function measure(name: string, suite: Suite, options: MeasureOptions): Promise<Measured> {
  const manifest = loadManifest(name);
  const built = await options.build(manifest);
  if (built.type === "missing-tools") return { type: "left-out", why: `${absent(built.tools)}; get it with: ${built.install}` };
  if (built.type === "failed") return { type: "left-out", why: `its build failed at ${built.command}: ${built.output.at(-1) ?? ""} (${built.install})` };
  try {
    const { target } = resolveTarget({ implementation: name });
    const report = await suite.runSuite({
      target,
      level: options.level,
      seed: options.seed,
      jobs: manifest.parameters.jobs ?? options.jobs,
      filters: [],
      mechanisms: mechanismNames,
      credentials: credentialsOf(manifest),
      hostile: false,
      // What fails by chance is not kept by chance: a run that keeps it shows nothing.
      knownFailures: knownFailuresOf(manifest).filter(({ sometimes }) => sometimes !== undefined),
      choices: manifest.choices,
      onPhase: (phase) => options.onProgress(`${name}: ${phase}`),
      signal: options.signal,
    });
    return { type: "measured", report, measurement: measurementOf(report, { name, fingerprintOf: (id) => requirement(id).fingerprint }) };
  } catch (error) {
    return { type: "left-out", why: error instanceof Error ? error.message : String(error) };
  }
}
