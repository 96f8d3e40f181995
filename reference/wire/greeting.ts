/** The greeting: 64 octets with which each connection begins (37/ZMTP, Version Negotiation). Mirrors spec/wire/greeting.md and versions.md. */
import { octetsOf, textOf } from "../base/octets.ts";
import { PeerError } from "../base/errors.ts";

export const GREETING_SIZE = 64;
/** The version that this implementation speaks. */
export const VERSION = { major: 3, minor: 1 } as const;

export interface Version {
  readonly major: number;
  readonly minor: number;
}

export interface Greeting {
  readonly version: Version;
  /** The 20 octets of the mechanism field, one character each, so that two fields are equal when all their octets are. */
  readonly mechanismField: string;
  readonly asServer: boolean;
}

/** The mechanism field that announces a name. */
export function mechanismField(name: string): string {
  return name.padEnd(mechanismSize, "\0");
}

/**
 * The whole greeting, to be sent at once: this implementation detects no older version, so its padding is zero.
 *
 * @requirement greeting.signature
 * @requirement greeting.padding-zero
 * @requirement greeting.version
 * @requirement greeting.mechanism
 * @requirement greeting.filler-zero
 */
export function encodeGreeting(mechanism: string, asServer: boolean): Uint8Array {
  const octets = new Uint8Array(GREETING_SIZE);
  octets[0] = 0xff;
  octets[signatureEnd] = 0x7f;
  octets[versionAt] = VERSION.major;
  octets[versionAt + 1] = VERSION.minor;
  octets.set(octetsOf(mechanism), mechanismAt);
  octets[asServerAt] = asServer ? 1 : 0;
  return octets;
}

/**
 * Collects a greeting from chunks and refuses as soon as an octet shows that the peer speaks another language.
 *
 * @requirement greeting.any-split
 * @requirement greeting.padding-ignored
 * @requirement greeting.filler-ignored
 */
export class GreetingDecoder {
  readonly #octets = new Uint8Array(GREETING_SIZE);
  #have = 0;

  /** Takes the octets that belong to the greeting and says how many those are. */
  push(chunk: Uint8Array): number {
    const taken = Math.min(chunk.length, GREETING_SIZE - this.#have);
    this.#octets.set(chunk.subarray(0, taken), this.#have);
    this.#have += taken;
    checkSignature(this.#octets, this.#have);
    checkVersion(this.#octets, this.#have);
    return taken;
  }

  /** The greeting, once all its octets are there. */
  get greeting(): Greeting | undefined {
    if (this.#have < GREETING_SIZE) return undefined;
    return {
      version: { major: this.#octets[versionAt] ?? 0, minor: this.#octets[versionAt + 1] ?? 0 },
      mechanismField: textOf(this.#octets.subarray(mechanismAt, asServerAt)),
      asServer: (this.#octets[asServerAt] ?? 0) !== 0,
    };
  }
}

/** @requirement greeting.signature-end any odd octet ends the signature, as in version 2.0 */
function checkSignature(octets: Uint8Array, have: number): void {
  if (have > 0 && octets[0] !== 0xff) throw new PeerError("versions.close-unversioned", "the first octet is not FF");
  if (have > signatureEnd && ((octets[signatureEnd] ?? 0) & 1) === 0) throw new PeerError("versions.close-unversioned", "the tenth octet is even");
}

/**
 * Every major version from 3 on is welcome, whatever its minor version.
 *
 * @requirement versions.accept-higher
 * @requirement versions.accept-3-0
 * @requirement versions.older
 * @requirement versions.speak-own
 */
function checkVersion(octets: Uint8Array, have: number): void {
  const major = octets[versionAt] ?? 0;
  if (have > versionAt && major < VERSION.major) throw new PeerError("versions.close-older", `major version ${String(major)}`);
}

const signatureEnd = 9;
const versionAt = 10;
const mechanismAt = 12;
const mechanismSize = 20;
const asServerAt = 32;
