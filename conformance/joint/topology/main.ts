/** `npm run topology`: topologies of real processes, and their laws seen from the outside (see --help). */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HelpWanted, parseArguments, wholeNumber, type Parsed } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { projectRoot } from "../../kit/root.ts";
import { mutations, type Mutation } from "../simulation/mutants.ts";
import { runBus } from "./bus.ts";
import { absent, implementations, type Implementation } from "./nodes.ts";
import type { TopologyResult } from "./result.ts";
import { runTree } from "./tree.ts";

const path = "spec/topologies/real.json";

const help = `npm run topology -- [OPTIONS]

Builds a topology of real processes on loopback, in which implementations are mixed: a distribution tree (publisher, forwarders of XSUB and XPUB,
subscribers, of which one process has hundreds), of which a forwarder ends and starts again, or a service bus (REQ, brokers of ROUTER and DEALER,
services). The laws of spec/topologies are judged by what applications see. Without --topology: both, in a small size.

  --topology TYPE         tree or bus
  --implementations LIST  ${implementations.join(",")}: default those that are here (npx patternwire adapters build libzmq jeromq)
  --subscribers N         tree (default 80)
  --layers N,N…           forwarders, or brokers, in each layer, from the publisher down or from the clients on (default 2,4; bus 2,2,2)
  --topics N              tree (default 10)
  --messages N            tree: in each of three rounds (default 20)
  --clients N             bus (default 12)
  --services N            bus (default 2)
  --requests N            bus: of each client (default 5)
  --mutant ID             with a faulty device in the first place: ${realMutations()
    .map(({ id }) => id)
    .join(", ")}
  --json FILE             the results
  --large                 a tree with 10 000 subscribers and a bus with 200 clients; the results go to ${path}

Exit code 0: all laws held. 1: a law is broken, or a mutant survives. 3: a mistake in these words, or the machine does not hold it.
`;

// Whoever ends this ends all that it has started.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof HelpWanted) console.log(help);
  else if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 3;
  } else throw error;
}

async function run(args: readonly string[]): Promise<number> {
  const names = ["topology", "implementations", "subscribers", "layers", "topics", "messages", "clients", "services", "requests", "mutant", "json"];
  const options = { ...Object.fromEntries(names.map((name) => [name, "text" as const])), large: "flag" as const };
  const parsed = parseArguments(args, { options, command: "npm run topology --" });
  const type = parsed.text("topology");
  if (type !== undefined && type !== "tree" && type !== "bus") throw new UsageError(`There is no topology "${type}": it is tree or bus.`);
  const isLarge = parsed.flag("large");
  const mixed = implementationsOf(parsed);
  const mutation = mutationOf(parsed, type);
  const results: TopologyResult[] = [];
  if (type !== "bus") results.push(await runTree(treeOf(parsed, mixed, mutation, isLarge), tell));
  if (type !== "tree") results.push(await runBus(busOf(parsed, mixed, mutation, isLarge), tell));
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  for (const result of results) console.log(line(result));
  const file = parsed.text("json") ?? (isLarge ? join(projectRoot(), path) : undefined);
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    const command = ["npm run topology", ...(args.length === 0 ? [] : ["--", ...args])].join(" ");
    writeFileSync(file, `${JSON.stringify({ format: "patternwire-topologies/1", command, results }, undefined, 1)}\n`);
  }
  return results.every((result) => isExpected(result, mutation)) ? 0 : 1;
}

/** A mutant must break the law that it names; without one no law is broken, and each is judged. */
function isExpected({ laws }: TopologyResult, mutation: Mutation | undefined): boolean {
  if (mutation !== undefined) return laws.some(({ law, broken }) => law === mutation.breaks && broken > 0);
  return laws.every(({ judged, broken }) => judged > 0 && broken === 0);
}

function realMutations(): readonly Mutation[] {
  return mutations.filter(({ topology, device, breaks }) => device !== undefined && (topology === "tree" || topology === "bus") && !breaks.endsWith(".load"));
}

function mutationOf(parsed: Parsed, type: string | undefined): Mutation | undefined {
  const id = parsed.text("mutant");
  if (id === undefined) return undefined;
  const found = realMutations().find((mutation) => mutation.id === id && mutation.topology === type);
  if (found === undefined)
    throw new UsageError(`There is no mutant "${id}" of ${type ?? "both topologies together"}: name a topology and one of its mutants (--help).`);
  return found;
}

function implementationsOf(parsed: Parsed): readonly Implementation[] {
  const asked = parsed.text("implementations")?.split(",");
  const known = implementations.filter((name) => asked?.includes(name) ?? true);
  const strange = asked?.filter((name) => !known.some((one) => one === name)) ?? [];
  if (strange.length > 0) throw new UsageError(`${strange.join(", ")} takes no part: they are ${implementations.join(", ")}.`);
  const missing = known.flatMap((name) => absent(name) ?? []);
  if (missing.length > 0 && asked !== undefined) throw new UsageError(missing.join("\n"));
  for (const words of missing) console.error(`Left out: ${words}`);
  return known.filter((name) => absent(name) === undefined);
}

function treeOf(parsed: Parsed, mixed: readonly Implementation[], mutation: Mutation | undefined, isLarge: boolean): Parameters<typeof runTree>[0] {
  return {
    subscribers: number(parsed, "subscribers", isLarge ? 10_000 : 80),
    layers: numbers(parsed, isLarge ? [4, 8] : [2, 4]),
    topics: number(parsed, "topics", isLarge ? 100 : 10),
    messages: number(parsed, "messages", isLarge ? 200 : 20),
    implementations: mixed,
    mutation,
  };
}

function busOf(parsed: Parsed, mixed: readonly Implementation[], mutation: Mutation | undefined, isLarge: boolean): Parameters<typeof runBus>[0] {
  return {
    clients: number(parsed, "clients", isLarge ? 200 : 12),
    layers: numbers(parsed, [2, 2, 2]),
    services: number(parsed, "services", isLarge ? 4 : 2),
    requests: number(parsed, "requests", isLarge ? 20 : 5),
    implementations: mixed,
    mutation,
  };
}

function number(parsed: Parsed, name: string, usual: number): number {
  const given = parsed.text(name);
  return given === undefined ? usual : wholeNumber(name, given, 1, 1_000_000);
}

function numbers(parsed: Parsed, usual: readonly number[]): readonly number[] {
  return (
    parsed
      .text("layers")
      ?.split(",")
      .map((word) => wholeNumber("layers", word, 1, 100)) ?? usual
  );
}

function line({
  topology,
  parties,
  layers,
  processes,
  implementations: who,
  accepted,
  delivered,
  declaredLost,
  laws,
  volatile: { seconds },
}: TopologyResult): string {
  const judged = laws.map(
    ({ law, judged: count, broken, examples }) => `${law} ${String(count)}${broken > 0 ? ` (${String(broken)} BROKEN: ${examples.join("; ")})` : ""}`,
  );
  const mixed = Object.entries(who).map(([name, version]) => `${name} ${version}`);
  return [
    `${topology}: ${String(parties)} ${topology === "tree" ? "subscribers" : "clients"}, layers ${layers.join(", ")}, ${String(processes)} processes of ${mixed.join(", ")}`,
    `  ${String(accepted)} accepted, ${String(delivered)} delivered, ${String(declaredLost)} lost while a forwarder was gone, ${String(seconds)} s`,
    `  judged: ${judged.join(", ")}`,
  ].join("\n");
}

function tell(phase: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${phase.slice(0, (process.stderr.columns || 80) - 1)}\u001b[K`);
  else process.stderr.write(`${phase}\n`);
}
