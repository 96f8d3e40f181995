/**
 * A conversation between two peers, seen from outside: the octets of both directions in the order in which they passed, through the strict decoder, as a sequence
 * of events. What passed later cannot have been known to whoever sent what passed before; on this, and nothing else about time, the monitors rely.
 */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { concat } from "../octets.ts";
import { annotate } from "../wire/annotate.ts";
import { decodeCommand, decodeFrame, decodeReadableGreeting, type Frame, type Greeting } from "../wire/decode.ts";
import { Recording, type Passed } from "./recording.ts";
import { Seeker } from "./seeker.ts";
import { bothSides, otherSide, type Side } from "./side.ts";

export { bothSides, otherSide, type Side };

/** What a side did next. */
export type WatchEvent = { readonly side: Side } & (
  | { readonly type: "greeting"; readonly greeting: Greeting }
  | { readonly type: "frame"; readonly frame: Frame; readonly withinMessage: boolean | "unknown" }
  | { readonly type: "command"; readonly name: string; readonly data: Uint8Array }
  | { readonly type: "message"; readonly parts: readonly Uint8Array[] }
  | { readonly type: "malformed"; readonly statement: RequirementId; readonly detail: string }
  | { readonly type: "foreign"; readonly reason: string }
  /** What ZWS or RFC 6455 has to say of a connection of WebSocket. */
  | { readonly type: "web-socket"; readonly statement: RequirementId; readonly kept: boolean; readonly expected: string; readonly actual: string }
  /** Octets were not heard. */
  | { readonly type: "gap" }
  | { readonly type: "end"; readonly how: "end of stream" | "reset" }
);

/** So many octets of a frame are kept, for witnesses that can be read. */
const keptOfFrame = 64;
const shownFrames = 3;
/** A gap within one frame is bridged up to this size; behind a larger one the next frame is sought. */
const bridged = 1_048_576;

interface Direction {
  pending: Uint8Array;
  greeted: boolean;
  /** Nothing more of this direction can be read. */
  lost: boolean;
  parts: Uint8Array[];
  readonly items: Uint8Array[];
  ended: boolean;
  /** Set while it is unknown where the next frame begins. */
  seeker: Seeker | undefined;
  /** Where frames begin was found, not known from the start. */
  found: boolean;
  /** Octets of the frame that is under way are missing. */
  hollow: boolean;
  /** Parts of the message that is under way are missing: `perhaps` when a frame was sought. */
  partial: "no" | "yes" | "perhaps";
}

export class Conversation {
  readonly #directions: Readonly<Record<Side, Direction>> = { connecting: direction(), binding: direction() };
  readonly #take: (event: WatchEvent) => void;
  readonly #recording = new Recording();

  constructor(take: (event: WatchEvent) => void) {
    this.#take = take;
  }

  /** Everything that passed, or nothing when it was too much to keep. */
  get recording(): readonly Passed[] | undefined {
    return this.#recording.pieces;
  }

  /** The octets of one side as a person reads them: its greeting, its first frames and its last one. */
  annotated(side: Side): readonly string[] {
    const { items } = this.#directions[side];
    const first = items.slice(0, shownFrames);
    const last = items.slice(Math.max(shownFrames, items.length - 1));
    const left = items.length - first.length - last.length;
    return [
      `the ${side} peer writes`,
      ...first.flatMap((item) => annotate(item)),
      ...(left > 0 ? [`… ${String(left)} more frames`] : []),
      ...last.flatMap((item) => annotate(item)),
    ];
  }

