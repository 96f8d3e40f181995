/** A capture file as conversations: packets to segments, segments to streams, streams to what the monitors say. */
import { CaptureError } from "./capture-error.ts";
import type { CapturedConversation } from "./captured-conversation.ts";
import { Connections } from "./connections.ts";
import type { OctetReader } from "./octet-reader.ts";
import { packetsOf } from "./packets.ts";
import { unpack } from "./segment.ts";

export interface Reading {
  readonly packets: number;
  /** How many packets are no segment of TCP, by why. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** All TCP connections, in the order in which they begin. */
  readonly conversations: readonly CapturedConversation[];
  /** Why the file could not be read to its end. What stands before is read all the same. */
  readonly fault?: string;
}

/** `onPacket` is told of the number of packets read so far. */
export function readCapture(reader: OctetReader, onPacket: (count: number) => void = () => undefined): Reading {
  const connections = new Connections();
  const leftOut = new Map<string, number>();
  let packets = 0;
  let fault: string | undefined;
  try {
    for (const packet of packetsOf(reader)) {
      packets += 1;
      const unpacked = unpack(packet);
      if (unpacked.type === "segment") connections.take(unpacked.segment);
      else leftOut.set(unpacked.reason, (leftOut.get(unpacked.reason) ?? 0) + 1);
      onPacket(packets);
    }
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    fault = error.message;
  }
  connections.finish();
  return { packets, leftOut, conversations: connections.conversations, ...(fault === undefined ? {} : { fault }) };
}
