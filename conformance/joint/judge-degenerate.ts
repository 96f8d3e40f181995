/** Judges degenerate implementations: which MUSTs does the suite say that they keep? */
import type { Report } from "../kit/model.ts";
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
  /** For each of these two, which properties said what. */
  readonly opinions: Readonly<Record<string, string>>;
}

/** How many milliseconds late, and at which operation. */
const parameters: Readonly<Record<string, readonly string[]>> = { slow: ["200"], crashes: ["3"] };
/** Where nothing is kept, nothing can come too late to be credited. Where something is, the ceiling is measured as in any run. */
const nothingComesMs = 1000;
/** They make the suite wait rather than work. */
const manyJobs = 32;

export async function judgeDegenerate(name: string): Promise<Credit> {
  const command = [process.execPath, `conformance/adapters/degenerate/${name}.js`, ...(parameters[name] ?? [])];
  const target = { type: "program", name, command, cwd: projectRoot() } as const;
  const kept = Object.keys(reallyKept()[name]?.keeps ?? {});
  const report = await runSuite({
    target,
    level: "quick",
    seed: 1,
    // One at a time where what is judged before its death would depend on the order.
    jobs: name === "crashes" ? 1 : manyJobs,
    filters: [],
    hostile: true,
    ...(kept.length === 0 ? { ceilingMs: nothingComesMs } : {}),
    knownFailures: [],
    shrinks: false,
  });
  const musts = report.statements.filter(({ id }) => requirement(id).level.startsWith("MUST") && requirement(id).observable !== "none");
  const credited = musts.filter(({ verdict }) => verdict === "pass").map(({ id }) => id as string);
  const undeserved = credited.filter((id) => !kept.includes(id));
  const denied = kept.filter((id) => !credited.includes(id));
  return {
    name,
    musts: musts.length,
    credited,
    undeserved,
    denied,
    opinions: Object.fromEntries([...undeserved, ...denied].map((id) => [id, opinionsOn(id, report)])),
  };
}

function opinionsOn(id: string, { properties }: Report): string {
  return properties
    .filter(({ judges }) => judges.some((judged) => judged === id))
    .map(({ property, verdict, statement, reason, witness }) => [property, verdict, statement, reason ?? witness?.actual].filter(Boolean).join(" "))
    .join("; ");
}
