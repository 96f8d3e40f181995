/** The ceiling of waits, measured on the implementation and the machine: generous, so that only what never comes is missed. */
import { AdapterFailure, type AdapterClient } from "./adapter/types.ts";
import { NotReached, Unexpected, Violation } from "./outcome.ts";
import type { ProtocolVersion } from "./model.ts";
import { spokenOver } from "./applies.ts";
import { Stage } from "./stage.ts";

const floorMs = 2000;
/** As long as a ceiling may be. */
export const roofMs = 10_000;
const factor = 100;
const handshakes = 10;

/** At least 2 s, at most 10 s, else a hundred times the slowest of ten handshakes. An implementation that completes none gets the floor. */
export async function calibrate(adapter: AdapterClient, protocol: ProtocolVersion, bareOnly = false): Promise<number> {
  return Math.round(Math.min(roofMs, Math.max(floorMs, factor * (await slowestHandshake(adapter, protocol, bareOnly)))));
}

/**
 * Whether an implementation accepts `ZWS2.0/NULL` and then speaks as under `ZWS2.0`. That breaks `websocket.handshake-first`, and would hide all that is behind the handshake:
 * but where that is judged, peers of such an implementation offer `ZWS2.0` alone, which is their right (`websocket.accept-bare`).
 */
export async function speaksBareOnly(adapter: AdapterClient): Promise<boolean> {
  const { hello } = adapter;
  const [type] = hello.capabilities.socketTypes.filter((candidate) => peerOf[candidate] !== undefined);
  if (type === undefined || !hello.capabilities.transports.includes("ws")) return false;
  const stage = new Stage({ adapter, hello, transport: "ws", protocol: spokenOver("ws", "3.0"), ceilingMs: floorMs });
  try {
    await stage.connect(await stage.bound(type), peerOf[type] ?? "DEALER");
    return false;
  } catch (error) {
    if (error instanceof Violation) return error.statement === "websocket.handshake-first";
    if (error instanceof Unexpected || error instanceof NotReached || error instanceof AdapterFailure) return false;
    throw error;
  } finally {
    await putAway(stage);
  }
}

async function slowestHandshake(adapter: AdapterClient, protocol: ProtocolVersion, bareOnly: boolean): Promise<number> {
  const { hello } = adapter;
  const type = ["DEALER", "ROUTER", "REP", "REQ"].find((candidate) => hello.capabilities.socketTypes.includes(candidate));
  const transport = (["tcp", "ws"] as const).find((one) => hello.capabilities.transports.includes(one));
  if (type === undefined || transport === undefined) return 0;
  const stage = new Stage({ adapter, hello, transport, protocol: spokenOver(transport, protocol), ceilingMs: floorMs, bareOnly });
  let slowest = 0;
  try {
    const subject = await stage.bound(type);
    for (let count = 0; count < handshakes; count += 1) {
      const start = performance.now();
      await stage.connect(subject, peerOf[type] ?? "DEALER");
      slowest = Math.max(slowest, performance.now() - start);
    }
  } catch (error) {
    if (error instanceof Unexpected || error instanceof Violation || error instanceof NotReached || error instanceof AdapterFailure) return 0;
    throw error;
  } finally {
    await putAway(stage);
  }
  return slowest;
}

/** An adapter that is gone by now is told of by the properties, each of which has one that lives. */
async function putAway(stage: Stage): Promise<void> {
  try {
    await stage.clear();
  } catch (error) {
    if (!(error instanceof AdapterFailure)) throw error;
  }
}

const peerOf: Readonly<Record<string, string>> = { DEALER: "ROUTER", ROUTER: "DEALER", REP: "REQ", REQ: "REP" };
