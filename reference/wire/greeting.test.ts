import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import { encodeGreeting, GREETING_SIZE, GreetingDecoder, mechanismField, type Greeting } from "./greeting.ts";

function decode(octets: Uint8Array, cut = octets.length): Greeting | undefined {
  const decoder = new GreetingDecoder();
  decoder.push(octets.subarray(0, cut));
  if (cut < octets.length) expect(decoder.greeting).toBeUndefined();
  decoder.push(octets.subarray(cut));
  return decoder.greeting;
}

function altered(changes: Record<number, number>): Uint8Array {
  const octets = encodeGreeting("NULL", false);
  for (const [at, octet] of Object.entries(changes)) octets[Number(at)] = octet;
  return octets;
}

function refusal(octets: Uint8Array): string | undefined {
  try {
    decode(octets);
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
  return undefined;
}

describe("a greeting", () => {
  it("has 64 octets: signature, version 3.1, mechanism, as-server, filler", () => {
    const octets = encodeGreeting("NULL", false);
    expect(Buffer.from(octets).toString("hex")).toBe(`ff00000000000000007f03014e554c4c${"00".repeat(48)}`);
    expect(octets.length).toBe(GREETING_SIZE);
  });

  it("is read as it was written, wherever it is cut", () => {
    for (let cut = 0; cut <= GREETING_SIZE; cut += 1) {
      const greeting = decode(encodeGreeting("PLAIN", true), cut);
      expect(greeting).toEqual({ version: { major: 3, minor: 1 }, mechanismField: mechanismField("PLAIN"), asServer: true });
    }
  });

  it("is one of a server unless the octet for that is zero", () => {
    for (const [octet, asServer] of [
      [0, false],
      [1, true],
      [0x80, true],
    ] as const)
      expect(decode(altered({ 32: octet }))?.asServer).toBe(asServer);
  });

  it("takes only its own 64 octets from a chunk", () => {
    expect(new GreetingDecoder().push(new Uint8Array([...encodeGreeting("NULL", false), 4, 0]))).toBe(GREETING_SIZE);
  });

  it("is accepted whatever its padding, filler and odd end of signature", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.uint8Array({ minLength: 31, maxLength: 31 }), fc.nat(127), (padding, filler, half) => {
        const octets = altered({ 9: half * 2 + 1 });
        octets.set(padding, 1);
        octets.set(filler, 33);
        expect(decode(octets)?.mechanismField).toBe(mechanismField("NULL"));
      }),
    );
  });

  it("is accepted with every version from 3.0 on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 255 }), fc.nat(255), (major, minor) => {
        expect(decode(altered({ 10: major, 11: minor }))?.version).toEqual({ major, minor });
      }),
    );
  });

  it.each([0, 1, 2])("is refused with major version %i", (major) => {
    expect(refusal(altered({ 10: major }))).toBe("versions.close-older");
  });

  it("is refused as soon as an octet shows that it is none", () => {
    expect(refusal(Uint8Array.of(0x47))).toBe("versions.close-unversioned");
    expect(refusal(altered({ 9: 0x7e }))).toBe("versions.close-unversioned");
  });

  it("keeps every octet of the mechanism field, so that fields differ when one of them does", () => {
    expect(decode(altered({ 31: 1 }))?.mechanismField).not.toBe(mechanismField("NULL"));
  });
});
