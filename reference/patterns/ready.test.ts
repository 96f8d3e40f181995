/** What a pattern says of itself before it is asked: whether a message can be sent, or received, now. */
import { describe, expect, it } from "vitest";
import { arrive, connected, message, patternOf } from "./pipes.test.support.ts";

describe("a socket says that it can receive", () => {
  it.each(["DEALER", "ROUTER", "PULL", "PAIR", "XPUB", "SUB", "XSUB", "REP"] as const)("%s: as long as a message waits", (type) => {
    const pattern = patternOf(type);
    const pipe = connected(pattern);
    pattern.subscribe?.({ type: "subscribe", topic: new Uint8Array() });
    expect(pattern.readable).toBe(false);
    arrive(pattern, pipe, "", "message");
    expect(pattern.readable).toBe(true);
    pattern.receive();
    expect(pattern.readable).toBe(false);
  });

  it("REQ: when the reply is there", () => {
    const pattern = patternOf("REQ");
    const pipe = connected(pattern);
    pattern.send(message("request"));
    expect(pattern.readable).toBe(false);
    arrive(pattern, pipe, "", "reply");
    expect(pattern.readable).toBe(true);
    pattern.receive();
    expect(pattern.readable).toBe(false);
  });

  it("REP: not before the reply to the last request is sent", () => {
    const pattern = patternOf("REP");
    const pipe = connected(pattern);
    for (const text of ["1", "2"]) arrive(pattern, pipe, "", text);
    pattern.receive();
    expect(pattern.readable).toBe(false);
    pattern.send(message("reply"));
    expect(pattern.readable).toBe(true);
  });

  it("PUB and PUSH: never, and what comes all the same is gone", () => {
    for (const type of ["PUB", "PUSH"] as const) {
      const pattern = patternOf(type);
      const pipe = connected(pattern);
      arrive(pattern, pipe, "message");
      expect([pattern.readable, pipe.readable, pattern.receive()]).toEqual([false, false, "unsupported"]);
    }
  });
});

describe("a socket says that it can send", () => {
  it.each(["DEALER", "PUSH", "PAIR", "REQ"] as const)("%s: as long as a peer has room", (type) => {
    const pattern = patternOf(type);
    expect([pattern.writable, pattern.send(message("early"))]).toEqual([false, "would-block"]);
    const pipe = connected(pattern);
    expect(pattern.writable).toBe(true);
    pipe.room = 0;
    expect([pattern.writable, pattern.send(message("late"))]).toEqual([false, "would-block"]);
  });

  it("REQ: not while it waits for a reply", () => {
    const pattern = patternOf("REQ");
    const pipe = connected(pattern);
    pattern.send(message("request"));
    expect(pattern.writable).toBe(false);
    arrive(pattern, pipe, "", "reply");
    expect(pattern.writable).toBe(false);
    pattern.receive();
    expect(pattern.writable).toBe(true);
  });

  it("REP: while it owes a reply", () => {
    const pattern = patternOf("REP");
    arrive(pattern, connected(pattern), "", "request");
    expect(pattern.writable).toBe(false);
    pattern.receive();
    expect(pattern.writable).toBe(true);
    pattern.send(message("reply"));
    expect(pattern.writable).toBe(false);
  });

  it("PUB with noDrop: as long as each of its subscribers has room", () => {
    const pattern = patternOf("PUB", { noDrop: true });
    const [a, b] = [connected(pattern), connected(pattern)];
    for (const pipe of [a, b]) pattern.subscription?.(pipe, { type: "subscribe", topic: new Uint8Array() });
    expect([pattern.writable, pattern.send(message("1"))]).toEqual([true, undefined]);
    expect([a.sent, b.sent]).toEqual([["1"], ["1"]]);
    b.room = 1;
    expect([pattern.writable, pattern.send(message("2"))]).toEqual([false, "would-block"]);
  });

  it("ROUTER, PUB, XPUB and XSUB: always; PULL and SUB: never", () => {
    expect((["ROUTER", "PUB", "XPUB", "XSUB", "PULL", "SUB"] as const).map((type) => patternOf(type).writable)).toEqual([true, true, true, true, false, false]);
  });

  it("no socket sends a message without parts", () => {
    for (const type of ["REQ", "DEALER", "ROUTER", "PUB", "XPUB", "XSUB", "PUSH", "PAIR"] as const) {
      const pattern = patternOf(type);
      connected(pattern);
      expect(pattern.send([])).toBe("invalid");
    }
    const reply = patternOf("REP");
    arrive(reply, connected(reply), "", "request");
    reply.receive();
    expect(reply.send([])).toBe("invalid");
  });
});

it("A pipe whose messages are gone is passed over", () => {
  for (const type of ["DEALER", "XPUB"] as const) {
    const pattern = patternOf(type);
    const [gone, other] = [connected(pattern), connected(pattern)];
    arrive(pattern, gone, "gone");
    arrive(pattern, other, "other");
    gone.incoming.length = 0;
    expect(pattern.receive()).toEqual(message("other"));
    expect(pattern.receive()).toBe("would-block");
  }
});
