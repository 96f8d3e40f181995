//! What omq is, can do and chooses (the observed behaviour, not its documentation), and what it calls the options of zeromq.js.
use omq_tokio::{Error, Options, ReconnectPolicy};
use omq_tokio::SocketType::{self, *};
use serde_json::{json, Value};
use std::time::Duration;

pub const VERSION: &str = "0.33.0";

pub const TYPES: [(&str, SocketType); 11] = [
    ("REQ", Req), ("REP", Rep), ("DEALER", Dealer), ("ROUTER", Router), ("PUB", Pub), ("XPUB", XPub), ("SUB", Sub), ("XSUB", XSub), ("PUSH", Push),
    ("PULL", Pull), ("PAIR", Pair),
];

type Set = fn(&mut Options, i64);

/// Options whose value is a number, or true or false.
pub const NUMBERS: [(&str, Set); 12] = [
    ("conflate", |options, on| options.conflate = on == 1),
    ("handshakeInterval", |options, ms| options.handshake_timeout = some(ms)),
    ("heartbeatInterval", |options, ms| options.heartbeat_interval = some(ms)),
    ("heartbeatTimeToLive", |options, ms| options.heartbeat_ttl = some(ms)),
    ("heartbeatTimeout", |options, ms| options.heartbeat_timeout = time(ms)),
    ("linger", |options, ms| options.linger = time(ms)),
    ("mandatory", |options, on| options.router_mandatory = on == 1),
    ("maxMessageSize", |options, octets| options.max_message_size = usize::try_from(octets).ok()),
    ("noDrop", |options, on| options.xpub_nodrop = on == 1),
    ("receiveHighWaterMark", |options, count| options.recv_hwm = count as u32),
    ("reconnectInterval", |options, ms| options.reconnect = time(ms).map_or(ReconnectPolicy::Disabled, ReconnectPolicy::Fixed)),
    ("sendHighWaterMark", |options, count| options.send_hwm = count as u32),
];

/// Below zero there is no limit.
fn time(ms: i64) -> Option<Duration> {
    u64::try_from(ms).ok().map(Duration::from_millis)
}

fn some(ms: i64) -> Option<Duration> {
    time(ms).filter(|time| !time.is_zero())
}

/// Whom its servers admit, as omq has no ZAP: those of the manifest.
pub const ADMITTED: (&str, &str) = ("patternwire", "a-password-for-tests");

/// What the protocol calls its errors.
pub fn refusal(error: Error) -> (&'static str, String) {
    let message = error.to_string();
    let code = match &error {
        Error::WouldBlock | Error::Timeout => "would-block",
        Error::Unroutable => "no-route",
        Error::Closed => "closed",
        Error::UnsupportedScheme(_) => "unsupported",
        Error::InvalidEndpoint(_) | Error::Config(_) | Error::MessageTooLarge { .. } => "invalid",
        Error::Io(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => "address-in-use",
        Error::Protocol(reason) if reason.contains("must receive") || reason.contains("without") => "wrong-state",
        Error::Protocol(_) => "unsupported",
        _ => "failed",
    };
    (code, message)
}

pub fn hello() -> Value {
    let others = ["curvePublicKey", "curveSecretKey", "curveServer", "curveServerKey", "plainPassword", "plainServer", "plainUsername", "routingId", "subscribe", "unsubscribe"];
    let options: Vec<&str> = NUMBERS.iter().map(|(name, _)| *name).chain(others).collect();
    json!({
        "version": 1,
        "implementation": {"name": "omq", "version": VERSION, "language": "Rust", "url": "https://github.com/paddor/omq.rs"},
        "capabilities": {
            "protocol": "3.1",
            "socketTypes": TYPES.map(|(name, _)| name),
            "transports": ["tcp", "ipc", "inproc"],
            "mechanisms": ["NULL", "PLAIN", "CURVE"],
            "options": options,
            "operations": ["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "proxy", "close"],
            "events": []
        },
        "choices": {}
    })
}
