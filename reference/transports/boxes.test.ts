import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { limits } from "../base/limits.ts";
import { boxesFor, loadBoxes, scriptBoxes } from "./boxes.ts";

const octets = (size: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: size, maxLength: size });
const contents = fc.constantFrom(0, 1, 63, 64, 65, 1000, 4097).chain(octets);

describe("boxes", () => {
  beforeAll(loadBoxes);

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
});
