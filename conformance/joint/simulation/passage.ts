/** Where each message of a tree was seen, and which hops had as much waiting as a high-water mark allows: by what went in at one end and came out at the other, not by what the sockets say. */
export class Passage {
  readonly #parents: Int32Array;
  readonly #children: readonly (readonly number[])[];
  readonly #octetsEach: number;
  readonly #mark: number;
  readonly #wants: (node: number, topic: number) => boolean;
  /** A bit for each node and message. */
  readonly #seen: Uint8Array;
  /** To each node: the messages that were sent there and have not come out, oldest first; one that came out takes those before it with it. */
  readonly #out: number[][] = [];
  readonly #full = new Map<number, Set<number>>();

  /** `parents` gives the node above each; the first node is the root. `wants` tells whether a node has asked for a topic. */
  constructor(parents: Int32Array, messages: number, mark: number, wants: (node: number, topic: number) => boolean) {
    this.#parents = parents;
    this.#octetsEach = Math.ceil(messages / 8);
    this.#mark = mark;
    this.#wants = wants;
    this.#seen = new Uint8Array(parents.length * this.#octetsEach);
    const children: number[][] = Array.from(parents, () => []);
    for (let node = 1; node < parents.length; node += 1) children[parents[node] ?? 0]?.push(node);
    this.#children = children;
  }

  /** The node has the message, and sends it to those below that want it. */
  sees(node: number, message: number, topic: number): void {
    const at = this.#octet(node, message);
    this.#seen[at] = (this.#seen[at] ?? 0) | (1 << (message & 7));
    const before = this.#out[node];
    while (before !== undefined && (before[0] ?? Infinity) <= message) before.shift();
    for (const child of this.#children[node] ?? []) if (this.#wants(child, topic)) this.#send(child, message);
  }

  hasSeen(node: number, message: number): boolean {
    return ((this.#seen[this.#octet(node, message)] ?? 0) & (1 << (message & 7))) !== 0;
  }

  /** The connections of the node are gone, and all that was on them. */
  broke(node: number): void {
    for (const end of [node, ...(this.#children[node] ?? [])]) this.#out[end] = [];
  }

  /** Whether the message went no further than to a hop that was full when it was sent there. */
  endedAtMark(node: number, message: number): boolean {
    let child = node;
    while (child > 0 && !this.hasSeen(this.#parents[child] ?? 0, message)) child = this.#parents[child] ?? 0;
    return this.#full.get(child)?.has(message) === true;
  }

  #send(child: number, message: number): void {
    const out = (this.#out[child] ??= []);
    if (out.length >= this.#mark) {
      const full = this.#full.get(child) ?? new Set();
      this.#full.set(child, full.add(message));
    }
    out.push(message);
  }

  #octet(node: number, message: number): number {
    return node * this.#octetsEach + (message >>> 3);
  }
}
