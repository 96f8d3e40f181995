/** What is heard of one pair: who spoke, which commands and messages passed, and who ended it. */
import { bothSides, type Side, type WatchEvent } from "../watch/conversation.ts";
import { Watch, type WatchedTransport } from "../watch/judge.ts";
import type { Tap } from "../watch/recorder.ts";
import type { Ledger } from "./ledger.ts";
import { isUnasked, type Party } from "./plan.ts";

export class Ear {
  /** The names of the commands that have passed. */
  readonly commands: Readonly<Record<Party, string[]>> = { one: [], other: [] };
  readonly ended = new Set<Side>();
  /** Who has told the other of a subscription. */
  readonly subscribed = new Set<Party>();
  /** The end of the conversation is wanted. */
  leaving = false;
  readonly #astray = new Set<Party>();
  /** Who has sent what nobody subscribed to. */
  readonly #unasked = new Set<Party>();
  readonly #heard = new Set<Side>();
  readonly #watches: Watch[] = [];
  readonly #ledger: Ledger;
  readonly #wake: () => void;

  readonly #transport: WatchedTransport;

  constructor(ledger: Ledger, transport: WatchedTransport, wake: () => void) {
    this.#ledger = ledger;
    this.#transport = transport;
    this.#wake = wake;
  }

  get handshaken(): boolean {
    return this.#watches.some((watch) => watch.announced.complete);
  }

  /** Why nothing of the conversation is understood: a peer speaks an older version, which is no fault of either. */
  get foreign(): string | undefined {
    const { connecting, binding } = this.#watches[0]?.foreign ?? {};
    return binding ?? connecting;
  }

  /** Whether the party announced a version that has PING; otherwise it owes no PONG. */
  hasHeartbeats(party: Party): boolean {
    return this.#watches[0]?.announced.minor[this.#ledger.sideOf(party)] !== 0;
  }

  /** The first connection is the one that is judged; others may follow when it ends before the socket is closed. */
  tap(): Tap {
    const isFirst = this.#watches.length === 0;
    const watch = new Watch(
      (event) => {
        if (isFirst) this.#note(event);
        this.#wake();
      },
      undefined,
      this.#transport,
    );
    this.#watches.push(watch);
    return {
      passed: (side, octets) => {
        if (isFirst) this.#heard.add(side);
        watch.feed(side, octets);
      },
      ended: (side, how) => watch.end(side, how),
    };
  }

  /** Who has connected, or accepted, and says nothing at all: the other peer then has nothing to answer. */
  blameSilence(): void {
    // Over WebSocket who accepts speaks second.
    if (this.#watches.length === 0 || this.#ledger.endedBy !== undefined || this.#transport === "ws") return;
    for (const side of bothSides.filter((candidate) => !this.#heard.has(candidate)))
      this.#ledger.breaks(this.#ledger.partyAt(side), "greeting.at-once", "the signature, whether the other peer has sent anything or not", "nothing is sent");
  }

  /** Hands on what the monitors say of the conversation that is judged. */
  account(): void {
    const [first] = this.#watches;
    if (first !== undefined) this.#ledger.take(first);
    // Where no socket types are announced, as in a connection of WebSocket without a mechanism, no monitor sees this.
    for (const party of this.#unasked)
      this.#ledger.breaks(party, "publish-subscribe.filter", "messages that begin with a topic of the subscriber", "one of another topic passes");
  }

  #note(event: WatchEvent): void {
    if (event.type === "end") this.#end(event.side);
    const party = this.#ledger.partyAt(event.side);
    if (event.type === "command") this.commands[party].push(event.name);
    const subscribes = event.type === "command" ? event.name === "SUBSCRIBE" : event.type === "message" && event.parts[0]?.[0] === 1;
    // Over WebSocket a publisher need not understand a subscription by command.
    if (event.type === "web-socket" && event.statement === "websocket.subscriptions" && !event.kept) this.#astray.add(party);
    if (subscribes && !this.#astray.has(party)) this.subscribed.add(party);
    if (event.type !== "message") return;
    const type = this.#ledger.case.types[party];
    if (type === "SUB" || type === "XSUB") return;
    if (isUnasked(event.parts)) this.#unasked.add(party);
    else this.#ledger.passed[party].push(event.parts);
  }

  #end(side: Side): void {
    this.ended.add(side);
    if (!this.leaving) this.#ledger.endedBy ??= this.#ledger.partyAt(side);
  }
}
