/** The oracle against implementations: which, with what they declare and are known to break, and what the others make of a history that one fails. */
import { join } from "node:path";
import { loadManifest } from "../manifests/load.ts";
import { openAdapter } from "../kit/adapter/client.ts";
import type { AdapterClient } from "../kit/adapter/types.ts";
import { differ, performOn, type Difference, type DifferOptions, type DifferResult } from "../kit/oracle/differ.ts";
import type { Transport } from "../kit/model.ts";
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";

/** An implementation by the name of its manifest. */
export interface Contender {
  readonly name: string;
  readonly target: Target;
  /** The statements that its manifest lists as known failures. */
  readonly known: ReadonlySet<string>;
}

export interface DifferentialOptions {
  readonly seed: number;
  readonly runs: number;
  readonly jobs: number;
  readonly transport?: Transport;
  readonly types?: readonly string[];
  readonly shrink?: boolean;
  /** How long a disagreement waits for what may still come. */
  readonly ceilingMs?: number;
  readonly onHistory?: (done: number) => void;
}

/** Long enough for a loaded machine: only a disagreement waits for it. */
const patience = 5000;

export function contender(name: string): Contender {
  const { start, knownFailures } = loadManifest(name);
  const known = new Set(knownFailures.map(({ statement }) => statement));
  if ("module" in start) return { name, target: { type: "in-process", name, module: start.module }, known };
  return { name, target: { type: "program", name, command: start.command, cwd: join(projectRoot(), start.cwd ?? ".") }, known };
}

/** Plays histories until one disagrees. The choices are those that the implementation declares. */
export async function runDifferential({ target, known }: Contender, options: DifferentialOptions): Promise<DifferResult> {
  return differ({ ceilingMs: patience, ...options, ...(await settled(target, known)), open: () => openAdapter(target) });
}

/** What another implementation makes of the history: nothing when the oracle agrees with it. */
export async function opinionOf({ target, known }: Contender, { history }: Difference, transport: Transport): Promise<string> {
  const adapter = await openAdapter(target);
  try {
    const { disagreement } = await performOn(adapter, history, { ...declared(adapter, known), ceilingMs: patience, transport });
    return disagreement === undefined ? "as the oracle" : disagreement.actual;
  } finally {
    await adapter.end();
  }
}

async function settled(target: Target, known: ReadonlySet<string>): Promise<Pick<DifferOptions, "choices" | "known">> {
  const adapter = await openAdapter(target);
  await adapter.end();
  return declared(adapter, known);
}

function declared({ hello }: AdapterClient, known: ReadonlySet<string>): Pick<DifferOptions, "choices" | "known"> {
  return { choices: hello.choices, known };
}
