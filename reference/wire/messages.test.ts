import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import { COMMAND, MORE } from "./framing.ts";
import { MessageDecoder, messageHeader } from "./messages.ts";

/** A decoder whose sink takes `room` frames before it asks to stop, and everything that the sink got. */
function bench({ bare = false, room = Infinity } = {}) {
  const headers: (readonly [number, number])[] = [];
  const frames: (readonly [number, ...number[]])[] = [];
  const state = { room };
  const decoder = new MessageDecoder(
    {
      header: (flags, size) => void headers.push([flags, size]),
      frame: (flags, body) => {
        frames.push([flags, ...body]);
        return frames.length < state.room;
      },
    },
    bare,
  );
  return { decoder, headers, frames, state };
}

function refusal(message: readonly number[], bare = false): string | undefined {
  const { decoder, headers, frames } = bench({ bare });
  try {
    decoder.push(Uint8Array.from(message));
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    // Nobody hears of a frame that is refused.
    expect([headers, frames]).toEqual([[], []]);
    return error.requirement;
  }
  return undefined;
}

describe("the octet in front of a body", () => {
  it.each([
    ["a last part", 0, 0],
    ["a part that others follow", MORE, 1],
    ["a command", COMMAND, 2],
  ])("is, for %s of flags %i, %i", (_, flags, octet) => {
    expect([...messageHeader(flags)]).toEqual([octet]);
  });
});

describe("a message of the transport", () => {
  it.each([
    ["a last part", [0, 7, 8], 0],
    ["a part that others follow", [1, 7, 8], MORE],
    ["a command", [2, 7, 8], COMMAND],
  ])("is %s, whose size stands in no octet", (_, message, flags) => {
    const { decoder, headers, frames } = bench();
    decoder.push(Uint8Array.from(message));
    expect(headers).toEqual([[flags, 2]]);
    expect(frames).toEqual([[flags, 7, 8]]);
  });

  it("may have no body", () => {
    const { decoder, headers, frames } = bench();
    decoder.push(Uint8Array.of(0));
    expect([headers, frames]).toEqual([[[0, 0]], [[0]]]);
  });

  it.each([
    ["without an octet", [], "websocket.empty"],
    ["with the first flags that are none", [3], "websocket.other-flags"],
    ["with every bit set", [255, 1], "websocket.other-flags"],
  ])("%s is refused", (_, message, requirement) => {
    expect(refusal(message)).toBe(requirement);
    expect(refusal(message, true)).toBe(requirement);
  });
});

describe("without a mechanism", () => {
  it.each([1, 2])("the first message is an identity, and none with flags %i", (flags) => {
    expect(refusal([flags, 65], true)).toBe("websocket.identity-frame");
    expect(refusal([flags, 65])).toBeUndefined();
  });

  it("the messages behind the identity have any flags", () => {
    const { decoder, frames } = bench({ bare: true });
    for (const message of [
      [0, 65],
      [1, 66],
      [0, 67],
      [2, 68],
    ])
      decoder.push(Uint8Array.from(message));
    expect(frames).toEqual([
      [0, 65],
      [MORE, 66],
      [0, 67],
      [COMMAND, 68],
    ]);
  });
});

describe("a sink that asks to stop", () => {
  it("gets the rest in order when it goes on, also what comes meanwhile, as far as it has room", () => {
    const { decoder, frames, state } = bench({ room: 2 });
    for (const octet of [1, 2, 3, 4, 5]) decoder.push(Uint8Array.of(0, octet));
    const taken = (): number[] => frames.map(([, octet]) => octet ?? 0);
    expect(taken()).toEqual([1, 2]);
    state.room = 4;
    decoder.resume();
    expect(taken()).toEqual([1, 2, 3, 4]);
    decoder.push(Uint8Array.of(0, 6));
    expect(taken()).toEqual([1, 2, 3, 4]);
    state.room = Infinity;
    decoder.resume();
    decoder.push(Uint8Array.of(0, 7));
    expect(taken()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("that goes on when nothing waits gets what comes next", () => {
    const { decoder, frames, state } = bench({ room: 1 });
    decoder.push(Uint8Array.of(0, 1));
    state.room = Infinity;
    decoder.resume();
    decoder.push(Uint8Array.of(0, 2));
    expect(frames).toEqual([
      [0, 1],
      [0, 2],
    ]);
  });
});
