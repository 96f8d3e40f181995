/** The handshake of one connection: what the mechanism makes of commands and verdicts becomes commands to send, a question to the authenticator, and the admission of the peer. */
import type { Answer, Question, Verdict } from "../base/authentication.ts";
import type { Admission, CloseReason, Peer } from "../base/carrier.ts";
import { PeerError } from "../base/errors.ts";
import type { HandshakeStep, Mechanism } from "../security/mechanism.ts";
import { encodeError, type Command } from "../wire/commands.ts";
import { mechanismField, type Greeting } from "../wire/greeting.ts";
import type { Outlet } from "./outlet.ts";
import { peerOf } from "./peer.ts";

/** What the negotiation needs of its connection. */
export interface NegotiationOwner {
  readonly outlet: Outlet;
  ask(question: Question, answer: Answer): void;
  answered(verdict: Verdict): void;
  admit(peer: Peer): Admission;
  refused(reason: CloseReason): void;
  complete(): void;
}

export class Negotiation {
  readonly #mechanism: Mechanism;
  readonly #owner: NegotiationOwner;
  #asking = false;

  constructor(mechanism: Mechanism, owner: NegotiationOwner) {
    this.#mechanism = mechanism;
    this.#owner = owner;
  }

  /** The authenticator has not decided yet. */
  get isAsking(): boolean {
    return this.#asking;
  }

  /**
   * Without greetings the transport has agreed on the mechanism.
   *
   * @requirement greeting.mechanism-mismatch
   * @requirement websocket.handshake-first
   */
  start(greeting: Greeting | undefined): void {
    if (greeting !== undefined && greeting.mechanismField !== mechanismField(this.#mechanism.name)) {
      throw new PeerError("greeting.mechanism-mismatch", `mechanism ${greeting.mechanismField.replaceAll("\0", "")}`);
    }
    this.#send(this.#mechanism.start());
  }

  receive(command: Command): void {
    this.#take(this.#mechanism.receive(command));
  }

  conclude(verdict: Verdict): void {
    this.#asking = false;
    this.#take(this.#mechanism.decided(verdict));
  }

  #take(step: HandshakeStep): void {
    switch (step.type) {
      case "continue":
        this.#send(step.send);
        break;
      case "ask":
        this.#ask(step.question);
        break;
      case "complete":
        if (this.#admit(peerOf(step.metadata))) {
          this.#send(step.send);
          this.#owner.outlet.cipher = step.cipher;
          this.#owner.complete();
        }
        break;
      case "rejected":
        this.#owner.refused(step);
        break;
      case "denied":
        this.#send(step.send);
        this.#owner.refused(step);
        break;
    }
  }

  #ask(question: Question): void {
    this.#asking = true;
    this.#owner.ask(question, (verdict) => {
      if (this.#asking) this.#owner.answered(verdict);
    });
  }

  /**
   * @requirement metadata.socket-type-error
   * @requirement metadata.socket-type-absent
   * @requirement metadata.resource
   */
  #admit(peer: Peer): boolean {
    const admission = this.#owner.admit(peer);
    if (admission.type === "admitted") return true;
    if (this.#mechanism.tellsErrors && admission.forNow !== true) this.#owner.outlet.command(encodeError(admission.reason));
    this.#owner.refused(admission);
    return false;
  }

  #send(bodies: readonly Uint8Array[]): void {
    for (const body of bodies) this.#owner.outlet.command(body);
  }
}
