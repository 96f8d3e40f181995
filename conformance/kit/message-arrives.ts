/** The barrier of ZMTP 3.0, which has no PING: a message of the peer comes out at the socket, so what the peer wrote before it has been read. */
import type { Hello } from "./adapter/types.ts";
import { ascii, describeParts, equal } from "./octets.ts";
import type { CaseRecord } from "./record.ts";
import type { Subject } from "./subject.ts";
import type { WirePeer } from "./wire/peer.ts";

/** What stands before the part, by the types of sockets that deliver whatever comes. */
const envelopes: Readonly<Record<string, readonly Uint8Array[]>> = { DEALER: [], ROUTER: [], PULL: [], PAIR: [], REP: [new Uint8Array()] };
const mark = ascii("still open");

/** False, with nothing done, when a socket of this type shows no message, or nobody can ask it for one. */
export async function messageArrives(
  subject: Subject,
  peer: WirePeer,
  { record, setting }: { readonly record: CaseRecord; readonly setting: { readonly hello: Hello } },
): Promise<boolean> {
  const envelope = envelopes[subject.type];
  if (envelope === undefined || !setting.hello.capabilities.operations.includes("receive")) return false;
  await peer.isReady();
  peer.send([...envelope, mark]);
  // What comes before it was the case's business.
  for (;;) {
    const message = await subject.receiveAsBarrier();
    record.step(`${subject.name} receives ${describeParts(message)}`);
    if (equal(message.at(-1) ?? new Uint8Array(), mark)) return true;
  }
}
