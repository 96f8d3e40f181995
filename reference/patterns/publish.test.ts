import { describe, expect, it } from "vitest";
import { octetsOf } from "../base/octets.ts";
import type { Pattern, PatternOptions } from "./pattern.ts";
import { arrive, connected, type FakePipe, message, patternOf, shown } from "./pipes.test.support.ts";

const subscribe = (pattern: Pattern, pipe: FakePipe, topic: string): void => pattern.subscription?.(pipe, { type: "subscribe", topic: octetsOf(topic) });
const cancel = (pattern: Pattern, pipe: FakePipe, topic: string): void => pattern.subscription?.(pipe, { type: "cancel", topic: octetsOf(topic) });
const ask = (pattern: Pattern, type: "subscribe" | "cancel", topic: string): void => pattern.subscribe?.({ type, topic: octetsOf(topic) });
function publisher(type: "PUB" | "XPUB", options: Partial<PatternOptions> = {}): { pattern: Pattern; a: FakePipe; b: FakePipe } {
  const pattern = patternOf(type, options);
  return { pattern, a: connected(pattern), b: connected(pattern) };
}
function received(pattern: Pattern): string[] {
  const texts: string[] = [];
  for (let outcome = pattern.receive(); typeof outcome !== "string"; outcome = pattern.receive()) texts.push(shown(outcome));
  return texts;
}

describe("XPUB whose application decides", () => {
  it("tells of all that is asked for, lets nothing take effect by itself, and subscribes whoever was heard last", () => {
    const { pattern, a, b } = publisher("XPUB", { manual: true });
    subscribe(pattern, a, "A");
    subscribe(pattern, a, "A");
    subscribe(pattern, b, "B");
    cancel(pattern, b, "nothing");
    expect(shown(pattern.receive() as never)).toBe("\x01A");
    ask(pattern, "subscribe", "XA");
    expect(received(pattern)).toEqual(["\x01A", "\x01B", "\x00nothing"]);
    ask(pattern, "subscribe", "XB");
    for (const text of ["A", "B", "XA", "XB"]) pattern.send(message(text));
    expect([a.sent, b.sent]).toEqual([["XA"], ["XB"]]);
    ask(pattern, "cancel", "XB");
    pattern.send(message("XB"));
    expect(b.sent).toEqual(["XB"]);
  });

  it("subscribes whoever was heard last also when another leaves", () => {
    const { pattern, a, b } = publisher("XPUB", { manual: true });
    subscribe(pattern, a, "A");
    received(pattern);
    pattern.detach(b);
    ask(pattern, "subscribe", "XA");
    pattern.send(message("XA"));
    expect(a.sent).toEqual(["XA"]);
  });

  it("tells of what a subscriber had asked for when it leaves, and subscribes nobody in its place", () => {
    const { pattern, a, b } = publisher("XPUB", { manual: true });
    subscribe(pattern, a, "A");
    expect(received(pattern)).toEqual(["\x01A"]);
    ask(pattern, "subscribe", "XA");
    pattern.detach(a);
    ask(pattern, "subscribe", "XA");
    expect(received(pattern)).toEqual(["\x00A"]);
    ask(pattern, "subscribe", "XA");
    pattern.send(message("XA"));
    expect([a.sent, b.sent]).toEqual([[], []]);
  });
});

describe("PUB", () => {
  it("sends each subscriber what begins with one of its topics, once, and nothing else", () => {
    const { pattern, a, b } = publisher("PUB");
    for (const topic of ["A", "AB", ""]) subscribe(pattern, a, topic);
    subscribe(pattern, b, "AB");
    for (const text of ["", "A", "ABC", "B"]) expect(pattern.send(message(text, "AB"))).toBeUndefined();
    expect(a.sent).toEqual(["|AB", "A|AB", "ABC|AB", "B|AB"]);
    expect(b.sent).toEqual(["ABC|AB"]);
  });

  it("counts equal subscriptions, and ignores what cancels none", () => {
    const { pattern, a } = publisher("PUB");
    cancel(pattern, a, "A");
    subscribe(pattern, a, "A");
    subscribe(pattern, a, "A");
    cancel(pattern, a, "A");
    pattern.send(message("A1"));
    cancel(pattern, a, "A");
    pattern.send(message("A2"));
    expect(a.sent).toEqual(["A1"]);
  });

  it("drops a message for a full subscriber only, and refuses it with noDrop", () => {
    const { pattern, a, b } = publisher("PUB");
    const careful = publisher("PUB", { noDrop: true });
    for (const [to, pipes] of [[pattern, [a, b]] as const, [careful.pattern, [careful.a, careful.b]] as const])
      for (const pipe of pipes) subscribe(to, pipe, "");
    a.room = 0;
    careful.a.room = 0;
    expect(pattern.send(message("one"))).toBeUndefined();
    expect([a.sent, b.sent]).toEqual([[], ["one"]]);
    expect(careful.pattern.send(message("one"))).toBe("would-block");
    expect([careful.a.sent, careful.b.sent]).toEqual([[], []]);
    expect([pattern.writable, careful.pattern.writable]).toEqual([true, false]);
  });

  it("discards what subscribers send, and refuses to receive", () => {
    const { pattern, a } = publisher("PUB");
    arrive(pattern, a, "hello");
    expect(a.readable).toBe(false);
    expect(pattern.receive()).toBe("unsupported");
  });

  it("forgets a subscriber with its connection", () => {
    const { pattern, a, b } = publisher("PUB");
    for (const pipe of [a, b]) subscribe(pattern, pipe, "");
    a.connection = 0;
    pattern.lost(a);
    pattern.detach(b);
    pattern.send(message("one"));
    expect([a.sent, a.unsent, b.sent]).toEqual([[], [], []]);
  });

  it("sends what no topic matches when matching is inverted", () => {
    const { pattern, a, b } = publisher("PUB", { invertMatching: true });
    subscribe(pattern, a, "A");
    pattern.send(message("A1"));
    pattern.send(message("B1"));
    expect([a.sent, b.sent]).toEqual([["B1"], ["A1", "B1"]]);
  });
});

