import { describe, expect, it } from "vitest";
import { arrive, connected, message, newConnection, patternOf, shown } from "./pipes.test.support.ts";

describe("REP", () => {
  it("delivers the body and sends the reply back behind the same envelope", () => {
    const pattern = patternOf("REP");
    const pipe = connected(pattern);
    arrive(pattern, pipe, "a", "b", "", "body", "", "more");
    expect(shown(pattern.receive())).toBe("body||more");
    expect(pattern.send(message("reply"))).toBeUndefined();
    expect(pipe.sent).toEqual(["a|b||reply"]);
  });

  it("takes turns: no reply without a request, no second request before the reply", () => {
    const pattern = patternOf("REP");
    const pipe = connected(pattern);
    expect(pattern.send(message("x"))).toBe("wrong-state");
    arrive(pattern, pipe, "", "1");
    arrive(pattern, pipe, "", "2");
    expect(pattern).toMatchObject({ state: "idle" });
    pattern.receive();
    expect(pattern).toMatchObject({ state: "answering" });
    expect(pattern.receive()).toBe("wrong-state");
    pattern.send(message("x"));
    expect(pattern.send(message("x"))).toBe("wrong-state");
    expect(shown(pattern.receive())).toBe("2");
  });

  it("drops what is no request and goes on", () => {
    const pattern = patternOf("REP");
    const pipe = connected(pattern);
    for (const parts of [["body"], [""], ["a", ""], []]) arrive(pattern, pipe, ...parts);
    expect(pattern.receive()).toBe("would-block");
    arrive(pattern, pipe, "", "");
    expect(pattern.receive()).toEqual(message(""));
    expect(pattern.send(message("x"))).toBeUndefined();
    expect(pipe.sent).toEqual(["|x"]);
  });

  it("keeps no reply that waits when its connection ends", () => {
    const pattern = patternOf("REP");
    const pipe = connected(pattern);
    pipe.unsent.push(message("", "reply"));
    pattern.lost(pipe);
    expect(pipe.waiting).toBe(0);
  });

  it("drops a reply whose connection is gone or full, and stays usable", () => {
    const pattern = patternOf("REP");
    const [gone, full] = [connected(pattern), connected(pattern)];
    arrive(pattern, gone, "", "1");
    arrive(pattern, full, "", "2");
    pattern.receive();
    gone.connection = newConnection();
    expect(pattern.send(message("x"))).toBeUndefined();
    pattern.receive();
    full.room = 0;
    expect(pattern.send(message("x"))).toBeUndefined();
    expect([...gone.sent, ...full.sent, ...gone.unsent]).toEqual([]);
  });
});
