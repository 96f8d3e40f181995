//! What zmq.rs is, can do and chooses: the observed behaviour, not its documentation.
use serde_json::{json, Value};

pub const VERSION: &str = "0.7.0";

pub fn hello() -> Value {
    json!({
        "version": 1,
        "implementation": {"name": "zmq.rs", "version": VERSION, "language": "Rust", "url": "https://github.com/zeromq/zmq.rs"},
        "capabilities": {
            "protocol": "3.0",
            "socketTypes": ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL"],
            "transports": ["tcp", "ipc"],
            "mechanisms": ["NULL"],
            "options": ["connectTimeout", "routingId", "subscribe", "unsubscribe"],
            "operations": ["hello", "open", "option", "bind", "unbind", "connect", "send", "receive", "step", "close"],
            "events": []
        },
        "choices": {}
    })
}
