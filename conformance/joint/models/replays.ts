/** Replays of the traces of a model: what the model, the oracle and each implementation make of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import { openAdapter } from "../../kit/adapter/client.ts";
import { Stage } from "../../kit/stage.ts";
import { choices } from "../../../reference/index.ts";
import { contender } from "../differential-run.ts";
import { fileOf, type Size } from "./catalogue.ts";
import { tracesOf, type TraceStep, type TraceWish } from "./itf.ts";
import type { Checked, Wanted } from "./check.ts";
import { missing, runQuint } from "./programs.ts";
import { inFolder } from "./quint.ts";
import { replay, type Judged, type Replayed, type Rig } from "./request-reply-replay.ts";
import type { Verdict } from "./verdict.ts";
import { unitRun as playedRun } from "../replays/history.ts";
import { refusedRuns } from "../replays/judge.ts";
import { modelOf, plays, replaySimulated as replayPlayedSimulated, replayStaged as replayPlayedStaged } from "../replays/replays.ts";
import { SimulatedRig } from "./request-reply-simulated.ts";
import { StagedRig } from "./request-reply-staged.ts";

/** What an implementation made of the traces. */
export interface Replay {
  /** Whose sockets they are, and where. */
  readonly on: string;
  readonly replayed: readonly Replayed[];
}

const model = "request-reply";
const ceilingMs = 10_000;

/** The traces of the model that are replayed. */
export async function tracesToReplay(wish: TraceWish): Promise<readonly (readonly TraceStep[])[]> {
  return tracesOf(model, wish);
}

/** The reference in the simulation: all sockets are of the reference, and each is judged. */
export async function replaySimulated(traces: readonly (readonly TraceStep[])[], seed: number): Promise<Replay> {
  const judged: Judged = { clients: true, services: true, choices, known: new Set() };
  const replayed: Replayed[] = [];
  for (const [number, trace] of traces.entries()) replayed.push(await replay(trace, new SimulatedRig(seed + number), judged));
  return { on: "reference, simulated", replayed };
}

/** An implementation by the name of its manifest, through its adapter. */
export async function replayStaged(name: string, traces: readonly (readonly TraceStep[])[]): Promise<Replay> {
  const { target, known } = contender(name);
  const adapter = await openAdapter(target);
  const judged: Judged = { clients: true, services: false, choices: adapter.hello.choices, known };
  const replayed: Replayed[] = [];
  try {
    for (const trace of traces) {
      const stage = new Stage({ adapter, hello: adapter.hello, transport: "tcp", protocol: adapter.hello.capabilities.protocol, ceilingMs });
      replayed.push(await onRig(await StagedRig.open(stage), trace, judged));
    }
  } finally {
    await adapter.end();
  }
  return { on: `${name}, tcp`, replayed };
}

/** The models of which there are replays. */
export const replayedModels: readonly string[] = [model, ...Object.keys(plays)];

/** Traces of the models that are asked for (default all), on the reference, simulated and over tcp, and on libzmq. */
export async function replayModels(names: readonly string[] | undefined, { size, seed, onVerdicts }: Wanted): Promise<Checked> {
  const absent = missing("quint");
  if (absent !== undefined) return { verdicts: [], leftOut: [absent], seconds: {} };
  const verdicts: Verdict[] = [];
  const seconds: Record<string, number> = {};
  for (const name of replayedModels.filter((one) => names?.includes(one) ?? true)) {
    const begun = performance.now();
    const found = name === model ? await replayAll(size, seed) : await replayTopology(name, size, seed);
    seconds[`${name} replay`] = (performance.now() - begun) / 1000;
    onVerdicts?.(found, 0);
    verdicts.push(...found);
  }
  return { verdicts, leftOut: [], seconds };
}

async function replayTopology(name: string, size: Size, seed: number): Promise<readonly Verdict[]> {
  const { steps, withInit = false } = modelOf(name);
  const traces = await tracesOf(name, { traces: size === "quick" ? 4 : 30, steps, seed, withInit });
  const all = [await replayPlayedSimulated(name, traces, seed)];
  for (const implementation of ["reference", "zeromq.js"]) all.push(await replayPlayedStaged(name, implementation, traces));
  const verdicts: Verdict[] = [];
  for (const { on, played, constants } of all) {
    const runs = played.map(({ run }) => playedRun(run));
    const refused = await refusedRuns(name, runs, constants);
    const told = [...played.flatMap(({ disagreements }) => disagreements), ...refused.map((number) => `the model has no run ${runs[number] ?? ""}`)];
    const states = played.reduce((sum, { run }) => sum + run.filter((step) => !/^(?:expect|begin) /u.test(step)).length, 0);
    const common = { model: name, tool: "replay", property: on, bound: `${String(played.length)} traces`, states } as const;
    verdicts.push(told.length === 0 ? { ...common, verdict: "holds" } : { ...common, verdict: "broken", told: told.join("\n") });
  }
  return verdicts;
}

async function replayAll(size: Size, seed: number): Promise<readonly Verdict[]> {
  const traces = await tracesToReplay({ traces: size === "quick" ? 8 : 100, steps: 30, seed });
  const all = [await replaySimulated(traces, seed)];
  for (const name of ["reference", "zeromq.js"]) all.push(await replayStaged(name, traces));
  const refused = await refusedByModel(all.flatMap(({ replayed }) => replayed));
  return all.map((one) => verdictOf(one, refused));
}

function verdictOf({ on, replayed }: Replay, refused: readonly Replayed[]): Verdict {
  const states = replayed.reduce((sum, { run }) => sum + run.length, 0);
  const common = { model, tool: "replay", property: on, bound: `${String(replayed.length)} traces`, states } as const;
  const told = [
    ...replayed.flatMap(({ disagreements }) => disagreements),
    ...replayed.filter((one) => refused.includes(one)).map((one) => `the model has no run ${unitRun(one)}`),
  ];
  return told.length === 0 ? { ...common, verdict: "holds" } : { ...common, verdict: "broken", told: told.join("\n") };
}

async function onRig(rig: Rig, trace: readonly TraceStep[], judged: Judged): Promise<Replayed> {
  try {
    return await replay(trace, rig, judged);
  } finally {
    await rig.end();
  }
}

/** Those that the model does not have. What was seen goes back to Quint as unit runs of the model, each with the replies that were delivered. */
export async function refusedByModel(replayed: readonly Replayed[]): Promise<readonly Replayed[]> {
  return inFolder(async (folder) => {
    const text = readFileSync(join(root, fileOf(model, "quint")), "utf8");
    const end = text.lastIndexOf("}");
    const runs = replayed.map((one, number) => `  run replay${String(number)}Test = ${unitRun(one)}`);
    const file = join(folder, `${model}.qnt`);
    writeFileSync(file, `${text.slice(0, end)}\n${runs.join("\n")}\n}\n`);
    const { code, output } = await runQuint("test", ["--match", "^replay[0-9]+Test$", "--max-samples", "1", file], folder);
    const passed = new Set([...output.matchAll(/ok (replay\d+)Test passed/gu)].map(([, name]) => name));
    const missed = replayed.filter((_one, number) => !passed.has(`replay${String(number)}`));
    if (code !== 0 && missed.length === 0) throw new Error(`Quint does not judge the runs: ${output}`);
    return missed;
  });
}

function unitRun({ run, answers }: Replayed): string {
  const expected = answers.map((bodies, client) => `answers.get(${String(client)}) == List(${bodies.join(", ")})`);
  return `${["init", ...run.map((step) => `then(${step})`)].join(".")}.expect(${expected.join(" and ")})`;
}
