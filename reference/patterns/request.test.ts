import { describe, expect, it } from "vitest";
import { arrive, connected, FakePipe, message, newConnection, patternOf, shown } from "./pipes.test.support.ts";

describe("REQ", () => {
  it("asks its peers in turn, behind a delimiter, and delivers the reply without it", () => {
    const pattern = patternOf("REQ");
    const pipes = [connected(pattern), connected(pattern)];
    for (const round of [0, 1, 2, 3]) {
      const pipe = pipes[round % 2] ?? new FakePipe();
      expect(pattern.send(message(String(round), ""))).toBeUndefined();
      expect(pipe.sent.at(-1)).toBe(`|${String(round)}|`);
      arrive(pattern, pipe, "", "answer", "");
      expect(shown(pattern.receive())).toBe("answer|");
    }
  });

  it("takes turns: no second request, no receive without a request", () => {
    const pattern = patternOf("REQ");
    connected(pattern);
    expect(pattern.receive()).toBe("wrong-state");
    pattern.send(message("1"));
    expect(pattern.send(message("2"))).toBe("wrong-state");
    expect(pattern.receive()).toBe("would-block");
  });

  it("drops what others send, what is malformed, and what came before the request", () => {
    const pattern = patternOf("REQ");
    const [asked, other] = [connected(pattern), connected(pattern)];
    arrive(pattern, asked, "", "stale");
    pattern.send(message("1"));
    for (const parts of [["body"], [""], ["x", "", "body"], []]) arrive(pattern, asked, ...parts);
    arrive(pattern, other, "", "other");
    expect(pattern.receive()).toBe("would-block");
    arrive(pattern, asked, "", "reply");
    arrive(pattern, asked, "", "second reply");
    expect(shown(pattern.receive())).toBe("reply");
    expect(pattern.receive()).toBe("wrong-state");
  });

  it("takes no reply once the asked peer is gone, and one that came before", () => {
    const pattern = patternOf("REQ");
    const [asked, other] = [connected(pattern), connected(pattern)];
    pattern.send(message("1"));
    pattern.detach(asked);
    arrive(pattern, other, "", "not yours");
    expect(pattern.receive()).toBe("would-block");
    expect(pattern.send(message("2"))).toBe("wrong-state");

    const early = patternOf("REQ");
    const pipe = connected(early);
    early.send(message("1"));
    arrive(early, pipe, "", "reply");
    early.detach(pipe);
    expect(shown(early.receive())).toBe("reply");
  });

  it("takes no reply from a new connection that never got the request", () => {
    const pattern = patternOf("REQ");
    const pipe = connected(pattern);
    pattern.send(message("1"));
    pipe.connection = 0;
    pattern.lost(pipe);
    pipe.connection = newConnection();
    pattern.connected(pipe);
    arrive(pattern, pipe, "", "who asked?");
    expect(pattern.receive()).toBe("would-block");
  });

  it("takes the reply whatever becomes of other peers", () => {
    for (const event of ["lost", "detach"] as const) {
      const pattern = patternOf("REQ");
      const [asked, other] = [connected(pattern), connected(pattern)];
      pattern.send(message("1"));
      pattern[event](other);
      arrive(pattern, asked, "", "reply");
      expect(shown(pattern.receive())).toBe("reply");
    }
  });

  it("takes no reply from a pipe in which the request still waits", () => {
    const pattern = patternOf("REQ");
    const pipe = new FakePipe();
    pattern.attach(pipe);
    pattern.send(message("1"));
    arrive(pattern, pipe, "", "too early");
    expect([pipe.waiting, pattern.receive()]).toEqual([1, "would-block"]);
  });

  it("sends a request that was given back as soon as a pipe has room", () => {
    for (const event of ["connected", "drained"] as const) {
      const pattern = patternOf("REQ");
      const pipe = new FakePipe();
      pattern.attach(pipe);
      pattern.send(message("1"));
      const full = connected(pattern);
      full.room = 0;
      pattern.detach(pipe);
      expect(full.sent).toEqual([]);
      full.room = 1;
      pattern[event](full);
      expect(full.sent).toEqual(["|1"]);
    }
  });

  it("has lost its request with the connection that took it, and gives it to no other", () => {
    const pattern = patternOf("REQ");
    const asked = connected(pattern);
    pattern.send(message("1"));
    pattern.detach(asked);
    expect(pattern).toMatchObject({ state: "orphaned" });
    expect(connected(pattern).sent).toEqual([]);
  });

  it("keeps a request that was not sent: on its pipe, or for another when the pipe goes", () => {
    const pattern = patternOf("REQ");
    const pipe = new FakePipe();
    pattern.attach(pipe);
    expect(pattern.send(message("1"))).toBeUndefined();
    pattern.lost(pipe);
    expect(pipe.waiting).toBe(1);
    pattern.detach(pipe);
    expect(pattern.receive()).toBe("would-block");
    const second = connected(pattern);
    expect(second.sent).toEqual(["|1"]);
    arrive(pattern, second, "", "reply");
    expect(shown(pattern.receive())).toBe("reply");
  });

  it("may ask again before the reply when relaxed, and then takes only the reply to the last, by its id", () => {
    const pattern = patternOf("REQ", { relaxed: true, correlate: true });
    const pipe = connected(pattern);
    pattern.send(message("1"));
    pattern.send(message("2"));
    expect(pipe.sent).toEqual(["\0\0\0\u0002||1", "\0\0\0\u0003||2"]);
    arrive(pattern, pipe, "\0\0\0\u0002", "", "one");
    arrive(pattern, pipe, "\0\0\0\u0003", "", "two");
    expect(shown(pattern.receive())).toBe("two");
  });
});
