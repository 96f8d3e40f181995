/** Plays one pair: two sockets of two implementations, a recorder between them, messages at the limits, and the end. */
import type { AdapterClient } from "../adapter/types.ts";
import type { Level } from "../model.ts";
import { ascii, concat, equal } from "../octets.ts";
import { Unexpected } from "../outcome.ts";
import { CaseRecord } from "../record.ts";
import type { Subject } from "../subject.ts";
import { placeOf } from "../probe/transport.ts";
import type { WatchedTransport } from "../watch/judge.ts";
import { Recorder, type Address } from "../watch/recorder.ts";
import { freshPath } from "../wire/listener.ts";
import { Ear } from "./ear.ts";
import { given, turnsOf, type Message } from "./forms.ts";
import { Ledger } from "./ledger.ts";
import { arrives } from "./arrives.ts";
import { closeSubject, openSubject } from "./open.ts";
import { counterpart, messages, topic, unasked, type PairCase, type Party } from "./plan.ts";
import { sendWhenKnown } from "./route.ts";
import { Signals } from "./signals.ts";

export interface PairSetting {
  readonly adapters: Readonly<Record<Party, AdapterClient>>;
  readonly transport: WatchedTransport;
  readonly ceilingMs: number;
  readonly level: Level;
}

export interface PairOutcome {
  readonly ledger: Ledger;
  readonly trace: readonly string[];
}

const identities: Readonly<Record<Party, Uint8Array>> = { one: ascii("one"), other: ascii("other") };
const heartbeatMs = 30;
/** Between two turns of an application that has nothing to wait for but the end. */
const turnMs = 10;
/** Of endpoints of WebSocket. */
const path = "/pair";
const names: Readonly<Record<Party, string>> = { one: "S1", other: "S2" };

/** Throws AdapterFailure when an adapter fails; everything else is in the account. */
export async function playPair(pairCase: PairCase, setting: PairSetting): Promise<PairOutcome> {
  const scene = new Scene(pairCase, setting);
  try {
    await scene.play();
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    const { endedBy } = scene.ledger;
    const ended = endedBy === undefined ? "" : `${names[endedBy]} ended the connection; `;
    scene.ledger.stopped ??= { reason: `${ended}expected ${error.expected}, but ${error.actual}` };
  } finally {
    await scene.clear();
  }
  return { ledger: scene.ledger, trace: scene.record.steps };
}

class Scene {
  readonly ledger: Ledger;
  readonly record = new CaseRecord();
  readonly #case: PairCase;
  readonly #setting: PairSetting;
  readonly #subjects = new Map<Party, Subject>();
  readonly #signals: Signals;
  readonly #turns = new Signals(turnMs);
  readonly #ear: Ear;
  #recorder: Recorder | undefined;

