/** The state machines of the reference as data, with words for a person: each state, event and deed of a table has its description here, or this does not compile. */
import type { Machine } from "../../../schemas/types/machine.ts";
import { connectionMachine, type ConnectionCell, type ConnectionEvent, type ConnectionState } from "../../../reference/connection/states.ts";
import { replyMachine, type ReplyCell, type ReplyEvent, type ReplyState } from "../../../reference/patterns/reply.ts";
import { requestMachine, type RequestCell, type RequestEvent, type RequestState } from "../../../reference/patterns/request.ts";
import { jsonOutput, type Generator } from "../../checks/generate/generator.ts";

type Cell = { readonly do: string; readonly to: string } | { readonly refuse: string } | { readonly expire: string };
type Deed<C> = Extract<C, { readonly do: string }>["do"];

interface MachineWords<State extends string, Event extends string, Does extends string> {
  readonly name: string;
  readonly description: string;
  readonly initial: State;
  readonly states: Readonly<Record<State, string>>;
  readonly events: Readonly<Record<Event, string>>;
  readonly deeds: Readonly<Record<Does, string>>;
}

const connectionWords: MachineWords<ConnectionState, ConnectionEvent, Deed<ConnectionCell>> = {
  name: "connection-machine",
  description: "The life of one connection, from its first octet to its close, under a mechanism that carries messages in clear.",
  initial: "greeting",
  states: {
    greeting: "its own greeting is sent, the other peer's is not complete",
    handshake: "the greetings agree, the mechanism is at work",
    traffic: "messages and commands may pass",
    closed: "nothing passes any more",
  },
  events: {
    greeting: "the other peer's greeting is complete",
    ready: "a READY command arrives",
    error: "an ERROR command arrives",
    ping: "a PING command arrives",
    pong: "a PONG command arrives",
    subscription: "a SUBSCRIBE or CANCEL command arrives",
    "other-command": "a command with another name arrives",
    "message-frame": "a message frame arrives",
    admitted: "the mechanism and the socket accept the peer",
    "handshake-overdue": "the time limit of the handshake passes",
    "ping-due": "the heartbeat interval passes",
    "answer-overdue": "the heartbeat timeout passes without an octet",
    "silence-overdue": "the time-to-live of a PING passes without an octet",
    ended: "the other peer ends the stream",
    close: "the owner ends it, or an octet breaks a rule that no row holds",
  },
  deeds: {
    "start-mechanism": "compares the mechanisms, then lets the mechanism begin",
    shake: "hands the command to the mechanism, which answers, completes or refuses",
    "begin-traffic": "tells the socket that the peer is there",
    collect: "adds the frame to its message, and delivers the message with its last frame",
    "answer-ping": "sends a PONG with the same context",
    "send-ping": "sends a PING",
    subscribe: "hands the subscription, or its cancelling, to the socket, to which it means something if it publishes",
    nothing: "nothing",
    finish: "closes the connection",
  },
};

const requestWords: MachineWords<RequestState, RequestEvent, Deed<RequestCell>> = {
  name: "req-machine",
  description: "The turns of a REQ socket: one request, its reply, the next request.",
  initial: "ready",
  states: {
    ready: "no request is under way",
    held: "a request was accepted, and its peer went before it could be sent",
    waiting: "the request is on its way to the asked peer",
    orphaned: "the connection that took the request has closed, so no reply can come",
    answered: "the reply is there, not received yet",
  },
  events: {
    send: "the application sends",
    receive: "the application receives",
    reply: "a well-formed message of the asked peer arrives on the connection that took the request",
    stray: "any other message arrives",
    returned: "the request comes back unsent, because its peer was removed",
    available: "a peer becomes available",
    lost: "the connection closes that had taken the request",
  },
  deeds: {
    ask: "sends the request, behind its delimiter, to the next available peer, or blocks or refuses while there is none",
    "ask-again": "forgets the request and sends a new one, which a relaxed socket may do",
    keep: "keeps the body of the reply",
    discard: "discards the message",
    deliver: "delivers the body of the reply",
    block: "waits for the reply, or refuses with would-block",
    hold: "keeps the request",
    "ask-held": "sends the kept request to the available peer",
    none: "nothing",
  },
};

const replyWords: MachineWords<ReplyState, ReplyEvent, Deed<ReplyCell>> = {
  name: "rep-machine",
  description: "The turns of a REP socket: one request, its reply, the next request.",
  initial: "idle",
  states: { idle: "no request is being answered", answering: "a request was delivered, and its reply is due" },
  events: {
    send: "the application sends",
    receive: "the application receives",
    request: "a well-formed request is next in the queue",
    malformed: "a message that is no request is next in the queue",
  },
  deeds: {
    reply: "sends the kept envelope and the body to the originator, or discards them when it is gone",
    look: "takes the next message of the queue, or waits, or refuses with would-block",
    deliver: "keeps the envelope and delivers the body",
    discard: "discards the message and looks at the next",
  },
};

export const connectionMachineModel: Generator = machineGenerator(connectionWords, connectionMachine);
export const reqMachineModel: Generator = machineGenerator(requestWords, requestMachine);
export const repMachineModel: Generator = machineGenerator(replyWords, replyMachine);

type Table<State extends string, Event extends string> = Readonly<Record<State, Readonly<Record<Event, Cell>>>>;

function machineGenerator<State extends string, Event extends string, Does extends string>(
  words: MachineWords<State, Event, Does>,
  table: Table<State, Event>,
): Generator {
  return {
    name: words.name,
    about: `schemas/model/${words.name}.json from the reference's table`,
    outputs: () => [jsonOutput(`schemas/model/${words.name}.json`, machineOf(words, table))],
  };
}

/** Only the deeds that the table has: a deed that an option adds is not the machine's. */
function machineOf<State extends string, Event extends string, Does extends string>(
  words: MachineWords<State, Event, Does>,
  table: Table<State, Event>,
): Machine {
  const transitions: readonly Machine["transitions"][number][] = keys(table).flatMap((from) =>
    keys(table[from]).map((event) => transitionOf(from, event, table[from][event])),
  );
  const done = new Set(transitions.flatMap((transition) => ("do" in transition ? [transition.do] : [])));
  return {
    name: words.name,
    description: words.description,
    initial: words.initial,
    states: described(words.states),
    events: described(words.events),
    deeds: described(words.deeds).filter(({ name }) => done.has(name)),
    transitions,
  };
}

function transitionOf(from: string, event: string, cell: Cell): Machine["transitions"][number] {
  if ("refuse" in cell) return { from, event, refuse: cell.refuse };
  return "expire" in cell ? { from, event, expire: cell.expire } : { from, event, do: cell.do, to: cell.to };
}

function described(words: Readonly<Record<string, string>>): readonly { readonly name: string; readonly description: string }[] {
  return Object.entries(words).map(([name, description]) => ({ name, description }));
}

function keys<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
