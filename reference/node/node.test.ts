import { describe, expect, it } from "vitest";
import { EMPTY, textOf } from "../base/octets.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import { nullMechanism } from "../security/null.ts";
import { encodeError } from "../wire/commands.ts";
import { COMMAND, encodeFrame } from "../wire/framing.ts";
import { encodeGreeting } from "../wire/greeting.ts";
import { Bench as AnyBench, bodies, frame, ready, text, type FakeLink } from "./bench.test.support.ts";
import type { NodeOptions } from "./options.ts";

class Bench extends AnyBench {
  constructor(type: SocketType, options: Partial<NodeOptions> = {}) {
    super(nullMechanism, type, options);
  }
}

describe("a node that connects", () => {
  it("tries again with growing waits up to the maximum, and begins anew after a handshake", () => {
    const bench = new Bench("DEALER", { reconnectMs: 100, reconnectMaximumMs: 500 });
    bench.node.connect("there", 0);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      bench.node.dialFailed(bench.dials.at(-1)?.dial ?? 0, bench.nowMs);
      bench.pass(bench.wakeAtMs);
    }
    expect(bench.dials.map(({ atMs }) => atMs)).toEqual([0, 100, 300, 700, 1200, 1700]);
    bench.lose(bench.join("dialled", "ROUTER"));
    bench.pass(1800);
    expect(bench.dials.at(-1)?.atMs).toBe(1800);
  });

  it("waits the same each time without a maximum, and does not try again at all when told so", () => {
    const bench = new Bench("DEALER");
    bench.node.connect("there", 0);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      bench.node.dialFailed(bench.dials.at(-1)?.dial ?? 0, bench.nowMs);
      bench.pass(bench.wakeAtMs);
    }
    expect(bench.dials.map(({ atMs }) => atMs)).toEqual([0, 100, 200, 300]);
    const once = new Bench("DEALER", { reconnectMs: -1 });
    once.node.connect("there", 0);
    once.node.dialFailed(once.dials[0]?.dial ?? 0, 0);
    once.pass(1e6);
    expect(once.dials.length).toBe(1);
    expect(once.node.writable).toBe(false);
  });

  it("tries again after a violation, a time limit or an end, but not after an ERROR in the handshake", () => {
    const ends: readonly ((bench: Bench, link: FakeLink) => void)[] = [
      (bench, link) => {
        bench.feed(link, Uint8Array.of(0));
      },
      (bench, link) => {
        bench.feed(link, encodeGreeting("PLAIN", false));
      },
      (bench, link) => {
        bench.feed(link, encodeGreeting("NULL", false), ready("REQ"));
      },
      (bench, link) => {
        bench.lose(link);
      },
      (bench) => {
        bench.pass(30_000);
      },
    ];
    for (const end of ends) {
      const bench = new Bench("DEALER");
      bench.node.connect("there", 0);
      end(bench, bench.open("dialled"));
      bench.pass(bench.nowMs + 100);
      expect(bench.dials.length).toBe(2);
    }
    const bench = new Bench("DEALER");
    bench.node.connect("there", 0);
    bench.feed(bench.open("dialled"), encodeGreeting("NULL", false), encodeFrame(COMMAND, encodeError("no")));
    bench.pass(1e6);
    expect(bench.dials.length).toBe(1);
    expect(bench.node.writable).toBe(false);
  });

  it("queues from the moment of the connect, and keeps what waits over lost connections", () => {
    const bench = new Bench("DEALER", { sendHighWaterMark: 3 });
    bench.node.connect("there", 0);
    expect(bench.fill()).toBe(3);
    bench.lose(bench.open("dialled"));
    bench.pass(100);
    expect(bodies(bench.join("dialled", "ROUTER"))).toEqual([]);
    const late = new Bench("DEALER");
    late.node.connect("there", 0);
    late.node.send(text("1"));
    late.lose(late.open("dialled"));
    late.pass(100);
    const link = late.open("dialled");
    late.feed(link, encodeGreeting("NULL", false), ready("ROUTER"));
    expect(bodies(link).at(-1)).toBe("1");
    expect(bodies(link).filter((body) => body === "1").length).toBe(1);
  });

  it("queues nothing before the connection when it is immediate", () => {
    const bench = new Bench("DEALER", { immediate: true });
    bench.node.connect("there", 0);
    expect(bench.node.send(text("1"))).toBe("would-block");
    const link = bench.join("dialled", "ROUTER");
    expect(bench.node.send(text("1"))).toBeUndefined();
    bench.lose(link);
    expect(bench.node.send(text("2"))).toBe("would-block");
  });

  it("stops when it is disconnected: what waits goes out first, and no attempt follows", () => {
    const bench = new Bench("DEALER");
    bench.node.connect("there", 0);
    const link = bench.join("dialled", "ROUTER", "", 1);
    for (const body of ["1", "2"]) bench.node.send(text(body));
    expect(bench.node.disconnect("there", 0)).toBe(true);
    expect(bench.node.disconnect("there", 0)).toBe(false);
    expect(link.endedWithin).toBeUndefined();
    link.room = Infinity;
    link.listener?.drained();
    expect(bodies(link)).toEqual(["1", "2"]);
    expect(link.endedWithin).toBe(-1);
    bench.pass(1e6);
    expect(bench.dials.length).toBe(1);

    const dialling = new Bench("DEALER");
    dialling.node.connect("there", 0);
    dialling.node.disconnect("there", 0);
    expect(dialling.hungUp).toEqual([dialling.dials[0]?.dial]);
  });
});

