//! The adapter of omq, ØMQ in Rust (protocol: ../PROTOCOL.md). omq takes options when a socket is made, so one is made when it is first used.
mod description;
#[path = "../rust/handles.rs"]
mod handles;
#[path = "../rust/lines.rs"]
mod lines;

use bytes::Bytes;
use description::{refusal, ADMITTED, NUMBERS, TYPES};
use handles::Handle;
use lines::{octets, run, text_of, unsupported, Outcome, Refusal};
use omq_tokio::{proxy, CurveKeypair, CurvePublicKey, CurveSecretKey, Error, Message, Options, Socket, SocketType};
use serde_json::{json, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

#[derive(Clone)]
struct Library {
    handle: u64,
    kind: SocketType,
    options: Arc<Mutex<Options>>,
    socket: Arc<OnceLock<Socket>>,
    keys: HashMap<String, String>,
    /// What was subscribed to, or cancelled, before the first bind or connect, when options may still come.
    early: Arc<Mutex<Vec<(bool, Vec<u8>)>>>,
}

/// The sockets that are open, for devices.
static SOCKETS: Mutex<BTreeMap<u64, Library>> = Mutex::new(BTreeMap::new());

impl Library {
    fn socket(&self) -> Result<&Socket, Refusal> {
        if self.socket.get().is_none() {
            let made = Socket::try_new(self.kind, self.options.lock().expect("options").clone()).map_err(refusal)?;
            let _ = self.socket.set(made);
        }
        self.socket.get().ok_or(("failed", "no socket".into()))
    }

    async fn subscribe(&self) -> Result<(), Refusal> {
        let early = std::mem::take(&mut *self.early.lock().expect("early"));
        for (more, topic) in early {
            let socket = self.socket()?;
            if more { socket.subscribe(topic).await } else { socket.unsubscribe(topic).await }.map_err(refusal)?;
        }
        Ok(())
    }

    fn secure(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        self.keys.insert(name.into(), value.as_str().unwrap_or_default().into());
        let key = |name: &str| self.keys.get(name).cloned().unwrap_or_default();
        let mut options = self.options.lock().expect("options");
        let pair = || {
            let secret = CurveSecretKey::from_z85(&key("curveSecretKey")).map_err(refusal)?;
            Ok(CurveKeypair { public: secret.derive_public(), secret })
        };
        if name == "curvePublicKey" || name == "curveServerKey" { CurvePublicKey::from_z85(&key(name)).map_err(refusal)?; }
        if name == "curveSecretKey" { pair()?; }
        let set = match name {
            "plainServer" => options.clone().plain_server_credentials([ADMITTED]),
            "plainUsername" | "plainPassword" => options.clone().plain_client(key("plainUsername"), key("plainPassword")),
            "curveServer" => options.clone().curve_server(pair()?),
            "curveServerKey" => options.clone().curve_client(pair()?, CurvePublicKey::from_z85(&key(name)).map_err(refusal)?),
            _ => return Ok(()),
        };
        if ["plainUsername", "plainPassword"].iter().all(|name| self.keys.contains_key(*name)) { set.validate().map_err(refusal)? }
        *options = set;
        Ok(())
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), Refusal> {
        if self.socket.get().is_some() { return Err(("unsupported", format!("{name}: omq takes options before the first bind or connect"))) }
        if name.starts_with("plain") || name.starts_with("curve") { return self.secure(name, value) }
        let mut options = self.options.lock().expect("options");
        match NUMBERS.iter().find(|(known, _)| *known == name) {
            Some((_, set)) => set(&mut options, value.as_i64().unwrap_or(i64::from(value.as_bool().unwrap_or(false)))),
            None if name == "routingId" => options.identity = octets(value).into(),
            None => return unsupported("option", name),
        }
        options.validate().map_err(refusal)
    }
}

/// Gives up when the time is over.
async fn within<T>(wait: Option<Duration>, call: impl std::future::Future<Output = Result<T, Error>>) -> Result<T, Refusal> {
    let Some(wait) = wait else { return call.await.map_err(refusal) };
    tokio::time::timeout(wait, call).await.unwrap_or(Err(Error::Timeout)).map_err(refusal)
}

impl Handle for Library {
    async fn act(&mut self, request: &Value) -> Outcome {
        let (op, endpoint, name) = (text_of(request, "op"), text_of(request, "endpoint"), text_of(request, "name"));
        if name.ends_with("subscribe") { self.early.lock().expect("early").push((name == "subscribe", octets(&request["value"]))) }
        if self.socket.get().is_some() || op == "bind" || op == "connect" { self.subscribe().await? }
        let done = match op {
            "bind" => return self.socket()?.bind(endpoint).await.map(|bound| json!({"endpoint": bound.to_string()})).map_err(refusal),
            "unbind" => self.socket()?.unbind(endpoint).await,
            "connect" => self.socket()?.connect(endpoint).await,
            "disconnect" => self.socket()?.disconnect(endpoint).await,
            "proxy" => {
                let backend = SOCKETS.lock().expect("sockets").get(&request["backend"].as_u64().unwrap_or(0)).cloned();
                let backend = backend.ok_or(("closed", "no such backend".to_string()))?.socket()?.clone();
                tokio::spawn(proxy::proxy(self.socket()?.clone(), backend, None));
                Ok(())
            }
            _ if name.ends_with("subscribe") => Ok(()),
            _ => return self.set(name, &request["value"]).map(|()| Value::Null),
        };
        done.map(|()| Value::Null).map_err(refusal)
    }

    async fn send(&self, parts: Vec<Bytes>, wait: Option<Duration>) -> Result<(), Refusal> {
        if matches!(self.kind, SocketType::Sub | SocketType::Pull) { return unsupported("sending on", self.kind) }
        if let (None, SocketType::XSub, [part]) = (self.socket.get(), self.kind, &parts[..]) {
            if let [first @ (0 | 1), topic @ ..] = &part[..] { return Ok(self.early.lock().expect("early").push((*first == 1, topic.into()))) }
        }
        within(wait, self.socket()?.send(Message::multipart(parts))).await
    }

    async fn receive(&self, wait: Option<Duration>) -> Result<Vec<Bytes>, Refusal> {
        if matches!(self.kind, SocketType::Pub | SocketType::Push) { return unsupported("receiving on", self.kind) }
        let message = within(wait, self.socket()?.recv()).await?;
        Ok((0..message.len()).filter_map(|at| message.part_bytes(at)).collect())
    }

    async fn close(self) {
        SOCKETS.lock().expect("sockets").remove(&self.handle);
        let Some(socket) = self.socket.get().cloned() else { return };
        // It lingers as its option says; an application may go on meanwhile.
        tokio::spawn(async { if let Err(error) = socket.close().await { eprintln!("close: {error}") } });
    }
}

async fn open(handle: u64, request: Value) -> Result<Library, Refusal> {
    let Some((_, kind)) = TYPES.iter().find(|(name, _)| *name == text_of(&request, "type")) else { return unsupported("type", &request["type"]) };
    let mut library = Library { handle, kind: *kind, options: Arc::default(), socket: Arc::default(), keys: HashMap::new(), early: Arc::default() };
    for (name, value) in request["options"].as_object().into_iter().flatten() { library.set(name, value)? }
    SOCKETS.lock().expect("sockets").insert(handle, library.clone());
    Ok(library)
}

#[tokio::main]
async fn main() {
    run(description::hello(), |handle, request, inbox| async move { Ok(handles::serve(open(handle, request).await?, inbox)) }).await
}
