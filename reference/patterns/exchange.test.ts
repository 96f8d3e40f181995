import { describe, expect, it } from "vitest";
import type { Message } from "../base/message.ts";
import { EMPTY, octetsOf } from "../base/octets.ts";
import { arrive, connected, FakePipe, message, newConnection, patternOf, shown } from "./pipes.test.support.ts";

describe("DEALER", () => {
  it("sends to available peers in turn, and blocks without one", () => {
    const pattern = patternOf("DEALER");
    expect(pattern.send(message("x"))).toBe("would-block");
    const pipes = [connected(pattern), connected(pattern), connected(pattern)];
    for (const text of ["1", "2", "3", "4"]) pattern.send(message(text));
    expect(pipes.map((pipe) => pipe.sent)).toEqual([["1", "4"], ["2"], ["3"]]);
    for (const pipe of pipes) pipe.room = 2;
    pattern.send(message("5"));
    pattern.send(message("6"));
    expect(pattern.send(message("7"))).toBe("would-block");
    expect(pipes.map((pipe) => pipe.sent.length)).toEqual([2, 2, 2]);
  });

  it("keeps the turn when a peer comes or goes", () => {
    const pattern = patternOf("DEALER");
    const [a, b, c] = [connected(pattern), connected(pattern), connected(pattern)];
    pattern.send(message("1"));
    pattern.send(message("2"));
    pattern.detach(a);
    pattern.send(message("3"));
    pattern.send(message("4"));
    expect([a.sent, b.sent, c.sent]).toEqual([["1"], ["2", "4"], ["3"]]);
  });

  it("receives one message of each peer in turn, as long as each has any", () => {
    const pattern = patternOf("DEALER");
    const [a, b] = [connected(pattern), connected(pattern)];
    for (const text of ["a1", "a2", "a3"]) arrive(pattern, a, text);
    for (const text of ["b1", "b2"]) arrive(pattern, b, text);
    const order = Array.from({ length: 6 }, () => shown(pattern.receive()));
    expect(order).toEqual(["a1", "b1", "a2", "b2", "a3", "would-block"]);
  });
});

describe("ROUTER", () => {
  it("puts the identity of the peer first, the announced or a unique one of its own", () => {
    const pattern = patternOf("ROUTER");
    arrive(pattern, connected(pattern, "A"), "x");
    expect(shown(pattern.receive())).toBe("A|x");
    const made = [connected(pattern), connected(pattern)].map((pipe) => {
      arrive(pattern, pipe, "x");
      return shown(pattern.receive());
    });
    expect(made[0]).not.toBe(made[1]);
    for (const text of made) expect(text.charCodeAt(0)).toBe(0);
  });

  it("sends to the peer that the first part names, and drops what names none or finds no room", () => {
    const pattern = patternOf("ROUTER");
    const [a, b] = [connected(pattern, "A"), connected(pattern, "B")];
    b.room = 0;
    for (const to of ["A", "B", "C"]) expect(pattern.send(message(to, "", "x"))).toBeUndefined();
    expect([a.sent, b.sent]).toEqual([["|x"], []]);
  });

  it("refuses what names no peer, and waits for room, when asked to", () => {
    const pattern = patternOf("ROUTER", { mandatory: true });
    const pipe = connected(pattern, "A");
    expect(pattern.send(message("B", "x"))).toBe("no-route");
    pipe.room = 0;
    expect(pattern.send(message("A", "x"))).toBe("would-block");
  });

  it("refuses a message of one part", () => {
    const pattern = patternOf("ROUTER");
    expect(pattern.send([EMPTY])).toBe("invalid");
  });

  it("refuses a second peer with the same identity, or hands it over when asked to", () => {
    const first = connected(patternOf("ROUTER"), "A");
    expect(first.dismissed).toBe(false);
    const pattern = patternOf("ROUTER");
    connected(pattern, "A");
    expect(pattern.admit(new FakePipe(), { socketType: "REQ", identity: octetsOf("A") })).toMatchObject({ requirement: "request-reply.router-duplicate" });

    const giving = patternOf("ROUTER", { handover: true });
    const old = connected(giving, "A");
    arrive(giving, old, "before");
    const young = connected(giving, "A");
    expect(old.dismissed).toBe(true);
    giving.send(message("A", "x"));
    expect([old.sent, young.sent]).toEqual([[], ["x"]]);
    giving.detach(old);
    expect(shown(giving.receive())).toBe("A|before");
  });

  it("knows a peer by the identity of its newest connection, and keeps nothing for the old one", () => {
    const pattern = patternOf("ROUTER");
    const pipe = connected(pattern, "A");
    pipe.connection = 0;
    pattern.lost(pipe);
    pattern.send(message("A", "late"));
    expect(pipe.waiting).toBe(1);
    pattern.admit(pipe, { socketType: "REQ", identity: octetsOf("B") });
    expect(pipe.waiting).toBe(0);
    pipe.connection = newConnection();
    pattern.send(message("A", "x"));
    pattern.send(message("B", "y"));
    expect(pipe.sent).toEqual(["y"]);
  });

  it("knows who gave an identity away by the next one that it announces", () => {
    const pattern = patternOf("ROUTER", { handover: true });
    const old = connected(pattern, "A");
    connected(pattern, "A");
    old.connection = 0;
    pattern.lost(old);
    pattern.admit(old, { socketType: "REQ", identity: octetsOf("B") });
    old.connection = newConnection();
    arrive(pattern, old, "x");
    expect(shown(pattern.receive())).toBe("B|x");
  });

  it("keeps what waits for a peer that comes back as the same, named or not", () => {
    for (const identity of ["A", ""]) {
      const pattern = patternOf("ROUTER");
      const pipe = connected(pattern, identity);
      arrive(pattern, pipe, "who?");
      const [name = EMPTY] = pattern.receive() as Message;
      expect(pattern.admit(pipe, { socketType: "REQ", identity: octetsOf(identity) }).type).toBe("admitted");
      pipe.connection = 0;
      pattern.lost(pipe);
      pattern.send([name, octetsOf("late")]);
      pattern.admit(pipe, { socketType: "REQ", identity: octetsOf(identity) });
      expect(pipe.waiting).toBe(1);
    }
  });

  it("lets another peer have the identity of one that is not connected", () => {
    const pattern = patternOf("ROUTER");
    const away = connected(pattern, "A");
    away.connection = 0;
    pattern.lost(away);
    const here = connected(pattern, "A");
    pattern.send(message("A", "x"));
    expect([away.waiting, here.sent]).toEqual([0, ["x"]]);
  });

  it("forgets the identity of a peer that is gone, but not for what it had sent", () => {
    const pattern = patternOf("ROUTER");
    const pipe = connected(pattern, "A");
    arrive(pattern, pipe, "last");
    pattern.detach(pipe);
    pattern.send(message("A", "x"));
    expect(pipe.sent).toEqual([]);
    expect(shown(pattern.receive())).toBe("A|last");
  });
});
