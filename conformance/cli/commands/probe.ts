/** `patternwire probe`: judges a live endpoint from outside, without an adapter. */
import { parseArguments, wholeNumber, type Parsed } from "../arguments.ts";
import type { Command, Context, ExitCode } from "../context.ts";
import { UsageError } from "../usage-error.ts";

const defaultConnections = 600;
const defaultCeilingMs = 3000;

export const probe: Command = {
  help: `Usage: patternwire probe URL [--socket-type TYPE] [options]

Judges a live endpoint by what connections to it show: greeting, version, mechanism,
metadata, framing, heartbeats, malformed input. It needs no adapter, sends no messages to an
application on purpose, makes its connections one after another, and says which statements
could not be seen and why. Over WebSocket (ZWS 2.0) it judges the requests and what comes
in messages as well; behind TLS (wss) it cannot look.

Options
  --socket-type TYPE       the type of its socket (default: what its READY says)
  --filter GLOB            only these statements, chapters or properties; repeatable
  --connections N          make at most so many connections (default ${String(defaultConnections)})
  --i-own-this-endpoint    allow an address beyond this machine: malformed input is sent to it
  --json FILE              the report, as schemas/report.schema.json says; "-": standard output
  --color | --no-color     colours or none

Exit codes
  0    what could be seen is kept
  1    a MUST is broken
  2    inconclusive
  3    wrong usage, or there is no peer of ZMTP at the endpoint
  130  interrupted

Examples
  patternwire probe tcp://127.0.0.1:5555
  patternwire probe ipc:///tmp/service.sock --json report.json
  patternwire probe ws://127.0.0.1:8080/bus
`,
  run: async (args, context) => {
    const options = {
      "socket-type": "text",
      filter: "texts",
      connections: "text",
      "i-own-this-endpoint": "flag",
      json: "text",
      color: "flag",
      "no-color": "flag",
    } as const;
    const parsed = parseArguments(args, { options, command: "patternwire probe" });
    const [endpoint, ...others] = parsed.positionals;
    if (endpoint === undefined) throw new UsageError("Name the endpoint: patternwire probe tcp://127.0.0.1:5555");
    if (others.length > 0) throw new UsageError(`One endpoint at a time: "${others.join(" ")}" is unexpected.`);
    return probeEndpoint(endpoint, parsed, context);
  },
};

async function probeEndpoint(endpoint: string, { text, texts, flag }: Parsed, context: Context): Promise<ExitCode> {
  const { isLoopback } = await import("../../kit/watch/recorder.ts");
  const { placeOf } = await import("../../kit/probe/transport.ts");
  const address = placeOf(endpoint);
  if (endpoint.startsWith("wss:")) throw new UsageError("A probe does not speak TLS: probe the endpoint of ws behind it.");
  if (address === undefined)
    throw new UsageError(`"${endpoint}" is no endpoint: write tcp://HOST:PORT, with a port up to 65535, ipc://PATH, or ws://HOST:PORT/PATH.`);
  if (!isLoopback(address) && !flag("i-own-this-endpoint"))
    throw new UsageError(`${endpoint} is beyond this machine. A probe sends malformed input: if the endpoint is yours, say --i-own-this-endpoint.`);
  const { socketTypeNames } = await import("../../kit/watch/socket-types.ts");
  const socketType = text("socket-type");
  if (socketType !== undefined && !socketTypeNames.includes(socketType))
    throw new UsageError(`--socket-type takes ${socketTypeNames.join(", ")}, not "${socketType}".`);
  const json = text("json");
  if (json !== undefined && json !== "-") (await import("../files.ts")).assertWritable(json);
  const abort = new AbortController();
  const release = context.onInterrupt(() => abort.abort());
  const { probe: run } = await import("../../kit/probe/run.ts");
  const { progressOn } = await import("../progress.ts");
  const { canRewrite } = await import("../colour.ts");
  const progress = progressOn(context.err, canRewrite(context.err, context.environment));
  const limit = text("connections");
  const probed = await run({
    endpoint,
    address,
    ...(socketType === undefined ? {} : { socketType }),
    connections: limit === undefined ? defaultConnections : wholeNumber("connections", limit, 1, 100_000),
    filters: texts("filter"),
    ceilingMs: defaultCeilingMs,
    signal: abort.signal,
    onResult: progress.result,
  }).finally(() => {
    progress.end();
    release();
  });
  const { writeProbe } = await import("../probe-output.ts");
  return writeProbe(endpoint, probed, { json, colour: flag("color") ? true : flag("no-color") ? false : undefined }, context);
}
