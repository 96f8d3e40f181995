import { curveKeyPair } from "zeromq";
import { expect, it } from "vitest";
import { fromHex, hex } from "../octets.ts";
import { keyPairOf } from "./box.ts";
import { decodeZ85, encodeZ85 } from "./z85.ts";

it("the test vector of 32/Z85 is encoded and decoded", () => {
  expect(encodeZ85(fromHex("864FD26FB559F75B"))).toBe("HelloWorld");
  expect(hex(decodeZ85("HelloWorld") ?? new Uint8Array())).toBe("864fd26fb559f75b");
});

it("keys that libzmq makes are decoded, and belong together", () => {
  const { publicKey, secretKey } = curveKeyPair();
  const pair = keyPairOf(decodeZ85(secretKey) ?? new Uint8Array());
  expect(encodeZ85(pair.publicKey)).toBe(publicKey);
});

it("what is no Z85 is refused: a length, a character, a group above 2^32-1", () => {
  expect(["1234", "abc~e", "ab de", "%nSc1", "#####"].map(decodeZ85)).toEqual(Array(5).fill(undefined));
  expect(hex(decodeZ85("%nSc0") ?? new Uint8Array())).toBe("ffffffff");
  expect(() => encodeZ85(new Uint8Array(5))).toThrow("a multiple of 4");
});
