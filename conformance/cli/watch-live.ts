/** Runs the recorder of `watch`, tells of each breach as it happens, and ends with a report on each side. */
import { Observation } from "../kit/watch/observation.ts";
import { placeOf, transportOf } from "../kit/probe/transport.ts";
import { isLoopback, Recorder, type Address } from "../kit/watch/recorder.ts";
import { printable } from "../reports/text.ts";
import { wholeNumber, type Parsed } from "./arguments.ts";
import type { Context, ExitCode } from "./context.ts";
import { UsageError } from "./usage-error.ts";
import { outputsOf, writeWatched } from "./watch-output.ts";

export async function watchLive(parsed: Parsed, context: Context): Promise<ExitCode> {
  const { text, flag } = parsed;
  const listen = endpointOf("listen", text("listen"), flag("beyond-this-machine"));
  const to = endpointOf("to", text("to"), flag("beyond-this-machine"));
  const transports = [text("listen") ?? "", text("to") ?? ""].map(transportOf);
  const transport = transports[1] ?? "tcp";
  if (transports.includes("ws") && transports[0] !== transport)
    throw new UsageError("Both peers speak WebSocket or neither: --listen and --to are both of ws, or none is.");
  const limit = text("conversations");
  const most = limit === undefined ? Infinity : wholeNumber("conversations", limit, 1, 1_000_000);
  const outputs = outputsOf(parsed);
  const observation = new Observation(transport);
  await new Promise<void>((resolve, reject) => {
    const release = context.onInterrupt(resolve);
    observation.onBreach = (breach) =>
      context.err.write(`${printable(`the ${breach.side} peer breaks ${breach.statement}: expected ${breach.expected}, but ${breach.actual}`)}\n`);
    observation.onEnd = (ended) => {
      if (ended >= most) resolve();
    };
    Recorder.open(
      listen,
      () => to,
      () => observation.tap(),
    ).then(
      (recorder) => {
        context.err.write(`listening on ${named(recorder.endpoint, text("to") ?? "")}; Ctrl-C ends with a report\n`);
        observation.onStop = async () => {
          release();
          await recorder.close();
        };
      },
      (error: unknown) => {
        release();
        reject(new UsageError(`It cannot listen on ${text("listen") ?? ""}: ${listenFault(error)}.`));
      },
    );
  });
  await observation.stop();
  return writeWatched(observation, outputs, context);
}

/** The recorder listens at a port; over WebSocket peers ask there for the path of the endpoint behind it, as their requests are passed on. */
function named(endpoint: string, to: string): string {
  return transportOf(to) === "ws" ? `${endpoint.replace(/^tcp:/u, "ws:")}${new URL(to).pathname}` : endpoint;
}

function endpointOf(option: string, endpoint: string | undefined, beyond: boolean): Address {
  if (endpoint === undefined)
    throw new UsageError(
      `--${option} is missing. Write: patternwire watch --listen tcp://127.0.0.1:6000 --to tcp://127.0.0.1:5555, or: patternwire watch --capture FILE`,
    );
  if (endpoint.startsWith("wss:")) throw new UsageError(`--${option} ${endpoint}: what passes through TLS cannot be read. Stand behind it, where it is ws.`);
  const address = placeOf(endpoint);
  if (address === undefined) throw new UsageError(`--${option} takes tcp://HOST:PORT, ipc://PATH or ws://HOST:PORT/PATH, not "${endpoint}".`);
  if (!isLoopback(address) && !beyond) throw new UsageError(`--${option} ${endpoint} is beyond this machine: allow it with --beyond-this-machine.`);
  return address;
}

function listenFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const causes: Readonly<Record<string, string>> = {
    EADDRINUSE: "another program listens there; port 0 takes any that is free",
    EADDRNOTAVAIL: "this machine has no such address",
    EACCES: "permission is denied",
  };
  return causes[code ?? ""] ?? message;
}
