/** What a ROUTER sends to a peer that it is about to know. */
import { Unexpected } from "../outcome.ts";
import type { Subject } from "../subject.ts";
import type { Message } from "./forms.ts";

/** A mandatory ROUTER knows its peer a moment after the handshake has passed: it is tried until it does. Between tries `turn` lets arrive what is within this process. */
export async function sendWhenKnown(subject: Subject, parts: Message, ceilingMs: number, turn: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + ceilingMs;
  while ((await subject.trySend(parts, 10)) !== undefined) {
    if (performance.now() > deadline) throw new Unexpected("a ROUTER that knows its peer", "it refuses every message", true);
    await turn();
  }
}
