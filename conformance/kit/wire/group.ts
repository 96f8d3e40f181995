/** Several wire peers at once: who gets the next message, and in which order a number of messages is spread. */
import { Unexpected } from "../outcome.ts";
import type { WirePeer } from "./peer.ts";

/** The first of the peers that has a message, waited for up to the ceiling. The message stays in its inbox. */
export async function whoeverReceives(peers: readonly WirePeer[], ceilingMs: number): Promise<WirePeer> {
  const found = await whoeverHas(peers, ceilingMs);
  if (found === undefined) throw new Unexpected("one of the peers receives a message", "none does", true);
  return found;
}

async function whoeverHas(peers: readonly WirePeer[], ceilingMs: number): Promise<WirePeer | undefined> {
  const deadline = performance.now() + ceilingMs;
  for (;;) {
    for (const peer of peers) {
      peer.poll();
      if (peer.inbox.length > 0) return peer;
    }
    const open = peers.filter((peer) => peer.stream.closed === undefined);
    const remaining = deadline - performance.now();
    if (open.length === 0 || remaining <= 0) return undefined;
    const enough = new AbortController();
    await Promise.race(open.map((peer) => peer.stream.until(() => peer.stream.ready, remaining, enough.signal)));
    enough.abort();
  }
}

/** Takes `count` messages from whichever peer has them next; gives each peer's messages in its own order. */
export async function collect(
  peers: readonly WirePeer[],
  count: number,
  ceilingMs: number,
): Promise<ReadonlyMap<WirePeer, readonly (readonly Uint8Array[])[]>> {
  const taken = new Map<WirePeer, (readonly Uint8Array[])[]>(peers.map((peer) => [peer, []]));
  for (let index = 0; index < count; index += 1) {
    const peer = await whoeverReceives(peers, ceilingMs);
    taken.get(peer)?.push(await peer.message());
  }
  return taken;
}
