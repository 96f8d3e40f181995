import { describe, expect, it } from "vitest";
import { PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import { concatOctets, octetsOf } from "../base/octets.ts";
import type { Cipher, MechanismFactory } from "../security/mechanism.ts";
import { nullMechanism } from "../security/null.ts";
import { encodeCommand, encodePing } from "../wire/commands.ts";
import { COMMAND, encodeFrame, frameHeader, MORE } from "../wire/framing.ts";
import { Bench, dealerReady, greeting } from "./bench.test.support.ts";
import type { ConnectionOptions } from "./options.ts";

const overhead = 3;
const mark = 0xb0;
const hidden = (octets: Uint8Array): Uint8Array => octets.map((octet) => octet ^ 0xff);

/** Two octets that mark a box, one of flags, and the body upside down. Counts what it opens. */
class ToyCipher implements Cipher {
  readonly overhead = overhead;
  opened = 0;
  seal(flags: number, body: Uint8Array): { readonly head: Uint8Array; readonly box: Uint8Array } {
    return { head: Uint8Array.of(mark, mark), box: concatOctets([Uint8Array.of(flags), hidden(body)]) };
  }
  open(_flags: number, body: Uint8Array): { readonly flags: number; readonly body: Uint8Array } {
    this.opened += 1;
    if (body[0] !== mark) throw new PeerError("curve.clear-refused", "a frame that is no box");
    return { flags: body[2] ?? 0, body: hidden(body.subarray(overhead)) };
  }
}

/** The handshake of NULL, and boxes after it. */
const boxing =
  (cipher: Cipher): MechanismFactory =>
  (binding, metadata) => {
    const inner = nullMechanism(binding, metadata);
    return {
      name: inner.name,
      asServer: false,
      tellsErrors: false,
      start: () => inner.start(),
      receive: (command) => {
        const step = inner.receive(command);
        return step.type === "complete" ? { ...step, cipher } : step;
      },
      decided: (verdict) => inner.decided(verdict),
    };
  };

function inBoxes(options: Partial<ConnectionOptions> = {}): { readonly bench: Bench; readonly cipher: ToyCipher } {
  const cipher = new ToyCipher();
  const bench = new Bench({ mechanism: boxing(cipher), ...options }).feed(greeting, dealerReady);
  return { bench, cipher };
}

/** A frame of the wire around one of these flags and this body. */
const box = (flags: number, body: Uint8Array): Uint8Array => encodeFrame(0, Uint8Array.of(mark, mark, flags, ...hidden(body)));
const headerOf = (size: number): Uint8Array => frameHeader(0, size).slice();

describe("a connection whose mechanism has boxes", () => {
  it("sends READY in clear, and each frame of its messages in a box whose flags are inside", () => {
    const { bench } = inBoxes();
    expect(bench.commands).toEqual(["READY"]);
    bench.written.length = 0;
    bench.connection.send([octetsOf("a"), octetsOf("bc")]);
    expect(concatOctets(bench.written)).toEqual(concatOctets([box(MORE, octetsOf("a")), box(0, octetsOf("bc"))]));
  });

  it("uses the long form when the box is what makes the frame long", () => {
    const { bench } = inBoxes();
    bench.written.length = 0;
    bench.connection.send([new Uint8Array(253)]);
    expect(concatOctets(bench.written).subarray(0, 9)).toEqual(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 1, 0));
  });

  it("puts each shared message in boxes of its own", () => {
    const { bench } = inBoxes();
    const { bench: other } = inBoxes();
    const shared = [[octetsOf("a")], [octetsOf("b"), octetsOf("c")]];
    for (const one of [bench, other]) {
      one.written.length = 0;
      one.connection.sendShared(shared);
      expect(concatOctets(one.written)).toEqual(concatOctets([box(0, octetsOf("a")), box(MORE, octetsOf("b")), box(0, octetsOf("c"))]));
    }
  });

  it("sends and takes commands in boxes as well", () => {
    const { bench } = inBoxes();
    bench.written.length = 0;
    bench.feed(box(COMMAND, encodePing(0)));
    expect(concatOctets(bench.written)).toEqual(box(COMMAND, encodeCommand("PONG", new Uint8Array())));
  });

  it("delivers what the boxes hold", () => {
    const { bench, cipher } = inBoxes();
    bench.feed(box(MORE, octetsOf("a")), box(0, octetsOf("b")));
    expect(bench.messages).toEqual([[octetsOf("a"), octetsOf("b")]]);
    expect(cipher.opened).toBe(2);
  });

  it("closes because of a frame that is no box, and opens nothing afterwards", () => {
    const { bench, cipher } = inBoxes();
    expect(bench.feed(encodeFrame(0, octetsOf("clear"))).end).toBe("curve.clear-refused");
    bench.feed(box(0, octetsOf("late")));
    expect(cipher.opened).toBe(1);
    expect(bench.messages).toEqual([]);
  });

  it("sends no ERROR to a peer that it refuses when the mechanism forbids it", () => {
    const bench = new Bench({ mechanism: boxing(new ToyCipher()) });
    bench.admission = { type: "refused", requirement: "metadata.resource", reason: "no" };
    expect(bench.feed(greeting, dealerReady).end).toBe("metadata.resource");
    expect(bench.commands).toEqual([]);
  });
});

describe("the limits of a connection whose mechanism has boxes", () => {
  it.each([
    { what: "a command as large as may be", size: limits.commandSize, end: undefined },
    { what: "one octet more", size: limits.commandSize + 1, end: "framing.maximum-size" },
  ])("count no octet of the box itself: $what", ({ size, end }) => {
    expect(inBoxes({ maximumMessageSize: 10 }).bench.feed(headerOf(size + overhead)).end).toBe(end);
  });

  it.each([
    { size: 10, end: undefined },
    { size: 11, end: "framing.maximum-size" },
  ])("judge a message of $size octets when its box is open", ({ size, end }) => {
    const { bench } = inBoxes({ maximumMessageSize: 10 });
    expect(bench.feed(box(0, new Uint8Array(size))).end).toBe(end);
    expect(bench.messages.length).toBe(end === undefined ? 1 : 0);
  });

  it("are others for a command", () => {
    const { bench } = inBoxes({ maximumMessageSize: 1 });
    expect(bench.feed(box(COMMAND, encodeCommand("WHATEVER", new Uint8Array(100)))).end).toBeUndefined();
  });
});
