/** The PLAIN mechanism: a username and a password in clear (24/ZMTP-PLAIN). Mirrors spec/security/plain.md. */
import type { Question, Verdict } from "../base/authentication.ts";
import { ImpossibleError, PeerError } from "../base/errors.ts";
import { concatOctets, EMPTY } from "../base/octets.ts";
import { decodeErrorReason, encodeCommand, type Command } from "../wire/commands.ts";
import { decodeMetadata } from "../wire/metadata.ts";
import type { HandshakeStep, Mechanism, MechanismFactory } from "./mechanism.ts";
import { denial, roleEvent, row, type RoleCell, type RoleEvent, type RoleState, type RoleTable } from "./roles.ts";

/** Each of 0 to 255 octets. */
export interface PlainCredentials {
  readonly username: Uint8Array;
  readonly password: Uint8Array;
}

/** The largest username, or password, in octets. */
export const CREDENTIAL_SIZE = 255;

const reject = { do: "reject", to: "complete" } as const;
const unexpected = "plain.unexpected-command";

/**
 * The whole mechanism, both roles. What a row does not name is refused.
 *
 * @requirement plain.server-waits
 * @requirement plain.welcome
 * @requirement plain.refuse
 * @requirement plain.initiate
 * @requirement plain.no-early-initiate
 * @requirement plain.ready
 * @requirement plain.unexpected-command
 * @requirement zap.waits
 */
export const plainMachine: RoleTable = {
  "awaiting-welcome": row(unexpected, { welcome: { do: "initiate", to: "awaiting-ready" }, error: reject }),
  "awaiting-ready": row(unexpected, { ready: { do: "complete", to: "complete" }, error: reject }),
  "awaiting-hello": row(unexpected, { hello: { do: "ask", to: "deciding" } }),
  deciding: row(unexpected, { accepted: { do: "welcome", to: "awaiting-initiate" }, refused: { do: "deny", to: "complete" } }),
  "awaiting-initiate": row(unexpected, { initiate: { do: "complete", to: "complete" } }),
  complete: row(unexpected, {}),
};

/** @requirement plain.as-client */
export function plainClient(credentials: PlainCredentials): MechanismFactory {
  return (_binding, metadata) => new Plain(metadata, credentials);
}

/** @requirement plain.as-server */
export const plainServer: MechanismFactory = (_binding, metadata) => new Plain(metadata, undefined);

/**
 * @requirement plain.as-server-ignored
 * @requirement plain.clear-messages
 */
class Plain implements Mechanism {
  readonly name = "PLAIN";
  readonly asServer: boolean;
  readonly tellsErrors = true;
  readonly #metadata: Uint8Array;
  readonly #credentials: PlainCredentials | undefined;
  #state: RoleState;

  /** Without credentials it is a server. */
  constructor(metadata: Uint8Array, credentials: PlainCredentials | undefined) {
    this.asServer = credentials === undefined;
    this.#metadata = metadata;
    this.#credentials = credentials;
    this.#state = credentials === undefined ? "awaiting-hello" : "awaiting-welcome";
  }

  /** @requirement plain.client-first */
  start(): readonly Uint8Array[] {
    return this.#credentials === undefined ? [] : [encodeHello(this.#credentials)];
  }

  receive(command: Command): HandshakeStep {
    return this.#step(roleEvent(command.name), command);
  }

  decided(verdict: Verdict): HandshakeStep {
    return this.#step(verdict.type, undefined, verdict);
  }

  #step(event: RoleEvent, command?: Command, verdict?: Verdict): HandshakeStep {
    const cell: RoleCell = plainMachine[this.#state][event];
    if ("refuse" in cell) throw new PeerError(cell.refuse, `${command?.name ?? event} in the handshake`);
    this.#state = cell.to;
    const data = command?.data ?? EMPTY;
    switch (cell.do) {
      case "ask":
        return { type: "ask", question: questionOf(decodeHello(data)) };
      case "welcome":
        return { type: "continue", send: [encodeCommand("WELCOME", EMPTY)] };
      case "initiate":
        if (data.length > 0) throw new PeerError("plain.welcome-malformed", `WELCOME with ${String(data.length)} octets of data`);
        return { type: "continue", send: [encodeCommand("INITIATE", this.#metadata)] };
      case "complete":
        return { type: "complete", metadata: decodeMetadata(data), send: this.asServer ? [encodeCommand("READY", this.#metadata)] : [] };
      case "reject":
        return { type: "rejected", reason: decodeErrorReason(data) };
      case "deny":
        if (verdict === undefined) throw new ImpossibleError("a denial without a verdict");
        return denial(verdict);
    }
  }
}

/** @requirement plain.hello */
function encodeHello({ username, password }: PlainCredentials): Uint8Array {
  return encodeCommand("HELLO", concatOctets([Uint8Array.of(username.length), username, Uint8Array.of(password.length), password]));
}

/** @requirement plain.any-credentials */
function decodeHello(data: Uint8Array): PlainCredentials {
  const passwordAt = 1 + (data[0] ?? 0);
  const end = passwordAt + 1 + (data[passwordAt] ?? 0);
  if (data.length !== end) throw new PeerError("plain.hello-malformed", `HELLO with ${String(data.length)} octets of data`);
  return { username: data.subarray(1, passwordAt), password: data.subarray(passwordAt + 1) };
}

/**
 * The octets of a command may be overwritten when the next arrive.
 *
 * @requirement zap.plain-asks
 * @requirement zap.plain-credentials
 */
function questionOf({ username, password }: PlainCredentials): Question {
  return { mechanism: "PLAIN", credentials: [username.slice(), password.slice()], identity: EMPTY };
}
