/** Judges degenerate implementations: which MUSTs does the suite say that they keep? */
import { requirement } from "../kit/requirements.ts";
import { projectRoot, readJson } from "../kit/root.ts";
import { runSuite } from "../kit/runner.ts";

/** For each degenerate implementation, the MUSTs that it really keeps, each with the reason. */
export type Keeps = Readonly<Record<string, { readonly does: string; readonly keeps: Readonly<Record<string, string>> }>>;

export function reallyKept(): Keeps {
  return readJson("conformance/adapters/degenerate/keeps.json") as Keeps;
}

export interface Credit {
  readonly name: string;
  /** Of how many MUSTs that can be seen. */
  readonly musts: number;
  /** The MUSTs that the suite says are kept, in the order of the specification. */
  readonly credited: readonly string[];
  /** Credited, although it does not really keep them. */
  readonly undeserved: readonly string[];
  /** Really kept, and not credited: the list is out of date. */
  readonly denied: readonly string[];
}

/** How many milliseconds late, and at which operation. */
const parameters: Readonly<Record<string, readonly string[]>> = { slow: ["200"], crashes: ["3"] };
/** It does nothing slowly: what does not come in this time does not come. */
const ceilingMs = 1000;

export async function judgeDegenerate(name: string): Promise<Credit> {
  const command = [process.execPath, `conformance/adapters/degenerate/${name}.js`, ...(parameters[name] ?? [])];
  const target = { type: "program", name, command, cwd: projectRoot() } as const;
  // One at a time where what is judged before its death would depend on the order.
  const jobs = name === "crashes" ? 1 : 8;
  const report = await runSuite({ target, level: "quick", seed: 1, jobs, filters: [], hostile: true, ceilingMs, knownFailures: [], shrinks: false });
  const musts = report.statements.filter(({ id }) => requirement(id).level.startsWith("MUST") && requirement(id).observable !== "none");
  const credited = musts.filter(({ verdict }) => verdict === "pass").map(({ id }) => id as string);
  const kept = Object.keys(reallyKept()[name]?.keeps ?? {});
  return {
    name,
    musts: musts.length,
    credited,
    undeserved: credited.filter((id) => !kept.includes(id)),
    denied: kept.filter((id) => !credited.includes(id)),
  };
}
