/** The words after `npm run simulate --`, and the plans that they mean. */
import { readFileSync } from "node:fs";
import { parseArguments, wholeNumber, type Parsed } from "../../cli/arguments.ts";
import { someFaults } from "../../manifests/file-error.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { faultsOf } from "../../manifests/schema.ts";
import { drawFaults } from "./faults.ts";
import { mutations } from "./mutants.ts";
import type { Fault, SimulationPlan, TopologyPlan } from "./plan.ts";
import type { Only } from "./scale.ts";

export const help = `npm run simulate -- [OPTIONS]

Builds a topology of the reference's own nodes in a simulated network, lets it work while faults strike, and judges the laws of
spec/topologies. The same plan gives the same history. Without --topology: every topology in a small size, with messages and with
octets, several seeds each, and every mutant.

  --topology TYPE    tree, bus, ring, graph (brokers connected by chance) or pipeline
  --fanout N         tree: how many connect to each node (default 4); with --depth, so many layers (default 3)
  --depth N
  --topics N         tree (default 5)
  --messages N       tree: in each round (default 60)
  --clients N        bus (default 40), ring (default 4), graph (default 20)
  --layers N,N…      bus: brokers in each layer, from the clients on (default 4,2,2)
  --services N       bus and graph (default 6)
  --requests N       bus and graph: of each client (default 10)
  --brokers N        ring (default 3), graph (default 8)
  --degree N         graph: to how many others a broker is connected (default 3)
  --hop-limit N      ring (default 8), graph (default 12)
  --stages N,N…      pipeline: workers in each stage (default 4,5,6)
  --streamers N      pipeline: before each stage (default 2)
  --items N          pipeline (default 200)
  --rounds N         tree and pipeline (default 3)
  --credit N         pipeline: items under way (default 40)
  --wire KIND        messages (default) or octets, which takes them through greeting, handshake and framing
  --delay N,N        the least and the most delay of a connection, in milliseconds (default 1,20)
  --faults LIST      none (default), or for example crash=2,cut=3,partition=1
  --within N         faults strike within so many milliseconds (default 100)
  --queue-limit N    both high-water marks of each socket, and the messages under way on a connection in one direction (default 1000)
  --seed N           default 1
  --runs N           so many seeds, one after the other
  --mutant ID        with a faulty device: ${mutations.map(({ id }) => id).join(", ")}
  --plan FILE        a plan as this command writes it, instead of the options above
  --save FILE        where the smallest plan that breaks a law goes (default simulation-plan.json)
  --json FILE        the results
  --scale [SIZE]     sizes over a factor of a thousand, and the figures of spec/topologies: small, or full (needs 14 GiB and ten minutes)
  --only TOPOLOGY    with --scale: measures tree, bus or pipeline alone, one size of it (pipeline=6), or loss under faults (loss, loss-bus …); keeps the rest of the report
  --constants        what the pure core needs for a subscription, a pipe, a connection: the data of spec/topologies/size

Exit code 0: all laws held. 1: a law is broken, or a mutant survives. 3: a mistake in these words.

Example: npm run simulate -- --topology tree --fanout 32 --depth 3 --faults crash=5 --seed 7
`;

const kinds = Object.fromEntries(
  (
    "topology fanout depth topics messages clients layers services requests brokers degree hop-limit stages streamers items rounds credit wire delay faults within queue-limit seed runs " +
    "mutant plan save json scale only"
  )
    .split(" ")
    .map((name) => [name, "text" as const]),
);

export interface Chosen {
  /** Undefined for the small selection of everything. */
  readonly plan: SimulationPlan | undefined;
  readonly runs: number;
  /** For the plan of each further seed. */
  readonly faults: Readonly<Record<Fault["type"], number>>;
  readonly withinMs: number;
  readonly save: string;
  readonly json: string | undefined;
  readonly scale: "small" | "full" | undefined;
  readonly only: Only | undefined;
  readonly constants: boolean;
}

/** Throws UsageError, or HelpWanted. */
export function readOptions(args: readonly string[]): Chosen {
  const parsed = parseArguments(args, { options: { ...kinds, constants: "flag" }, command: "npm run simulate --" });
  if (parsed.positionals.length > 0) throw new UsageError(`"${parsed.positionals[0] ?? ""}" is no option. All options: npm run simulate -- --help`);
  const scale = parsed.text("scale");
  if (scale !== undefined && scale !== "small" && scale !== "full") throw new UsageError(`--scale takes small or full, not "${scale}".`);
  const only = onlyOf(parsed);
  if (only !== undefined && scale === undefined) throw new UsageError("--only says what --scale measures: give both.");
  const faults = faultCounts(parsed.text("faults") ?? "none");
  const withinMs = number(parsed, "within", 100, 1, 1_000_000);
  return {
    plan: planOf(parsed, faults, withinMs),
    runs: number(parsed, "runs", 1, 1, 1_000_000),
    faults,
    withinMs,
    save: parsed.text("save") ?? "simulation-plan.json",
    json: parsed.text("json"),
    scale,
    only,
    constants: parsed.flag("constants"),
  };
}

