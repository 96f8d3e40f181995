import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import {
  CONTEXT_SIZE,
  decodeCommand,
  decodeErrorReason,
  decodePing,
  encodeCommand,
  encodeError,
  encodePing,
  encodePong,
  encodeSubscription,
  subscriptionOfCommand,
} from "./commands.ts";

function refusal(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
  return undefined;
}

describe("a command", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{1,255}$/), fc.uint8Array({ maxLength: 300 }), (name, data) => {
        const command = decodeCommand(encodeCommand(name, data));
        expect(command.name).toBe(name);
        expect([...command.data]).toEqual([...data]);
      }),
    );
  });

  it("is malformed when it is empty, has no name, or a name longer than its body", () => {
    for (const body of [[], [0], [0, 65], [1], [2, 65], [255, 65, 66]]) expect(refusal(() => decodeCommand(Uint8Array.from(body)))).toBe("commands.malformed");
    expect(decodeCommand(Uint8Array.of(1, 65)).name).toBe("A");
  });
});

describe("PING and PONG", () => {
  it.each([
    [0, 0],
    [99, 0],
    [100, 100],
    [65_600, 65_600],
    [131_100, 131_100],
    [6_553_500, 6_553_500],
    [9_999_999, 6_553_500],
  ])("carry a time-to-live of %i ms as %i ms", (givenMs, readMs) => {
    expect(decodePing(decodeCommand(encodePing(givenMs)).data).timeToLiveMs).toBe(readMs);
  });

  it("carry contexts of up to 16 octets", () => {
    for (let size = 0; size <= CONTEXT_SIZE; size += 1) expect(decodePing(new Uint8Array(2 + size)).context.length).toBe(size);
    expect(refusal(() => decodePing(new Uint8Array(2 + CONTEXT_SIZE + 1)))).toBe("heartbeat.context-too-long");
    expect(Buffer.from(encodePong(Uint8Array.of(1, 2))).toString("hex")).toBe("04504f4e470102");
  });

  it.each([0, 1])("are malformed with %i octets of data", (size) => {
    expect(refusal(() => decodePing(new Uint8Array(size)))).toBe("heartbeat.short-ping");
  });
});

describe("ERROR", () => {
  it("carries its reason behind one octet of length", () => {
    expect(Buffer.from(encodeError("No")).toString("hex")).toBe("054552524f52024e6f");
    expect(decodeErrorReason(decodeCommand(encodeError("No")).data)).toBe("No");
  });

  it("is read as far as it goes when the reason is shorter than stated, or missing", () => {
    expect(decodeErrorReason(Uint8Array.of(9, 65))).toBe("A");
    expect(decodeErrorReason(new Uint8Array(0))).toBe("");
  });
});

describe("SUBSCRIBE and CANCEL", () => {
  it.each([
    ["subscribe", "SUBSCRIBE"],
    ["cancel", "CANCEL"],
  ] as const)("%s is the command %s, whose data are the topic", (type, name) => {
    const topic = Uint8Array.of(0, 1, 0xff);
    const command = decodeCommand(encodeSubscription({ type, topic }));
    expect([command.name, [...command.data]]).toEqual([name, [0, 1, 0xff]]);
    const back = subscriptionOfCommand(command);
    expect([back.type, [...back.topic]]).toEqual([type, [0, 1, 0xff]]);
  });
});