describe("XPUB", () => {
  const play = (options: Partial<PatternOptions>): string[] => {
    const { pattern, a, b } = publisher("XPUB", options);
    subscribe(pattern, a, "A");
    subscribe(pattern, a, "A");
    subscribe(pattern, b, "A");
    cancel(pattern, b, "C");
    arrive(pattern, a, "hello", "there");
    cancel(pattern, a, "A");
    cancel(pattern, a, "A");
    pattern.detach(b);
    return received(pattern).sort();
  };

  it("tells of a topic's first subscription and of the end of its last, and delivers what subscribers send", () => {
    expect(play({})).toEqual(["\x00A", "\x01A", "hello|there"]);
  });

  it("tells at once of the first subscription, and of the end of each when its only subscriber leaves, by octets of its own", () => {
    const { pattern, a, b } = publisher("XPUB");
    const topic = octetsOf("A");
    pattern.subscription?.(a, { type: "subscribe", topic });
    expect(received(pattern)).toEqual(["\x01A"]);
    subscribe(pattern, b, "A");
    subscribe(pattern, a, "B");
    expect(received(pattern)).toEqual(["\x01B"]);
    pattern.detach(b);
    topic.fill(0x7a);
    pattern.detach(a);
    expect(received(pattern)).toEqual(["\x00A", "\x00B"]);
  });

  it("tells of no end of what the subscriber had not asked for, whoever else had", () => {
    const { pattern, a, b } = publisher("XPUB", { verbosity: "allSubsUnsubs" });
    subscribe(pattern, a, "A");
    cancel(pattern, b, "A");
    expect(received(pattern)).toEqual(["\x01A"]);
  });

  it("tells of all subscriptions, or also of all that end, when asked to", () => {
    expect(play({ verbosity: "allSubs" })).toEqual(["\x00A", "\x01A", "\x01A", "\x01A", "hello|there"]);
    expect(play({ verbosity: "allSubsUnsubs" })).toEqual(["\x00A", "\x00A", "\x00A", "\x01A", "\x01A", "\x01A", "hello|there"]);
  });

  it("welcomes each subscriber", () => {
    expect(publisher("XPUB", { welcomeMessage: octetsOf("welcome") }).a.sent).toEqual(["welcome"]);
  });
});

describe("SUB and XSUB", () => {
  it("SUB tells each publisher of a topic once, takes it back once, and tells a new connection of all topics", () => {
    const pattern = patternOf("SUB");
    const early = connected(pattern);
    for (const topic of ["A", "A", "B"]) ask(pattern, "subscribe", topic);
    for (const topic of ["A", "B", "B", "C"]) ask(pattern, "cancel", topic);
    expect(early.sent).toEqual(["subscribe A", "subscribe B", "cancel B"]);
    expect(connected(pattern).sent).toEqual(["subscribe A"]);
    pattern.lost(early);
    pattern.connected(early);
    expect(early.sent.at(-1)).toBe("subscribe A");
  });

  it("SUB takes a topic back with the last of its subscriptions, delivers nothing for it then, and tells no publisher that is gone", () => {
    const pattern = patternOf("SUB");
    const [stays, goes] = [connected(pattern), connected(pattern)];
    for (const step of ["subscribe", "subscribe", "subscribe", "cancel", "cancel"] as const) ask(pattern, step, "A");
    pattern.detach(goes);
    expect(stays.sent).toEqual(["subscribe A"]);
    ask(pattern, "cancel", "A");
    arrive(pattern, stays, "A1");
    expect([stays.sent, goes.sent, pattern.readable]).toEqual([["subscribe A", "cancel A"], ["subscribe A"], false]);
  });

  it("SUB delivers what it subscribes to, or the opposite, and never sends", () => {
    for (const [invertMatching, expected] of [
      [false, ["A1", "A3"]],
      [true, ["B2"]],
    ] as const) {
      const pattern = patternOf("SUB", { invertMatching });
      const pipe = connected(pattern);
      ask(pattern, "subscribe", "A");
      for (const text of ["A1", "B2", "A3"]) arrive(pattern, pipe, text);
      expect(pattern.readable).toBe(true);
      expect(received(pattern)).toEqual(expected);
      expect(pattern.readable).toBe(false);
      expect(pattern.send(message("x"))).toBe("unsupported");
    }
  });

  it("XSUB subscribes by messages, sends all others to every publisher with room, and delivers all that comes", () => {
    const pattern = patternOf("XSUB");
    const [a, b] = [connected(pattern), connected(pattern)];
    b.room = 2;
    for (const parts of [["\x01A"], ["\x01A", "x"], ["up"], ["\x00A"], [""]]) expect(pattern.send(message(...parts))).toBeUndefined();
    expect(a.sent).toEqual(["subscribe A", "\x01A|x", "up", "cancel A", ""]);
    expect(b.sent).toEqual(["subscribe A", "\x01A|x", "cancel A"]);
    arrive(pattern, a, "anything");
    expect(received(pattern)).toEqual(["anything"]);
  });
});
