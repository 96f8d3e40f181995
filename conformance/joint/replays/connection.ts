/**
 * Traces of the model of a connection, replayed: one peer is a DEALER of the implementation, the other is the harness, which writes the octets of each step and hears what is said. That who
 * connects does not come again after an ERROR is not asked here, since no event would show it; nor that it comes again after a violation, which it only should.
 */
import { ascii, concat } from "../../kit/octets.ts";
import { encodeCommand, encodeGreeting, encodeMessage, encodePing, encodeReady } from "../../kit/wire/encode.ts";
import type { TraceStep } from "../models/itf.ts";
import type { Bench, BenchSocket } from "./bench.ts";
import { isOfGreeting, Talk, type Nature, type Peer } from "./connection-talk.ts";
import { History, type Played } from "./history.ts";

/** More than the model has as it is written, so that a connection can come to traffic at the end. */
const mostMessages = 6;
const mostTries = 4;
export const connectionConstants = { MESSAGES: mostMessages, TRIES: mostTries };

interface Cast {
  readonly own: Nature;
  readonly other: Nature;
  /** Connections may end before they have come to traffic. */
  readonly endsEarly: boolean;
}

export async function replayConnection([first, ...steps]: readonly TraceStep[], bench: Bench): Promise<Played> {
  // Who is the implementation follows from the trace.
  const me: Peer = steps[0]?.picks["p"] === 0 ? 0 : 1;
  const cast = castOf(first?.picks ?? {}, me, bench.choices["versions.older"] !== "none");
  const socket = await bench.open("subject", "DEALER");
  if (me === 1) await socket.bind();
  const player = new Player(bench, socket, me, cast);
  await player.meet();
  for (const step of steps) await player.play(step);
  return player.end();
}

/** The natures that the model has picked, so that most connections come to traffic. */
function castOf(picks: TraceStep["picks"], me: Peer, worksWithOlder: boolean): Cast {
  const refusals = Array.isArray(picks["refusals"]) ? picks["refusals"] : [];
  const [isRude, isOdd] = [picks["isRude"] === true, picks["other"] === 1];
  const version = Number(picks[me === 0 ? "v1" : "v0"]);
  return {
    own: { version: 31, mechanism: 0, refuses: refusals[me] === true && isOdd, isRude: false },
    other: {
      version: version === 20 && worksWithOlder ? 31 : version,
      mechanism: isOdd && isRude ? 1 : 0,
      refuses: refusals[1 - me] === true && !isOdd && !isRude,
      isRude,
    },
    endsEarly: isOdd && !isRude,
  };
}

class Player {
  readonly #bench: Bench;
  readonly #history: History;
  readonly #socket: BenchSocket;
  readonly #me: Peer;
  readonly #cast: Cast;
  readonly #talk: Talk;
  /** Parts of the harness's greeting. */
  #parts = 0;
  #state: "greeting" | "handshake" | "traffic" | "closed" = "greeting";
  #isGone = false;
  #comesAgain = true;
  #tries = 0;
  #messages = 0;
  #connections = 0;

  constructor(bench: Bench, socket: BenchSocket, me: Peer, cast: Cast) {
    this.#bench = bench;
    this.#history = new History(bench);
    this.#socket = socket;
    this.#me = me;
    this.#cast = cast;
    this.#talk = new Talk(me, cast.own, cast.other, this.#history);
    this.#history.follow(socket);
    if (me === 0) this.#history.note(socket, { on: "connect", peer: "harness" });
  }

  async meet(): Promise<void> {
    this.#talk.begin(await this.#bench.wire(this.#socket, this.#me === 1));
    this.#connections += 1;
    this.#parts = 0;
    this.#messages = 0;
    this.#state = "greeting";
  }

  async play({ action, picks }: TraceStep): Promise<void> {
    const isOwn = picks["p"] === this.#me;
    const mayEnd = this.#state === "traffic" || this.#cast.endsEarly;
    switch (action) {
      case "greet":
        return isOwn ? undefined : this.#greet();
      case "ready":
        return isOwn ? undefined : this.#ready(picks["limit"] === 1);
      case "read":
        // Where the trace reads something, there must be something to read.
        if (!isOwn) return;
        return this.#state === "greeting" ? this.#greet() : this.#ready(picks["limit"] === 1);
      case "send":
        return isOwn ? this.#sends() : this.#isSent();
      case "ping":
        return isOwn ? undefined : this.#ping(0);
      case "close":
        if (isOwn) return this.#closes();
        return mayEnd ? this.#leave() : undefined;
      case "die":
        return mayEnd ? this.#die() : undefined;
      case "again":
        return this.#again();
      case "overdue":
        // Follows at once from what was done.
        return;
      default:
        throw new Error(`the model has a new action: ${action}`);
    }
  }

