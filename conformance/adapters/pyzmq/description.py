"""What pyzmq with its libzmq is, can do and chooses (the observed behaviour, not its documentation), and its names for what the protocol calls by those of zeromq.js."""

import errno

import zmq

TYPES = {name: getattr(zmq, name) for name in ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"]}

OPTIONS = {
    "backlog": zmq.BACKLOG,
    "conflate": zmq.CONFLATE,
    "connectTimeout": zmq.CONNECT_TIMEOUT,
    "correlate": zmq.REQ_CORRELATE,
    "curvePublicKey": zmq.CURVE_PUBLICKEY,
    "curveSecretKey": zmq.CURVE_SECRETKEY,
    "curveServer": zmq.CURVE_SERVER,
    "curveServerKey": zmq.CURVE_SERVERKEY,
    "handover": zmq.ROUTER_HANDOVER,
    "handshakeInterval": zmq.HANDSHAKE_IVL,
    "heartbeatInterval": zmq.HEARTBEAT_IVL,
    "heartbeatTimeout": zmq.HEARTBEAT_TIMEOUT,
    "heartbeatTimeToLive": zmq.HEARTBEAT_TTL,
    "immediate": zmq.IMMEDIATE,
    "invertMatching": zmq.INVERT_MATCHING,
    "linger": zmq.LINGER,
    "mandatory": zmq.ROUTER_MANDATORY,
    "maxMessageSize": zmq.MAXMSGSIZE,
    "noDrop": zmq.XPUB_NODROP,
    "plainPassword": zmq.PLAIN_PASSWORD,
    "plainServer": zmq.PLAIN_SERVER,
    "plainUsername": zmq.PLAIN_USERNAME,
    "probeRouter": zmq.PROBE_ROUTER,
    "receiveHighWaterMark": zmq.RCVHWM,
    "receiveTimeout": zmq.RCVTIMEO,
    "reconnectInterval": zmq.RECONNECT_IVL,
    "reconnectMaxInterval": zmq.RECONNECT_IVL_MAX,
    "relaxed": zmq.REQ_RELAXED,
    "routingId": zmq.ROUTING_ID,
    "sendBufferSize": zmq.SNDBUF,
    "sendHighWaterMark": zmq.SNDHWM,
    "sendTimeout": zmq.SNDTIMEO,
    "subscribe": zmq.SUBSCRIBE,
    "unsubscribe": zmq.UNSUBSCRIBE,
    "verbosity": zmq.XPUB_VERBOSE,
    "welcomeMessage": zmq.XPUB_WELCOME_MSG,
    "zapDomain": zmq.ZAP_DOMAIN,
}

EVENTS = {
    zmq.EVENT_ACCEPTED: "accept",
    zmq.EVENT_ACCEPT_FAILED: "accept:error",
    zmq.EVENT_LISTENING: "bind",
    zmq.EVENT_BIND_FAILED: "bind:error",
    zmq.EVENT_CONNECTED: "connect",
    zmq.EVENT_CONNECT_DELAYED: "connect:delay",
    zmq.EVENT_CONNECT_RETRIED: "connect:retry",
    zmq.EVENT_CLOSED: "close",
    zmq.EVENT_CLOSE_FAILED: "close:error",
    zmq.EVENT_DISCONNECTED: "disconnect",
    zmq.EVENT_MONITOR_STOPPED: "end",
    zmq.EVENT_HANDSHAKE_SUCCEEDED: "handshake",
    zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL: "handshake:error:protocol",
    zmq.EVENT_HANDSHAKE_FAILED_AUTH: "handshake:error:auth",
    zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL: "handshake:error:other",
}

CODES = {
    errno.EAGAIN: "would-block",
    zmq.EFSM: "wrong-state",
    errno.EHOSTUNREACH: "no-route",
    errno.EADDRINUSE: "address-in-use",
    **dict.fromkeys([errno.EINVAL, errno.ENOENT, errno.ENODEV, errno.EADDRNOTAVAIL], "invalid"),
    **dict.fromkeys([zmq.ENOTSOCK, zmq.ETERM], "closed"),
    **dict.fromkeys([errno.EPROTONOSUPPORT, errno.EOPNOTSUPP], "unsupported"),
}

# Without request-reply.router-duplicate: libzmq keeps the second connection open and mute, which is neither of the two values (decision 0028).
CHOICES = {
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
}


def describe(operations):
    return {
        "version": 1,
        "implementation": {
            "name": "pyzmq",
            "version": f"{zmq.pyzmq_version()} (libzmq {zmq.zmq_version()})",
            "language": "Python and C++",
            "url": "https://github.com/zeromq/pyzmq",
        },
        "capabilities": {
            "protocol": "3.1",
            "socketTypes": list(TYPES),
            "transports": ["tcp", "ipc", "inproc"],
            "mechanisms": ["NULL", "PLAIN", "CURVE"],
            "options": list(OPTIONS),
            "operations": operations,
            "events": list(EVENTS.values()),
        },
        "choices": CHOICES,
    }
