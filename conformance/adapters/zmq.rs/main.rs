//! The adapter of zmq.rs, ØMQ in Rust (protocol: ../PROTOCOL.md). Each socket has a task, as every call takes the socket for itself.
mod description;
#[path = "../rust/lines.rs"]
mod lines;

use lines::{answer, deadline, octets, parts_of, received, run, text_of, unsupported, Inbox, Outcome, Refusal};
use serde_json::{json, Value};
use std::collections::VecDeque;
use std::future::Future;
use std::time::Duration;
use tokio::time::{sleep, sleep_until, Instant};
use zeromq::*;

macro_rules! sockets {
    ($($name:ident $type:ident $sends:tt $receives:tt),*) => {
        enum Any { $($name($type)),* }

        impl Any {
            fn open(name: &str, options: SocketOptions) -> Option<Any> {
                match name { $(stringify!($name) => Some(Any::$name($type::with_options(options))),)* _ => None }
            }
            async fn bind(&mut self, endpoint: &str) -> ZmqResult<Endpoint> {
                match self { $(Any::$name(socket) => socket.bind(endpoint).await),* }
            }
            async fn unbind(&mut self, endpoint: Endpoint) -> ZmqResult<()> {
                match self { $(Any::$name(socket) => socket.unbind(endpoint).await),* }
            }
            async fn connect(&mut self, endpoint: &str) -> ZmqResult<()> {
                match self { $(Any::$name(socket) => socket.connect(endpoint).await),* }
            }
            async fn send(&mut self, message: ZmqMessage) -> Result<(), Refusal> {
                match self { $(Any::$name(socket) => sockets!(@send $sends socket message)),* }
            }
            async fn receive(&mut self) -> Result<ZmqMessage, Refusal> {
                match self { $(Any::$name(socket) => sockets!(@receive $receives socket)),* }
            }
        }
    };
    (@send yes $socket:ident $message:ident) => { $socket.send($message).await.map_err(refusal) };
    (@send no $socket:ident $message:ident) => {{ let _ = ($socket, $message); Err(("unsupported", "it does not send".into())) }};
    (@receive yes $socket:ident) => { $socket.recv().await.map_err(refusal) };
    (@receive no $socket:ident) => {{ let _ = $socket; Err(("unsupported", "it does not receive".into())) }};
}
sockets!(REQ ReqSocket yes yes, REP RepSocket yes yes, DEALER DealerSocket yes yes, ROUTER RouterSocket yes yes, PUB PubSocket yes no,
    XPUB XPubSocket yes yes, SUB SubSocket no yes, XSUB XSubSocket yes yes, PUSH PushSocket yes no, PULL PullSocket no yes);

fn refusal(error: ZmqError) -> Refusal {
    let message = error.to_string();
    let code = match &error {
        ZmqError::Endpoint(_) if message.contains("ransport") => "unsupported",
        ZmqError::Endpoint(_) | ZmqError::NoSuchBind(_) => "invalid",
        ZmqError::Network(cause) if cause.kind() == std::io::ErrorKind::AddrInUse => "address-in-use",
        ZmqError::BufferFull(_) => "would-block",
        ZmqError::Other(reason) if reason.contains("not found by identity") => "no-route",
        ZmqError::Other(reason) if reason.contains("No request in progress") => "wrong-state",
        ZmqError::ReturnToSender { reason, .. } if reason.contains("progress") => "wrong-state",
        ZmqError::ReturnToSender { .. } => "would-block",
        _ => "failed",
    };
    (code, message)
}

fn options(request: &Value) -> Result<SocketOptions, Refusal> {
    let mut result = SocketOptions::default();
    for (name, value) in request["options"].as_object().into_iter().flatten() {
        match name.as_str() {
            "routingId" => result.peer_identity(octets(value).try_into().map_err(refusal)?),
            "connectTimeout" => result.connect_timeout(Duration::from_millis(value.as_u64().unwrap_or(0))),
            _ => return unsupported("option before it is open", name),
        };
    }
    Ok(result)
}

async fn set(socket: &mut Any, request: &Value) -> Outcome {
    let topic = String::from_utf8(octets(&request["value"])).map_err(|_| ("invalid", "a topic is UTF-8 text".to_string()))?;
    let result = match (socket, text_of(request, "name")) {
        (Any::SUB(socket), "subscribe") => socket.subscribe(&topic).await,
        (Any::SUB(socket), "unsubscribe") => socket.unsubscribe(&topic).await,
        (_, name) => return unsupported("option on this socket", name),
    };
    result.map(|_| Value::Null).map_err(refusal)
}

async fn act(socket: &mut Any, request: &Value) -> Outcome {
    let endpoint = text_of(request, "endpoint");
    match text_of(request, "op") {
        "bind" => socket.bind(endpoint).await.map(|bound| json!({"endpoint": bound.to_string()})).map_err(refusal),
        "unbind" => socket.unbind(endpoint.parse().map_err(|_| ("invalid", format!("no endpoint {endpoint}")))?).await.map(|_| Value::Null).map_err(refusal),
        _ => set(socket, request).await,
    }
}

