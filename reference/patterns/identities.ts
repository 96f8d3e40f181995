/** Identities: the names by which a ROUTER knows its peers, each held by one pipe (28/REQREP, The ROUTER Socket Type). */
import { EMPTY, textOf } from "../base/octets.ts";
import type { Pipe } from "./pattern.ts";

/**
 * Identities that peers announce begin with another octet than zero; those that the socket makes begin with zero, so that the two never meet.
 *
 * @requirement request-reply.router-unique
 * @requirement request-reply.router-peer-identity
 */
export class Identities {
  readonly #pipes = new Map<string, Pipe>();
  readonly #names = new Map<Pipe, Uint8Array>();
  #counter: number;

  /** `start` is where the made identities begin to count. */
  constructor(start: number) {
    this.#counter = start;
  }

  of(pipe: Pipe): Uint8Array {
    return this.#names.get(pipe) ?? EMPTY;
  }

  /** The pipe that holds an identity. */
  find(identity: Uint8Array): Pipe | undefined {
    return this.#pipes.get(textOf(identity));
  }

  /** Gives the pipe this identity, which no other pipe keeps; an empty one stands for one that is made here. */
  give(pipe: Pipe, identity: Uint8Array): void {
    const old = this.#names.get(pipe);
    // A peer that names itself on neither of two connections keeps the name that was made for it.
    if (identity.length === 0 && old?.[0] === 0) return;
    this.remove(pipe);
    const name = identity.length === 0 ? this.#make() : identity;
    const holder = this.find(name);
    if (holder !== undefined) this.#names.delete(holder);
    this.#names.set(pipe, name);
    this.#pipes.set(textOf(name), pipe);
  }

  /** The identity leads nowhere from now on. */
  remove(pipe: Pipe): void {
    const name = this.#names.get(pipe);
    if (name !== undefined && this.find(name) === pipe) this.#pipes.delete(textOf(name));
    this.#names.delete(pipe);
  }

  #make(): Uint8Array {
    const name = new Uint8Array(5);
    this.#counter = (this.#counter + 1) >>> 0;
    new DataView(name.buffer).setUint32(1, this.#counter);
    return this.find(name) === undefined ? name : this.#make();
  }
}
