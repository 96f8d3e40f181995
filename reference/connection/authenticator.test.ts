import { describe, expect, it } from "vitest";
import type { Verdict } from "../base/authentication.ts";
import { EMPTY, octetsOf } from "../base/octets.ts";
import { askingNullMechanism } from "../security/null.ts";
import { plainServer } from "../security/plain.ts";
import { encodeGreeting } from "../wire/greeting.ts";
import { Bench, command, dealerReady, greeting, message, ready } from "./bench.test.support.ts";

const accepted: Verdict = { type: "accepted" };
const refused: Verdict = { type: "refused", requirement: "zap.refuse", status: 400 };
const hello = command("HELLO", octetsOf("\x01u\x01p"));
const initiate = command("INITIATE", ready("DEALER"));

/** A server of PLAIN whose authenticator thinks about who came. */
const asking = (...more: readonly Uint8Array[]): Bench => new Bench({ mechanism: plainServer }).feed(encodeGreeting("PLAIN", false), hello, ...more);

function decide(bench: Bench, verdict: Verdict): Bench {
  for (const { answer } of bench.questions) answer(verdict);
  return bench;
}

describe("a connection whose authenticator decides later", () => {
  it("asks once, says nothing, and reads no more from the link", () => {
    const bench = asking();
    expect(bench.questions.map(({ question }) => question)).toEqual([{ mechanism: "PLAIN", credentials: [octetsOf("u"), octetsOf("p")], identity: EMPTY }]);
    expect(bench.commands).toEqual([]);
    expect(bench.flow).toEqual(["pause"]);
  });

  it("goes on with the handshake when the peer is accepted", () => {
    const bench = decide(asking(), accepted);
    expect(bench.commands).toEqual(["WELCOME"]);
    expect(bench.flow).toEqual(["pause", "resume"]);
    expect(bench.feed(initiate).commands).toEqual(["WELCOME", "READY"]);
    expect(bench.connection.state).toBe("traffic");
  });

  it("keeps what came with the question until the verdict", () => {
    const bench = asking(initiate, message("early"));
    expect(bench.peers).toEqual([]);
    expect(bench.end).toBeUndefined();
    decide(bench, accepted);
    expect(bench.commands).toEqual(["WELCOME", "READY"]);
    expect(bench.messages).toEqual([[octetsOf("early")]]);
  });

  it("finds the faults of what waited, and reads no more", () => {
    const bench = decide(asking(message("early")), accepted);
    expect(bench.end).toBe("handshake.message-before-ready");
    expect(bench.flow).toEqual(["pause"]);
  });

  it.each([
    { status: 300, told: [] },
    { status: 400, told: ["ERROR"] },
    { status: 500, told: ["ERROR"] },
  ] as const)("ends when the verdict is status $status, and reads nothing of what waited", ({ status, told }) => {
    const bench = decide(asking(initiate), { ...refused, status });
    expect(bench.commands).toEqual(told);
    expect(bench.reasons).toEqual([expect.objectContaining({ type: "denied", requirement: "zap.refuse", status })]);
    expect(bench.ends.map(({ isViolation }) => isViolation)).toEqual([false]);
    expect(bench.peers).toEqual([]);
    expect(bench.flow).toEqual(["pause"]);
  });

  it("takes the first verdict only", () => {
    const bench = decide(decide(asking(), accepted), refused);
    expect(bench.end).toBeUndefined();
    expect(bench.commands).toEqual(["WELCOME"]);
    expect(bench.flow).toEqual(["pause", "resume"]);
  });

  it.each([accepted, refused])("does not care for the verdict $type once the peer is gone", (verdict) => {
    const bench = asking(initiate);
    bench.connection.ended(1);
    decide(bench, verdict);
    expect(bench.commands).toEqual([]);
    expect(bench.peers).toEqual([]);
    expect(bench.reasons.map(({ type }) => type)).toEqual(["ended"]);
    expect(bench.flow).toEqual(["pause"]);
  });

  it("stays paused when its listener has room again, which it had all the time", () => {
    const bench = asking();
    bench.connection.resume();
    expect(bench.flow).toEqual(["pause"]);
  });

  it("does not wait longer than for any handshake", () => {
    const bench = new Bench({ mechanism: plainServer, handshakeMs: 500 }).feed(encodeGreeting("PLAIN", false), hello);
    bench.connection.tick(500);
    expect(decide(bench, accepted).end).toBe("handshake.timeout");
    expect(bench.commands).toEqual([]);
  });

  it("admits the peer of NULL by what it announced before the verdict", () => {
    const bench = new Bench({ mechanism: askingNullMechanism }).feed(greeting, dealerReady, message("next"));
    expect(bench.peers).toEqual([]);
    decide(bench, accepted);
    expect(bench.peers).toEqual([{ socketType: "DEALER", identity: octetsOf("A") }]);
    expect(bench.messages).toEqual([[octetsOf("next")]]);
  });
});

describe("a connection whose authenticator decides at once", () => {
  class Prompt extends Bench {
    override ask(...[, answer]: Parameters<Bench["ask"]>): void {
      answer(accepted);
    }
  }

  it("never pauses the link", () => {
    const bench = new Prompt({ mechanism: plainServer }).feed(encodeGreeting("PLAIN", false), hello, initiate, message("a"));
    expect(bench.commands).toEqual(["WELCOME", "READY"]);
    expect(bench.messages).toEqual([[octetsOf("a")]]);
    expect(bench.flow).not.toContain("pause");
  });
});
