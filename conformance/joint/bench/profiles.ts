/** Where the time goes where a goal is not met: the case is played once more, under the profiler of Node. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchProfile, BenchResult } from "../../../schemas/types/bench.ts";
import type { Case } from "./case.ts";
import type { Field, Participant } from "./participants.ts";
import { Silent } from "./running.ts";
import { verdictsOf } from "./verdicts.ts";

/** Longer than a round, since a profile is of samples. */
const given = { warmMs: 1000, measureMs: 2000 };
const listed = 8;

/** One for each process of each participant that missed a goal. `play` is told what comes next. */
export async function profilesOf(
  cases: readonly Case[],
  results: readonly BenchResult[],
  field: Field,
  next: (words: string) => void,
): Promise<readonly BenchProfile[]> {
  const missed = new Map(
    verdictsOf(results)
      .filter(({ met, goal }) => !met && goal.by.type === "ratio")
      .map(({ result, goal }) => [`${result.case}, ${String(result.at)} ${result.axis}: ${goal.of}`, { result, who: goal.of }]),
  );
  const profiles: BenchProfile[] = [];
  for (const [words, { result, who }] of missed) {
    const one = cases.find(({ name }) => name === result.case);
    const takesPart = field.participants.some(({ name, command }) => name === who && command({ ...anyWork })[0] === process.execPath);
    if (one === undefined || !takesPart) continue;
    next(`${words}, profiled`);
    profiles.push(...(await profiled(one, result.at, who, field)));
  }
  return profiles;
}

async function profiled(one: Case, at: number, who: string, field: Field): Promise<readonly BenchProfile[]> {
  const folder = mkdtempSync(join(tmpdir(), "patternwire-profile-"));
  try {
    const participants = field.participants.map((participant) => (participant.name === who ? underProfiler(participant, folder) : participant));
    await one.play(who, at, { ...field, participants }, given);
    return readdirSync(folder)
      .toSorted()
      .map((file) => ({
        case: one.name,
        at,
        participant: who,
        role: file.replace(/\.cpuprofile$/u, ""),
        top: topOf(readFileSync(join(folder, file), "utf8")),
      }));
  } catch (error) {
    if (!(error instanceof Silent)) throw error;
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function underProfiler(participant: Participant, folder: string): Participant {
  return {
    ...participant,
    command: (work) => {
      const [node = "", ...words] = participant.command(work);
      return [node, "--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${work.role}.cpuprofile`, "--cpu-prof-interval=200", ...words];
    },
  };
}

/** As Node writes it: samples are ids of nodes, each with the time since the one before in microseconds. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The functions in which most of the time was spent while something was done, with their shares. */
export function topOf(text: string): BenchProfile["top"] {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as CpuProfile;
  const names = new Map(nodes.map(({ id, callFrame: { functionName, url } }) => [id, nameOf(functionName, url)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? "";
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  }
  times.delete("(idle)");
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, listed)
    .map(([name, time]) => ({ name, share: Number((time / all).toFixed(3)) }));
}

function nameOf(functionName: string, url: string): string {
  if (url === "") return functionName;
  if (url.startsWith("wasm:")) return "WebAssembly";
  return `${functionName === "" ? "(module)" : functionName} (${url.replace(/^.*\/(?:dist|node_modules)\//u, "")})`;
}

/** To ask a participant for its program. */
const anyWork = { role: "PUSH", endpoint: "tcp://127.0.0.1:1", size: 1, warmMessages: 1, warmMs: 1, measureMs: 1, count: 1 } as const;
