/**
 * The strict decoder: it accepts exactly what the specification allows a sender to send, and names the statement that anything else breaks. It judges the
 * implementation's octets, the examples of the specification and the harness's own octets. Each function reads from the start of the octets given and answers
 * with the value and the number of octets it took, asks for more, or refuses.
 */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { text } from "../octets.ts";

export type Decoded<T> =
  | { readonly type: "value"; readonly value: T; readonly size: number }
  | { readonly type: "more" }
  | { readonly type: "refused"; readonly statement: RequirementId; readonly detail: string };

export interface Greeting {
  readonly padding: Uint8Array;
  readonly major: number;
  readonly minor: number;
  readonly mechanism: string;
  readonly asServer: number;
}

export interface Frame {
  readonly more: boolean;
  readonly long: boolean;
  readonly command: boolean;
  readonly body: Uint8Array;
}

export interface Command {
  readonly name: string;
  readonly data: Uint8Array;
}

export interface MetadataProperty {
  readonly name: string;
  readonly value: Uint8Array;
}

/** The statements that the decoder has judged when it has accepted something. */
export const judgedBy = {
  greeting: ["greeting.signature", "greeting.mechanism", "greeting.mechanism-name", "greeting.filler-zero"],
  frame: ["framing.reserved-zero"],
  command: ["framing.command-more", "commands.name"],
  metadata: ["metadata.name", "metadata.value"],
} as const satisfies Readonly<Record<string, readonly RequirementId[]>>;

/** A greeting whose one fault hides nothing that follows it: a one in as-server under NULL, which receivers ignore. What judges that field reads it in the value. */
export function decodeReadableGreeting(octets: Uint8Array): Decoded<Greeting> {
  const decoded = decodeGreeting(octets);
  if (decoded.type !== "refused" || decoded.statement !== "null.as-server-zero") return decoded;
  const rest = decodeGreeting(octets.slice(0, 64).fill(0, 32, 33));
  return rest.type === "value" ? { ...rest, value: { ...rest.value, asServer: octets[32] ?? 0 } } : decoded;
}

/** A greeting: exactly 64 octets (37/ZMTP, Formal Grammar). Refuses as soon as an octet cannot belong to one. */
export function decodeGreeting(octets: Uint8Array): Decoded<Greeting> {
  if (octets.length > 0 && octets[0] !== 0xff) return refused("greeting.signature", `the first octet is ${byte(octets[0])}, not ff`);
  if (octets.length > 9 && octets[9] !== 0x7f) return refused("greeting.signature", `the tenth octet is ${byte(octets[9])}, not 7f`);
  if (octets.length > 10 && (octets[10] ?? 0) < 3) return refused("greeting.version", `the major version is ${String(octets[10] ?? 0)}`);
  if (octets.length < 64) return { type: "more" };
  const mechanism = decodeMechanism(octets.subarray(12, 32));
  if (mechanism.type !== "value") return mechanism;
  const asServer = octets[32] ?? 0;
  if (mechanism.value === "NULL" && asServer !== 0) return refused("null.as-server-zero", `as-server is ${byte(asServer)} under NULL`);
  if (octets.subarray(33, 64).some((octet) => octet !== 0)) return refused("greeting.filler-zero", "the filler has an octet that is not null");
  const value = { padding: octets.slice(1, 9), major: octets[10] ?? 0, minor: octets[11] ?? 0, mechanism: mechanism.value, asServer };
  return { type: "value", value, size: 64 };
}

