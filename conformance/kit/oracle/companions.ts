/**
 * The peers of a history within a process: sockets of the same implementation, of types that hand on what they get as it is. What a socket closes does not show
 * there, so histories that come to it are not played; nor those with limits, which an implementation may add up over both queues (decision 0087).
 */
import { ascii, text } from "../octets.ts";
import type { Stage } from "../stage.ts";
import type { Subject } from "../subject.ts";
import type { Company, Seen } from "./cast.ts";
import type { Action } from "./history.ts";
import type { Parts, State } from "./model.ts";
import { lives } from "./pipes.ts";
import { partners } from "./rules.ts";

/** The type of the peers of each type; subscribers have none that sends them what they did not ask for. */
const companions: Readonly<Record<string, string>> = {
  REQ: "ROUTER",
  REP: "DEALER",
  DEALER: "DEALER",
  ROUTER: "DEALER",
  PUB: "XSUB",
  XPUB: "XSUB",
  PUSH: "PULL",
  PULL: "PUSH",
  PAIR: "PAIR",
};

export const typesWithCompanions: readonly string[] = Object.keys(companions);

/** The name by which a ROUTER among the peers knows the socket. */
export const ownName = "self";

interface Member {
  readonly name: string;
  readonly endpoint: string;
  socket: Subject | undefined;
  /** It has had its connection: in a process not everyone comes back. */
  met: boolean;
  readonly topics: Set<string>;
}

export class Companions implements Company {
  readonly #stage: Stage;
  readonly #subject: Subject;
  readonly #members = new Map<string, Member>();
  /** Those from whom the socket disconnected: nothing else shows it. */
  readonly #left: string[] = [];

  constructor(stage: Stage, subject: Subject) {
    this.#stage = stage;
    this.#subject = subject;
  }

  has(peer: string): boolean {
    return this.#members.has(peer);
  }

  isConnected(peer: string): boolean {
    return this.#members.get(peer)?.socket !== undefined;
  }

  /** Whether the action can be done here, and shows. */
  canPlay(action: Action, state: State): boolean {
    switch (action.do) {
      case "peer connects": {
        const taken = action.identity !== "" && state.pipes.some((pipe) => pipe.identity === action.identity);
        return partners[this.#subject.type]?.includes(action.type) === true && !taken && !(this.#subject.type === "PAIR" && state.pipes.some(lives));
      }
      case "accepts":
        return this.#members.get(action.peer)?.met === false && action.identity !== `other-${action.peer}`;
      case "peer closes":
        // Whether one that the socket has connected to comes back differs (spec/transports/inproc.md, Differences).
        return state.pipes.some((pipe) => pipe.peer === action.peer && !pipe.made);
      case "peer sends":
        return this.#subject.type !== "PUSH";
      case "peer subscribes":
        // An XSUB hands on what changes.
        return this.#members.get(action.peer)?.topics.has(action.topic) === action.cancels;
      default:
        return true;
    }
  }

  async connect(peer: string): Promise<void> {
    const member = this.#join(peer);
    await this.#subject.connectTo(member);
  }

  async disconnect(peer: string): Promise<void> {
    const member = this.#member(peer);
    await this.#subject.disconnectFrom(member);
    await this.#dismiss(member);
    this.#left.push(peer);
  }

  async meet(peer: string, _type: string, identity: string): Promise<void> {
    const waits = this.#members.get(peer);
    const member = waits ?? this.#join(peer);
    const options = { linger: 0, ...(identity !== "" && { routingId: ascii(identity) }) };
    const socket = await this.#stage.open(companions[this.#subject.type] ?? "DEALER", options, member.name);
    if (waits === undefined) await socket.connectTo(this.#subject);
    else await socket.bind(member.endpoint);
    member.socket = socket;
    member.met = true;
  }

  async leave(peer: string): Promise<void> {
    await this.#dismiss(this.#member(peer));
    for (let count = 0; count < 4; count += 1) await this.#subject.step();
  }

  async send(peer: string, parts: Parts): Promise<void> {
    const addressed = this.#subject.type === "REQ" ? [ownName, ...parts] : parts;
    await this.#member(peer).socket?.send(addressed.map(ascii));
  }

  async subscribe(peer: string, topic: string, cancels: boolean): Promise<void> {
    const { topics } = this.#member(peer);
    if (cancels) topics.delete(topic);
    else topics.add(topic);
    await this.send(peer, [`${cancels ? "\x00" : "\x01"}${topic}`]);
  }

  async rest(seen: Seen): Promise<void> {
    for (let count = 0; count < 3; count += 1) {
      await this.#subject.step();
      for (const { socket } of this.#members.values()) await socket?.step();
    }
    seen.closes.push(...this.#left.splice(0));
    for (const [peer, { socket }] of this.#members) {
      for (;;) {
        const { parts } = (await socket?.tryReceive()) ?? {};
        if (parts === undefined) break;
        const message = parts.map(text);
        seen.sends[peer] = [...(seen.sends[peer] ?? []), this.#subject.type === "REQ" ? message.slice(1) : message];
      }
    }
  }

  /** There is no event to wait for: the next look is as good. */
  async news(): Promise<boolean> {
    await this.#subject.step();
    return true;
  }

  topics(): Readonly<Record<string, readonly string[]>> {
    return {};
  }

  noticed(): void {
    this.#stage.record.step("S steps");
  }

  #join(peer: string): Member {
    const name = `S${String(this.#members.size + 2)}`;
    const member = { name, endpoint: `${this.#subject.endpoint}-${peer}`, socket: undefined, met: false, topics: new Set<string>() };
    this.#members.set(peer, member);
    return member;
  }

  async #dismiss(member: Member): Promise<void> {
    const { socket } = member;
    member.socket = undefined;
    await socket?.close();
  }

  #member(peer: string): Member {
    const member = this.#members.get(peer);
    if (member === undefined) throw new Error(`${peer} has no part.`);
    return member;
  }
}
