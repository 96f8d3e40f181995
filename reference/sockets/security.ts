/** From options to mechanisms: which one a socket runs, in which role, with which keys. */
import { UsageError } from "../base/errors.ts";
import { EMPTY, sameOctets } from "../base/octets.ts";
import type { Crypto } from "../security/crypto.ts";
import { curveClient, curveServer, type KeyPair } from "../security/curve.ts";
import type { MechanismFactory } from "../security/mechanism.ts";
import { askingNullMechanism, nullMechanism } from "../security/null.ts";
import { plainClient, plainServer } from "../security/plain.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import { keyOf } from "./keys.ts";
import type { OptionName, SecurityOptions } from "./option-values.ts";

export type SecurityMechanism = "null" | "plain" | "curve";

/** Which mechanism and role the options ask for: the last one that was set decides, as in zeromq.js. */
export class SecurityChoice {
  mechanism: SecurityMechanism = "null";
  asServer = false;
  /** What the options make, until one of them is set again: keys are computed once. */
  made: MechanismFactory | undefined;

  follow(name: OptionName, value: unknown): void {
    this.made = undefined;
    if (name === "plainServer" || name === "curveServer") {
      this.asServer = value === true;
      this.mechanism = value === true ? (name === "plainServer" ? "plain" : "curve") : "null";
    } else if (name === "plainUsername" || name === "plainPassword") {
      this.asServer = false;
      this.mechanism = value === null ? "null" : "plain";
    } else if (name === "curvePublicKey" || name === "curveSecretKey" || name === "curveServerKey") {
      if (name === "curveServerKey") this.asServer = false;
      this.mechanism = value === null ? "null" : "curve";
    }
  }
}

/** The machine of a socket's connections. Throws UsageError, which names no key, when the options do not make one. */
export function mechanismOf(choice: SecurityChoice, options: SecurityOptions, crypto: Crypto): MechanismFactory {
  choice.made ??= make(choice, options, crypto);
  return choice.made;
}

function make(choice: SecurityChoice, options: SecurityOptions, crypto: Crypto): MechanismFactory {
  switch (choice.mechanism) {
    case "null":
      return isEmpty(options.zapDomain) ? nullMechanism : askingNullMechanism;
    case "plain":
      return choice.asServer ? plainServer : plainClient({ username: octetsOf(options.plainUsername), password: octetsOf(options.plainPassword) });
    case "curve":
      return curveOf(choice.asServer, options, crypto);
  }
}

/**
 * @requirement zap.curve-asks
 * @requirement zap.curve-without-domain
 */
function curveOf(asServer: boolean, options: SecurityOptions, crypto: Crypto): MechanismFactory {
  const permanent = keyPairOf(options, crypto);
  if (asServer) return curveServer({ crypto, permanent, asks: !isEmpty(options.zapDomain) || !options.zapEnforceDomain });
  const serverKey = keyOf(options.curveServerKey);
  if (serverKey === undefined) throw new UsageError("a client of CURVE needs curveServerKey, the public key of its server");
  if (crypto.sharedKey(permanent.secretKey, serverKey) === undefined) throw new UsageError("curveServerKey is the key of no server");
  return curveClient({ crypto, permanent, serverKey });
}

function keyPairOf(options: SecurityOptions, crypto: Crypto): KeyPair {
  const secretKey = keyOf(options.curveSecretKey);
  if (secretKey === undefined) throw new UsageError("CURVE needs curveSecretKey: curveKeyPair() makes one");
  const publicKey = crypto.publicKey(secretKey);
  const claimed = keyOf(options.curvePublicKey);
  if (claimed !== undefined && !sameOctets(claimed, publicKey)) throw new UsageError("curvePublicKey and curveSecretKey do not belong together");
  return { publicKey, secretKey };
}

/** A text is taken as UTF-8. */
function octetsOf(value: string | Uint8Array | null): Uint8Array {
  return octetsOfPart(value) ?? EMPTY;
}

function isEmpty(value: string | Uint8Array | null): boolean {
  return octetsOf(value).length === 0;
}