  constructor(pairCase: PairCase, setting: PairSetting) {
    this.#case = pairCase;
    this.#setting = setting;
    this.ledger = new Ledger(pairCase);
    this.#signals = new Signals(setting.ceilingMs);
    this.#ear = new Ear(this.ledger, setting.transport, () => {
      this.#signals.wake();
      this.#turns.wake();
    });
  }

  async play(): Promise<void> {
    const { binder } = this.#case;
    const bound = await this.#open(binder);
    const { transport } = this.#setting;
    await bound.bind({ tcp: "tcp://127.0.0.1:0", ipc: `ipc://${freshPath()}`, ws: `ws://127.0.0.1:0${path}` }[transport]);
    const behind = placeOf(bound.endpoint);
    if (behind === undefined) throw new Unexpected("an endpoint that can be connected to", bound.endpoint);
    const front: Address = transport === "ipc" ? { path: freshPath() } : { host: "127.0.0.1", port: 0 };
    this.#recorder = await Recorder.open(
      front,
      () => behind,
      () => this.#ear.tap(),
    );
    const made = await this.#open(counterpart(binder));
    const { endpoint } = this.#recorder;
    await made.connectTo({ name: bound.name, endpoint: transport === "ws" ? `${endpoint.replace(/^tcp:/u, "ws:")}${path}` : endpoint });
    await this.#established();
    await this.#exchange();
    await this.#nothingMore();
    if (this.#beats) await this.#heartbeats();
    await this.#leave();
  }

  /** Everything away; and only then is the account closed, since the end belongs to it. */
  async clear(): Promise<void> {
    this.#ear.leaving = true;
    try {
      for (const [party, subject] of this.#subjects) await closeSubject(this.#setting.adapters[party], subject);
    } finally {
      await this.#recorder?.close();
    }
    this.#ear.account();
  }

  async #open(party: Party): Promise<Subject> {
    const { types } = this.#case;
    const options = {
      linger: 0,
      ...(types.one === "ROUTER" && types.other === "ROUTER" ? { routingId: identities[party], mandatory: true } : {}),
      ...(this.#beats ? { heartbeatInterval: heartbeatMs, heartbeatTimeout: this.#setting.ceilingMs } : {}),
    };
    const subject = await openSubject({ name: names[party], type: types[party], options }, this.#setting.adapters[party], this.record, this.#setting.ceilingMs);
    this.#subjects.set(party, subject);
    return subject;
  }

  /** Two sockets that may both speak at any time also send heartbeats. Over WebSocket these are none of ZMTP's. */
  get #beats(): boolean {
    return this.#setting.transport !== "ws" && this.#case.types.one === "DEALER" && this.#case.types.other === "DEALER";
  }

  /** Both READY commands have passed; a message shows nothing that this does not. */
  async #established(): Promise<void> {
    await this.#signals.until(() => this.#ear.handshaken || this.#ear.foreign !== undefined);
    if (this.#ear.handshaken) return void this.ledger.bothKeep("sockets.bind-and-connect");
    if (this.#ear.foreign === undefined) this.#ear.blameSilence();
    else this.ledger.stopped = { reason: `they are not understood: ${this.#ear.foreign}`, isForeign: true };
    throw new Unexpected("a handshake through the recorder", "it does not come to its end", true);
  }

  async #exchange(): Promise<void> {
    const { one, other } = this.#case.types;
    const { kind, first } = turnsOf(one, other);
    if (["PUB", "XPUB"].includes(this.#case.types[first])) return this.#publish(first);
    const there = messages(this.#setting.level, "there");
    if (kind !== "exchange") {
      await this.#stream(first, there);
      if (kind === "both ways") await this.#stream(counterpart(first), messages(this.#setting.level, "back"));
      return;
    }
    const back = messages(this.#setting.level, "back");
    for (const index of there.keys()) {
      const identity = await this.#carry(first, there, index, identities[counterpart(first)]);
      await this.#carry(counterpart(first), back, index, identity);
    }
  }

  async #stream(sender: Party, list: readonly Message[]): Promise<void> {
    for (const message of list) await this.#send(sender, message, new Uint8Array());
    for (const index of list.keys()) await this.#receive(sender, list, index);
  }

  /** One message from application to application; gives the identity by which a ROUTER then knows the sender. */
  async #carry(sender: Party, list: readonly Message[], index: number, identity: Uint8Array): Promise<Uint8Array> {
    await this.#send(sender, list[index] ?? [], identity);
    return this.#receive(sender, list, index);
  }

  async #send(sender: Party, message: Message, identity: Uint8Array): Promise<void> {
    const { types } = this.#case;
    const parts = given(types[sender], types[counterpart(sender)], identity, message);
    if (types[sender] !== "ROUTER") return this.#subject(sender).send(parts);
    return sendWhenKnown(this.#subject(sender), parts, this.#setting.ceilingMs, () => this.#turns.until(() => false));
  }

  async #receive(sender: Party, list: readonly Message[], index: number): Promise<Uint8Array> {
    const receiver = counterpart(sender);
    const got = await arrives(this.#subject(receiver), this.#setting.ceilingMs);
    const identity = this.#case.types[receiver] === "ROUTER" ? (got?.[0] ?? new Uint8Array()) : new Uint8Array();
    if (got !== undefined) this.record.step(`${names[receiver]} receives message ${String(index)}`);
    if (!this.ledger.judgeReceipt(sender, list, index, identity, got)) throw new Unexpected(`message ${String(index)} arrives`, "it does not", true);
    return identity;
  }

  /** Everything has come that was sent; what still comes is too much. */
  async #nothingMore(): Promise<void> {
    for (const party of ["one", "other"] as const) {
      const parts = await arrives(this.#subject(party));
      if (parts !== undefined) this.ledger.judgeExcess(party, parts);
    }
  }

  async #publish(publisher: Party): Promise<void> {
    const subscriber = counterpart(publisher);
    await this.#subscribe(subscriber, 1);
    const list = messages(this.#setting.level, "there");
    const syncs = this.#case.types[publisher] === "XPUB" ? await this.#told(publisher, 1) : await this.#synchronise(publisher, subscriber);
    this.ledger.passed[publisher].splice(0, syncs);
    for (const message of list) {
      await this.#subject(publisher).send(unasked);
      await this.#subject(publisher).send(message);
    }
    for (const index of list.keys()) await this.#receive(publisher, list, index);
    this.ledger.keeps(publisher, "publish-subscribe.filter");
    await this.#subscribe(subscriber, 0);
    if (this.#case.types[publisher] === "XPUB") await this.#told(publisher, 0);
  }

  async #subscribe(subscriber: Party, octet: 0 | 1): Promise<void> {
    const subject = this.#subject(subscriber);
    if (subject.type === "XSUB") await subject.send([concat(Uint8Array.of(octet), topic)]);
    else await (octet === 1 ? subject.subscribe(topic) : subject.unsubscribe(topic));
    await subject.step();
  }

  async #told(publisher: Party, octet: 0 | 1): Promise<number> {
    const statement = octet === 1 ? "publish-subscribe.xpub-subscription" : "publish-subscribe.xpub-cancellation";
    const [part, ...rest] = await this.#toldTo(publisher);
    this.#subscriptionPassed(publisher);
    if (part !== undefined && rest.length === 0 && equal(part, concat(Uint8Array.of(octet), topic))) this.ledger.keeps(publisher, statement);
    else if (this.ledger.endedBy === undefined)
      this.ledger.breaks(publisher, statement, `the octet ${String(octet)} and the topic`, part === undefined ? "nothing is delivered" : "another message");
    return 0;
  }

  /** A publisher is not to blame when the subscriber has told it nothing. */
  #subscriptionPassed(publisher: Party): void {
    if (!this.#ear.subscribed.has(counterpart(publisher))) throw new Unexpected("a subscription passes", "none does", true);
  }

  /** What the application of a publisher hears. That of the subscriber has its turns meanwhile, as some implementations send subscriptions only when it calls them. */
  async #toldTo(publisher: Party): Promise<Message> {
    const deadline = performance.now() + this.#setting.ceilingMs;
    do {
      const { parts } = await this.#subject(publisher).tryReceive(turnMs);
      if (parts !== undefined) return parts;
      await this.#subject(counterpart(publisher)).step();
    } while (performance.now() < deadline);
    return [];
  }

  /** A PUB does not tell when a subscription is in force: numbered messages are sent until one arrives, and the last of them ends the count. */
  async #synchronise(publisher: Party, subscriber: Party): Promise<number> {
    const deadline = performance.now() + this.#setting.ceilingMs;
    let sent = 0;
    for (let first: Message | undefined; first === undefined; sent += 1) {
      if (performance.now() > deadline) {
        this.#subscriptionPassed(publisher);
        this.ledger.judgeNothing(publisher, "publish-subscribe.match");
        throw new Unexpected("a message for the subscriber", "nothing arrives", true);
      }
      await this.#subject(publisher).send([concat(topic, ascii(" sync")), ascii(String(sent))]);
      first = (await this.#subject(subscriber).tryReceive(10)).parts;
      if (first === undefined) continue;
      for (let number = Number(Buffer.from(first[1] ?? []).toString()); number < sent; number += 1) await this.#subject(subscriber).receive();
    }
    return this.ledger.passed[publisher].length;
  }

  /** Each PING that passes is answered. That a side sends none breaks nothing. */
  async #heartbeats(): Promise<void> {
    for (const party of ["one", "other"] as const) {
      const other = counterpart(party);
      if (!this.#setting.adapters[other].hello.capabilities.options.includes("heartbeatInterval")) continue;
      await this.#signals.until(() => this.#ear.commands[other].includes("PING"));
      if (!this.#ear.commands[other].includes("PING") || !this.#ear.hasHeartbeats(party)) continue;
      await this.#signals.until(() => this.#ear.commands[party].includes("PONG"));
      if (!this.#ear.commands[party].includes("PONG")) this.ledger.breaks(party, "heartbeat.pong", "a PONG for each PING", "no PONG passes");
    }
  }

  /** The connecting socket goes first, and the other has to follow. */
  async #leave(): Promise<void> {
    this.#ear.leaving = true;
    await this.#subject(counterpart(this.#case.binder)).close();
    if (!(await this.#signals.until(() => this.#ear.ended.has("connecting")))) return;
    const followed = await this.#follows(this.#subject(this.#case.binder));
    if (followed) this.ledger.keeps(this.#case.binder, "tcp.end-of-stream");
    else this.ledger.breaks(this.#case.binder, "tcp.end-of-stream", "the connection is closed when the other peer has closed its side", "it stays open");
  }

  /** Whether it closes as well. Its application has its turns meanwhile, as some implementations read only when it calls them. */
  async #follows(subject: Subject): Promise<boolean> {
    const over = (): boolean => this.#ear.ended.has("binding");
    const deadline = performance.now() + this.#setting.ceilingMs;
    while (!(await this.#turns.until(over)) && performance.now() < deadline) {
      await subject.step();
      await subject.tryReceive();
    }
    return over();
  }

  #subject(party: Party): Subject {
    const subject = this.#subjects.get(party);
    if (subject === undefined) throw new Unexpected(`a socket ${names[party]}`, "there is none");
    return subject;
  }
}
