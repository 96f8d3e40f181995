/** The asking side of ZAP: one DEALER socket of a context, over which all its sockets ask the handler (27/ZAP). Mirrors spec/security/zap.md. */
import type { Answer, Question, Verdict } from "../base/authentication.ts";
import { EMPTY, textOf } from "../base/octets.ts";
import { requestParts, verdictOf } from "../security/zap.ts";
import type { Engine } from "./engine.ts";

/** The name that the handler binds. */
export const ZAP_NAME = "zeromq.zap.01";

export class ZapClient {
  readonly #open: (readable: () => void, lost: () => void) => Engine;
  readonly #waiting = new Map<string, Answer>();
  #dealer: Engine | undefined;
  #requests = 0;

  constructor(open: (readable: () => void, lost: () => void) => Engine) {
    this.#open = open;
  }

  ask(question: Question, address: string, domain: Uint8Array, answer: Answer): void {
    this.#requests += 1;
    const id = String(this.#requests);
    this.#waiting.set(id, answer);
    const outcome = this.#socket().send([EMPTY, ...requestParts(id, question, address, domain)]);
    if (outcome !== undefined) this.#settle(id, { type: "refused", requirement: "zap.no-handler" });
  }

  #socket(): Engine {
    if (this.#dealer === undefined) {
      this.#dealer = this.#open(
        () => {
          this.#receive();
        },
        () => {
          for (const id of [...this.#waiting.keys()]) this.#settle(id, { type: "refused", requirement: "zap.no-handler" });
        },
      );
      this.#dealer.connect(`inproc://${ZAP_NAME}`);
    }
    return this.#dealer;
  }

  #receive(): void {
    for (;;) {
      const message = this.#dealer?.receive();
      if (message === undefined || typeof message === "string") return;
      const [delimiter, ...parts] = message;
      const id = textOf(parts[1] ?? EMPTY);
      // A reply that asks for nobody counts for nobody: its request waits on, until its connection gives up.
      if (delimiter?.length === 0) this.#settle(id, verdictOf(parts));
    }
  }

  /** @requirement zap.reply-id */
  #settle(id: string, verdict: Verdict): void {
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    answer?.(verdict);
  }
}
