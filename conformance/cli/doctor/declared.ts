/** Whether what hello declares makes sense: names that are known, values that a statement leaves open. */
import type { Hello } from "../../kit/adapter/types.ts";
import { requirements } from "../../kit/requirements.ts";

type Capabilities = Hello["capabilities"];

const needed = ["open", "bind", "connect", "send", "receive", "close"];
const optional = ["option", "unbind", "disconnect", "step"];

/** Options by the names of zeromq.js 6 that properties may use. */
const knownOptions = [
  ...["sendHighWaterMark", "receiveHighWaterMark", "linger", "sendTimeout", "receiveTimeout", "maxMessageSize", "handshakeInterval", "connectTimeout"],
  ...["heartbeatInterval", "heartbeatTimeout", "heartbeatTimeToLive", "reconnectInterval", "reconnectMaxInterval", "routingId", "immediate", "mandatory"],
  ...["plainServer", "plainUsername", "plainPassword", "curveServer", "curvePublicKey", "curveSecretKey", "curveServerKey", "zapDomain", "zapEnforceDomain"],
  ...["handover", "correlate", "relaxed", "probeRouter", "backlog", "ipv6", "tcpKeepalive", "tcpKeepaliveIdle", "subscribe", "unsubscribe", "join", "leave"],
];

export function missingOperations(capabilities: Capabilities): readonly string[] {
  return needed.filter((op) => !capabilities.operations.includes(op));
}

/** What will not be judged for want of an operation. */
export function notesOf(capabilities: Capabilities): readonly string[] {
  const missing = optional.filter((op) => !capabilities.operations.includes(op));
  return missing.length === 0 ? [] : [`Without ${missing.join(", ")}: what needs ${missing.length === 1 ? "it" : "them"} is reported as not applicable.`];
}

export function faultOfChoices(
  capabilities: Capabilities,
  choices: Readonly<Record<string, string>>,
): { readonly faults: readonly string[]; readonly notes: readonly string[] } {
  const open = new Map([...requirements().values()].flatMap(({ id, choice }) => (choice === undefined ? [] : [[id as string, choice] as const])));
  const faults = Object.entries(choices).flatMap(([id, value]) => {
    const values = open.get(id);
    if (values === undefined) return [`The choice ${id} is not known: there is no such statement, or it leaves no choice.`];
    return values.includes(value) ? [] : [`The choice ${id} is declared as "${value}"; it is one of ${values.join(", ")}.`];
  });
  const undeclared = [...open].filter(([id]) => choices[id] === undefined);
  const unknown = capabilities.options.filter((name) => !knownOptions.includes(name));
  return {
    faults,
    notes: [
      ...(unknown.length === 0 ? [] : [`The suite uses no option ${unknown.join(", ")}: a name of zeromq.js 6 is needed.`]),
      ...(undeclared.length === 0
        ? []
        : [`Not declared, and so only observed: ${undeclared.map(([id, values]) => `${id} (${values.join(" or ")})`).join(", ")}.`]),
    ],
  };
}
