/** The examples of frames and greetings, on the pure machines of the reference. */
import { describe, expect, test } from "vitest";
import type { DecodedFrame } from "../../schemas/types/frame.ts";
import type { DecodedGreeting } from "../../schemas/types/greeting.ts";
import type { CloseReason } from "../../reference/base/carrier.ts";
import { concatOctets, octetsOf } from "../../reference/base/octets.ts";
import { Connection } from "../../reference/connection/connection.ts";
import { nullMechanism } from "../../reference/security/null.ts";
import { decodeCommand, encodeCommand } from "../../reference/wire/commands.ts";
import { COMMAND, encodeFrame, FrameDecoder, LONG, MORE } from "../../reference/wire/framing.ts";
import { encodeGreeting, GREETING_SIZE, GreetingDecoder } from "../../reference/wire/greeting.ts";
import { encodeMetadata } from "../../reference/wire/metadata.ts";
import { allExamples, type OctetExample } from "../checks/generate/examples.ts";

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const titled = (choose: (example: OctetExample) => boolean): readonly { readonly title: string; readonly example: OctetExample }[] =>
  allExamples()
    .octets.filter(choose)
    .map((example) => ({ title: `${example.file}:${String(example.line)}${example.refusedBy === undefined ? "" : ` (${example.refusedBy})`}`, example }));
const metadata = encodeMetadata([["Socket-Type", octetsOf("DEALER")]]);
const ready = encodeFrame(COMMAND, encodeCommand("READY", metadata));

describe("a frame of the specification", () => {
  test.each(titled(({ kind, refusedBy }) => kind === "frame" && refusedBy === undefined))(
    "is decoded however it is divided: $title",
    ({ example: { octets, decoded } }) => {
      const expected = decoded as DecodedFrame;
      for (const pieces of [[octets], [...octets].map((octet) => Uint8Array.of(octet)), [octets, Uint8Array.of(0)]]) {
        const frames = framesOf(pieces);
        expect(frames).toHaveLength(1);
        const [{ flags, body }] = frames as readonly [{ readonly flags: number; readonly body: Uint8Array }];
        if ("flags" in expected) {
          expect({ flags: { more: (flags & MORE) !== 0, long: (flags & LONG) !== 0, command: (flags & COMMAND) !== 0 }, body: hex(body) }).toEqual(expected);
        } else {
          const command = decodeCommand(body);
          expect({ command: command.name, data: hex(command.data) }).toEqual(expected);
        }
        // The reference sends the short form wherever it fits.
        if ((flags & LONG) === 0 || body.length > 255) expect(hex(encodeFrame(flags & ~LONG, body))).toBe(hex(octets));
      }
    },
  );

  test.each(titled(({ kind, refusedBy }) => kind === "frame" && refusedBy === undefined))("is awaited to its last octet: $title", ({ example: { octets } }) => {
    for (let size = 0; size < octets.length; size += 1) expect(framesOf([octets.slice(0, size)])).toEqual([]);
  });
});

describe("a greeting of the specification", () => {
  test.each(titled(({ kind, refusedBy }) => kind === "greeting" && refusedBy === undefined))(
    "is decoded however it is divided: $title",
    ({ example: { octets, decoded } }) => {
      const expected = decoded as DecodedGreeting;
      const whole = new GreetingDecoder();
      expect(whole.push(concatOctets([octets, Uint8Array.of(4)]))).toBe(GREETING_SIZE);
      const piecewise = new GreetingDecoder();
      for (const octet of octets) {
        expect(piecewise.greeting).toBeUndefined();
        piecewise.push(Uint8Array.of(octet));
      }
      for (const { greeting } of [whole, piecewise]) {
        const { major, minor } = greeting?.version ?? { major: 0, minor: 0 };
        expect({
          version: `${String(major)}.${String(minor)}`,
          mechanism: greeting?.mechanismField.replaceAll("\0", ""),
          asServer: greeting?.asServer,
        }).toEqual(expected);
      }
      if (expected.version === "3.1") expect(hex(encodeGreeting(expected.mechanism, expected.asServer))).toBe(hex(octets));
    },
  );
});

describe("malformed octets close the connection by their statement, and the same without them do not", () => {
  test.each(titled(({ refusedBy }) => refusedBy !== undefined))("$title", ({ example: { kind, octets, refusedBy } }) => {
    const before = kind === "greeting" ? [] : [encodeGreeting("NULL", false), ...(isReady(octets) ? [] : [ready])];
    expect(closedBy(before)).toBeUndefined();
    expect(closedBy([...before, octets])).toBe(refusedBy);
    expect(closedBy([...before, ...[...octets].map((octet) => Uint8Array.of(octet))])).toBe(refusedBy);
  });
});

function framesOf(pieces: readonly Uint8Array[]): readonly { readonly flags: number; readonly body: Uint8Array }[] {
  const frames: { readonly flags: number; readonly body: Uint8Array }[] = [];
  const decoder = new FrameDecoder({ header: () => undefined, frame: (flags, body) => frames.push({ flags, body: body.slice() }) > 0 });
  for (const piece of pieces) decoder.push(piece);
  return frames;
}

/** What an accepted connection makes of the octets: the statement by which it closes, or nothing. */
function closedBy(pieces: readonly Uint8Array[]): string | undefined {
  let reason: CloseReason | undefined;
  const nothing = (): void => undefined;
  const connection = new Connection(
    { remoteAddress: "", write: () => true, pause: nothing, resume: nothing, end: nothing },
    {
      ask: nothing,
      admit: () => ({ type: "admitted" }),
      ready: nothing,
      subscription: () => true,
      message: () => true,
      drained: nothing,
      wake: nothing,
      closed: (why) => void (reason = why),
    },
    {
      binding: true,
      mechanism: nullMechanism,
      metadata,
      pingTimeToLiveMs: 0,
      maximumMessageSize: -1,
      takesSubscriptions: false,
      handshakeMs: 0,
      pingIntervalMs: 0,
      pingTimeoutMs: 0,
    },
    0,
  );
  connection.open();
  for (const piece of pieces) if (reason === undefined) connection.octets(piece, 0);
  const closed = reason;
  return closed?.type === "violation" ? closed.error.requirement : closed?.type;
}

function isReady(octets: Uint8Array): boolean {
  const name = Buffer.from(octets).toString("latin1");
  return name.includes("\x05READY");
}
