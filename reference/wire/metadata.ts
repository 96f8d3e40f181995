/** Metadata: named properties that peers tell each other in the handshake (37/ZMTP, Connection Metadata). Mirrors spec/wire/metadata.md. */
import { concatOctets, octetsOf, textOf } from "../base/octets.ts";
import { PeerError } from "../base/errors.ts";

/** Values by name; names in lower case, since their case has no meaning. */
export type Metadata = ReadonlyMap<string, Uint8Array>;

/** The largest identity, in octets. */
export const IDENTITY_SIZE = 255;

/**
 * @requirement metadata.name
 * @requirement metadata.value
 * @requirement metadata.application-names
 */
export function encodeMetadata(properties: readonly (readonly [name: string, value: Uint8Array])[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const [name, value] of properties) {
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, value.length);
    pieces.push(Uint8Array.of(name.length), octetsOf(name), size, value);
  }
  return concatOctets(pieces);
}

/**
 * Reads all properties. The first of several with one name counts, but Socket-Type and Identity may not be repeated.
 *
 * @requirement metadata.name-case
 * @requirement metadata.name-characters names outside the grammar are unknown names, and ignored
 * @requirement metadata.unknown
 */
export function decodeMetadata(octets: Uint8Array): Metadata {
  const properties = new Map<string, Uint8Array>();
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  let at = 0;
  while (at < octets.length) {
    const nameSize = octets[at] ?? 0;
    if (nameSize === 0) throw new PeerError("metadata.empty-name", "a property without a name");
    const valueAt = at + 1 + nameSize + 4;
    if (valueAt > octets.length) throw new PeerError("metadata.truncated", "the metadata end in the head of a property");
    const name = textOf(octets.subarray(at + 1, at + 1 + nameSize)).toLowerCase();
    const valueSize = view.getUint32(valueAt - 4);
    if (valueSize > valueMaximum) throw new PeerError("metadata.value-bound", `a value of ${String(valueSize)} octets`);
    at = valueAt + valueSize;
    if (at > octets.length) throw new PeerError("metadata.truncated", "the metadata end in a value");
    if (!properties.has(name)) properties.set(name, octets.subarray(valueAt, at));
    else if (unrepeatable.has(name)) throw new PeerError("metadata.repeated", `${name} appears twice`);
  }
  return properties;
}

/** Refuses an announced identity that no peer may have. */
export function checkIdentity(identity: Uint8Array): void {
  if (identity.length > IDENTITY_SIZE) throw new PeerError("metadata.identity-too-long", `an identity of ${String(identity.length)} octets`);
  if (identity[0] === 0) throw new PeerError("metadata.identity-null-received", "an identity that begins with a null octet");
}

const valueMaximum = 2 ** 31 - 1;
const unrepeatable: ReadonlySet<string> = new Set(["socket-type", "identity"]);
