/** Traces of the models are replayed: the model, the oracle and the implementations agree, and a replay can fail. `npm run models` replays more. */
import { describe, expect, it, type TestContext } from "vitest";
import { choices } from "../../../reference/index.ts";
import { missing } from "./programs.ts";
import { refusedByModel, replaySimulated, replayStaged, tracesToReplay, type Replay } from "./replays.ts";
import { replay, type Replayed, type Rig } from "./request-reply-replay.ts";
import { SimulatedRig } from "./request-reply-simulated.ts";

const seed = Number(process.env["PATTERNWIRE_SEED"] ?? "1");
const absent = missing("quint");
const traces = absent === undefined ? await tracesToReplay({ traces: 3, steps: 30, seed }) : [];
const kept: Replayed[] = [];

function needsQuint(context: TestContext): void {
  if (absent !== undefined) context.skip(`left out: ${absent}`);
}

describe("REQ and REP do what the oracle allows", () => {
  const ways = {
    "the reference, simulated": () => replaySimulated(traces, seed),
    "the reference, over tcp": over("reference"),
    "zeromq.js, over tcp": over("zeromq.js"),
  };
  it.for(Object.entries(ways))("of %s", { timeout: 600_000 }, async ([, play], context) => {
    needsQuint(context);
    const { replayed } = await play();
    kept.push(...replayed);
    expect(replayed.map(({ disagreements }) => disagreements)).toEqual(traces.map(() => []));
  });
});

function over(name: string): () => Promise<Replay> {
  return () => replayStaged(name, traces);
}

describe("a replay is refused", () => {
  const trace = [0, 1].flatMap((round) => [
    { action: "request", picks: { c: 0, s: round } },
    { action: "serve", picks: { c: 0, s: 0 } },
    { action: "serve", picks: { c: 0, s: 1 } },
    { action: "answer", picks: { c: 0, s: 0 } },
    { action: "answer", picks: { c: 0, s: 1 } },
    { action: "receive", picks: { c: 0, s: 0 } },
  ]);
  const judged = { clients: true, services: true, choices, known: new Set<string>() };
  const faulty = (rig: Rig, change: Partial<Rig>): Rig => ({
    request: (client, body) => rig.request(client, body),
    serve: (service) => rig.serve(service),
    answer: (service, client, body) => rig.answer(service, client, body),
    receive: (client) => rig.receive(client),
    reconnect: (client, service) => rig.reconnect(client, service),
    end: () => rig.end(),
    ...change,
  });

  it("by the oracle and by the model, when a REQ asks out of turn or delivers another reply, and not otherwise", async (context) => {
    needsQuint(context);
    const rigs = [new SimulatedRig(1), new SimulatedRig(1), new SimulatedRig(1)] as const;
    const right = await replay(trace, rigs[0], judged);
    const outOfTurn = await replay(
      trace,
      faulty(rigs[1], { request: async (client, body) => ((await rigs[1].request(client, body)) === undefined ? undefined : 0) }),
      judged,
    );
    const otherReply = await replay(
      trace,
      faulty(rigs[2], { receive: async (client) => ((await rigs[2].receive(client)) === undefined ? undefined : "7") }),
      judged,
    );
    expect(right).toMatchObject({ disagreements: [], answers: [["1", "2"], []] });
    expect(outOfTurn.disagreements.join("\n")).toContain("sockets.round-robin");
    expect(otherReply.disagreements.join("\n")).toContain("request-reply.req-strip");
    // The model is asked once, for these and for what was replayed above: its start takes longest.
    expect(kept).toHaveLength(3 * traces.length);
    expect(await refusedByModel([...kept, right, outOfTurn, otherReply])).toEqual([outOfTurn, otherReply]);
  }, 600_000);
});