/** One frame (37/ZMTP, Framing). The body is a view of the octets given. */
export function decodeFrame(octets: Uint8Array): Decoded<Frame> {
  const flags = octets[0];
  if (flags === undefined) return { type: "more" };
  if ((flags & 0xf8) !== 0) return refused("framing.reserved-zero", `the flags octet is ${byte(flags)}`);
  const command = (flags & 4) !== 0;
  const long = (flags & 2) !== 0;
  const more = (flags & 1) !== 0;
  if (command && more) return refused("framing.command-more", `the flags octet is ${byte(flags)}: COMMAND and MORE`);
  const headerSize = long ? 9 : 2;
  if (octets.length < headerSize) return { type: "more" };
  const declared = long ? new DataView(octets.buffer, octets.byteOffset).getBigUint64(1) : BigInt(octets[1] ?? 0);
  if (declared > 0x7fffffffffffffffn) return refused("framing.size-bound", `the frame declares ${declared.toString()} octets`);
  if (BigInt(octets.length - headerSize) < declared) return { type: "more" };
  const size = headerSize + Number(declared);
  return { type: "value", value: { more, long, command, body: octets.subarray(headerSize, size) }, size };
}

/** The body of a command frame: a name of letters, then data (37/ZMTP, Formal Grammar). */
export function decodeCommand(body: Uint8Array): Decoded<Command> {
  const length = body[0];
  if (length === undefined) return refused("commands.name", "the body of the command is empty");
  if (length === 0) return refused("commands.name", "the name of the command has no letter");
  if (body.length < 1 + length)
    return refused("commands.name", `the name of the command should have ${String(length)} letters, the body ends after ${String(body.length - 1)}`);
  const name = text(body.subarray(1, 1 + length));
  if (!/^[A-Za-z]+$/.test(name)) return refused("commands.name", `the name of the command is ${JSON.stringify(name)}`);
  return { type: "value", value: { name, data: body.subarray(1 + length) }, size: body.length };
}

/** The metadata of a READY command, to their last octet (37/ZMTP, The NULL Security Mechanism). */
export function decodeMetadata(data: Uint8Array): Decoded<readonly MetadataProperty[]> {
  const properties: MetadataProperty[] = [];
  for (let offset = 0; offset < data.length;) {
    const length = data[offset] ?? 0;
    const name = text(data.subarray(offset + 1, offset + 1 + length));
    if (!/^[A-Za-z0-9_.+-]{1,255}$/.test(name)) return refused("metadata.name", `a property has the name ${JSON.stringify(name)}`);
    const valueAt = offset + 1 + length + 4;
    if (name.length < length || data.length < valueAt) return refused("metadata.value", `the metadata end inside the property ${name}`);
    const size = new DataView(data.buffer, data.byteOffset).getUint32(valueAt - 4);
    if (size > 0x7fffffff || data.length < valueAt + size) return refused("metadata.value", `the property ${name} declares ${String(size)} octets`);
    properties.push({ name, value: data.subarray(valueAt, valueAt + size) });
    offset = valueAt + size;
  }
  return { type: "value", value: properties, size: data.length };
}

function decodeMechanism(field: Uint8Array): Decoded<string> {
  const end = field.indexOf(0);
  const name = text(end < 0 ? field : field.subarray(0, end));
  if (end >= 0 && field.subarray(end).some((octet) => octet !== 0))
    return refused("greeting.mechanism", "the mechanism field has an octet after its first null octet");
  if (!/^[A-Z0-9]([A-Z0-9_-]*[A-Z0-9])?$/.test(name)) return refused("greeting.mechanism-name", `the mechanism is ${JSON.stringify(name)}`);
  return { type: "value", value: name, size: 20 };
}

function refused(statement: RequirementId, detail: string): { readonly type: "refused"; readonly statement: RequirementId; readonly detail: string } {
  return { type: "refused", statement, detail };
}

function byte(octet: number | undefined): string {
  return (octet ?? 0).toString(16).padStart(2, "0");
}

/** What a receiver owes to octets that break a sender's duty: the sender's statement and the receiver's twin. */
export const twins: Readonly<Partial<Record<RequirementId, RequirementId>>> = {
  "framing.command-more": "framing.close-on-command-more",
  "commands.name": "commands.malformed",
  "metadata.name": "metadata.empty-name",
  "metadata.value": "metadata.truncated",
  "greeting.signature": "versions.close-unversioned",
  "greeting.version": "versions.close-older",
  "greeting.mechanism": "greeting.mechanism-mismatch",
  "greeting.mechanism-name": "greeting.mechanism-mismatch",
};
