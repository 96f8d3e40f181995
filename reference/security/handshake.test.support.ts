/** Two machines of one mechanism, side by side, without a connection between them. */
import { expect } from "vitest";
import type { Verdict } from "../base/authentication.ts";
import { PeerError } from "../base/errors.ts";
import { decodeCommand } from "../wire/commands.ts";
import { encodeMetadata } from "../wire/metadata.ts";
import type { HandshakeStep, Mechanism } from "./mechanism.ts";
import { octetsOf } from "../base/octets.ts";

export const metadata: Uint8Array = encodeMetadata([["Socket-Type", octetsOf("DEALER")]]);
export const accepted: Verdict = { type: "accepted" };

/** What was said, in its order: the bodies of the commands. */
export interface Course {
  readonly said: readonly Uint8Array[];
  readonly client: HandshakeStep;
  readonly server: HandshakeStep;
}

/** Plays the handshake to its end; `change` may replace the command of this number on its way. */
export function play(client: Mechanism, server: Mechanism, verdict: Verdict = accepted, change?: (body: Uint8Array, at: number) => Uint8Array): Course {
  const said: Uint8Array[] = [];
  const last: { client?: HandshakeStep; server?: HandshakeStep } = {};
  const hear = (who: "client" | "server", bodies: readonly Uint8Array[]): void => {
    const machine = who === "client" ? client : server;
    for (const body of bodies) {
      const arriving = change?.(body, said.length) ?? body;
      said.push(body);
      let step = machine.receive(decodeCommand(arriving));
      if (step.type === "ask") step = machine.decided(verdict);
      last[who] = step;
      if ("send" in step) hear(who === "client" ? "server" : "client", step.send);
    }
  };
  hear("server", client.start());
  expect(server.start()).toEqual([]);
  if (last.client === undefined || last.server === undefined) throw new Error("one of them heard nothing");
  return { said, client: last.client, server: last.server };
}

/** The statement by which a machine refuses; undefined when it does not. */
export function refusal(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
  return undefined;
}
