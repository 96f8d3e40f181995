//! What rzmq is, can do and chooses (the observed behaviour, not its documentation), and its names for what the protocol calls by those of zeromq.js.
use rzmq::socket::options::*;
use rzmq::SocketType::{self, *};
use serde_json::{json, Value};

pub const VERSION: &str = "0.5.28";

pub const TYPES: [(&str, SocketType); 8] =
    [("REQ", Req), ("REP", Rep), ("DEALER", Dealer), ("ROUTER", Router), ("PUB", Pub), ("SUB", Sub), ("PUSH", Push), ("PULL", Pull)];

/// Options whose value is a number, or true or false.
pub const NUMBERS: [(&str, i32); 16] = [
    ("correlate", REQ_CORRELATE), ("curveServer", CURVE_SERVER), ("handshakeInterval", HANDSHAKE_IVL), ("heartbeatInterval", HEARTBEAT_IVL),
    ("heartbeatTimeout", HEARTBEAT_TIMEOUT), ("immediate", IMMEDIATE), ("linger", LINGER), ("mandatory", ROUTER_MANDATORY), ("noDrop", XPUB_NODROP),
    ("plainServer", PLAIN_SERVER), ("receiveHighWaterMark", RCVHWM), ("receiveTimeout", RCVTIMEO), ("reconnectInterval", RECONNECT_IVL),
    ("reconnectMaxInterval", RECONNECT_IVL_MAX), ("relaxed", REQ_RELAXED), ("sendHighWaterMark", SNDHWM),
];

/// Options whose value is octets.
pub const OCTETS: [(&str, i32); 8] = [
    ("curvePublicKey", CURVE_PUBLIC_KEY), ("curveSecretKey", CURVE_SECRET_KEY), ("curveServerKey", CURVE_SERVER_KEY), ("plainPassword", PLAIN_PASSWORD),
    ("plainUsername", PLAIN_USERNAME), ("routingId", ROUTING_ID), ("subscribe", SUBSCRIBE), ("unsubscribe", UNSUBSCRIBE),
];

/// Whom its PLAIN servers admit, as rzmq has no ZAP: those of the manifest.
pub const ADMITTED: (&str, &str) = ("patternwire", "a password for tests");

pub fn hello() -> Value {
    let options: Vec<&str> = NUMBERS.iter().chain(&OCTETS).map(|(name, _)| *name).chain(["maxMessageSize"]).collect();
    json!({
        "version": 1,
        "implementation": {"name": "rzmq", "version": VERSION, "language": "Rust", "url": "https://github.com/excsn/rzmq"},
        "capabilities": {
            "protocol": "3.0",
            "socketTypes": TYPES.map(|(name, _)| name),
            "transports": ["tcp", "ipc", "inproc"],
            "mechanisms": ["NULL", "PLAIN", "CURVE"],
            "options": options,
            "operations": ["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "close"],
            "events": []
        },
        "choices": {}
    })
}
