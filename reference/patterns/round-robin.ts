/** Round-robin: each available pipe gets a message before any of them gets another. */
import type { Pipe } from "./pattern.ts";

/**
 * The pipes stand in a circle with a mark at the one whose turn it is. A pipe that has no room is passed over.
 *
 * @requirement sockets.round-robin
 * @requirement sockets.round-robin-change
 * @requirement sockets.full-peer-skipped
 */
export class RoundRobin {
  readonly #pipes: Pipe[] = [];
  #turn = 0;

  get writable(): boolean {
    return this.#pipes.some((pipe) => pipe.writable);
  }

  add(pipe: Pipe): void {
    if (!this.#pipes.includes(pipe)) this.#pipes.push(pipe);
  }

  remove(pipe: Pipe): void {
    const index = this.#pipes.indexOf(pipe);
    if (index < 0) return;
    this.#pipes.splice(index, 1);
    if (index < this.#turn) this.#turn -= 1;
  }

  /** The pipe whose turn it is, if any has room; the turn passes on. */
  next(): Pipe | undefined {
    const count = this.#pipes.length;
    for (let step = 0; step < count; step += 1) {
      const index = (this.#turn + step) % count;
      const pipe = this.#pipes[index];
      if (pipe?.writable === true) {
        this.#turn = index + 1;
        return pipe;
      }
    }
    return undefined;
  }
}
