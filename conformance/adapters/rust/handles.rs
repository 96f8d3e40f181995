//! The task of a socket whose library lets several calls be under way on it: sends and receives wait beside each other, the rest is done in its turn.
use super::lines::{answer, deadline, parts_of, text_of, received, Inbox, Outcome, Refusal};
use bytes::Bytes;
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde_json::Value;
use std::future::Future;
use std::time::Duration;
use tokio::time::Instant;

pub trait Handle: Clone + Send + Sync + 'static {
    /// Options, bind, unbind, connect, disconnect.
    fn act(&mut self, request: &Value) -> impl Future<Output = Outcome> + Send;
    /// Waits for room at most so long; nothing is without limit.
    fn send(&self, parts: Vec<Bytes>, wait: Option<Duration>) -> impl Future<Output = Result<(), Refusal>> + Send;
    fn receive(&self, wait: Option<Duration>) -> impl Future<Output = Result<Vec<Bytes>, Refusal>> + Send;
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// No call of these libraries is a try, so it is given so long to hand over what has arrived.
const TRY: Duration = Duration::from_millis(5);

pub async fn serve(mut socket: impl Handle, mut inbox: Inbox) {
    let mut waiting = FuturesUnordered::new();
    let mut asked: Vec<Value> = Vec::new();
    loop {
        // What was asked first takes effect first, so it is begun before the next request is looked at.
        let request = tokio::select! {
            biased;
            Some((request, outcome)) = waiting.next() => {
                asked.retain(|other| *other != request);
                answer(&request, outcome);
                continue;
            }
            request = inbox.recv() => request,
        };
        let Some(request) = request else { return };
        match text_of(&request, "op") {
            "close" => {
                drop(waiting);
                for request in asked { answer(&request, Err(("closed", "the socket is closed".into()))) }
                socket.close().await;
                return answer(&request, Ok(Value::Null));
            }
            "send" | "receive" => {
                asked.push(request.clone());
                waiting.push(attempt(socket.clone(), request));
            }
            _ => {
                let outcome = socket.act(&request).await;
                answer(&request, outcome);
            }
        }
    }
}

async fn attempt(socket: impl Handle, request: Value) -> (Value, Outcome) {
    let wait = deadline(&request).map(|end| end.saturating_duration_since(Instant::now()).max(TRY));
    let outcome = match text_of(&request, "op") {
        "send" => socket.send(parts_of(&request), wait).await.map(|()| Value::Null),
        _ => socket.receive(wait).await.map(received),
    };
    (request, outcome)
}
