/** Octets for people: one line a field, hex at the left, meaning at the right. Octets that are not well-formed are shown as they are. */
import { hex, text } from "../octets.ts";
import { decodeFrame, decodeGreeting } from "./decode.ts";

const shown = 24;

/** Annotates what one side of a connection wrote, from its greeting on. */
export function annotate(octets: Uint8Array): readonly string[] {
  const lines: string[] = [];
  let rest = octets;
  if (rest[0] === 0xff) {
    lines.push(...annotateGreeting(rest.subarray(0, 64)));
    rest = rest.subarray(64);
  }
  while (rest.length > 0) {
    const size = frameSize(rest);
    lines.push(...annotateFrame(rest.subarray(0, size)));
    rest = rest.subarray(size);
  }
  return lines;
}

function annotateGreeting(octets: Uint8Array): readonly string[] {
  const wellFormed = decodeGreeting(octets).type === "value";
  return [
    line(octets.subarray(0, 10), "signature"),
    line(octets.subarray(10, 12), `version ${String(octets[10] ?? "?")}.${String(octets[11] ?? "?")}`),
    line(octets.subarray(12, 32), `mechanism ${JSON.stringify(text(octets.subarray(12, 32)).replace(/\0+$/, ""))}`),
    line(octets.subarray(32, 33), "as-server"),
    line(octets.subarray(33, 64), wellFormed ? "filler" : "filler (this greeting offends)"),
  ].filter((entry) => !entry.startsWith(" "));
}

function annotateFrame(octets: Uint8Array): readonly string[] {
  const flags = octets[0] ?? 0;
  const headerSize = Math.min((flags & 2) !== 0 ? 9 : 2, octets.length);
  const names = [
    (flags & 4) !== 0 ? "COMMAND" : "",
    (flags & 2) !== 0 ? "LONG" : "",
    (flags & 1) !== 0 ? "MORE" : "",
    (flags & 0xf8) !== 0 ? "RESERVED" : "",
  ].filter(Boolean);
  const body = octets.subarray(headerSize);
  const declared = headerSize === 9 ? new DataView(octets.buffer, octets.byteOffset).getBigUint64(1).toString() : String(octets[1] ?? "?");
  const offence = decodeFrame(octets);
  return [
    line(octets.subarray(0, 1), `flags${names.length === 0 ? "" : `: ${names.join(", ")}`}${offence.type === "refused" ? ` (${offence.detail})` : ""}`),
    line(octets.subarray(1, headerSize), `size ${declared}`),
    ...((flags & 4) !== 0 ? annotateCommand(body) : body.length === 0 ? [] : [line(body, `body ${printable(body)}`)]),
  ];
}

function annotateCommand(body: Uint8Array): readonly string[] {
  const length = body[0];
  if (length === undefined || body.length < 1 + length) return body.length === 0 ? [] : [line(body, "command (malformed)")];
  const name = text(body.subarray(1, 1 + length));
  const data = body.subarray(1 + length);
  const head = line(body.subarray(0, 1 + length), `command ${JSON.stringify(name)}`);
  if (data.length === 0) return [head];
  if (name === "PING" && data.length >= 2)
    return [head, line(data.subarray(0, 2), "time-to-live"), ...(data.length > 2 ? [line(data.subarray(2), "context")] : [])];
  return [head, ...(name === "READY" ? annotateMetadata(data) : [line(data, `data ${printable(data)}`)])];
}

function annotateMetadata(data: Uint8Array): readonly string[] {
  const lines: string[] = [];
  let rest = data;
  while (rest.length > 0) {
    const nameEnd = 1 + (rest[0] ?? 0);
    if (rest.length < nameEnd + 4) return [...lines, line(rest, "property (cut off)")];
    const declared = new DataView(rest.buffer, rest.byteOffset).getUint32(nameEnd);
    const value = rest.subarray(nameEnd + 4, nameEnd + 4 + declared);
    lines.push(
      line(rest.subarray(0, nameEnd), `property ${JSON.stringify(text(rest.subarray(1, nameEnd)))}`),
      line(rest.subarray(nameEnd, nameEnd + 4), `value of ${String(declared)} octets`),
    );
    if (value.length > 0) lines.push(line(value, printable(value)));
    rest = rest.subarray(nameEnd + 4 + value.length);
  }
  return lines;
}

/** The octets of the frame at the start, or all octets when it is cut off or declares what is not there. */
function frameSize(octets: Uint8Array): number {
  const headerSize = ((octets[0] ?? 0) & 2) !== 0 ? 9 : 2;
  if (octets.length < headerSize) return octets.length;
  const declared = headerSize === 9 ? new DataView(octets.buffer, octets.byteOffset).getBigUint64(1) : BigInt(octets[1] ?? 0);
  return declared > BigInt(octets.length - headerSize) ? octets.length : headerSize + Number(declared);
}

function line(octets: Uint8Array, meaning: string): string {
  if (octets.length === 0) return ` ${meaning}`;
  const digits = hex(octets.subarray(0, shown)).replace(/(..)(?=.)/g, "$1 ");
  return `${digits}${octets.length > shown ? ` … (${String(octets.length)} octets)` : ""}  # ${meaning}`;
}

function printable(octets: Uint8Array): string {
  return JSON.stringify(text(octets.subarray(0, shown)).replace(/[^ -~]/g, "."));
}
