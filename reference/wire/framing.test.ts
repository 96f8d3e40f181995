import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import { COMMAND, encodeFrame, FrameDecoder, frameHeader, LONG, MORE } from "./framing.ts";

interface Frame {
  readonly flags: number;
  readonly body: Uint8Array;
}

const boundarySizes = [0, 1, 2, 254, 255, 256, 257, 4095, 4096, 4097, 65_535, 65_536, 65_537];

/** Decodes the octets, cut into chunks of these sizes, the last size again and again. */
function decode(octets: Uint8Array, chunkSizes: readonly number[] = [octets.length]): Frame[] {
  const frames: Frame[] = [];
  const decoder = new FrameDecoder({
    header: () => undefined,
    frame: (flags, body) => {
      // A copy, since a body may be a view of a chunk that the test owns.
      frames.push({ flags: flags & ~LONG, body: body.slice() });
      return true;
    },
  });
  for (let at = 0, index = 0; at < octets.length; index += 1) {
    const size = Math.max(1, chunkSizes[Math.min(index, chunkSizes.length - 1)] ?? 1);
    decoder.push(octets.subarray(at, at + size));
    at += size;
  }
  return frames;
}

function refusal(octets: Uint8Array): string | undefined {
  try {
    decode(octets, [1]);
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
  return undefined;
}

const concat = (...pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));
const frameArbitrary = fc
  .record({ flags: fc.constantFrom(0, MORE, COMMAND), size: fc.oneof(fc.constantFrom(...boundarySizes), fc.nat(600)), fill: fc.nat(255) })
  .map(({ flags, size, fill }): Frame => ({ flags, body: new Uint8Array(size).map((_, at) => (at + fill) & 0xff) }));

describe("a frame", () => {
  it.each(boundarySizes)("with a body of %i octets has a short header up to 255 and a long one above", (size) => {
    const header = frameHeader(MORE, size);
    expect(header.length).toBe(size <= 255 ? 2 : 9);
    expect(header[0]).toBe(size <= 255 ? MORE : MORE | LONG);
  });

  it("states its size in network order, beyond 32 bits too", () => {
    expect(Buffer.from(frameHeader(0, 0x01_0203_0405)).toString("hex")).toBe("020000000102030405");
  });

  it("is decoded as it was encoded, together with others, however the octets are cut", () => {
    fc.assert(
      fc.property(
        fc.array(frameArbitrary, { minLength: 1, maxLength: 6 }),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70_000 }))),
        (frames, cuts) => {
          const octets = concat(...frames.map(({ flags, body }) => encodeFrame(flags, body)));
          const decoded = decode(octets, [...cuts, 70_000]);
          expect(decoded.length).toBe(frames.length);
          decoded.forEach((frame, index) => {
            expect(frame.flags).toBe(frames[index]?.flags);
            expect(Buffer.compare(frame.body, frames[index]?.body ?? frame.body)).toBe(0);
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([0, 1, 254, 255, 256, 257])("of %i octets is decoded at every split in two and octet by octet", (size) => {
    const octets = concat(encodeFrame(MORE, new Uint8Array(size).fill(7)), encodeFrame(0, Uint8Array.of(9)));
    const whole = decode(octets);
    for (let cut = 1; cut < octets.length; cut += 1) expect(decode(octets, [cut, octets.length])).toEqual(whole);
    expect(decode(octets, [1])).toEqual(whole);
  });

  it.each([1, 7, 1000, 4095, 4096, 4097])("whose body comes in many pieces of %i octets is put together", (piece) => {
    const body = Uint8Array.from({ length: 10_000 }, (_, at) => (at * 7) & 0xff);
    expect(decode(encodeFrame(0, body), [9, piece])).toEqual([{ flags: 0, body }]);
  });

  it("is never copied when its body comes in one piece, and takes no more memory than its octets when it comes one by one", () => {
    const allocated: number[] = [];
    const held: number[] = [];
    const decoder = new FrameDecoder(
      { header: () => undefined, frame: (_, body) => held.push(body.buffer.byteLength) > 0 },
      (size) => (allocated.push(size), new Uint8Array(size)),
    );
    const frame = encodeFrame(0, new Uint8Array(5000));
    decoder.push(frame.slice(0, 9));
    decoder.push(frame.slice(9));
    for (const octet of encodeFrame(0, new Uint8Array(10))) decoder.push(Uint8Array.of(octet));
    expect(held).toEqual([5000, 10]);
    expect(allocated).toEqual([]);
    for (const octet of frame) decoder.push(Uint8Array.of(octet));
    expect(held).toEqual([5000, 10, 5000]);
    expect(allocated).toEqual([5000]);
  });

  it.each([0, 1, 255])("of %i octets is accepted in the long form too", (size) => {
    expect(decode(concat(Uint8Array.of(LONG, 0, 0, 0, 0, 0, 0, 0, size), new Uint8Array(size)), [1])).toEqual([{ flags: 0, body: new Uint8Array(size) }]);
  });

  it("is refused at its first octet when a reserved bit is set, or MORE on a command", () => {
    for (const flags of [0x08, 0x10, 0x20, 0x40, 0x80, 0xf8, 0xff]) expect(refusal(Uint8Array.of(flags))).toBe("framing.reserved-received");
    expect(refusal(Uint8Array.of(COMMAND | MORE))).toBe("framing.close-on-command-more");
    expect(refusal(Uint8Array.of(COMMAND | MORE | LONG))).toBe("framing.close-on-command-more");
  });

  it("is refused when its size is above 2^63-1, and its size reaches the sink up to that", () => {
    expect(refusal(Uint8Array.of(LONG, 0x80, 0, 0, 0, 0, 0, 0, 0))).toBe("framing.size-bound");
    expect(refusal(Uint8Array.of(LONG, 0x7f, 255, 255, 255, 255, 255, 255, 255))).toBeUndefined();
  });

  it("waits where the sink asked to stop, and is delivered on resume", () => {
    const bodies: number[] = [];
    const decoder = new FrameDecoder({ header: () => undefined, frame: (_, body) => bodies.push(body[0] ?? 0) % 2 === 0 });
    decoder.push(concat(...[1, 2, 3, 4, 5].map((octet) => encodeFrame(0, Uint8Array.of(octet)))));
    expect(bodies).toEqual([1]);
    decoder.push(encodeFrame(0, Uint8Array.of(6)));
    expect(bodies).toEqual([1]);
    decoder.resume();
    expect(bodies).toEqual([1, 2, 3]);
    decoder.resume();
    decoder.resume();
    expect(bodies).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("waits as well when the sink asked to stop at the last frame of a chunk", () => {
    const bodies: number[] = [];
    const decoder = new FrameDecoder({ header: () => undefined, frame: (_, body) => bodies.push(body[0] ?? 0) % 2 === 0 });
    for (const octet of [1, 2, 3]) decoder.push(encodeFrame(0, Uint8Array.of(octet)));
    expect(bodies).toEqual([1]);
    decoder.resume();
    expect(bodies).toEqual([1, 2, 3]);
    decoder.push(encodeFrame(0, Uint8Array.of(4)));
    expect(bodies).toEqual([1, 2, 3]);
    decoder.resume();
    expect(bodies).toEqual([1, 2, 3, 4]);
  });
});
