/** What zeromq.js 6 with libzmq 4.3 is, can do and chooses; the observed behaviour, not its documentation. */
export function describe(version) {
  return {
    implementation: { name: "zeromq.js", version, language: "C++ and JavaScript", url: "https://github.com/zeromq/zeromq.js" },
    capabilities: {
      protocol: "3.1",
      socketTypes: ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"],
      transports: ["tcp", "ipc", "inproc", "ws"],
      mechanisms: ["NULL", "PLAIN", "CURVE"],
      options: [
        ...["connectTimeout", "handshakeInterval", "heartbeatInterval", "heartbeatTimeout", "heartbeatTimeToLive", "immediate", "linger", "maxMessageSize"],
        ...[
          "receiveHighWaterMark",
          "receiveTimeout",
          "reconnectInterval",
          "reconnectMaxInterval",
          "routingId",
          "sendBufferSize",
          "sendHighWaterMark",
          "sendTimeout",
        ],
        ...["backlog", "correlate", "handover", "mandatory", "probeRouter", "relaxed"],
        ...["conflate", "invertMatching", "noDrop", "subscribe", "unsubscribe", "verbosity", "welcomeMessage"],
        ...[
          "plainServer",
          "plainUsername",
          "plainPassword",
          "curveServer",
          "curvePublicKey",
          "curveSecretKey",
          "curveServerKey",
          "zapDomain",
          "zapEnforceDomain",
        ],
      ],
      operations: ["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "step", "proxy", "close"],
      events: [
        ...["accept", "accept:error", "bind", "bind:error", "connect", "connect:delay", "connect:retry", "close", "close:error", "disconnect", "end"],
        ...["handshake", "handshake:error:protocol", "handshake:error:auth", "handshake:error:other"],
      ],
    },
    // Without request-reply.router-duplicate: libzmq keeps the second connection open and mute, which is neither of the two values (decision 0028).
    choices: {
      "framing.reserved-received": "ignore",
      "greeting.signature-end": "odd",
      "heartbeat.context-too-long": "truncate",
      "metadata.identity-sent": "always",
      "metadata.name-characters": "ignore",
      "publish-subscribe.counted": "once",
      "publish-subscribe.full-receiver": "hold-back",
      "publish-subscribe.sub-filter": "discard",
      "publish-subscribe.xpub-repeated": "first",
      "publish-subscribe.xsub-filter": "deliver",
      "request-reply.req-malformed-close": "close",
      "request-reply.req-peer-lost": "wait",
      "sockets.many-peers": "yes",
      "sockets.received-before-close": "deliver",
      "versions.older": "1.0-and-2.0",
      "websocket.hyphen": "refuse",
    },
  };
}
