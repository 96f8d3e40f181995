/**
 * Traces of the model of the exclusive pair, replayed: a PAIR that has bound, and two that connect to it by gates, so that who comes first is certain. Whoever is let
 * through while the host has its peer must be refused, and comes again. What a message does on a connection that breaks under it is not asked: queues are emptied before, except in the simulation.
 */
import type { TraceStep } from "../models/itf.ts";
import type { Bench, BenchSocket, Gate } from "./bench.ts";
import { connectionName, History, type Played } from "./history.ts";

const guests: readonly number[] = [1, 2];
const limit = 2;
const mostBreaks = 3;
/** Of each socket, more than the model has as it is written: each guest that is admitted is told so. */
const mostMessages = 20;
export const pairConstants = { MESSAGES: mostMessages, LIMIT: limit };

export async function replayExclusivePair(trace: readonly TraceStep[], bench: Bench): Promise<Played> {
  const pair = await Pair.open(bench);
  for (const step of trace) await pair.play(step);
  return pair.end();
}

interface Guest {
  readonly number: number;
  readonly socket: BenchSocket;
  readonly gate: Gate;
  isGone: boolean;
  /** Its attempts that were let through. */
  made: number;
  sent: number;
  /** What waits for a connection, and what has come and is not received. */
  waiting: number[];
  handed: number[];
  readonly got: string[];
}

class Pair {
  readonly #bench: Bench;
  readonly #history: History;
  readonly #host: BenchSocket;
  readonly #guests: readonly Guest[];
  #peer: Guest | undefined;
  #breaks = 0;
  #sentDown = 0;
  /** What has come to the host. */
  #arrived: string[] = [];
  readonly #gotUp: string[] = [];

  private constructor(bench: Bench, history: History, host: BenchSocket, all: readonly Guest[]) {
    this.#bench = bench;
    this.#history = history;
    this.#host = host;
    this.#guests = all;
  }

  static async open(bench: Bench): Promise<Pair> {
    const history = new History(bench);
    const host = await bench.open("host", "PAIR", { limit });
    history.follow(host, limit);
    await host.bind();
    const all: Guest[] = [];
    for (const number of guests) {
      const socket = await bench.open(`guest-${String(number)}`, "PAIR", { limit });
      history.follow(socket, limit);
      history.note(socket, { on: "connect", peer: host.name });
      all.push({ number, socket, gate: await socket.approach(host), isGone: false, made: 0, sent: 0, waiting: [], handed: [], got: [] });
    }
    return new Pair(bench, history, host, all);
  }

  async play({ action, picks }: TraceStep): Promise<void> {
    const guest = this.#guests.find(({ number }) => number === Number(picks["g"]));
    switch (action) {
      case "dial":
        return guest === undefined ? undefined : this.#dial(guest);
      case "breakOff":
        return this.#breakOff(picks["forGood"] === true);
      case "sendUp":
        return guest === undefined ? undefined : this.#sendUp(guest);
      case "sendDown":
        return this.#sendDown();
      case "receiveUp":
        return this.#receiveUp();
      case "receiveDown":
        return guest === undefined ? undefined : this.#receiveDown(guest);
      case "admit":
      case "refuse":
      case "notice":
      case "moveUp":
      case "moveDown":
        // Follows at once from what was done.
        return;
      default:
        throw new Error(`the model has a new action: ${action}`);
    }
  }

