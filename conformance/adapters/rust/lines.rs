//! What every adapter in Rust does alike (protocol: ../PROTOCOL.md): lines of JSON, octets in base64, and a task for each socket.
use base64::{engine::general_purpose::STANDARD, Engine};
use bytes::Bytes;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;
use tokio::io::{stdin, AsyncBufReadExt, BufReader};
use tokio::sync::mpsc::{unbounded_channel, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;

/// A code of the protocol, and the library's own words.
pub type Refusal = (&'static str, String);
pub type Outcome = Result<Value, Refusal>;
/// The requests for one socket, as they are read.
pub type Inbox = UnboundedReceiver<Value>;

/// The octets of an option: text, or base64.
pub fn octets(value: &Value) -> Vec<u8> {
    let text = value.as_str().or(value["base64"].as_str()).unwrap_or_default();
    if value.is_string() { text.into() } else { STANDARD.decode(text).unwrap_or_default() }
}

pub fn parts_of(request: &Value) -> Vec<Bytes> {
    request["parts"].as_array().into_iter().flatten().map(|part| octets(&json!({"base64": part})).into()).collect()
}

pub fn received<Part: AsRef<[u8]>>(parts: impl IntoIterator<Item = Part>) -> Value {
    json!({"parts": parts.into_iter().map(|part| STANDARD.encode(part)).collect::<Vec<_>>()})
}

pub fn text_of<'a>(request: &'a Value, name: &str) -> &'a str {
    request[name].as_str().unwrap_or_default()
}

pub fn unsupported<T>(what: &str, name: impl std::fmt::Display) -> Result<T, Refusal> {
    Err(("unsupported", format!("no {what} {name}")))
}

/// Nothing when the request waits without limit.
pub fn deadline(request: &Value) -> Option<Instant> {
    u64::try_from(request["timeoutMs"].as_i64().unwrap_or(0)).ok().map(|timeout_ms| Instant::now() + Duration::from_millis(timeout_ms))
}

pub fn answer(request: &Value, outcome: Outcome) {
    let mut line = match outcome {
        Ok(result) if result.is_object() => result,
        Ok(_) => json!({}),
        Err((code, message)) => json!({"error": {"code": code, "message": message}}),
    };
    line["ok"] = json!(line.get("error").is_none());
    line["id"] = request["id"].clone();
    println!("{line}");
}

/// Reads requests until the input ends. `open` makes the socket of a handle and gives the task that serves it; what is asked of a socket, or of a device by its
/// frontend, goes to that task.
pub async fn run<Opening, Task>(hello: Value, open: impl Fn(u64, Value, Inbox) -> Opening) -> !
where
    Opening: Future<Output = Result<Task, Refusal>>,
    Task: Future<Output = ()> + Send + 'static,
{
    let mut tasks: HashMap<u64, UnboundedSender<Value>> = HashMap::new();
    let mut lines = BufReader::new(stdin()).lines();
    let mut handles = 0;
    while let Ok(Some(line)) = lines.next_line().await {
        let request: Value = serde_json::from_str(&line).expect("a line is JSON");
        let op = text_of(&request, "op");
        let declared = hello["capabilities"]["operations"].as_array().is_some_and(|operations| operations.contains(&request["op"]));
        let handle = request["socket"].as_u64().or(request["frontend"].as_u64()).unwrap_or(0);
        match (op, tasks.get(&handle)) {
            ("hello", _) => answer(&request, Ok(hello.clone())),
            ("open", _) => {
                let (sender, inbox) = unbounded_channel();
                handles += 1;
                answer(&request, open(handles, request.clone(), inbox).await.map(|task| {
                    tokio::spawn(task);
                    tasks.insert(handles, sender);
                    json!({"socket": handles})
                }));
            }
            (op, _) if !declared => answer(&request, unsupported("operation", op)),
            (op, Some(task)) if task.send(request.clone()).is_ok() => {
                if op == "close" { tasks.remove(&handle); }
            }
            _ => answer(&request, Err(("closed", format!("no socket {handle}")))),
        }
    }
    std::process::exit(0);
}
