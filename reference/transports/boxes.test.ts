import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { limits } from "../base/limits.ts";
import { boxesFor, scriptBoxes } from "./boxes.ts";
import { platformCrypto } from "./crypto.ts";
import { loadSodium, sodium } from "./sodium.ts";

const octets = (size: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: size, maxLength: size });
const contents = fc.constantFrom(0, 1, 63, 64, 65, 1000, 4097).chain(octets);

describe("boxes", () => {
  beforeAll(loadSodium);

  it("are made by WebAssembly once it is there, but for those that would make its memory grow too much", () => {
    expect(boxesFor(0)).not.toBe(scriptBoxes);
    expect(boxesFor(limits.wasmBoxSize)).toBe(boxesFor(0));
    expect(boxesFor(limits.wasmBoxSize + 1)).toBe(scriptBoxes);
  });

  it("are the same octets whoever makes them, and each opens what the other has sealed, and nothing that was changed", () => {
    fc.assert(
      fc.property(octets(32), octets(24), contents, fc.nat(), (key, nonce, content, at) => {
        const wasmBoxes = boxesFor(content.length);
        const box = wasmBoxes.seal(key, nonce, content);
        expect(scriptBoxes.seal(key, nonce, content)).toEqual(box);
        const changed = box.map((octet, index) => (index === at % box.length ? octet ^ 1 : octet));
        for (const boxes of [wasmBoxes, scriptBoxes]) {
          expect(boxes.open(key, nonce, box)).toEqual(content);
          expect(boxes.open(key, nonce, changed)).toBeUndefined();
        }
      }),
    );
  });

  it("stand on products of the curve that are the same before and after it is there, and undefined for a point of small order", async () => {
    const secretKey = new Uint8Array(32).map((_, index) => index);
    const other = new Uint8Array(32).map((_, index) => 255 - index);
    expect(sodium()).toBeDefined();
    const publicKey = platformCrypto.publicKey(other);
    expect(platformCrypto.sharedKey(secretKey, publicKey)).toEqual(platformCrypto.sharedKey(other, platformCrypto.publicKey(secretKey)));
    vi.resetModules();
    const { platformCrypto: without } = await import("./crypto.ts");
    expect(without.publicKey(other)).toEqual(publicKey);
    for (const key of [publicKey, new Uint8Array(32)]) expect(without.sharedKey(secretKey, key)).toEqual(platformCrypto.sharedKey(secretKey, key));
    expect(platformCrypto.sharedKey(secretKey, new Uint8Array(32))).toBeUndefined();
  });
});
