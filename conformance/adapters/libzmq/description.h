/** What libzmq is, can do and chooses (the observed behaviour, not its documentation), and its names for what the protocol calls by those of zeromq.js. */

#define SAME(name) {#name, ZMQ_##name}
static const struct { const char *name; int number; } types[] = {
    SAME(REQ), SAME(REP), SAME(DEALER), SAME(ROUTER), SAME(PUB), SAME(XPUB), SAME(SUB), SAME(XSUB), SAME(PUSH), SAME(PULL), SAME(PAIR),
}, codes[] = {
    {"would-block", EAGAIN}, {"wrong-state", EFSM}, {"no-route", EHOSTUNREACH}, {"address-in-use", EADDRINUSE}, {"invalid", EINVAL}, {"invalid", ENOENT},
    {"invalid", ENODEV}, {"invalid", EADDRNOTAVAIL}, {"closed", ENOTSOCK}, {"closed", ETERM}, {"unsupported", EPROTONOSUPPORT}, {"unsupported", ENOTSUP},
}, events[] = {
    {"accept", ZMQ_EVENT_ACCEPTED}, {"accept:error", ZMQ_EVENT_ACCEPT_FAILED}, {"bind", ZMQ_EVENT_LISTENING}, {"bind:error", ZMQ_EVENT_BIND_FAILED},
    {"connect", ZMQ_EVENT_CONNECTED}, {"connect:delay", ZMQ_EVENT_CONNECT_DELAYED}, {"connect:retry", ZMQ_EVENT_CONNECT_RETRIED},
    {"close", ZMQ_EVENT_CLOSED}, {"close:error", ZMQ_EVENT_CLOSE_FAILED}, {"disconnect", ZMQ_EVENT_DISCONNECTED}, {"end", ZMQ_EVENT_MONITOR_STOPPED},
    {"handshake", ZMQ_EVENT_HANDSHAKE_SUCCEEDED}, {"handshake:error:protocol", ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL},
    {"handshake:error:auth", ZMQ_EVENT_HANDSHAKE_FAILED_AUTH}, {"handshake:error:other", ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL},
};
static const struct { const char *name; int number; enum { INTEGER, LARGE, OCTETS } kind; } options[] = {
    {"backlog", ZMQ_BACKLOG}, {"conflate", ZMQ_CONFLATE}, {"connectTimeout", ZMQ_CONNECT_TIMEOUT}, {"correlate", ZMQ_REQ_CORRELATE},
    {"handover", ZMQ_ROUTER_HANDOVER}, {"handshakeInterval", ZMQ_HANDSHAKE_IVL}, {"heartbeatInterval", ZMQ_HEARTBEAT_IVL},
    {"heartbeatTimeout", ZMQ_HEARTBEAT_TIMEOUT}, {"heartbeatTimeToLive", ZMQ_HEARTBEAT_TTL}, {"immediate", ZMQ_IMMEDIATE},
    {"invertMatching", ZMQ_INVERT_MATCHING}, {"linger", ZMQ_LINGER}, {"mandatory", ZMQ_ROUTER_MANDATORY}, {"maxMessageSize", ZMQ_MAXMSGSIZE, LARGE},
    {"noDrop", ZMQ_XPUB_NODROP}, {"probeRouter", ZMQ_PROBE_ROUTER}, {"receiveHighWaterMark", ZMQ_RCVHWM}, {"receiveTimeout", ZMQ_RCVTIMEO},
    {"reconnectInterval", ZMQ_RECONNECT_IVL}, {"reconnectMaxInterval", ZMQ_RECONNECT_IVL_MAX}, {"relaxed", ZMQ_REQ_RELAXED},
    {"routingId", ZMQ_ROUTING_ID, OCTETS}, {"sendBufferSize", ZMQ_SNDBUF}, {"sendHighWaterMark", ZMQ_SNDHWM}, {"sendTimeout", ZMQ_SNDTIMEO},
    {"subscribe", ZMQ_SUBSCRIBE, OCTETS},
    {"unsubscribe", ZMQ_UNSUBSCRIBE, OCTETS}, {"verbosity", ZMQ_XPUB_VERBOSE}, {"welcomeMessage", ZMQ_XPUB_WELCOME_MSG, OCTETS},
    {"plainServer", ZMQ_PLAIN_SERVER}, {"plainUsername", ZMQ_PLAIN_USERNAME, OCTETS}, {"plainPassword", ZMQ_PLAIN_PASSWORD, OCTETS},
    {"curveServer", ZMQ_CURVE_SERVER}, {"curvePublicKey", ZMQ_CURVE_PUBLICKEY, OCTETS}, {"curveSecretKey", ZMQ_CURVE_SECRETKEY, OCTETS},
    {"curveServerKey", ZMQ_CURVE_SERVERKEY, OCTETS}, {"zapDomain", ZMQ_ZAP_DOMAIN, OCTETS},
};
#define COUNT(table) ((int)(sizeof(table) / sizeof(*table)))

static const char operations[] = "\"hello\",\"open\",\"option\",\"bind\",\"unbind\",\"connect\",\"disconnect\",\"send\",\"receive\",\"step\",\"proxy\",\"close\"";

/* Without request-reply.router-duplicate: libzmq keeps the second connection open and mute, which is neither of the two values (decision 0028). */
static const char choices[] =
    "\"framing.reserved-received\":\"ignore\",\"greeting.signature-end\":\"odd\",\"heartbeat.context-too-long\":\"truncate\",\"metadata.identity-sent\":\"always\","
    "\"metadata.name-characters\":\"ignore\",\"publish-subscribe.counted\":\"once\",\"publish-subscribe.full-receiver\":\"hold-back\","
    "\"publish-subscribe.sub-filter\":\"discard\",\"publish-subscribe.xpub-repeated\":\"first\",\"publish-subscribe.xsub-filter\":\"deliver\","
    "\"request-reply.req-malformed-close\":\"close\",\"request-reply.req-peer-lost\":\"wait\",\"sockets.many-peers\":\"yes\","
    "\"sockets.received-before-close\":\"deliver\",\"versions.older\":\"1.0-and-2.0\"";

#define PRINT_NAMES(table) \
    for (int at = 0; at < COUNT(table); at++) printf("%s\"%s\"", at ? "," : "", table[at].name)

static void say_hello(long id) {
    int major, minor, patch;
    zmq_version(&major, &minor, &patch);
    printf("{\"id\":%ld,\"ok\":true,\"version\":1,\"implementation\":{\"name\":\"libzmq\",\"version\":\"%d.%d.%d\",\"language\":\"C++\",", id, major, minor, patch);
    printf("\"url\":\"https://github.com/zeromq/libzmq\"},\"capabilities\":{\"protocol\":\"3.1\",\"socketTypes\":[");
    PRINT_NAMES(types);
    printf("],\"transports\":[\"tcp\",\"ipc\",\"inproc\"],\"mechanisms\":[\"NULL\",\"PLAIN\",\"CURVE\"],\"options\":[");
    PRINT_NAMES(options);
    printf("],\"operations\":[%s],\"events\":[", operations);
    PRINT_NAMES(events);
    printf("]},\"choices\":{%s}}\n", choices);
}