  feed(side: Side, octets: Uint8Array): void {
    this.#recording.keep({ side, octets: new Uint8Array(octets) });
    const from = this.#directions[side];
    if (from.lost || from.ended) return;
    if (from.seeker === undefined) from.pending = from.pending.length === 0 ? new Uint8Array(octets) : concat(from.pending, octets);
    else if (!this.#seek(from, octets)) return;
    while (this.#decodeOne(side, from));
  }

  /** Octets of this side were not heard: so many, when that is known. Within the body of a frame they are bridged; else the next frame is sought. */
  skip(side: Side, size?: number): void {
    this.#recording.keep({ side, octets: new Uint8Array(), missing: size ?? "unknown" });
    const from = this.#directions[side];
    if (from.lost || from.ended) return;
    this.#take({ side, type: "gap" });
    if (size !== undefined && size <= bridged && from.greeted && from.seeker === undefined && bodyLeft(from.pending) >= size) {
      from.pending = concat(from.pending, new Uint8Array(size));
      from.hollow = true;
      while (this.#decodeOne(side, from));
    } else this.#loseStep(from);
  }

  /** Whether this side was joined in the middle, and it was found where its frames begin. */
  inStep(side: Side): boolean {
    const { found, seeker } = this.#directions[side];
    return found && seeker === undefined;
  }

  /** Whether it had to be found where frames of this side begin. */
  wasSought(side: Side): boolean {
    const { found, seeker } = this.#directions[side];
    return found || seeker !== undefined;
  }

  end(side: Side, how: "end of stream" | "reset"): void {
    const from = this.#directions[side];
    if (from.ended) return;
    from.ended = true;
    this.#take({ side, type: "end", how });
  }

  #decodeOne(side: Side, from: Direction): boolean {
    if (from.lost) return false;
    return from.greeted ? this.#decodeFrame(side, from) : this.#decodeGreeting(side, from);
  }

  #decodeGreeting(side: Side, from: Direction): boolean {
    const decoded = decodeReadableGreeting(from.pending);
    if (decoded.type === "more") return false;
    if (decoded.type === "refused") {
      from.lost = true;
      from.items.push(from.pending.slice(0, keptOfFrame));
      // Whoever speaks an older version breaks nothing; it is only not understood here.
      if (decoded.statement === "greeting.version") this.#take({ side, type: "foreign", reason: decoded.detail });
      else this.#take({ side, type: "malformed", statement: decoded.statement, detail: decoded.detail });
      return false;
    }
    from.greeted = true;
    this.#consume(from, decoded.size);
    this.#take({ side, type: "greeting", greeting: decoded.value });
    return true;
  }

  #seek(from: Direction, octets: Uint8Array): boolean {
    const start = from.seeker?.take(new Uint8Array(octets));
    if (start === undefined) return false;
    Object.assign(from, { pending: start, seeker: undefined, found: true });
    return true;
  }

  #loseStep(from: Direction): false {
    Object.assign(from, { pending: new Uint8Array(), parts: [], greeted: true, seeker: new Seeker(), hollow: false, partial: "perhaps" });
    return false;
  }

  #decodeFrame(side: Side, from: Direction): boolean {
    const decoded = decodeFrame(from.pending);
    if (decoded.type === "more") return false;
    // What was only found cannot be blamed: it may be no frame at all.
    if (decoded.type === "refused" && from.found) return this.#loseStep(from);
    if (decoded.type === "refused") {
      from.lost = true;
      from.items.push(from.pending.slice(0, keptOfFrame));
      this.#take({ side, type: "malformed", statement: decoded.statement, detail: decoded.detail });
      return false;
    }
    const frame = { ...decoded.value, body: new Uint8Array(decoded.value.body) };
    this.#consume(from, decoded.size);
    const begun = from.partial === "no" ? from.parts.length > 0 : from.partial === "yes" || "unknown";
    this.#take({ side, type: "frame", frame, withinMessage: begun });
    const { hollow } = from;
    from.hollow = false;
    if (!frame.command) this.#part(side, from, frame, hollow);
    else if (!hollow) this.#command(side, from, frame.body);
    return true;
  }

  #command(side: Side, from: Direction, body: Uint8Array): void {
    const decoded = decodeCommand(body);
    if (decoded.type === "value") this.#take({ side, type: "command", ...decoded.value });
    else if (from.found) this.#loseStep(from);
    else if (decoded.type === "refused") this.#take({ side, type: "malformed", statement: decoded.statement, detail: decoded.detail });
  }

  /** A message of which something is missing is passed over as a whole. */
  #part(side: Side, from: Direction, frame: Frame, hollow: boolean): void {
    if (hollow) from.partial = "yes";
    if (from.partial !== "no") {
      from.parts = [];
      from.partial = frame.more ? "yes" : "no";
      return;
    }
    from.parts.push(frame.body);
    if (!frame.more) this.#take({ side, type: "message", parts: from.parts.splice(0) });
  }

  #consume(from: Direction, size: number): void {
    from.items.push(from.pending.slice(0, Math.min(size, keptOfFrame)));
    // Frames in the middle are counted, not kept.
    if (from.items.length > shownFrames + 1) from.items[from.items.length - 2] = new Uint8Array();
    from.pending = from.pending.subarray(size);
  }
}

/** Octets that the frame under way still has to have, when its header is there. */
function bodyLeft(pending: Uint8Array): number {
  const headerSize = ((pending[0] ?? 0) & 2) !== 0 ? 9 : 2;
  if (pending.length < headerSize) return -1;
  const declared = headerSize === 9 ? Number(new DataView(pending.buffer, pending.byteOffset).getBigUint64(1)) : (pending[1] ?? 0);
  return declared - (pending.length - headerSize);
}

function direction(): Direction {
  return {
    pending: new Uint8Array(),
    greeted: false,
    lost: false,
    parts: [],
    items: [],
    ended: false,
    seeker: undefined,
    found: false,
    hollow: false,
    partial: "no",
  };
}