function planOf(parsed: Parsed, faults: Chosen["faults"], withinMs: number): SimulationPlan | undefined {
  const file = parsed.text("plan");
  if (file !== undefined) return readPlan(file);
  const type = parsed.text("topology");
  if (type === undefined) return undefined;
  const seed = number(parsed, "seed", 1, 0, 2 ** 32 - 1);
  const mutant = parsed.text("mutant");
  if (mutant !== undefined && !mutations.some(({ id, topology }) => id === mutant && topology === type))
    throw new UsageError(
      `There is no mutant "${mutant}" of a ${type}. There are: ${mutations
        .filter(({ topology }) => topology === type)
        .map(({ id }) => id)
        .join(", ")}`,
    );
  const wire = parsed.text("wire") ?? "messages";
  if (wire !== "messages" && wire !== "octets") throw new UsageError(`--wire takes messages or octets, not "${wire}".`);
  const [least = 1, most = least] = numbers(parsed, "delay", [1, 20], 0);
  return {
    seed,
    topology: topologyOf(parsed, type),
    wire,
    delayMs: [least, Math.max(least, most)],
    faults: drawFaults(seed, faults, withinMs),
    ...(parsed.text("queue-limit") === undefined ? {} : { queueLimit: number(parsed, "queue-limit", 1000, 1, 1_000_000) }),
    ...(mutant === undefined ? {} : { mutant }),
  };
}

function onlyOf(parsed: Parsed): Only | undefined {
  const text = parsed.text("only");
  if (text === undefined) return undefined;
  const [topology = "", parties] = text.split("=");
  return { topology, parties: parties === undefined ? undefined : wholeNumber("only", parties, 1, 10_000_000) };
}

function topologyOf(parsed: Parsed, type: string): TopologyPlan {
  const whole = (name: string, usual: number, most = 10_000_000): number => number(parsed, name, usual, 1, most);
  switch (type) {
    case "tree": {
      const fanout = Array.from({ length: whole("depth", 3, 20) }, () => whole("fanout", 4, 10_000));
      return { type, fanout, topics: whole("topics", 5, 999_999), messages: whole("messages", 60), rounds: whole("rounds", 3), churn: 100 };
    }
    case "bus":
      return {
        type,
        clients: whole("clients", 40),
        layers: numbers(parsed, "layers", [4, 2, 2], 1),
        services: whole("services", 6),
        requests: whole("requests", 10),
      };
    case "ring":
      return { type, brokers: whole("brokers", 3), clients: whole("clients", 4), hopLimit: whole("hop-limit", 8) };
    case "graph":
      return {
        type,
        brokers: whole("brokers", 8, 100_000),
        degree: whole("degree", 3, 1000),
        clients: whole("clients", 20),
        services: whole("services", 6),
        requests: whole("requests", 10),
        hopLimit: whole("hop-limit", 12),
      };
    case "pipeline":
      return {
        type,
        stages: numbers(parsed, "stages", [4, 5, 6], 1),
        streamers: whole("streamers", 2),
        items: whole("items", 200),
        rounds: whole("rounds", 3, 60_000),
        credit: whole("credit", 40),
      };
    default:
      throw new UsageError(`There is no topology "${type}": it is one of tree, bus, ring, graph and pipeline.`);
  }
}

function readPlan(file: string): SimulationPlan {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`The plan ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const faults = faultsOf("simulation-plan", value);
  if (faults.length > 0) throw new UsageError(`${file} is no plan of a simulation (schemas/simulation-plan.schema.json): ${someFaults(faults)}`);
  return value as SimulationPlan;
}

function faultCounts(text: string): Chosen["faults"] {
  const counts = { crash: 0, cut: 0, partition: 0 };
  if (text === "none") return counts;
  for (const word of text.split(",")) {
    const [type = "", count = ""] = word.split("=");
    if (!(type in counts)) throw new UsageError(`--faults knows crash, cut and partition, not "${type}": for example crash=2,cut=3.`);
    counts[type as Fault["type"]] = wholeNumber("faults", count, 0, 10_000);
  }
  return counts;
}

function number(parsed: Parsed, name: string, usual: number, least: number, most: number): number {
  const text = parsed.text(name);
  return text === undefined ? usual : wholeNumber(name, text, least, most);
}

function numbers(parsed: Parsed, name: string, usual: readonly number[], least: number): readonly number[] {
  const text = parsed.text(name);
  return text === undefined ? usual : text.split(",").map((word) => wholeNumber(name, word, least, 10_000_000));
}
