/** MUSTs that no example shows, each with the reason. An example is a frame, a greeting, or a trace that runs on every implementation. */

const device = "The trace language has no device: it has sockets and peers.";
const fullQueue = "It takes a full queue, whose size is that of the system's buffers.";
const files = "It is about files, of which the trace language knows nothing.";
const refusal = "The refusal is one of an option, a bind or an operation that an API may lack; the trace language knows refused sends only.";
const hostile = "It would be a recipe against releases in use (SECURITY.md).";
const clock = "It takes a clock: nothing happens until a time has passed.";
const webSocket = "The trace language speaks of frames: it has no request, no message of WebSocket and no Ping.";
const option = "It holds where the application sets an option that an implementation may lack.";

/** Chapters of which no MUST has an example. */
export const chaptersWithoutExample: Readonly<Record<string, string>> = {
  curve: "Keys and nonces differ from run to run, and so do all octets; the trace language has peers under NULL alone.",
  plain: "The trace language has peers under NULL alone.",
  zap: "The trace language has no handler that authenticates.",
  z85: "It is about texts, of which no octet passes on the wire.",
};

export const withoutExample: Readonly<Record<string, string>> = {
  "devices.whole-messages": device,
  "devices.both-ways": device,
  "devices.order": device,
  "devices.keeps": device,
  "devices.reply-path": device,
  "devices.subscriptions": device,
  "options.correlate": option,
  "options.correlate-reply": option,
  "publish-subscribe.sub-no-send": refusal,
  "versions.older-needs-null": "The trace language has peers under NULL alone.",
  "request-reply.router-unique": "The identities that a ROUTER makes differ from one implementation to the next.",
  "request-reply.router-duplicate": "It leaves a choice, and the two have different traces.",
  "request-reply.router-mandatory-full": fullQueue,
  "request-reply.router-never-blocks": fullQueue,
  "sockets.queues-independent": fullQueue,
  "inproc.name-in-use": refusal,
  "inproc.name-free-again": "In a trace each bind has a name of its own.",
  "ipc.path-too-long": files,
  "ipc.other-file": files,
  "tcp.address-in-use": refusal,
  "handshake.error-no-reconnect": clock,
  "heartbeat.context-size": clock,
  "heartbeat.short-ping": hostile,
  "metadata.identity-size": refusal,
  "metadata.identity-first-octet": refusal,
  "metadata.identity-null-received": hostile,
  "websocket.accept-bare": webSocket,
  "websocket.no-common": webSocket,
  "websocket.target": webSocket,
  "websocket.fragments": webSocket,
  "websocket.text": webSocket,
  "websocket.empty": webSocket,
  "websocket.other-flags": webSocket,
  "websocket.unmasked": webSocket,
  "websocket.masked": webSocket,
  "websocket.identity-first": webSocket,
  "websocket.identity-frame": webSocket,
  "websocket.pong": webSocket,
  "websocket.no-ping-command": webSocket,
};
