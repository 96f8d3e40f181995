import { describe, expect, it } from "vitest";
import { limits } from "../base/limits.ts";
import { octetsOf, textOf } from "../base/octets.ts";
import { encodeError } from "../wire/commands.ts";
import { COMMAND, encodeFrame, frameHeader, MORE } from "../wire/framing.ts";
import { Bench, command, dealerReady, greeting, inTraffic, message } from "./bench.test.support.ts";

const textsOf = (bench: Bench): string[][] => bench.messages.map((parts) => parts.map(textOf));

describe("a connection whose listener has no room", () => {
  it("pauses the link once, and resumes it once when there is room again", () => {
    const bench = inTraffic();
    bench.room = 1;
    bench.feed(message("1"), message("2"));
    expect(bench.flow).toEqual(["pause"]);
    bench.room = Infinity;
    bench.connection.resume();
    expect(bench.flow).toEqual(["pause", "resume"]);
    expect(textsOf(bench)).toEqual([["1"], ["2"]]);
  });

  it("does not resume the link when what waited fills the listener again", () => {
    const bench = inTraffic();
    bench.room = 1;
    bench.feed(message("1"), message("2"), message("3"));
    bench.connection.resume();
    expect(textsOf(bench)).toEqual([["1"], ["2"]]);
    expect(bench.flow).toEqual(["pause", "pause"]);
  });

  it("tells the link nothing when the listener has room all the time", () => {
    const bench = inTraffic().feed(message("1"), message("2"));
    bench.connection.resume();
    expect(bench.flow).toEqual([]);
  });

  it("stops at a subscription, whether it is a command or a message", () => {
    for (const first of [command("SUBSCRIBE", octetsOf("a")), message("\x01a")]) {
      const bench = inTraffic({ takesSubscriptions: true });
      bench.room = 1;
      bench.feed(first, command("CANCEL", octetsOf("a")), message("\0b"));
      expect(bench.subscriptions).toEqual([{ type: "subscribe", topic: octetsOf("a") }]);
      expect(bench.flow).toEqual(["pause"]);
      bench.room = Infinity;
      bench.connection.resume();
      expect(bench.subscriptions.slice(1)).toEqual([
        { type: "cancel", topic: octetsOf("a") },
        { type: "cancel", topic: octetsOf("b") },
      ]);
    }
  });

  it("does not go on when it is closed in between", () => {
    const bench = inTraffic();
    bench.room = 1;
    bench.feed(message("1"), message("2"));
    bench.connection.close(0);
    bench.connection.resume();
    expect(textsOf(bench)).toEqual([["1"]]);
    expect(bench.flow).toEqual(["pause"]);
  });

  it("finds the fault of what waited, and does not resume the link", () => {
    const bench = inTraffic();
    bench.room = 1;
    bench.feed(message("1"), command("READY"));
    bench.connection.resume();
    expect(bench.end).toBe("commands.late-ready");
    expect(bench.flow).toEqual(["pause"]);
  });
});

describe("a connection whose listener closes it because of a message", () => {
  it.each([1, Infinity])("brings no further message, and tells the link nothing, with room for %d", (room) => {
    const bench = inTraffic();
    bench.room = room;
    bench.uponMessage = () => void bench.connection.close(0);
    bench.feed(message("1"), message("2"));
    expect(textsOf(bench)).toEqual([["1"]]);
    expect(bench.log.filter((entry) => !entry.startsWith("wake"))).toEqual(["ready", "end"]);
    expect(bench.reasons).toEqual([]);
  });
});

describe("a connection that takes subscriptions", () => {
  it("takes messages of one part that begin with 1 or 0 for them, and other messages for messages", () => {
    const bench = inTraffic({ takesSubscriptions: true });
    bench.feed(message("\x01a"), message("\0a"), message("\x02a"), message("\x01a", MORE), message("b"));
    expect(bench.subscriptions.map(({ type }) => type)).toEqual(["subscribe", "cancel"]);
    expect(textsOf(bench)).toEqual([["\x02a"], ["\x01a", "b"]]);
  });

  it("takes none in messages when nobody publishes", () => {
    const bench = inTraffic().feed(message("\x01a"));
    expect(bench.subscriptions).toEqual([]);
    expect(textsOf(bench)).toEqual([["\x01a"]]);
  });
});

describe("a connection that reads", () => {
  it("takes a command of the largest size, and none that is larger", () => {
    for (const octets of [[greeting], [greeting, dealerReady]]) {
      expect(new Bench().feed(...octets, frameHeader(COMMAND, limits.commandSize).slice()).end).toBeUndefined();
      expect(new Bench().feed(...octets, frameHeader(COMMAND, limits.commandSize + 1).slice()).end).toBe("framing.accept-long");
    }
  });

  it("does not take a fault of its listener for one of the peer", () => {
    const bench = inTraffic();
    bench.uponMessage = () => {
      throw new RangeError("ours");
    };
    expect(() => bench.feed(message("a"))).toThrow("ours");
    expect(bench.end).toBeUndefined();
  });

  it("says which command it refuses, and when", () => {
    const bench = inTraffic().feed(encodeFrame(COMMAND, encodeError("no")));
    expect(bench.reason).toMatchObject({ error: { message: "ERROR in state traffic [commands.late-error]" } });
  });

  it("passes on that the link has room again, once messages may flow", () => {
    const bench = new Bench().feed(greeting);
    bench.connection.drained();
    expect(bench.log).not.toContain("drained");
    bench.feed(dealerReady).connection.drained();
    expect(bench.log.filter((entry) => entry === "drained")).toEqual(["drained"]);
    bench.connection.close(0);
    bench.connection.drained();
    expect(bench.log.filter((entry) => entry === "drained")).toEqual(["drained"]);
  });
});
