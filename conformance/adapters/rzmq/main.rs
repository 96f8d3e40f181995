//! The adapter of rzmq, ØMQ in Rust (protocol: ../PROTOCOL.md).
mod description;
#[path = "../rust/handles.rs"]
mod handles;
#[path = "../rust/lines.rs"]
mod lines;

use bytes::Bytes;
use description::{ADMITTED, NUMBERS, OCTETS, TYPES};
use handles::Handle;
use lines::{octets, run, text_of, unsupported, Outcome, Refusal};
use rzmq::socket::options::*;
use rzmq::{Context, Msg, MsgFlags, Socket, SocketType, ZmqError};
use serde_json::{json, Value};
use std::time::Duration;

#[derive(Clone)]
struct Library {
    socket: Socket,
    kind: SocketType,
}

fn refusal(error: ZmqError) -> Refusal {
    let code = match &error {
        ZmqError::Timeout | ZmqError::ResourceLimitReached => "would-block",
        ZmqError::InvalidState(_) => "wrong-state",
        ZmqError::HostUnreachable(_) => "no-route",
        ZmqError::AddrInUse(_) => "address-in-use",
        ZmqError::InvalidSocketType(_) | ZmqError::UnsupportedTransport(_) | ZmqError::UnsupportedOption(_) | ZmqError::UnsupportedFeature(_) => "unsupported",
        ZmqError::InvalidArgument(_) | ZmqError::InvalidMessage(_) | ZmqError::InvalidEndpoint(_) | ZmqError::InvalidOptionValue(_) | ZmqError::AddrNotAvailable(_) => "invalid",
        _ => "failed",
    };
    (code, error.to_string())
}

impl Library {
    async fn set(&self, name: &str, value: &Value) -> Result<(), Refusal> {
        let number = value.as_i64().unwrap_or(i64::from(value.as_bool().unwrap_or(false)));
        if name == "plainServer" {
            for (option, text) in [(PLAIN_USERNAME, ADMITTED.0), (PLAIN_PASSWORD, ADMITTED.1)] { self.socket.set_option(option, text).await.map_err(refusal)? }
        }
        let set = match (NUMBERS.iter().find(|(known, _)| *known == name), OCTETS.iter().find(|(known, _)| *known == name)) {
            (Some((_, option)), _) => self.socket.set_option(*option, number as i32).await,
            (_, Some((_, option))) => self.socket.set_option_raw(*option, &octets(value)).await,
            _ if name == "maxMessageSize" => self.socket.set_option_raw(MAXMSGSIZE, &number.to_ne_bytes()).await,
            _ => return unsupported("option", name),
        };
        set.map_err(refusal)
    }

    /// Its REQ refuses any other call than `send` for a message of one part.
    async fn put(&self, parts: Vec<Bytes>) -> Result<(), ZmqError> {
        if let [part] = &parts[..] { return self.socket.send(Msg::from_bytes(part.clone())).await }
        let last = parts.len() - 1;
        let frame = |(at, part)| {
            let mut frame = Msg::from_bytes(part);
            if at < last { frame.set_flags(MsgFlags::MORE) }
            frame
        };
        self.socket.send_multipart(parts.into_iter().enumerate().map(frame).collect()).await
    }

    /// The library's own limit of a wait, of which one at a time goes on.
    async fn limit(&self, option: i32, wait: Option<Duration>) -> Result<(), Refusal> {
        self.socket.set_option(option, wait.map_or(-1, |wait| wait.as_millis() as i32)).await.map_err(refusal)
    }
}

impl Handle for Library {
    async fn act(&mut self, request: &Value) -> Outcome {
        let endpoint = text_of(request, "endpoint");
        let done = match text_of(request, "op") {
            "bind" => match self.socket.bind(endpoint).await {
                Ok(()) => {
                    let bound = self.socket.get_option(LAST_ENDPOINT).await.map_err(refusal)?;
                    return Ok(json!({"endpoint": String::from_utf8_lossy(&bound).trim_end_matches('\0')}));
                }
                Err(error) => Err(error),
            },
            "unbind" => self.socket.unbind(endpoint).await,
            "connect" => self.socket.connect(endpoint).await,
            "disconnect" => self.socket.disconnect(endpoint).await,
            _ => return self.set(text_of(request, "name"), &request["value"]).await.map(|()| Value::Null),
        };
        done.map(|()| Value::Null).map_err(refusal)
    }

    async fn send(&self, parts: Vec<Bytes>, wait: Option<Duration>) -> Result<(), Refusal> {
        if matches!(self.kind, SocketType::Sub | SocketType::Pull) { return unsupported("sending on", format!("{:?}", self.kind)) }
        self.limit(SNDTIMEO, wait).await?;
        // Some of its sockets look at SNDTIMEO only when a connection begins, so the adapter gives up by itself, too.
        let sent = tokio::time::timeout(wait.unwrap_or(Duration::MAX), self.put(parts)).await;
        sent.unwrap_or(Err(ZmqError::Timeout)).map_err(refusal)
    }

    async fn receive(&self, wait: Option<Duration>) -> Result<Vec<Bytes>, Refusal> {
        if matches!(self.kind, SocketType::Pub | SocketType::Push) { return unsupported("receiving on", format!("{:?}", self.kind)) }
        self.limit(RCVTIMEO, wait).await?;
        let frames = self.socket.recv_multipart().await.map_err(refusal)?;
        Ok(frames.into_iter().map(|frame| frame.data_bytes().unwrap_or_default()).collect())
    }

    async fn close(self) {
        if let Err(error) = self.socket.close().await { eprintln!("close: {error}") }
    }
}

async fn open(context: Context, request: Value) -> Result<Library, Refusal> {
    let Some((_, kind)) = TYPES.iter().find(|(name, _)| *name == text_of(&request, "type")) else { return unsupported("type", &request["type"]) };
    let library = Library { socket: context.socket(*kind).map_err(refusal)?, kind: *kind };
    // rzmq's DEALER and ROUTER add an empty frame to each message, and take one away, unless they are told not to.
    if matches!(kind, SocketType::Dealer | SocketType::Router) { library.socket.set_option(AUTO_DELIMITER, false).await.map_err(refusal)? }
    for (name, value) in request["options"].as_object().into_iter().flatten() { library.set(name, value).await? }
    Ok(library)
}

#[tokio::main]
async fn main() {
    let context = Context::new().expect("a context");
    run(description::hello(), |_, request, inbox| {
        let opening = open(context.clone(), request);
        async move { Ok(handles::serve(opening.await?, inbox)) }
    })
    .await
}
