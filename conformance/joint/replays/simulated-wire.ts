/** A peer of the harness in the simulated network: it writes octets as they are, and hears the other side through the strict decoder. */
import type { Link, LinkListener } from "../../../reference/base/link.ts";
import { ImpossibleError } from "../../../reference/base/errors.ts";
import type { Dialling } from "../../../reference/simulation/network.ts";
import { concat } from "../../kit/octets.ts";
import { decodeFrame, decodeGreeting } from "../../kit/wire/decode.ts";
import type { Item } from "../../kit/wire/stream.ts";
import type { Scene } from "../simulation/scene.ts";
import type { Wire } from "./bench.ts";

/** Longer than all that is under way takes, and longer than any limit of time. */
const restMs = 1000;
const patienceMs = 60_000;

export class SimulatedWire implements Wire {
  readonly #scene: Scene;
  #link: Link | undefined;
  #octets: Uint8Array = new Uint8Array();
  readonly #items: Item[] = [];
  #isGreeted = false;
  #isOver = false;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** The harness as the network sees it. */
  get party(): Dialling {
    const opened = (link: Link): LinkListener => {
      this.#link = link;
      return {
        octets: (chunk) => {
          this.#octets = concat(this.#octets, chunk);
          while (this.#decoded());
        },
        ended: () => {
          this.#isOver = true;
        },
        drained: () => undefined,
        alive: () => undefined,
        offended: () => undefined,
      };
    };
    const message = { self: { socketType: undefined, identity: new Uint8Array() }, opened: (): never => this.#impossible("it carries octets") };
    return { message, octets: { opened }, failed: () => void this.#impossible("nobody has bound") };
  }

  get partial(): number {
    return this.#octets.length;
  }

  write(octets: Uint8Array): void {
    if (!this.#isOver) this.#link?.write(octets, undefined);
    this.#rest(restMs);
  }

  next(): Promise<Item> {
    this.#rest(restMs);
    const item = this.#items.shift();
    return Promise.resolve(item ?? (this.#isOver ? { type: "closed", how: "end of stream" } : { type: "silent" }));
  }

  end(): void {
    if (!this.#isOver) this.#link?.end(0);
    this.#isOver = true;
    this.#rest(restMs);
  }

  wait(): void {
    this.#rest(patienceMs);
  }

  #rest(forMs: number): void {
    this.#scene.settle(this.#scene.clock.nowMs + forMs);
  }

  #decoded(): boolean {
    const decoded = this.#isGreeted ? decodeFrame(this.#octets) : decodeGreeting(this.#octets);
    if (decoded.type === "more") return false;
    if (decoded.type === "refused") {
      this.#items.push({ type: "malformed", statement: decoded.statement, detail: decoded.detail });
      return false;
    }
    this.#items.push("mechanism" in decoded.value ? { type: "greeting", greeting: decoded.value } : { type: "frame", frame: decoded.value });
    this.#isGreeted = true;
    this.#octets = this.#octets.slice(decoded.size);
    return true;
  }

  #impossible(words: string): never {
    throw new ImpossibleError(`a peer of the harness: ${words}`);
  }
}
