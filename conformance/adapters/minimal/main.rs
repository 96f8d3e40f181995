//! The smallest useful adapter in Rust: seven operations over zmq.rs. Between two looks at its input it tries what waits. The complete one is ../zmq.rs/main.rs.
use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::{json, Value};
use std::collections::HashMap;
use std::sync::mpsc::{channel, RecvTimeoutError};
use std::time::{Duration, Instant};
// GAP 2: Use your library.
use bytes::Bytes;
use std::sync::{Arc, LazyLock};
use tokio::{runtime::Runtime, sync::Mutex, time::timeout};
use zeromq::*;
// END

/// The protocol's word (would-block, wrong-state, no-route, address-in-use and others), and a message.
type Refusal = (&'static str, String);

// GAP 3: Its name and exact version, and the version of ZMTP that it announces (3.1 or 3.0).
// ELSE const NAME: &str = "unnamed";
// ELSE const VERSION: &str = "0";
// ELSE const PROTOCOL: &str = "3.1";
const NAME: &str = "zmq.rs";
const VERSION: &str = "0.7.0";
const PROTOCOL: &str = "3.0";
// END

// GAP 4: What your library calls a socket, and the socket types that it has.
// ELSE struct Opened;
// ELSE const TYPES: [&str; 2] = ["DEALER", "ROUTER"];
enum Any { Req(ReqSocket), Rep(RepSocket), Dealer(DealerSocket), Router(RouterSocket) }
// A connect that goes on has the socket for itself.
type Opened = Arc<Mutex<Any>>;
const TYPES: [&str; 4] = ["REQ", "REP", "DEALER", "ROUTER"];
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

macro_rules! of {
    ($any:expr, $socket:ident => $act:expr) => {
        match $any { Any::Req($socket) => $act, Any::Rep($socket) => $act, Any::Dealer($socket) => $act, Any::Router($socket) => $act }
    };
}

fn refusal(error: ZmqError) -> Refusal {
    let code = match &error {
        ZmqError::Network(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => "address-in-use",
        ZmqError::Other(reason) if reason.contains("No request in progress") => "wrong-state",
        ZmqError::ReturnToSender { reason, .. } if reason.contains("progress") => "wrong-state",
        ZmqError::BufferFull(_) | ZmqError::ReturnToSender { .. } => "would-block",
        _ => "failed",
    };
    (code, error.to_string())
}
// END

fn open(name: &str) -> Result<Opened, Refusal> {
    // GAP 5: Open a socket of this type, which is one of gap 4.
    // ELSE Err(("failed", format!("gap 5 is not filled: {name}")))
    Ok(Arc::new(Mutex::new(match name {
        "REQ" => Any::Req(ReqSocket::new()),
        "REP" => Any::Rep(RepSocket::new()),
        "DEALER" => Any::Dealer(DealerSocket::new()),
        _ => Any::Router(RouterSocket::new()),
    })))
    // END
}

fn bind(socket: &mut Opened, endpoint: &str) -> Result<String, Refusal> {
    // GAP 6: Bind, and give the endpoint as it is bound: for port 0 with the port that the system chose.
    // ELSE let _ = (socket, endpoint);
    // ELSE Err(("failed", "gap 6 is not filled".into()))
    let bound = RUNTIME.block_on(async { of!(&mut *socket.lock().await, socket => socket.bind(endpoint).await) });
    bound.map(|endpoint| endpoint.to_string()).map_err(refusal)
    // END
}

fn connect(socket: &mut Opened, endpoint: &str) -> Result<(), Refusal> {
    // GAP 7: Begin to connect. Do not wait for the connection.
    // ELSE let _ = (socket, endpoint);
    // ELSE Err(("failed", "gap 7 is not filled".into()))
    let (socket, endpoint) = (socket.clone(), endpoint.to_string());
    RUNTIME.spawn(async move { of!(&mut *socket.lock().await, socket => socket.connect(&endpoint).await) });
    Ok(())
    // END
}

fn send(socket: &mut Opened, parts: Vec<Vec<u8>>) -> Result<(), Refusal> {
    // GAP 8: Try to send a message. Without room it is a refusal that says would-block; then it is tried again, if there is time.
    // ELSE let _ = (socket, parts);
    // ELSE Err(("failed", "gap 8 is not filled".into()))
    let mut socket = socket.try_lock().map_err(|_| ("would-block", "it connects".into()))?;
    let message = ZmqMessage::try_from(parts.into_iter().map(Bytes::from).collect::<Vec<_>>()).map_err(|_| ("invalid", "no part".into()))?;
    // A send that is called off loses its peer, so it is not before long.
    let sent = RUNTIME.block_on(async { timeout(Duration::from_secs(1), of!(&mut *socket, socket => socket.send(message))).await });
    sent.map_err(|_| ("would-block", "no room".into()))?.map_err(refusal)
    // END
}

fn receive(socket: &mut Opened) -> Result<Vec<Vec<u8>>, Refusal> {
    // GAP 9: Try to receive a message. Without one it is a refusal that says would-block; then it is tried again, if there is time.
    // ELSE let _ = socket;
    // ELSE Err(("failed", "gap 9 is not filled".into()))
    let mut socket = socket.try_lock().map_err(|_| ("would-block", "it connects".into()))?;
    let received = RUNTIME.block_on(async { timeout(Duration::from_millis(5), of!(&mut *socket, socket => socket.recv())).await });
    match received.map_err(|_| ("would-block", "no message".into()))?.map_err(refusal) {
        Ok(message) => Ok(message.iter().map(|part| part.to_vec()).collect()),
        // It tells that a connection ended; the next message may come on another.
        Err(("failed", reason)) => Err(("would-block", reason)),
        Err(other) => Err(other),
    }
    // END
}

fn close(socket: Opened) {
    // GAP 10: Close the socket.
    // ELSE let _ = socket;
    drop(socket);
    // END
}

fn act(sockets: &mut HashMap<u64, Opened>, handles: &mut u64, request: &Value) -> Result<Value, Refusal> {
    let word = |name: &str| request[name].as_str().unwrap_or_default();
    let operations = ["hello", "open", "bind", "connect", "send", "receive", "close"];
    let handle = request["socket"].as_u64().unwrap_or_default();
    match word("op") {
        "hello" => {
            let implementation = json!({"name": NAME, "version": VERSION, "language": "Rust"});
            let capabilities = json!({"protocol": PROTOCOL, "socketTypes": TYPES, "transports": ["tcp"], "mechanisms": ["NULL"], "options": [], "operations": operations, "events": []});
            return Ok(json!({"version": 1, "implementation": implementation, "capabilities": capabilities, "choices": {}}));
        }
        "open" if TYPES.contains(&word("type")) => {
            *handles += 1;
            sockets.insert(*handles, open(word("type"))?);
            return Ok(json!({"socket": *handles}));
        }
        "bind" | "connect" | "send" | "receive" | "close" => {}
        other => return Err(("unsupported", format!("no {other} {}", word("type")))),
    }
    let socket = sockets.get_mut(&handle).ok_or(("closed", format!("no socket {handle}")))?;
    match word("op") {
        "bind" => return Ok(json!({"endpoint": bind(socket, word("endpoint"))?})),
        "connect" => connect(socket, word("endpoint"))?,
        "send" => {
            let parts = request["parts"].as_array().into_iter().flatten();
            send(socket, parts.map(|part| STANDARD.decode(part.as_str().unwrap_or_default()).unwrap_or_default()).collect())?
        }
        "receive" => return Ok(json!({"parts": receive(socket)?.iter().map(|part| STANDARD.encode(part)).collect::<Vec<_>>()})),
        _ => sockets.remove(&handle).map_or((), close),
    }
    Ok(json!({}))
}

fn main() {
    let (sender, lines) = channel::<Value>();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            sender.send(serde_json::from_str(&line).expect("a line is JSON")).expect("it is read");
        }
    });
    let (mut sockets, mut handles, mut waiting) = (HashMap::new(), 0, Vec::new());
    loop {
        let pause = Duration::from_millis(if waiting.is_empty() { 1000 } else { 2 });
        match lines.recv_timeout(pause) {
            Ok(request) => {
                let limit = request["timeoutMs"].as_i64().unwrap_or_default();
                waiting.push((request, u64::try_from(limit).ok().map(|limit| Instant::now() + Duration::from_millis(limit))));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::process::exit(0),
        }
        waiting.retain(|(request, end)| {
            let mut line = match act(&mut sockets, &mut handles, request) {
                Ok(result) => result,
                // What would block waits on until its end.
                Err(("would-block", _)) if end.is_none_or(|end| Instant::now() < end) => return true,
                Err((code, message)) => json!({"error": {"code": code, "message": message}}),
            };
            line["ok"] = json!(line.get("error").is_none());
            line["id"] = request["id"].clone();
            println!("{line}");
            false
        });
    }
}
