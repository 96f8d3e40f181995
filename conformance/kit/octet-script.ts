/**
 * A case as a script of octets: who connects, writes and hears what, and who closes, in the order in which the case did. Any TCP client can play it where nobody but
 * wire peers acts: the implementation only opens and binds, and what the peers write does not depend on keys.
 */
import type { WitnessScript } from "../../schemas/types/witness.ts";
import { hex } from "./octets.ts";
import type { MechanismName } from "./security/mechanism.ts";

export type OctetScript = WitnessScript;
type ScriptStep = OctetScript["steps"][number];

interface Taken extends Omit<ScriptStep, "octets"> {
  readonly octets?: Uint8Array;
}

/** Octets of one script; a longer one would fill reports that nobody plays by hand. */
const mostOctets = 16_384;
/** What the implementation may do: anything else needs its application, a handler, or a clock. */
const ownSteps = /^S\d* (?:opens [A-Z]+(?: (?!zapDomain|heartbeat)\S+=\S*)*|binds)$/u;
/** A message that is received where it stands for a PING. */
const barrier = /^S\d* receives /u;

/** Collects the steps while a case is played. */
export class OctetScriptRecord {
  readonly #steps: Taken[] = [];
  #octets = 0;
  #playable = true;
  #closed = false;

  connects(peer: string, to: string): void {
    this.#add({ does: "connects", peer, to });
  }

  sends(peer: string, octets: Uint8Array): void {
    this.#add({ does: "sends", peer, octets });
  }

  /** What a peer takes from its connection: a greeting or a frame, the end, or nothing within the time of a wait. */
  takes(peer: string, taken: Uint8Array | "closed" | "silent"): void {
    if (taken instanceof Uint8Array) this.#add({ does: "receives", peer, octets: taken });
    else this.#add({ does: taken === "closed" ? "is closed" : "hears nothing", peer });
  }

  ends(peer: string, how: "closes" | "aborts"): void {
    this.#add({ does: how, peer });
  }

  /** The application acts, or what it gets is judged. */
  acts(): void {
    this.varies();
  }

  /** Octets were written that no script can repeat. */
  varies(): void {
    if (this.#closed) return;
    this.#playable = false;
    this.#steps.length = 0;
  }

  /** What happens from now on, while the connections are closed, is no part of the case. */
  close(): void {
    this.#closed = true;
  }

  /** Undefined when a client cannot play the case alone. `trace`: the steps of the case. */
  told(trace: readonly string[], transport: string, mechanism: MechanismName): OctetScript | undefined {
    const sockets = trace.filter((line) => /^S\d* /u.test(line) && !barrier.test(line));
    const wireOnly = sockets.every((line) => ownSteps.test(line)) && !trace.some((line) => / (?:listens|accepts)\b/u.test(line));
    if (!this.#playable || !wireOnly || transport !== "tcp" || mechanism === "CURVE" || this.#steps.length === 0) return undefined;
    return { sockets, steps: this.#steps.map(({ octets, ...step }) => ({ ...step, ...(octets === undefined ? {} : { octets: hex(octets) }) })) };
  }

  #add(step: Taken): void {
    if (this.#closed) return;
    this.#octets += step.octets?.length ?? 0;
    if (this.#octets > mostOctets) this.varies();
    if (this.#playable) this.#steps.push(step);
  }
}
