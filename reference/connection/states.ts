/**
 * One peer's life as a table (37/ZMTP, Overall Behavior). Two rules: a state's row names every event, and nothing happens to a connection that is not in its row.
 */
import type { RequirementId } from "../base/errors.ts";

export type ConnectionState = "greeting" | "handshake" | "traffic" | "closed";

export type ConnectionEvent =
  /** The other peer's greeting is complete. */
  | "greeting"
  /** A command came; in the traffic, sorted by its name. */
  | "ready"
  | "error"
  | "ping"
  | "pong"
  | "subscription"
  | "other-command"
  | "message-frame"
  /** The mechanism and the socket accept the peer. */
  | "admitted"
  /** A time limit passed. */
  | "handshake-overdue"
  | "ping-due"
  | "answer-overdue"
  | "silence-overdue"
  /** The other peer ended the stream. */
  | "ended"
  /** The owner ends it, or the peer broke a rule that no row holds. */
  | "close";

/** `refuse` closes because of the peer, `expire` because of time: each says by which statement. */
export type ConnectionCell =
  | {
      readonly do: "start-mechanism" | "shake" | "begin-traffic" | "collect" | "answer-ping" | "send-ping" | "subscribe" | "nothing" | "finish";
      readonly to: ConnectionState;
    }
  | { readonly refuse: RequirementId }
  | { readonly expire: RequirementId };

const shake = { do: "shake", to: "handshake" } as const;
const nothing = (state: ConnectionState) => ({ do: "nothing", to: state }) as const;
const finish = { do: "finish", to: "closed" } as const;

/**
 * @requirement handshake.message-before-ready
 * @requirement handshake.timeout
 * @requirement handshake.early-message
 * @requirement commands.unknown
 * @requirement publish-subscribe.accepts-commands
 * @requirement commands.not-delivered
 * @requirement framing.heartbeat-between
 * @requirement commands.late-error
 * @requirement commands.late-ready
 * @requirement heartbeat.after-handshake
 */
export const connectionMachine = {
  greeting: {
    greeting: { do: "start-mechanism", to: "handshake" },
    ready: nothing("greeting"),
    error: nothing("greeting"),
    ping: nothing("greeting"),
    pong: nothing("greeting"),
    "other-command": nothing("greeting"),
    subscription: nothing("greeting"),
    "message-frame": nothing("greeting"),
    admitted: nothing("greeting"),
    "handshake-overdue": { expire: "handshake.timeout" },
    "ping-due": nothing("greeting"),
    "answer-overdue": nothing("greeting"),
    "silence-overdue": nothing("greeting"),
    ended: finish,
    close: finish,
  },
  handshake: {
    greeting: nothing("handshake"),
    ready: shake,
    error: shake,
    ping: shake,
    pong: shake,
    "other-command": shake,
    subscription: shake,
    "message-frame": { refuse: "handshake.message-before-ready" },
    admitted: { do: "begin-traffic", to: "traffic" },
    "handshake-overdue": { expire: "handshake.timeout" },
    "ping-due": nothing("handshake"),
    "answer-overdue": nothing("handshake"),
    "silence-overdue": nothing("handshake"),
    ended: finish,
    close: finish,
  },
  traffic: {
    greeting: nothing("traffic"),
    ready: { refuse: "commands.late-ready" },
    error: { refuse: "commands.late-error" },
    ping: { do: "answer-ping", to: "traffic" },
    pong: nothing("traffic"),
    "other-command": nothing("traffic"),
    subscription: { do: "subscribe", to: "traffic" },
    "message-frame": { do: "collect", to: "traffic" },
    admitted: nothing("traffic"),
    "handshake-overdue": nothing("traffic"),
    "ping-due": { do: "send-ping", to: "traffic" },
    "answer-overdue": { expire: "heartbeat.timeout" },
    "silence-overdue": { expire: "heartbeat.ttl-expiry" },
    ended: finish,
    close: finish,
  },
  closed: {
    greeting: nothing("closed"),
    ready: nothing("closed"),
    error: nothing("closed"),
    ping: nothing("closed"),
    pong: nothing("closed"),
    "other-command": nothing("closed"),
    subscription: nothing("closed"),
    "message-frame": nothing("closed"),
    admitted: nothing("closed"),
    "handshake-overdue": nothing("closed"),
    "ping-due": nothing("closed"),
    "answer-overdue": nothing("closed"),
    "silence-overdue": nothing("closed"),
    ended: nothing("closed"),
    close: nothing("closed"),
  },
} as const satisfies Record<ConnectionState, Record<ConnectionEvent, ConnectionCell>>;

export type ConnectionTable = Readonly<Record<ConnectionState, Readonly<Record<ConnectionEvent, ConnectionCell>>>>;

/** The event that a command's name stands for. */
export function commandEvent(name: string): ConnectionEvent {
  return commandEvents.get(name) ?? "other-command";
}

const commandEvents: ReadonlyMap<string, ConnectionEvent> = new Map([
  ["READY", "ready"],
  ["ERROR", "error"],
  ["PING", "ping"],
  ["PONG", "pong"],
  ["SUBSCRIBE", "subscription"],
  ["CANCEL", "subscription"],
]);
