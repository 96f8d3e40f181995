/** What degenerate adapters share: reading requests, writing lines, and the hello of an implementation that claims everything. */
import { createInterface } from "node:readline";

export const write = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

export const ok = (request, result) => write({ id: request.id, ok: true, ...result });

export const refuse = (request, code) => write({ id: request.id, ok: false, error: { code, message: code } });

/** Answers hello, and hands every other request to `take`. */
export function serve(name, take, changes = {}) {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const request = JSON.parse(line);
    if (request.op === "hello") ok(request, { ...hello(name), ...changes });
    else take(request);
  });
  lines.on("close", () => process.exit(0));
  process.stdout.on("error", () => process.exit(0));
}

function hello(name) {
  return {
    version: 1,
    implementation: { name, version: "1.0.0", language: "JavaScript" },
    capabilities: {
      protocol: "3.1",
      socketTypes: ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"],
      transports: ["tcp", "inproc"],
      mechanisms: ["NULL"],
      options: [
        ...["handshakeInterval", "heartbeatInterval", "heartbeatTimeout", "heartbeatTimeToLive", "immediate", "linger", "maxMessageSize", "reconnectInterval"],
        ...["reconnectMaxInterval", "receiveHighWaterMark", "sendHighWaterMark", "routingId", "mandatory", "handover", "correlate", "relaxed", "probeRouter"],
        ...["conflate", "invertMatching", "noDrop", "subscribe", "unsubscribe", "verbosity", "welcomeMessage"],
      ],
      operations: ["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "step", "proxy", "close"],
      events: ["connect", "accept", "handshake", "disconnect"],
    },
    choices: {},
  };
}
