import { curveKeyPair } from "zeromq";
import fc from "fast-check";
import { expect, it } from "vitest";
import { UsageError } from "../base/errors.ts";
import { z85Decode, z85Encode } from "./z85.ts";

it("writes and reads the test vector of 32/Z85", () => {
  const octets = Uint8Array.of(0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b);
  expect(z85Encode(octets)).toBe("HelloWorld");
  expect(z85Decode("HelloWorld")).toEqual(octets);
});

it("reads what it has written, and libzmq's keys", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 4, maxLength: 4 }), { maxLength: 20 }), (groups) => {
      const octets = Uint8Array.from(groups.flatMap((group) => [...group]));
      expect(z85Decode(z85Encode(octets))).toEqual(octets);
    }),
  );
  const { publicKey } = curveKeyPair();
  expect(z85Encode(z85Decode(publicKey))).toBe(publicKey);
});

it.each(["1234", "abc~e", "ab de", "%nSc1", "#####"])("refuses %j, and does not repeat it", (text) => {
  const reading = (): Uint8Array => z85Decode(text);
  expect(reading).toThrow(UsageError);
  expect(reading).not.toThrow(text);
});

it("writes multiples of four octets only", () => {
  for (const size of [1, 2, 3, 5, 33]) expect(() => z85Encode(new Uint8Array(size))).toThrow(UsageError);
  expect(z85Encode(new Uint8Array())).toBe("");
});
