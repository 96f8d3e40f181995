/**
 * The two streams of a TCP connection, from its segments as they were captured: retransmitted, out of order, overlapping, with gaps. Octets are handed on in an order
 * in which they can have been known: what acknowledges octets of the other direction comes after them. What does not come in time is a gap, and said.
 */
import type { Segment } from "./segment.ts";

export type End = "one" | "other";

export interface Streams {
  readonly octets: (end: End, octets: Uint8Array, packet: number) => void;
  /** So many octets of this end were not captured. */
  readonly gap: (end: End, size: number, packet: number) => void;
  readonly ended: (end: End, how: "end of stream" | "reset") => void;
}

/** So many segments, or octets, are held back for one that is missing; then it is taken for lost. */
export const held = { segments: 256, octets: 8 * 1_048_576 } as const;

interface Direction {
  /** The sequence number that comes next; unknown before the first segment. */
  next: number | undefined;
  /** In the order of their sequence numbers. */
  waiting: Segment[];
  ended: boolean;
}

export class Reassembly {
  readonly #streams: Streams;
  readonly #directions: Readonly<Record<End, Direction>> = { one: direction(), other: direction() };

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  take(end: End, segment: Segment): void {
    const from = this.#directions[end];
    const to = this.#directions[otherEnd(end)];
    from.next ??= segment.syn ? after(segment.sequence, 1) : segment.sequence;
    to.next ??= segment.acknowledgement;
    if (segment.rst) {
      this.finish();
      this.#end(end, "reset");
      this.#end(otherEnd(end), "reset");
      return;
    }
    if (segment.octets.length === 0 && segment.missing === 0 && !segment.fin) return;
    const at = from.waiting.findLastIndex((other) => distance(other.sequence, segment.sequence) >= 0);
    from.waiting.splice(at + 1, 0, segment.syn ? { ...segment, sequence: after(segment.sequence, 1) } : segment);
    this.#release();
    while (this.#tooMuch()) this.#giveUp();
  }

  /** Nothing more comes: what waits for something else is handed on without it. */
  finish(): void {
    while (this.#directions.one.waiting.length + this.#directions.other.waiting.length > 0) this.#giveUp();
  }

  #release(): void {
    for (;;) {
      const ready = (["one", "other"] as const).flatMap((end) => {
        const segment = this.#ready(end);
        return segment === undefined ? [] : [{ end, segment }];
      });
      const first = ready.sort((a, b) => a.segment.packet - b.segment.packet)[0];
      if (first === undefined) return;
      this.#hand(first.end, first.segment);
    }
  }

  /** A segment that continues the stream and acknowledges nothing that is still to come; or one that repeats what was there. */
  #ready(end: End): Segment | undefined {
    const { waiting, next = 0 } = this.#directions[end];
    const known = this.#directions[otherEnd(end)].next;
    return waiting.find((segment) => {
      const { sequence, acknowledgement } = segment;
      if (distance(next, behind(segment)) <= 0) return true;
      return distance(next, sequence) <= 0 && (acknowledgement === undefined || known === undefined || distance(known, acknowledgement) <= 0);
    });
  }

  #hand(end: End, segment: Segment): void {
    const from = this.#directions[end];
    from.waiting.splice(from.waiting.indexOf(segment), 1);
    const { next = 0 } = from;
    const known = -distance(next, segment.sequence);
    const fresh = segment.octets.subarray(known);
    const missing = Math.max(0, segment.missing - Math.max(0, known - segment.octets.length));
    if (fresh.length > 0 && !from.ended) this.#streams.octets(end, fresh, segment.packet);
    from.next = after(next, fresh.length);
    if (missing > 0) this.#skip(end, missing, segment.packet);
    if (!segment.fin || after(from.next, 1) !== behind(segment)) return;
    from.next = behind(segment);
    this.#end(end, "end of stream");
  }

  /** What the oldest segment that waits is waiting for is taken for lost. */
  #giveUp(): void {
    const ends = (["one", "other"] as const).filter((end) => this.#directions[end].waiting.length > 0);
    const oldest = (end: End): number => Math.min(...this.#directions[end].waiting.map(({ packet }) => packet));
    const end = ends.sort((a, b) => oldest(a) - oldest(b))[0] ?? "one";
    const from = this.#directions[end];
    const to = this.#directions[otherEnd(end)];
    const hole = distance(from.next ?? 0, from.waiting[0]?.sequence ?? 0);
    if (hole > 0) this.#skip(end, hole, oldest(end));
    else {
      const known = to.next ?? 0;
      const next = from.waiting.filter(({ sequence }) => distance(from.next ?? 0, sequence) <= 0);
      const acknowledged = Math.min(...next.map(({ acknowledgement = known }) => distance(known, acknowledgement)));
      const waiting = to.waiting[0] === undefined ? acknowledged : distance(known, to.waiting[0].sequence);
      this.#skip(otherEnd(end), Math.min(acknowledged, waiting > 0 ? waiting : acknowledged), oldest(end));
    }
    this.#release();
  }

  #skip(end: End, size: number, packet: number): void {
    const from = this.#directions[end];
    from.next = after(from.next ?? 0, size);
    if (!from.ended) this.#streams.gap(end, size, packet);
  }

  #tooMuch(): boolean {
    const waiting = [...this.#directions.one.waiting, ...this.#directions.other.waiting];
    return waiting.length > held.segments || waiting.reduce((sum, { octets }) => sum + octets.length, 0) > held.octets;
  }

  #end(end: End, how: "end of stream" | "reset"): void {
    const from = this.#directions[end];
    if (from.ended) return;
    from.ended = true;
    this.#streams.ended(end, how);
  }
}

export function otherEnd(end: End): End {
  return end === "one" ? "other" : "one";
}

function direction(): Direction {
  return { next: undefined, waiting: [], ended: false };
}

/** The sequence number after the segment; the end of a stream has one of its own. */
function behind({ sequence, octets, missing, fin }: Segment): number {
  return after(sequence, octets.length + missing + (fin ? 1 : 0));
}

/** Sequence numbers count modulo 2^32. */
export function after(sequence: number, octets: number): number {
  return (sequence + octets) >>> 0;
}

/** How far the second number is after the first; negative when it is before it. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}
