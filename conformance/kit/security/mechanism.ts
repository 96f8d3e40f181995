/** What a security mechanism is to a wire peer: commands between the greetings and the traffic, and a wrapping of each frame in the traffic. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import type { Frame } from "../wire/decode.ts";
import { encodeFrame, type FrameFields } from "../wire/encode.ts";

export type MechanismName = "NULL" | "PLAIN" | "CURVE";

export const mechanismNames: readonly MechanismName[] = ["NULL", "PLAIN", "CURVE"];

/** The side that a peer takes: who connects is the client, who binds the server. */
export type Role = "client" | "server";

/** The line on which a handshake passes: commands, in clear. */
export interface HandshakeLine {
  send(name: string, data: Uint8Array): void;
  /** The data of the next command, which has this name. Rejects when another comes, the connection is closed or nothing arrives. */
  receive(name: string): Promise<Uint8Array>;
}

export type Opened =
  { readonly type: "value"; readonly frame: Frame } | { readonly type: "refused"; readonly statement: RequirementId; readonly detail: string };

/** One connection's state; a new one for each. */
export interface WireMechanism {
  readonly name: MechanismName;
  /** The field of the greeting. */
  readonly asServer: 0 | 1;
  /** From greetings to traffic; gives the other side's metadata, as they came. */
  handshake(line: HandshakeLine, metadata: Uint8Array): Promise<Uint8Array>;
  /** The octets of a frame in the traffic. */
  seal(body: Uint8Array, fields: FrameFields): Uint8Array;
  /** The frame within a frame of the traffic. */
  open(frame: Frame): Opened;
}

/** Frames as they are: what NULL and PLAIN do in the traffic. */
export const inClear: Pick<WireMechanism, "seal" | "open"> = {
  seal: (body, fields) => encodeFrame(body, fields),
  open: (frame) => ({ type: "value", frame }),
};

/** NULL: a READY each way, in either order. */
export function nullMechanism(): WireMechanism {
  return {
    name: "NULL",
    asServer: 0,
    handshake: (line, metadata) => {
      line.send("READY", metadata);
      return line.receive("READY");
    },
    ...inClear,
  };
}
