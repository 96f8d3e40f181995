import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import { MORE } from "../wire/framing.ts";
import { Assembly } from "./assembly.ts";

/** The statement because of which it is refused, if it is. */
function refusal(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
}

describe("the limit of a message", () => {
  it.each([
    { limit: 0, size: 0, refused: undefined },
    { limit: 0, size: 1, refused: "framing.maximum-size" },
    { limit: 10, size: 10, refused: undefined },
    { limit: 10, size: 11, refused: "framing.maximum-size" },
    { limit: -1, size: limits.frameSize, refused: undefined },
    { limit: -1, size: limits.frameSize + 1, refused: "framing.accept-long" },
  ])("$limit judges a frame of $size octets", ({ limit, size, refused }) => {
    const assembly = new Assembly(limit);
    expect(refusal(() => assembly.expect(size))).toBe(refused);
  });

  it.each([
    { size: 6, refused: undefined },
    { size: 7, refused: "framing.maximum-size-message" },
  ])("counts what came before a frame of $size octets", ({ size, refused }) => {
    const assembly = new Assembly(10);
    assembly.add(MORE, new Uint8Array(4));
    expect(refusal(() => assembly.expect(size))).toBe(refused);
  });

  it("begins anew with each message", () => {
    const assembly = new Assembly(10);
    assembly.add(MORE, new Uint8Array(4));
    expect(assembly.add(0, new Uint8Array(6))?.map(({ length }) => length)).toEqual([4, 6]);
    expect(refusal(() => assembly.expect(10))).toBeUndefined();
  });

  it.each([
    { limit: 10, size: limits.commandSize, refused: undefined },
    { limit: 10, size: limits.commandSize + 1, refused: "framing.maximum-size" },
    { limit: 0, size: limits.commandSize + 1, refused: "framing.maximum-size" },
    { limit: 2 * limits.commandSize, size: 2 * limits.commandSize, refused: undefined },
    { limit: -1, size: limits.frameSize, refused: undefined },
    { limit: -1, size: limits.frameSize + 1, refused: "framing.accept-long" },
  ])("$limit judges a sealed frame of $size octets, which may be a command", ({ limit, size, refused }) => {
    const assembly = new Assembly(limit);
    expect(refusal(() => assembly.expectSealed(size))).toBe(refused);
  });

  it("is one of parts as well", () => {
    const assembly = new Assembly(-1);
    const part = new Uint8Array();
    for (let count = 1; count < limits.partsPerMessage; count += 1) assembly.add(MORE, part);
    expect(refusal(() => assembly.add(MORE, part))).toBe("framing.maximum-size-message");
  });
});
