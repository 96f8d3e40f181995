/** Who the two sides of a case are under PLAIN and CURVE, and how an implementation is told: as options of its sockets. */
import { createHash } from "node:crypto";
import { ascii } from "../octets.ts";
import { keyPairOf, type KeyPair } from "./box.ts";
import { CurveClient, CurveServer } from "./curve.ts";
import { nullMechanism, type MechanismName, type Role, type WireMechanism } from "./mechanism.ts";
import { PlainMechanism, type PlainCredentials } from "./plain.ts";
import { encodeZ85 } from "./z85.ts";

export interface Credentials {
  /** What both sides give as PLAIN clients. */
  readonly plain: PlainCredentials;
  readonly curve: {
    /** The permanent keys of the implementation, in either role. */
    readonly implementation: KeyPair;
    /** The permanent keys of the wire peers. */
    readonly peer: KeyPair;
  };
}

/** Keys for tests: the same in each run, and known to everyone. */
export const defaultCredentials: Credentials = {
  plain: { username: ascii("patternwire"), password: ascii("a password for tests") },
  curve: { implementation: testKeys("implementation"), peer: testKeys("peer") },
};

/** Options by which a socket of the implementation becomes a server. A mechanism without options needs none. */
export function serverOptions(mechanism: MechanismName, credentials: Credentials): Readonly<Record<string, unknown>> {
  switch (mechanism) {
    case "NULL":
      return {};
    case "PLAIN":
      return { plainServer: true };
    case "CURVE":
      return { curveSecretKey: encodeZ85(credentials.curve.implementation.secretKey), curveServer: true };
  }
}

/** Options by which a socket of the implementation becomes a client of a server with this permanent key. */
export function clientOptions(mechanism: MechanismName, credentials: Credentials, serverKey: Uint8Array): Readonly<Record<string, unknown>> {
  switch (mechanism) {
    case "NULL":
      return {};
    case "PLAIN":
      return { plainUsername: textOrOctets(credentials.plain.username), plainPassword: textOrOctets(credentials.plain.password) };
    case "CURVE": {
      const { publicKey, secretKey } = credentials.curve.implementation;
      return { curvePublicKey: encodeZ85(publicKey), curveSecretKey: encodeZ85(secretKey), curveServerKey: encodeZ85(serverKey) };
    }
  }
}

/** The options that an implementation must have to be judged under a mechanism. */
export const neededOptions: Readonly<Record<MechanismName, readonly string[]>> = {
  NULL: [],
  PLAIN: ["plainServer", "plainUsername", "plainPassword"],
  CURVE: ["curveServer", "curvePublicKey", "curveSecretKey", "curveServerKey"],
};

/** The mechanism of one connection of a wire peer. */
export function wireMechanism(mechanism: MechanismName, role: Role, credentials: Credentials): WireMechanism {
  switch (mechanism) {
    case "NULL":
      return nullMechanism();
    case "PLAIN":
      return new PlainMechanism(role, credentials.plain);
    case "CURVE": {
      const { implementation, peer } = credentials.curve;
      return role === "client" ? new CurveClient({ keys: peer, serverKey: implementation.publicKey }) : new CurveServer({ keys: peer });
    }
  }
}

/** Printable text as text, since some libraries take nothing else; other octets as octets. */
export function textOrOctets(octets: Uint8Array): string | Uint8Array {
  return octets.every((octet) => octet >= 0x20 && octet < 0x7f) ? Buffer.from(octets).toString("latin1") : octets;
}

function testKeys(who: string): KeyPair {
  return keyPairOf(new Uint8Array(createHash("sha256").update(`patternwire test keys: ${who}`).digest()));
}
