/** What jszmq is, can do and chooses; the observed behaviour, not its documentation. */
export function describe(version) {
  return {
    implementation: { name: "jszmq", version, language: "JavaScript", url: "https://github.com/zeromq/jszmq" },
    capabilities: {
      protocol: "3.0",
      socketTypes: ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"],
      transports: ["ws"],
      mechanisms: ["NULL"],
      options: ["immediate", "reconnectInterval", "routingId", "subscribe", "unsubscribe"],
      operations: ["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "close"],
      events: [],
    },
    choices: {
      "publish-subscribe.sub-filter": "discard",
      "publish-subscribe.xsub-filter": "discard",
      "request-reply.req-peer-lost": "wait",
      "sockets.many-peers": "yes",
    },
  };
}
