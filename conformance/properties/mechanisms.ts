/** What the chapters on mechanisms share: connections on which only the greetings have passed, and the sessions of the wire peers. */
import type { OptionValues, Stage } from "../kit/stage.ts";
import { AdapterError } from "../kit/adapter/types.ts";
import { Unexpected } from "../kit/outcome.ts";
import { CurveClient, CurveServer } from "../kit/security/curve.ts";
import { encodeCommand, encodeMetadata, readyProperties } from "../kit/wire/encode.ts";
import type { WirePeer } from "../kit/wire/peer.ts";
import { meetRaw, type Meeting, type Side } from "./support.ts";

/** The metadata of a DEALER. */
export const dealer = encodeMetadata(readyProperties({ socketType: "DEALER" }));

/** A DEALER of the implementation, and a peer with which it has exchanged greetings. A socket that binds is a server. */
export async function greet(stage: Stage, side: Side, options: OptionValues = {}): Promise<Meeting> {
  const meeting = await meetRaw(stage, "DEALER", side, options);
  meeting.peer.writeGreeting();
  await meeting.peer.readGreeting();
  return meeting;
}

/** Another connection to a server, up to the greetings. */
export async function dialAgain(stage: Stage, subject: Meeting["subject"]): Promise<WirePeer> {
  const peer = await stage.dial(subject);
  peer.writeGreeting();
  await peer.readGreeting();
  return peer;
}

export function clientSession(peer: WirePeer): CurveClient {
  if (peer.mechanism instanceof CurveClient) return peer.mechanism;
  throw new Error("the peer is no client of CURVE");
}

export function serverSession(peer: WirePeer): CurveServer {
  if (peer.mechanism instanceof CurveServer) return peer.mechanism;
  throw new Error("the peer is no server of CURVE");
}

/** Writes a command of CURVE; `fault` is what the trace says of it. */
export function writeCurve(peer: WirePeer, name: string, data: Uint8Array, fault?: string): void {
  peer.writeVarying(encodeCommand(name, data), fault === undefined ? name : `${name} fault=${fault}`);
}

/** Sends HELLO and takes WELCOME. */
export async function introduce(peer: WirePeer, session: CurveClient, nonce?: bigint): Promise<void> {
  writeCurve(peer, "HELLO", session.hello(nonce === undefined ? {} : { nonce }));
  const welcome = session.takeWelcome(await peer.receiveCommand("WELCOME"));
  if (welcome.type === "refused") throw new Unexpected("a WELCOME command as CURVE has it", welcome.detail);
}

/** Takes HELLO and sends WELCOME, then takes INITIATE. */
export async function receiveInitiate(peer: WirePeer, session: CurveServer): Promise<void> {
  const hello = session.takeHello(await peer.receiveCommand("HELLO"));
  if (hello.type === "refused") throw new Unexpected("a HELLO command as CURVE has it", hello.detail);
  writeCurve(peer, "WELCOME", session.welcome());
  const initiate = session.takeInitiate(await peer.receiveCommand("INITIATE"));
  if (initiate.type === "refused") throw new Unexpected("an INITIATE command as CURVE has it", initiate.detail);
}

/** Whether the implementation refuses to open a socket with these options. */
export async function refusesOptions(stage: Stage, options: OptionValues): Promise<boolean> {
  try {
    const handle = await stage.setting.adapter.open("DEALER", options);
    await stage.setting.adapter.close(handle);
    return false;
  } catch (error) {
    if (error instanceof AdapterError) return true;
    throw error;
  }
}
