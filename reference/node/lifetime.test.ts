import { describe, expect, it } from "vitest";
import type { SocketType } from "../patterns/socket-type.ts";
import { nullMechanism } from "../security/null.ts";
import { encodeCommand } from "../wire/commands.ts";
import { COMMAND, encodeFrame } from "../wire/framing.ts";
import { encodeGreeting } from "../wire/greeting.ts";
import { Bench as AnyBench, bodies, ready, text } from "./bench.test.support.ts";
import type { NodeOptions } from "./options.ts";

class Bench extends AnyBench {
  constructor(type: SocketType, options: Partial<NodeOptions> = {}) {
    super(nullMechanism, type, options);
  }
}

describe("a node's clocks", () => {
  it("end a handshake that takes too long", () => {
    const bench = new Bench("ROUTER", { handshakeMs: 700 });
    const link = bench.open("accepted");
    bench.pass(699);
    expect(link.endedWithin).toBeUndefined();
    bench.pass(700);
    expect(link.endedWithin).toBeGreaterThan(0);
    expect(bench.events.at(-1)).toMatchObject({ type: "disconnect", error: { requirement: "handshake.timeout" } });
  });

  it("send PING, and give up a peer that does not answer; a connecting node then tries again", () => {
    const bench = new Bench("DEALER", { heartbeatIntervalMs: 100, heartbeatTimeoutMs: 250, heartbeatTimeToLiveMs: 300 });
    bench.node.connect("there", 0);
    const link = bench.join("dialled", "ROUTER");
    bench.pass(349);
    expect(link.written.length).toBe(3);
    expect(link.endedWithin).toBeUndefined();
    bench.pass(350);
    expect(link.endedWithin).toBeGreaterThan(0);
    bench.pass(450);
    expect(bench.dials.length).toBe(2);
  });

  it("wait as long as the interval when no time is set for the answer", () => {
    const bench = new Bench("DEALER", { heartbeatIntervalMs: 100 });
    const link = bench.join("accepted", "ROUTER");
    bench.pass(199);
    expect(link.endedWithin).toBeUndefined();
    bench.pass(200);
    expect(link.endedWithin).toBeGreaterThan(0);
  });

  it("end a connection whose peer is silent for longer than its own time-to-live", () => {
    const bench = new Bench("ROUTER");
    const link = bench.join("accepted", "DEALER");
    bench.feed(link, encodeFrame(COMMAND, encodeCommand("PING", Uint8Array.of(0, 3))));
    bench.pass(200);
    bench.feed(link, Uint8Array.of(0));
    bench.pass(499);
    expect(link.endedWithin).toBeUndefined();
    bench.pass(500);
    expect(link.endedWithin).toBeGreaterThan(0);
  });
});

describe("a node that is closed", () => {
  it("is finished at once when nothing waits", () => {
    const bench = new Bench("DEALER");
    bench.node.connect("there", 0);
    const link = bench.join("dialled", "ROUTER");
    bench.node.close(0);
    expect(link.endedWithin).toBe(-1);
    expect(bench.isFinished).toBe(true);
  });

  it("goes on sending until nothing waits", () => {
    const bench = new Bench("DEALER");
    const link = bench.join("accepted", "ROUTER", "", 1);
    for (const body of ["1", "2", "3"]) bench.node.send(text(body));
    bench.node.close(0);
    expect(bench.isFinished).toBe(false);
    link.room = Infinity;
    link.listener?.drained();
    expect(bodies(link)).toEqual(["1", "2", "3"]);
    expect(bench.isFinished).toBe(true);
  });

  it("goes on connecting while something waits for the endpoint", () => {
    const bench = new Bench("DEALER");
    bench.node.connect("there", 0);
    bench.node.send(text("1"));
    bench.node.close(0);
    bench.node.dialFailed(bench.dials[0]?.dial ?? 0, 0);
    bench.pass(100);
    const link = bench.open("dialled");
    bench.feed(link, encodeGreeting("NULL", false), ready("ROUTER"));
    expect(bodies(link).at(-1)).toBe("1");
    expect(link.endedWithin).toBe(-1);
    expect(bench.isFinished).toBe(true);
  });

  it("gives up when the linger period ends", () => {
    const bench = new Bench("DEALER", { lingerMs: 500 });
    const link = bench.join("accepted", "ROUTER", "", 1);
    for (const body of ["1", "2"]) bench.node.send(text(body));
    bench.node.connect("there", 0);
    bench.node.send(text("3"));
    bench.node.close(0);
    bench.pass(499);
    expect(bench.isFinished).toBe(false);
    bench.pass(500);
    expect(link.endedWithin).toBeGreaterThan(0);
    expect(bench.isFinished).toBe(true);
    expect(bench.hungUp.length).toBe(1);
  });

  it("drops at once what waits when the linger period is zero", () => {
    const bench = new Bench("DEALER", { lingerMs: 0 });
    bench.join("accepted", "ROUTER", "", 1);
    for (const body of ["1", "2"]) bench.node.send(text(body));
    bench.node.connect("there", 0);
    bench.node.close(0);
    expect(bench.isFinished).toBe(true);
  });
});
