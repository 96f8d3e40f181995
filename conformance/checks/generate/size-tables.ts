/** The tables of spec/topologies/size: the constants that were measured, and what follows from them for trees that no machine holds. */
import { markdownTable } from "./markdown.ts";
import { readJson } from "./repository.ts";

interface Constants {
  readonly command: string;
  readonly node: string;
  readonly constants: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
}

const path = "spec/topologies/constants.json";

export function constantsTable(): string {
  const { command, node, constants } = readJson(path) as Constants;
  const rows = constants.map(({ name, value, unit }) => [name, rounded(value), unit]);
  return [`Measured with \`${command}\` (Node ${node}).`, "", markdownTable(["one", "needs, or gives", "in"], rows)].join("\n");
}

/** Trees of a thousand million subscribers: peers of a node, distinct topics below each peer, messages a second. */
const trees = [
  { subscribers: 1e9, fanout: 100, topics: 100, rate: 100 },
  { subscribers: 1e9, fanout: 1000, topics: 100, rate: 100 },
  { subscribers: 1e9, fanout: 1000, topics: 10_000, rate: 100 },
  { subscribers: 1e9, fanout: 1000, topics: 100, rate: 1000 },
] as const;

export function sizesTable(): string {
  const topic = constant("a subscription to a topic of 20 octets that nobody has yet");
  const again = constant("a subscription to a topic that another subscriber has");
  const connection = constant("a socket and an idle connection of octets, both ends");
  const deliveries = constant("deliveries of one publisher to 100 subscribers, over octets");
  const rows = trees.map(({ subscribers, fanout, topics, rate }) => {
    const layers = Math.ceil(Math.log(subscribers) / Math.log(fanout) - 1e-9) - 1;
    const nodes = Array.from({ length: layers }, (_none, layer) => fanout ** (layer + 1)).reduce((sum, next) => sum + next, 0);
    const memory = fanout * connection + topics * topic + fanout * topics * again;
    return [rounded(subscribers), rounded(fanout), rounded(topics), rounded(rate), String(layers), rounded(nodes)].concat([
      `${(memory / 2 ** 20).toFixed(1)} MiB`,
      ((fanout * rate) / deliveries).toFixed(2),
    ]);
  });
  const names = [
    "subscribers *n*",
    "peers *f*",
    "topics *t*",
    "messages a second *m*",
    "layers",
    "forwarders",
    "memory of a forwarder",
    "processors of a forwarder",
  ];
  return markdownTable(names, rows);
}

function constant(name: string): number {
  const found = (readJson(path) as Constants).constants.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${path} has no constant "${name}"`);
  return found.value;
}

function rounded(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/gu, " ");
}