describe("a node that accepts", () => {
  it("limits what waits for each peer, skips the full one and blocks when all are full", () => {
    const bench = new Bench("DEALER", { sendHighWaterMark: 2 });
    const stalled = bench.join("accepted", "ROUTER", "", 1);
    const live = bench.join("accepted", "ROUTER");
    for (let index = 0; index < 20; index += 1) expect(bench.node.send(text(String(index)))).toBeUndefined();
    expect(stalled.written.length).toBe(1);
    expect(live.written.length).toBe(17);
    bench.lose(live);
    expect(bench.node.send(text("x"))).toBe("would-block");
    stalled.room = Infinity;
    stalled.listener?.drained();
    expect(stalled.written.length).toBe(3);
    expect(bench.node.send(text("x"))).toBeUndefined();
  });

  it("drops what waits for a peer that is gone", () => {
    const bench = new Bench("DEALER");
    bench.lose(bench.join("accepted", "ROUTER", "", 0));
    expect(bench.node.send(text("1"))).toBe("would-block");
    const first = bench.join("accepted", "ROUTER", "", 1);
    for (const body of ["1", "2", "3"]) bench.node.send(text(body));
    bench.lose(first);
    expect(bodies(bench.join("accepted", "ROUTER"))).toEqual([]);
  });

  it("stops reading from a peer whose queue is full and goes on when it is read", () => {
    const bench = new Bench("DEALER", { receiveHighWaterMark: 4 });
    const link = bench.join("accepted", "DEALER");
    bench.feed(link, ...["1", "2", "3", "4", "5", "6"].map(frame));
    expect(link.paused).toBe(true);
    expect(bench.receives).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(link.paused).toBe(false);
  });

  it("delivers what had come in full when the connection ended", () => {
    const bench = new Bench("ROUTER");
    const link = bench.join("accepted", "DEALER", "A");
    bench.feed(link, frame("1"), Uint8Array.of(1, 1, 65));
    bench.lose(link);
    expect(bench.receives).toEqual(["A|1"]);
  });

  it("keeps its other peers when one breaks a rule, and says which", () => {
    const bench = new Bench("ROUTER");
    const [good, bad] = [bench.join("accepted", "DEALER", "A"), bench.join("accepted", "DEALER", "B")];
    bench.feed(bad, Uint8Array.of(0x80));
    expect(bad.endedWithin).toBeGreaterThan(0);
    expect(bench.events.at(-1)).toMatchObject({ type: "disconnect", error: { requirement: "framing.reserved-received" } });
    bench.feed(good, frame("1"));
    expect(bench.receives).toEqual(["A|1"]);
  });

  it.each([
    ["a socket type that does not fit", "REP", "metadata.socket-type-pairs"],
    ["an identity in use", "DEALER", "request-reply.router-duplicate"],
  ] as const)("refuses %s by an ERROR", (_, type, requirement) => {
    const bench = new Bench("ROUTER");
    bench.join("accepted", "DEALER", "A");
    const link = bench.open("accepted");
    bench.feed(link, encodeGreeting("NULL", false), ready(type, "A"));
    expect(textOf(link.written.at(-1) ?? EMPTY)).toContain("ERROR");
    expect(bench.events.map((event) => event.type).slice(-2)).toEqual(["handshake:error:protocol", "disconnect"]);
    expect(bench.events.at(-1)).toMatchObject({ error: { requirement } });
  });

  it("begins with an empty message when it probes", () => {
    const bench = new Bench("ROUTER", { probe: true });
    const link = bench.open("accepted");
    bench.feed(link, encodeGreeting("NULL", false), ready("ROUTER", "A"));
    expect(link.written.at(-1)).toEqual(Uint8Array.of(0, 0));
  });
});
