import { describe, expect, it } from "vitest";
import { EMPTY } from "../base/octets.ts";
import { arrive, connected, FakePipe, message, newConnection, patternOf, shown } from "./pipes.test.support.ts";

const nameless = { socketType: "PAIR", identity: EMPTY };

describe("PAIR", () => {
  it("refuses a second peer while the first is connected, and accepts one afterwards", () => {
    const pattern = patternOf("PAIR");
    const first = connected(pattern);
    expect(pattern.admit(new FakePipe(), nameless)).toMatchObject({ type: "refused", requirement: "exclusive-pair.second-peer", forNow: true });
    arrive(pattern, first, "hello");
    expect(shown(pattern.receive())).toBe("hello");
    first.connection = 0;
    pattern.detach(first);
    const second = connected(pattern);
    pattern.send(message("welcome"));
    expect([first.sent, second.sent]).toEqual([[], ["welcome"]]);
  });

  it("refuses everybody else from the moment when it is asked to connect", () => {
    const pattern = patternOf("PAIR");
    const asked = new FakePipe();
    pattern.attach(asked);
    expect(pattern.admit(new FakePipe(), nameless)).toMatchObject({ type: "refused", requirement: "exclusive-pair.second-peer" });
    expect(pattern.admit(asked, nameless)).toEqual({ type: "admitted" });
  });

  it("keeps its peer when a stranger goes, and has room for another when its own goes, however often it was told of it", () => {
    const pattern = patternOf("PAIR");
    const pipe = connected(pattern);
    pattern.attach(pipe);
    pattern.detach(new FakePipe());
    expect(pattern.send(message("still here"))).toBeUndefined();
    pattern.detach(pipe);
    expect(pattern.admit(new FakePipe(), nameless)).toEqual({ type: "admitted" });
  });

  it("queues for the peer that it connects to, and blocks without one or when the queue is full", () => {
    const pattern = patternOf("PAIR");
    expect([pattern.writable, pattern.send(message("none"))]).toEqual([false, "would-block"]);
    const pipe = new FakePipe();
    pattern.attach(pipe);
    expect(pattern.send(message("early"))).toBeUndefined();
    expect(pipe.waiting).toBe(1);
    pipe.connection = newConnection();
    pipe.room = 0;
    expect(pattern.send(message("full"))).toBe("would-block");
  });
});

describe("PUSH and PULL", () => {
  it("PUSH sends in turn and never receives; PULL receives in turn and never sends", () => {
    const push = patternOf("PUSH");
    const [a, b] = [connected(push), connected(push)];
    for (const text of ["1", "2", "3"]) push.send(message(text));
    expect([a.sent, b.sent]).toEqual([["1", "3"], ["2"]]);
    arrive(push, a, "back");
    expect([a.readable, push.receive()]).toEqual([false, "unsupported"]);
    const pull = patternOf("PULL");
    const [c, d] = [connected(pull), connected(pull)];
    for (const text of ["1", "2"]) arrive(pull, c, text);
    arrive(pull, d, "3");
    expect([1, 2, 3].map(() => shown(pull.receive()))).toEqual(["1", "3", "2"]);
    expect(pull.send(message("x"))).toBe("unsupported");
  });
});
