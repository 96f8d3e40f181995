/** What the reference implementation is, can do and chooses. */
import { existsSync, readFileSync } from "node:fs";

/** The choices are those that the reference itself exports. */
export function describe(choices) {
  return {
    implementation: { name: "reference", version: packageVersion(), language: "TypeScript", url: "https://www.npmjs.com/package/patternwire" },
    capabilities: {
      protocol: "3.1",
      socketTypes: ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"],
      transports: ["tcp", "ipc", "inproc", "ws"],
      mechanisms: ["NULL", "PLAIN", "CURVE"],
      options: [
        ...["connectTimeout", "handshakeInterval", "heartbeatInterval", "heartbeatTimeout", "heartbeatTimeToLive", "immediate", "linger", "maxMessageSize"],
        ...["receiveHighWaterMark", "receiveTimeout", "reconnectInterval", "reconnectMaxInterval", "routingId", "sendHighWaterMark", "sendTimeout"],
        ...["backlog", "correlate", "handover", "mandatory", "probeRouter", "relaxed"],
        ...["conflate", "invertMatching", "noDrop", "subscribe", "unsubscribe", "verbosity", "welcomeMessage"],
        ...["plainServer", "plainUsername", "plainPassword", "curveServer", "curvePublicKey", "curveSecretKey", "curveServerKey"],
        ...["zapDomain", "zapEnforceDomain"],
      ],
      operations: ["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "step", "proxy", "close"],
      events: [
        ...["accept", "bind", "bind:error", "connect", "connect:delay", "connect:retry", "close", "disconnect", "end"],
        ...["handshake", "handshake:error:protocol", "handshake:error:auth", "handshake:error:other"],
      ],
    },
    choices,
  };
}

/** Of the package that this file is part of. */
function packageVersion() {
  let folder = new URL(".", import.meta.url);
  while (!existsSync(new URL("package.json", folder))) folder = new URL("..", folder);
  return JSON.parse(readFileSync(new URL("package.json", folder), "utf8")).version;
}
