/** What is said on a connection in a replay, and the steps of the model that it means. What the implementation says is put where it was heard; its greeting, which it may begin at any time, at the beginning. */
import { decodeCommand } from "../../kit/wire/decode.ts";
import type { Item } from "../../kit/wire/stream.ts";
import type { Wire } from "./bench.ts";
import type { History } from "./history.ts";

export type Peer = 0 | 1;

/** As the model has it. */
export interface Nature {
  readonly version: number;
  readonly mechanism: number;
  readonly refuses: boolean;
  readonly isRude: boolean;
}

/** Of a greeting. */
const parts: readonly string[] = ["signature", "major", "rest"];

export class Talk {
  readonly steps: string[] = [];
  readonly me: Peer;
  readonly harness: Peer;
  readonly #history: History;
  #wire: Wire | undefined;
  /** Where the steps of this connection begin. */
  #start = 0;
  /** A whole greeting was heard. */
  #isGreeted = false;

  constructor(me: Peer, own: Nature, other: Nature, history: History) {
    this.me = me;
    this.harness = me === 0 ? 1 : 0;
    this.#history = history;
    const [connecting, binding] = me === 0 ? [own, other] : [other, own];
    this.steps.push(`begin start(${natureText(connecting)}, ${natureText(binding)})`);
  }

  /** A new connection. */
  begin(wire: Wire): void {
    this.#wire = wire;
    this.#start = this.steps.length;
    this.#isGreeted = false;
  }

  write(octets: Uint8Array): void {
    this.#wire?.write(octets);
  }

  leave(): void {
    this.#wire?.end();
  }

  wait(): void {
    this.#wire?.wait();
  }

  /** The implementation reads what stands next in its line. */
  get read(): string {
    return `read(${String(this.me)})`;
  }

  step(action: string, peer: Peer): void {
    this.steps.push(`${action}(${String(peer)})`);
  }

  expect(formula: string): void {
    this.steps.push(`expect ${formula}`);
  }

  /** The next that is said; another than this is told to the model as it is. */
  async hears(wanted: string): Promise<void> {
    const item = await this.#next();
    const isGreeting = item.type === "greeting";
    if (isGreeting) this.greeted(parts.length);
    for (const kind of isGreeting ? parts : [kindOf(item)]) this.heard(kind);
    if (kindOf(item) !== wanted) this.#history.disagree(`${kindOf(item)} comes in place of ${wanted}`);
  }

  /** The harness reads something of this kind. */
  heard(kind: string): void {
    this.expect(`line.get(${String(this.harness)}).head().kind == "${kind}"`);
    this.step("read", this.harness);
  }

  /** So many parts of the greeting were sent. */
  greeted(count: number): void {
    this.#isGreeted = true;
    this.steps.splice(this.#start, 0, ...Array.from({ length: count }, () => `greet(${String(this.me)})`));
  }

  /** All that is said until the connection is closed, as the model names it. */
  async said(): Promise<readonly string[]> {
    const said: string[] = [];
    for (;;) {
      const item = await this.#next();
      switch (item.type) {
        case "greeting":
          said.push(...parts);
          break;
        case "closed":
          if (!this.#isGreeted && said.length === 0) said.push(...this.#begun());
          return said;
        case "silent":
          this.#history.disagree(`the connection stays open after ${this.steps.slice(this.#start).join(" ")}`);
          return said;
        case "frame":
        case "malformed":
          said.push(kindOf(item));
      }
    }
  }

  /** Parts of a greeting that has not come to its end. */
  #begun(): readonly string[] {
    const octets = this.#wire?.partial ?? 0;
    return parts.slice(0, octets >= 11 ? 2 : octets >= 10 ? 1 : 0);
  }

  async #next(): Promise<Item> {
    return (await this.#wire?.next()) ?? { type: "silent" };
  }
}

export function isOfGreeting(kind: string): boolean {
  return parts.includes(kind);
}

function kindOf(item: Item): string {
  if (item.type !== "frame") return item.type;
  if (!item.frame.command) return "message";
  const command = decodeCommand(item.frame.body);
  return command.type === "value" ? command.value.name : "malformed";
}

function natureText({ version, mechanism, refuses, isRude }: Nature): string {
  return `{ version: ${String(version)}, mechanism: ${String(mechanism)}, refuses: ${String(refuses)}, isRude: ${String(isRude)} }`;
}