  /** All that has come is received. */
  async end(): Promise<Played> {
    await this.#empty();
    const up = this.#gotUp.map((message) => `(${message.replace(".", ", ")})`).join(", ");
    this.#history.expect(`gotUp.foldl(List(), (list, m) => list.append((m.guest, m.number))) == List(${up}) and arrived == List()`);
    for (const { number, got } of this.#guests)
      this.#history.expect(`ofGuest(gotDown.get(${String(number)}), ${String(number)}) == List(${got.join(", ")}) and handed.get(${String(number)}) == List()`);
    return this.#history.judge();
  }

  async #dial(guest: Guest): Promise<void> {
    if (guest.isGone || guest === this.#peer) return;
    if (this.#peer !== undefined) return this.#refused(guest, this.#peer);
    while (this.#arrived.length + guest.waiting.length > limit) await this.#receiveUp();
    await guest.gate.pass();
    this.#step(guest, "dial");
    this.#step(guest, "admit");
    this.#peer = guest;
    guest.made += 1;
    const sends = guest.waiting.splice(0).map((number) => [`${String(guest.number)}.${String(number)}`]);
    this.#history.note(guest.socket, { on: "established", peer: this.#host.name, type: "PAIR", identity: "" }).sends[this.#host.name] = sends;
    const name = connectionName(guest.socket, guest.made);
    this.#history.note(this.#host, { on: "established", peer: name, type: "PAIR", identity: "" });
    for (const parts of sends) this.#comes(guest, parts);
    // That the host has its peer shows when it can send.
    await this.#sendDown();
    await this.#receiveDown(guest);
  }

  async #refused(guest: Guest, peer: Guest): Promise<void> {
    const stays = this.#bench.known.has("exclusive-pair.second-peer");
    // What an implementation sends on a connection that is never served is lost, and nobody sees how much it was.
    if (stays && guest.waiting.length > 0) return;
    await guest.gate.pass();
    guest.made += 1;
    this.#step(guest, "dial");
    this.#step(guest, "refuse");
    const name = connectionName(guest.socket, guest.made);
    const happening = this.#history.note(this.#host, { on: "established", peer: name, type: "PAIR", identity: "" });
    if (stays) {
      await guest.gate.drop();
      this.#history.note(this.#host, { on: "closed", peer: name });
    } else if (await guest.gate.isRefused()) happening.closes.push(name);
    this.#history.expect(`peer == ${String(peer.number)} and state.get(${String(guest.number)}) == AWAY`);
  }

  async #breakOff(forGood: boolean): Promise<void> {
    const guest = this.#peer;
    if (guest === undefined || this.#breaks === mostBreaks) return;
    if (!this.#bench.isExact) await this.#empty();
    if (forGood) while (guest.handed.length > 0) await this.#receiveDown(guest);
    this.#breaks += 1;
    this.#peer = undefined;
    if (forGood) {
      guest.isGone = true;
      await guest.socket.close();
    }
    await guest.gate.break();
    this.#history.step(`breakOff(${String(forGood)}, true)`);
    this.#history.step("notice");
    if (!forGood) this.#history.note(guest.socket, { on: "closed", peer: this.#host.name });
    this.#history.note(this.#host, { on: "closed", peer: connectionName(guest.socket, guest.made) });
  }

  async #sendUp(guest: Guest): Promise<void> {
    if (guest.isGone || guest.sent === mostMessages) return;
    const isPeer = guest === this.#peer;
    if (isPeer && this.#arrived.length === limit) return;
    const parts = [`${String(guest.number)}.${String(guest.sent + 1)}`];
    const isFull = guest.waiting.length === limit;
    const refusal = await guest.socket.send(parts, !isFull);
    if (refusal !== undefined) {
      this.#history.note(guest.socket, { on: "send", parts }, { type: "refused", code: refusal });
      this.#history.expect(`waiting.get(${String(guest.number)}).length() == LIMIT`);
      return;
    }
    guest.sent += 1;
    const happening = this.#history.note(guest.socket, { on: "send", parts });
    this.#step(guest, "sendUp");
    if (!isPeer) {
      guest.waiting.push(guest.sent);
      return;
    }
    happening.sends[this.#host.name] = [parts];
    this.#comes(guest, parts);
  }

  /** A message of the peer is with the host. */
  #comes(guest: Guest, parts: readonly string[]): void {
    this.#arrived.push(parts[0] ?? "");
    this.#history.note(this.#host, { on: "arrival", peer: connectionName(guest.socket, guest.made), parts });
    this.#step(guest, "moveUp");
  }

  async #sendDown(): Promise<void> {
    const peer = this.#peer;
    if (this.#sentDown === mostMessages || (peer !== undefined && peer.handed.length === limit)) return;
    const parts = [String(this.#sentDown + 1)];
    const refusal = await this.#host.send(parts, peer !== undefined);
    if (refusal !== undefined) {
      this.#history.note(this.#host, { on: "send", parts }, { type: "refused", code: refusal });
      this.#history.expect("peer == NOBODY");
      return;
    }
    this.#sentDown += 1;
    this.#history.step("sendDown");
    const happening = this.#history.note(this.#host, { on: "send", parts });
    if (peer === undefined) return;
    happening.sends[connectionName(peer.socket, peer.made)] = [parts];
    this.#history.step("moveDown");
    this.#history.note(peer.socket, { on: "arrival", peer: this.#host.name, parts });
    peer.handed.push(this.#sentDown);
  }

  async #receiveUp(): Promise<void> {
    const parts = await this.#host.receive(this.#arrived.length > 0);
    this.#history.received(this.#host, parts);
    this.#arrived = this.#arrived.slice(1);
    if (parts === undefined) return;
    this.#gotUp.push(parts.join(" "));
    this.#history.step("receiveUp");
  }

  async #receiveDown(guest: Guest): Promise<void> {
    if (guest.isGone) return;
    const parts = await guest.socket.receive(guest.handed.length > 0);
    this.#history.received(guest.socket, parts);
    guest.handed = guest.handed.slice(1);
    if (parts === undefined) return;
    guest.got.push(parts.join(" "));
    this.#step(guest, "receiveDown");
  }

  async #empty(): Promise<void> {
    while (this.#arrived.length > 0) await this.#receiveUp();
    for (const guest of this.#guests) while (!guest.isGone && guest.handed.length > 0) await this.#receiveDown(guest);
  }

  #step({ number }: Guest, action: string): void {
    this.#history.step(`${action}(${String(number)})`);
  }
}
