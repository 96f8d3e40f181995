/** An endpoint in place of an adapter: it can be connected to, and that is all. A case that needs the application's side is not reached. */
import type { AdapterClient, Hello } from "../adapter/types.ts";
import type { ProtocolVersion } from "../model.ts";
import { freshEndpoint } from "../fresh-endpoint.ts";
import { NotReached } from "../outcome.ts";
import { transportOf } from "./transport.ts";

/** Cases that speak of any socket open a DEALER; whatever is probed stands in for it. */
export const standIn = "DEALER";

export function endpointAdapter(endpoint: string, socketType: string | undefined, protocol: ProtocolVersion): AdapterClient {
  let handles = 0;
  /** Over WebSocket a case may have a path of its own in mind. */
  const isUsual = (wanted: string): boolean => !wanted.startsWith("ws:") || wanted === freshEndpoint("ws");
  const beyond = (what: string): Promise<never> => Promise.reject(new NotReached("undeclared", `only the application of the endpoint could ${what}`));
  const done = (): Promise<void> => Promise.resolve();
  return {
    hello: helloOf(endpoint, socketType, protocol),
    failure: undefined,
    log: [],
    open: (_type, options = {}) => {
      if (Object.keys(options).length > 0) return beyond(`set ${Object.keys(options).join(", ")}`);
      // Control and experiment each open a socket of their own; here both are the endpoint.
      handles += 1;
      return Promise.resolve(handles);
    },
    // An endpoint of the harness's choice is the one that is probed; any other would have to be bound.
    bind: (_handle, wanted) => (wanted === endpoint || !isUsual(wanted) ? beyond("bind") : Promise.resolve(endpoint)),
    close: done,
    step: done,
    option: () => beyond("set an option"),
    unbind: () => beyond("unbind"),
    connect: () => beyond("connect"),
    disconnect: () => beyond("disconnect"),
    send: () => beyond("send"),
    receive: () => beyond("receive"),
    proxy: () => beyond("start a device"),
    nextEvent: () => beyond("tell of events"),
    end: done,
  };
}

function helloOf(endpoint: string, socketType: string | undefined, protocol: ProtocolVersion): Hello {
  return {
    version: 1,
    implementation: { name: endpoint, version: socketType ?? "of unknown type", language: "seen from outside" },
    capabilities: {
      protocol,
      socketTypes: [...new Set([standIn, ...(socketType === undefined ? [] : [socketType])])],
      transports: [transportOf(endpoint)],
      mechanisms: ["NULL"],
      options: [],
      operations: ["hello", "open", "bind", "step", "close"],
      events: [],
    },
    choices: {},
  };
}
