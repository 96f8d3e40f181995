import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import { octetsOf } from "../base/octets.ts";
import { checkIdentity, decodeMetadata, encodeMetadata } from "./metadata.ts";

function refusal(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
  return undefined;
}

const name = fc.stringMatching(/^[A-Za-z0-9\-_.+]{1,255}$/);
const value = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(0, 255, 256, 65_535, 65_537).map((size) => new Uint8Array(size)),
);

describe("metadata", () => {
  it("are read as they were written, names without regard to case", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key.toLowerCase(), maxLength: 5 }), (properties) => {
        const decoded = decodeMetadata(encodeMetadata(properties));
        expect(decoded.size).toBe(properties.length);
        for (const [key, octets] of properties) expect(Buffer.compare(decoded.get(key.toLowerCase()) ?? Uint8Array.of(1, 2, 3), octets)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it("are refused when they end anywhere inside a property", () => {
    const octets = encodeMetadata([["Socket-Type", octetsOf("REQ")]]);
    for (let cut = 1; cut < octets.length; cut += 1) expect(refusal(() => decodeMetadata(octets.subarray(0, cut)))).toBe("metadata.truncated");
  });

  it("are refused with an empty name or a value above 2^31-1", () => {
    expect(refusal(() => decodeMetadata(Uint8Array.of(0)))).toBe("metadata.empty-name");
    expect(refusal(() => decodeMetadata(Uint8Array.of(1, 65, 0x80, 0, 0, 0)))).toBe("metadata.value-bound");
    expect(refusal(() => decodeMetadata(Uint8Array.of(1, 65, 0x7f, 255, 255, 255)))).toBe("metadata.truncated");
  });

  it("keep the first of two equal names, but Socket-Type and Identity stand once", () => {
    const twice = (key: string, other: string): Uint8Array =>
      encodeMetadata([
        [key, octetsOf("A")],
        [other, octetsOf("B")],
      ]);
    expect(decodeMetadata(twice("X-a", "x-A")).get("x-a")).toEqual(octetsOf("A"));
    expect(refusal(() => decodeMetadata(twice("Identity", "IDENTITY")))).toBe("metadata.repeated");
    expect(refusal(() => decodeMetadata(twice("Socket-Type", "socket-type")))).toBe("metadata.repeated");
  });
});

describe("an announced identity", () => {
  it("has at most 255 octets, of which the first is not zero", () => {
    for (const size of [0, 1, 254, 255])
      expect(
        refusal(() => {
          checkIdentity(new Uint8Array(size).fill(1));
        }),
      ).toBeUndefined();
    expect(
      refusal(() => {
        checkIdentity(new Uint8Array(256).fill(1));
      }),
    ).toBe("metadata.identity-too-long");
    expect(
      refusal(() => {
        checkIdentity(Uint8Array.of(0, 1));
      }),
    ).toBe("metadata.identity-null-received");
  });
});
