/** Plays a parsed trace on a stage. A step that does not go as written throws `Unexpected`, with the line. */
import { ascii, concat, equal, fromHex, hex } from "../octets.ts";
import { Unexpected } from "../outcome.ts";
import type { ProtocolVersion } from "../model.ts";
import type { Stage } from "../stage.ts";
import type { ListeningPeer, Refusal, Subject } from "../subject.ts";
import { encodeCommand, encodeMetadata, encodePing, type GreetingFields } from "../wire/encode.ts";
import type { HandshakeOptions, WirePeer } from "../wire/peer.ts";
import { TraceError, type PeerStep, type Step, type Words } from "./parse.ts";

/** Plays the steps in order. */
export async function runTrace(steps: readonly Step[], stage: Stage): Promise<void> {
  const cast: Cast = { subjects: new Map(), peers: new Map(), listening: new Map(), left: undefined };
  for (const step of steps) await ("socket" in step && !("peer" in step) ? playSocket(step, stage, cast) : playPeer(step, stage, cast));
}

interface Cast {
  readonly subjects: Map<string, Subject>;
  readonly peers: Map<string, WirePeer>;
  readonly listening: Map<string, ListeningPeer>;
  /** The socket that was told last to disconnect. It may do so later than it answers, and in turns, so a PING that is still answered shows nothing. */
  left: Subject | undefined;
}

async function playSocket(step: Exclude<Step, PeerStep>, stage: Stage, cast: Cast): Promise<void> {
  if (step.verb === "opens") {
    cast.subjects.set(step.socket, await stage.open(step.type, step.options, step.socket));
    return;
  }
  const subject = find(cast.subjects, step.socket);
  switch (step.verb) {
    case "binds":
      await subject.bind();
      return;
    case "unbinds":
      return subject.unbind();
    case "closes":
      return subject.close();
    case "steps":
      return subject.step();
    case "subscribes":
      return subject.subscribe(step.topic);
    case "unsubscribes":
      return subject.unsubscribe(step.topic);
    case "connects":
      return subject.connectTo(await endpointOf(stage, cast, step.other));
    case "disconnects":
      cast.left = subject;
      return subject.disconnectFrom(await endpointOf(stage, cast, step.other));
    case "sends":
      return step.refused === undefined ? subject.send(step.parts) : subject.refuses(step.parts, [step.refused as Refusal]);
    case "receives":
      return step.parts === undefined ? subject.receivesNothing() : subject.receives(step.parts);
  }
}

async function playPeer(step: PeerStep, stage: Stage, cast: Cast): Promise<void> {
  switch (step.verb) {
    case "listens":
      cast.listening.set(step.peer, await stage.listen(step.peer, cast.listening.get(step.peer)?.endpoint));
      return;
    case "accepts raw":
      cast.peers.set(step.peer, await stage.acceptRaw(find(cast.listening, step.peer)));
      return;
    case "accepts":
      cast.peers.set(step.peer, await stage.accept(find(cast.listening, step.peer), step.type, handshakeOf(step.words)));
      return;
    case "peer connects":
      cast.peers.set(step.peer, await stage.connect(find(cast.subjects, step.socket), step.type, handshakeOf(step.words), step.peer));
      return;
    case "dials":
      cast.peers.set(step.peer, await stage.dial(find(cast.subjects, step.socket), step.peer));
      return;
    default:
      return playConnected(step, find(cast.peers, step.peer), cast);
  }
}

type ConnectedStep =
  | Exclude<PeerStep, { readonly verb: "listens" | "accepts raw" } | { readonly verb: "accepts" | "peer connects" | "dials" }>
  | { readonly verb: "is open" | "is closed" | "peer closes" | "aborts"; readonly peer: string };

async function playConnected(step: PeerStep | ConnectedStep, peer: WirePeer, { left }: Cast): Promise<void> {
  switch (step.verb) {
    case "is open":
      return peer.isOpen();
    case "is closed":
      return left === undefined ? peer.isClosed() : peer.isClosedInTurns(() => left.step(), false);
    case "peer closes":
      peer.close();
      return;
    case "aborts":
      peer.abort();
      return;
    case "writes":
      peer.write(step.octets);
      return;
    case "writes greeting":
      peer.writeGreeting(greetingOf(step.words), ["greeting", ...Object.entries(step.words).map(([name, value]) => `${name}=${value}`)].join(" "));
      return;
    case "writes command":
      peer.write(commandOf(step.name, step.words), [step.name, ...step.words.map(([name, value]) => `${name}=${value}`)].join(" "));
      return;
    case "reads":
      return reads(peer, step.what);
    case "peer sends":
      peer.send(step.parts, step.long ? "long" : undefined);
      return;
    case "peer receives":
      return peer.receives(step.parts);
    case "sends command":
      peer.sendCommand(step.name, step.data);
      return;
    case "receives command": {
      const { data } = await peer.commandNamed(step.name);
      if (!equal(data, step.data)) throw new Unexpected(`${step.name} x${hex(step.data)}`, `${step.name} x${hex(data)}`);
      return;
    }
    default:
      throw new TraceError(`${peer.name} cannot do that once it is connected: ${step.verb}`);
  }
}

async function reads(peer: WirePeer, what: string): Promise<void> {
  if (what === "greeting") await peer.readGreeting();
  else if (what === "READY") await peer.readReady();
  else await peer.commandNamed(what);
}

function find<T>(cast: ReadonlyMap<string, T>, name: string): T {
  const member = cast.get(name);
  if (member === undefined) throw new TraceError(`${name} has no part yet: a socket opens, a peer listens, dials or connects first.`);
  return member;
}

/** A socket, or a peer; one that does not listen yet gets an endpoint at which it can do so later. */
async function endpointOf(stage: Stage, cast: Cast, name: string): Promise<{ readonly name: string; readonly endpoint: string }> {
  const known = cast.listening.get(name) ?? cast.subjects.get(name);
  if (known !== undefined) return known;
  if (name.startsWith("S")) return find(cast.subjects, name);
  const absent = await stage.absent(name);
  cast.listening.set(name, absent);
  return absent;
}

function handshakeOf(words: Words): HandshakeOptions {
  const { identity, version } = words as { readonly identity?: string; readonly version?: ProtocolVersion };
  return { ...(identity === undefined ? {} : { identity: value(identity) }), ...(version === undefined ? {} : { version }) };
}

function greetingOf(words: Words): GreetingFields {
  const [major, minor] = (words["version"] ?? "").split(".");
  return {
    ...(words["version"] === undefined ? {} : { major: Number(major), minor: Number(minor) }),
    ...(words["mechanism"] === undefined ? {} : { mechanism: words["mechanism"] }),
    ...(words["as-server"] === undefined ? {} : { asServer: Number(words["as-server"]) }),
  };
}

function commandOf(name: string, words: readonly (readonly [string, string])[]): Uint8Array {
  if (name === "PING") return encodePing(Number(words.find(([key]) => key === "ttl")?.[1] ?? 0), value(words.find(([key]) => key === "context")?.[1] ?? "x"));
  if (name === "ERROR") {
    const reason = value(words.find(([key]) => key === "reason")?.[1] ?? "x");
    return encodeCommand(name, concat(Uint8Array.of(reason.length), reason));
  }
  return encodeCommand(name, encodeMetadata(words.map(([key, text]) => ({ name: key, value: value(text) }))));
}

/** Octets from xHEX, else the text itself. */
function value(word: string): Uint8Array {
  return /^x([0-9a-fA-F]{2})*$/.test(word) ? fromHex(word.slice(1)) : ascii(word);
}
