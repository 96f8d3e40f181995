/** What the mechanisms with a client and a server have in common: four commands, in turn. */
import type { Verdict } from "../base/authentication.ts";
import { ImpossibleError, type RequirementId } from "../base/errors.ts";
import { encodeError } from "../wire/commands.ts";
import type { HandshakeStep } from "./mechanism.ts";

export type RoleState = "awaiting-welcome" | "awaiting-ready" | "awaiting-hello" | "deciding" | "awaiting-initiate" | "complete";
/** A command by its name, or the authenticator's verdict. */
export type RoleEvent = "hello" | "welcome" | "initiate" | "ready" | "error" | "other" | "accepted" | "refused";
export type RoleCell =
  { readonly do: "ask" | "welcome" | "initiate" | "complete" | "reject" | "deny"; readonly to: RoleState } | { readonly refuse: RequirementId };
export type RoleTable = Readonly<Record<RoleState, Readonly<Record<RoleEvent, RoleCell>>>>;

const events: ReadonlyMap<string, RoleEvent> = new Map([
  ["HELLO", "hello"],
  ["WELCOME", "welcome"],
  ["INITIATE", "initiate"],
  ["READY", "ready"],
  ["ERROR", "error"],
]);

/** The event that a command's name stands for. */
export function roleEvent(name: string): RoleEvent {
  return events.get(name) ?? "other";
}

/** A row in which everything but these events is refused by one statement. */
export function row(refusal: RequirementId, cells: Readonly<Partial<Record<RoleEvent, RoleCell>>>): Readonly<Record<RoleEvent, RoleCell>> {
  const cell = { refuse: refusal } as const;
  return { ...{ hello: cell, welcome: cell, initiate: cell, ready: cell, error: cell, other: cell, accepted: cell, refused: cell }, ...cells };
}

/**
 * Who is refused for good is told so; who may try again is not, since an ERROR would keep it from trying.
 *
 * @requirement plain.refuse-error
 * @requirement curve.refuse-error
 * @requirement zap.refuse-error
 * @requirement zap.refuse-temporary
 */
export function denial(verdict: Verdict): HandshakeStep {
  if (verdict.type !== "refused") throw new ImpossibleError("a denial of who is accepted");
  const { requirement, status } = verdict;
  if (status === undefined) return { type: "denied", send: [], requirement };
  return { type: "denied", send: status === 300 ? [] : [encodeError(String(status))], requirement, status };
}