/// One try to send or to receive; nothing when there is no room or no message. The end of a connection is told by an error; an application asks again.
async fn attempt(socket: &mut Any, request: &Value, end: Option<Instant>) -> Option<Outcome> {
    if request["op"] == "send" {
        // A send that is called off takes its peer out of the rotation for ever, so it is not before its time is over.
        let end = end.unwrap_or(Instant::now() + Duration::from_secs(3600)).max(Instant::now() + TRY);
        let sent = tokio::select! { sent = socket.send(ZmqMessage::try_from(parts_of(request)).ok()?) => sent, _ = sleep_until(end) => Err(("would-block", "no room".into())) };
        return match sent {
            // The library refuses at once and does not yield: without a pause its own tasks would starve.
            Err(("would-block", _)) => { sleep(TRY).await; None }
            other => Some(other.map(|_| Value::Null)),
        };
    }
    match tokio::select! { received = socket.receive() => received, _ = sleep(TRY) => return None } {
        Ok(message) => Some(Ok(received(message.iter()))),
        Err((code, message)) if code == "failed" => {
            eprintln!("recv: {message}");
            None
        }
        Err(error) => Some(Err(error)),
    }
}

/// No call of the library is a try, so it is given so long to hand over what has arrived.
const TRY: Duration = Duration::from_millis(5);

/// What waits is tried in turn until its time is over; a connect that goes on has the socket for itself meanwhile.
async fn serve(mut socket: Any, mut inbox: Inbox) {
    let mut waiting: Vec<(Value, Option<Instant>)> = Vec::new();
    let mut connects: Vec<String> = Vec::new();
    // What a step found; REQ and REP take turns, so nothing is received before its time.
    let mut early: VecDeque<Outcome> = VecDeque::new();
    let steps = !matches!(socket, Any::REQ(_) | Any::REP(_));
    loop {
        let request = match (connects.pop(), waiting.is_empty()) {
            (Some(endpoint), _) => {
                let mut connecting = Box::pin(socket.connect(&endpoint));
                let first = waiting.iter().filter_map(|(_, end)| *end).min();
                let expiry = sleep_until(first.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600)));
                tokio::pin!(expiry);
                loop {
                    tokio::select! {
                        result = &mut connecting => { if let Err(error) = result { eprintln!("connect: {error}") } break inbox.try_recv().ok() }
                        request = inbox.recv() => match request {
                            Some(request) if request["op"] == "send" || request["op"] == "receive" => {
                                let end = deadline(&request);
                                let before = expiry.deadline();
                                if let Some(end) = end { expiry.as_mut().reset(end.min(before)) }
                                waiting.push((request, end));
                            }
                            Some(request) if request["op"] == "connect" => { answer(&request, Ok(Value::Null)); connects.push(text_of(&request, "endpoint").to_string()) }
                            Some(request) if request["op"] == "step" => answer(&request, Ok(Value::Null)),
                            other => break other,
                        },
                        _ = &mut expiry => {
                            waiting.retain(|(request, end)| !expired(request, *end));
                            let next = waiting.iter().filter_map(|(_, end)| *end).min();
                            expiry.as_mut().reset(next.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600)));
                        }
                    }
                }
            }
            (None, true) => inbox.recv().await,
            (None, false) => inbox.try_recv().ok(),
        };
        match request {
            Some(request) if request["op"] == "close" => {
                for (waited, _) in &waiting { answer(waited, Err(("closed", "the socket is closed".into()))) }
                drop(socket);
                return answer(&request, Ok(Value::Null));
            }
            Some(request) if request["op"] == "connect" => { answer(&request, Ok(Value::Null)); connects.push(text_of(&request, "endpoint").to_string()) }
            Some(request) if request["op"] == "receive" && !early.is_empty() => answer(&request, early.pop_front().expect("not empty")),
            Some(request) if request["op"] == "send" || request["op"] == "receive" => { let end = deadline(&request); waiting.push((request, end)) }
            // The library reads only while its application receives.
            Some(request) if request["op"] == "step" => {
                if steps && waiting.is_empty() { early.extend(attempt(&mut socket, &request, None).await.filter(Result::is_ok)) }
                answer(&request, Ok(Value::Null))
            }
            Some(request) => answer(&request, act(&mut socket, &request).await),
            None => {}
        }
        let mut left = Vec::new();
        for (request, end) in waiting {
            match attempt(&mut socket, &request, end).await {
                Some(outcome) => answer(&request, outcome),
                None if expired(&request, end) => {}
                None => left.push((request, end)),
            }
        }
        waiting = left;
    }
}

fn expired(request: &Value, end: Option<Instant>) -> bool {
    let over = end.is_some_and(|end| Instant::now() >= end);
    if over { answer(request, Err(("would-block", "not in this time".into()))) }
    over
}

async fn open(request: Value, inbox: Inbox) -> Result<impl Future<Output = ()>, Refusal> {
    let Some(socket) = Any::open(text_of(&request, "type"), options(&request)?) else { return unsupported("type", &request["type"]) };
    Ok(serve(socket, inbox))
}

#[tokio::main]
async fn main() {
    run(description::hello(), |_, request, inbox| open(request, inbox)).await
}
