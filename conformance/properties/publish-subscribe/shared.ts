/** What the properties of subscribers share. */
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { turnsUntilHeard, words } from "../support.ts";

/** The peer's engine has read everything, and its socket had a turn. */
export async function subscribed(stage: Stage, peer: WirePeer): Promise<void> {
  if (stage.hasPing) await peer.isOpen();
}

/** Whether a message that does not match is delivered. */
export async function deliversOther(stage: Stage, subject: Subject, peer: WirePeer, topic: string): Promise<"deliver" | "discard"> {
  await subscribed(stage, peer);
  peer.send(words("other"));
  peer.send(words(`${topic} match`));
  const [first] = await subject.receive();
  return Buffer.from(first ?? []).toString() === "other" ? "deliver" : "discard";
}

/** The next thing that a subscriber asks, in whichever form. */
export async function request(stage: Stage, subject: Subject, peer: WirePeer): Promise<{ readonly type: string; readonly octets: Uint8Array }> {
  await turnsUntilHeard(stage, subject, peer);
  peer.poll();
  const [part] = peer.inbox.shift() ?? [];
  if (part !== undefined) return { type: "message", octets: part };
  const { name, data } = await peer.command("a subscription or a cancellation");
  return { type: `${name} command`, octets: data };
}
