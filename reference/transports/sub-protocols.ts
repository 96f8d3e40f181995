/** The sub-protocols of ZWS 2.0: which of them a mechanism has, and what they mean for the connection. Mirrors spec/transports/websocket.md, Binding. */
import { UsageError } from "../base/errors.ts";
import type { LinkForm } from "../base/link.ts";

export type MechanismName = "null" | "plain" | "curve";

/** Without a mechanism at all. */
const bare = "ZWS2.0";

/**
 * What a connecting peer offers, best first. `slash`: whether the platform lets it send the names of the RFC. Throws UsageError for a mechanism that has no name.
 *
 * @requirement websocket.offer
 */
export function offeredBy(mechanism: MechanismName, slash: boolean): readonly string[] {
  checkMechanism(mechanism);
  const named = `${bare}${slash ? "/" : "-"}${mechanism.toUpperCase()}`;
  return mechanism === "null" ? [named, bare] : [named];
}

/**
 * What a binding peer takes of an offer: the first that is of its mechanism. Undefined when none is.
 *
 * @requirement websocket.choose
 * @requirement websocket.accept-bare
 * @requirement websocket.accept-null
 * @requirement websocket.hyphen
 * @requirement websocket.no-common
 */
export function chosenFrom(offer: string | undefined, mechanism: MechanismName): string | undefined {
  const taken = [...offeredBy(mechanism, true), ...offeredBy(mechanism, false)];
  return offer
    ?.split(",")
    .map((name) => name.trim())
    .find((name) => taken.includes(name));
}

export function formOf(subProtocol: string): LinkForm {
  return subProtocol === bare ? "bare" : "commands";
}

/** Throws UsageError when the mechanism has no sub-protocol. */
export function checkMechanism(mechanism: MechanismName): void {
  if (mechanism === "curve") throw new UsageError("there is no CURVE over WebSocket: connect to wss, which encrypts, or use tcp", "ENOTSUP");
}