  /** One connection comes to traffic, where it may, and ends, so that all that the implementation says is heard. */
  async end(): Promise<Played> {
    await this.#again();
    while (this.#state === "greeting") await this.#greet();
    await (this.#cast.other.isRude ? this.#isSent() : this.#ready(true));
    await this.#isSent();
    await this.#sends();
    await this.#ping(0);
    await (this.#cast.endsEarly ? this.#die() : this.#leave());
    await this.#leave();
    this.#talk.expect(`peer.get(${String(this.#me)}).state == "closed" and line.get(0) == List() and line.get(1) == List()`);
    const { disagreements } = this.#history.judge();
    return { run: this.#talk.steps, disagreements };
  }

  async #greet(): Promise<void> {
    if (this.#state !== "greeting" || this.#parts === 3) return;
    this.#parts += 1;
    const { version, mechanism } = this.#cast.other;
    const greeting = encodeGreeting({ major: Math.floor(version / 10), minor: version % 10, mechanism: mechanism === 0 ? "NULL" : "PLAIN" });
    const ends = [0, 10, 11, 64];
    this.#talk.step("greet", this.#talk.harness);
    this.#talk.write(greeting.slice(ends[this.#parts - 1], ends[this.#parts]));
    if (this.#parts === 2 && version < 30) return this.#isClosed();
    if (this.#parts === 3 && mechanism !== this.#cast.own.mechanism) return this.#isClosed("rest", "greeting.before-refusal");
    this.#talk.steps.push(this.#talk.read);
    if (this.#parts < 3) return;
    await this.#talk.hears("greeting");
    this.#state = "handshake";
  }

  /** READY of the harness, with a message behind it where the version lets it. */
  async #ready(hasMore: boolean): Promise<void> {
    if (this.#state !== "handshake") return;
    const { own, other } = this.#cast;
    if (other.refuses) return this.#refuse();
    const ready = encodeReady({ socketType: own.refuses ? "PUB" : "DEALER" });
    const message = hasMore && other.version === 30 && !own.refuses ? this.#nextMessage() : undefined;
    this.#talk.step("ready", this.#talk.harness);
    if (message !== undefined) this.#talk.step("send", this.#talk.harness);
    this.#talk.write(message === undefined ? ready : concat(ready, encodeMessage([ascii(message)])));
    // That it says why is a SHOULD.
    if (own.refuses) return this.#isClosed("ERROR");
    this.#talk.steps.push(this.#talk.read);
    await this.#talk.hears("READY");
    this.#state = "traffic";
    this.#history.note(this.#socket, { on: "established", peer: this.#peerName, type: "DEALER", identity: "" });
    if (message !== undefined) await this.#delivers(message);
  }

  /** The harness answers READY with an ERROR. Whoever has bound says READY only after the other has: to that one the handshake is over, and an ERROR need not end the connection. */
  async #refuse(): Promise<void> {
    const isLate = this.#me === 1;
    if (isLate) this.#talk.write(encodeReady({ socketType: "DEALER" }));
    this.#talk.step("ready", isLate ? this.#talk.harness : this.#me);
    if (isLate) this.#talk.steps.push(this.#talk.read);
    await this.#talk.hears("READY");
    this.#talk.write(encodeCommand("ERROR", concat(Uint8Array.of(2), ascii("no"))));
    if (isLate) this.#talk.leave();
    if (!isLate) this.#comesAgain = false;
    this.#talk.steps.push(this.#talk.read);
    await this.#talk.said();
    this.#ended();
  }

  /** The harness sends; whoever is rude before its READY. */
  async #isSent(): Promise<void> {
    const isRude = this.#cast.other.isRude && this.#state === "handshake";
    if ((this.#state !== "traffic" && !isRude) || this.#messages === mostMessages - 1) return;
    const message = this.#nextMessage();
    this.#talk.step("send", this.#talk.harness);
    this.#talk.write(encodeMessage([ascii(message)]));
    await (isRude ? this.#isClosed() : this.#delivers(message));
  }

  async #delivers(message: string): Promise<void> {
    this.#talk.steps.push(this.#talk.read);
    this.#history.note(this.#socket, { on: "arrival", peer: this.#peerName, parts: [message] });
    this.#history.received(this.#socket, await this.#socket.receive(true));
  }

  async #sends(): Promise<void> {
    if (this.#state !== "traffic" || this.#messages === mostMessages - 1) return;
    const parts = [this.#nextMessage()];
    await this.#socket.send(parts, true);
    this.#history.note(this.#socket, { on: "send", parts }).sends[this.#peerName] = [parts];
    this.#talk.step("send", this.#me);
    await this.#talk.hears("message");
  }

  async #ping(timeToLive: 0 | 1): Promise<void> {
    if (this.#state !== "traffic" || this.#cast.other.version < 31) return;
    this.#talk.write(encodePing(timeToLive, ascii("context")));
    this.#talk.steps.push(`ping(${String(this.#talk.harness)}, ${String(timeToLive)})`, this.#talk.read);
    await this.#talk.hears("PONG");
  }

  async #leave(): Promise<void> {
    if (this.#state === "closed") return;
    this.#talk.step("close", this.#talk.harness);
    this.#talk.leave();
    this.#talk.steps.push(this.#talk.read);
    // What was on its way to a peer that has left is nothing.
    await this.#talk.said();
    this.#ended();
  }

  async #closes(): Promise<void> {
    if (this.#state !== "traffic") return;
    this.#isGone = true;
    await this.#socket.close();
    this.#talk.step("close", this.#me);
    for (const kind of [...(await this.#talk.said()), "end"]) this.#talk.heard(kind);
    this.#ended();
  }

  /** The line is dead: the harness says nothing any more, and a limit of time passes. On a real line that of a PING, which is short. */
  async #die(): Promise<void> {
    if (this.#state === "closed") return;
    if (this.#state === "traffic" && this.#cast.other.version >= 31) await this.#ping(1);
    else if (!this.#bench.isExact || this.#state === "traffic" || this.#tries > 0) return;
    this.#talk.steps.push("die", `overdue(${String(this.#me)})`, `close(${String(this.#talk.harness)})`);
    this.#talk.wait();
    // What was said before is on a line that is dead.
    await this.#talk.said();
    this.#ended();
  }

  async #again(): Promise<void> {
    if (this.#state !== "closed" || this.#isGone || this.#tries === mostTries || !this.#comesAgain) return;
    this.#tries += 1;
    this.#talk.steps.push("again");
    await this.meet();
  }

  /**
   * The implementation closes at what it reads. Where it does not say before what it must by the model, though a SHOULD or a known failure excuses that, it has closed by its own
   * will.
   */
  async #isClosed(must?: string, excuse?: string): Promise<void> {
    const { own, other } = this.#cast;
    const said = await this.#talk.said();
    // Whoever connects does not come again after an ERROR, the harness neither.
    this.#comesAgain &&= this.#me === 0 ? this.#bench.isExact : !said.includes("ERROR");
    if (this.#state === "greeting") this.#talk.greeted(said.filter(isOfGreeting).length);
    // The READY of the connecting peer comes when it likes.
    if (said.includes("READY")) this.#talk.step("ready", this.#me);
    const isExcused = must !== undefined && !said.includes(must) && (excuse === undefined || this.#bench.known.has(excuse));
    this.#talk.steps.push(isExcused ? `close(${String(this.#me)})` : this.#talk.read);
    for (const kind of [...said, "end"]) {
      this.#talk.heard(kind);
      if (kind === "ERROR" || (kind === "rest" && other.mechanism !== own.mechanism)) break;
    }
    this.#ended();
  }

  #ended(): void {
    if (this.#state === "traffic" && !this.#isGone) this.#history.note(this.#socket, { on: "closed", peer: this.#peerName });
    this.#state = "closed";
    this.#talk.leave();
  }

  #nextMessage(): string {
    this.#messages += 1;
    return `${String(this.#connections)}.${String(this.#messages)}`;
  }

  /** Who binds has another peer with each connection. */
  get #peerName(): string {
    return this.#me === 0 ? "harness" : `harness.${String(this.#connections)}`;
  }
}
