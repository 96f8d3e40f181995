/** Traces of the models on whole topologies: model, oracle and implementation agree, and a replay can fail. `npm run models` replays more. */
import { describe, expect, it } from "vitest";
import { tracesOf } from "../models/itf.ts";
import { missing } from "../models/programs.ts";
import { FaultyBench, type Fault, type WireFault } from "./faulty-bench.ts";
import { unitRun } from "./history.ts";
import { refusedRuns } from "./judge.ts";
import { modelOf, plays, replaySimulated, replayStaged } from "./replays.ts";
import { SimulatedBench } from "./simulated-bench.ts";

const seed = Number(process.env["PATTERNWIRE_SEED"] ?? "1");
const names = Object.keys(plays);
/** `npm test` replays one model, the build all: PATTERNWIRE_MODELS=all. */
const chosen = names.filter((_name, index) => process.env["PATTERNWIRE_MODELS"] === "all" || index === seed % names.length);
const absent = missing("quint");

/** Faults of the sockets, of which the oracle sees the one and the model the other. */
const faults: Readonly<Record<string, { readonly byOracle: Fault; readonly byModel: Fault; readonly onWire?: WireFault }>> = {
  connection: {
    byOracle: (_socket, parts) => [...parts, "more"],
    byModel: (_socket, parts) => parts,
    onWire: (item) => (item.type === "frame" && item.frame.command ? { ...item, frame: { ...item.frame, command: false } } : item),
  },
  "service-bus": {
    byOracle: ({ type }, parts) => (type === "ROUTER" && parts.indexOf("") > 1 ? parts.slice(1) : parts),
    byModel: ({ type }, parts) => (type === "REQ" ? ["999"] : parts),
  },
  "distribution-tree": {
    byOracle: ({ type }, parts) => (type === "XPUB" && parts[0] === "\x00a" ? undefined : parts),
    byModel: ({ type }, parts) => (type === "SUB" && parts[0]?.startsWith("~") === false ? undefined : parts),
  },
  "parallel-pipeline": {
    byOracle: ({ name }, parts) => (name === "pull-3" ? [...parts, "more"] : parts),
    byModel: ({ name }, parts) => (name === "pull-4" ? undefined : parts),
  },
  "exclusive-pair": {
    byOracle: ({ name }, parts) => (name === "host" ? [...parts, "more"] : parts),
    byModel: ({ name }, parts) => (name === "host" ? undefined : parts),
  },
};

describe.each(chosen)("traces of %s", (model) => {
  it("are followed by the reference, simulated and real, and by libzmq, and refused where a socket is faulty or a step is left out", async (context) => {
    if (absent !== undefined) context.skip(`left out: ${absent}`);
    const { play, steps, constants, withInit = false, wire } = modelOf(model);
    const traces = await tracesOf(model, { traces: withInit ? 10 : 3, steps, seed, withInit });
    const all = [await replaySimulated(model, traces, seed), await replayStaged(model, "reference", traces), await replayStaged(model, "zeromq.js", traces)];
    expect(all.map(({ on, played }) => [on, ...played.flatMap(({ disagreements }) => disagreements)])).toEqual(all.map(({ on }) => [on]));
    // Real sockets do what the simulated ones do wherever the text leaves no choice; each has its own run in any case.
    const right = all.flatMap(({ played }) => played.map(({ run }) => run));
    // How far a real connection gets in one trace before its end is known depends on time.
    const isLong = all.map(({ on, played }) => [on, played.reduce((sum, { run }) => sum + run.length, 0) > 10 * traces.length]);
    expect(all[0]?.played.filter(({ run }) => run.length <= 10)).toEqual([]);
    expect(isLong).toEqual(all.map(({ on }) => [on, true]));

    const { byOracle, byModel, onWire } = faults[model] ?? {};
    if (byOracle === undefined || byModel === undefined) throw new Error(`no fault is known for ${model}`);
    const faulty = await Promise.all(
      [byOracle, byModel].map(async (fault) =>
        Promise.all(
          traces.map((trace, number) => play(trace, new FaultyBench(new SimulatedBench(seed + number, wire), fault, fault === byModel ? onWire : undefined))),
        ),
      ),
    );
    expect(faulty[0]?.flatMap(({ disagreements }) => disagreements)).not.toEqual([]);
    const longest = right.reduce((best, run) => (run.length > best.length ? run : best));
    const lacking = longest.filter((_step, index) => index !== longest.findIndex((step) => /^(?:hear|pass|admit|greet)\(/u.test(step)));

    const runs = [...right, lacking, ...(faulty[1] ?? []).map(({ run }) => run)];
    const refused = await refusedRuns(model, runs.map(unitRun), constants);
    expect(refused.filter((number) => number < right.length).map((number) => unitRun(runs[number] ?? []))).toEqual([]);
    expect(refused).toContain(right.length);
    expect(refused.some((number) => number > right.length)).toBe(true);
  }, 600_000);
});
