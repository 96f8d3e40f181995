import { describe, expect, it } from "vitest";
import { ascii, concat } from "../octets.ts";
import { encodeGreeting, encodeMessage, encodeReady } from "../wire/encode.ts";
import { Ear } from "./ear.ts";
import { Ledger } from "./ledger.ts";
import { unasked } from "./plan.ts";

const setting = { transport: "tcp", protocol: "3.0", seed: 1, implementation: { name: "test", version: "1" }, trace: [] } as const;

/** The party one binds, so that the other connects. */
function conversation(play: (tap: ReturnType<Ear["tap"]>) => void): readonly (readonly (string | undefined)[])[] {
  const ledger = new Ledger({ name: "pairs/pull-binds-for-push", types: { one: "PULL", other: "PUSH" }, binder: "one" });
  const ear = new Ear(ledger, "tcp", () => undefined);
  play(ear.tap());
  ear.blameSilence();
  return (["one", "other"] as const).map((party) => ledger.results(party, setting).map(({ statement }) => statement));
}

describe("a handshake that does not come to its end", () => {
  it("is laid at the door of who connects and says nothing", () => {
    expect(conversation((tap) => tap.passed("binding", Uint8Array.of(0xff)))).toEqual([[], ["greeting.at-once"]]);
  });

  it("is nobody's fault by silence when both have spoken", () => {
    const both = conversation((tap) => {
      tap.passed("binding", Uint8Array.of(0xff));
      tap.passed("connecting", Uint8Array.of(0xff));
    });
    expect(both).toEqual([[], []]);
  });

  it("is not blamed on the silent when the other has ended the connection", () => {
    const ended = conversation((tap) => {
      tap.passed("binding", Uint8Array.of(0xff));
      tap.ended("binding", "end of stream");
    });
    expect(ended[1]).toEqual([]);
  });
});

describe("peers that speak an older version", () => {
  const older = Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5, 0, 0);

  it("are known by their greeting, whichever of the two it is", () => {
    for (const side of ["binding", "connecting"] as const) {
      const ledger = new Ledger({ name: "pairs/pull-binds-for-push", types: { one: "PULL", other: "PUSH" }, binder: "one" });
      const ear = new Ear(ledger, "tcp", () => undefined);
      const tap = ear.tap();
      expect(ear.foreign).toBeUndefined();
      tap.passed(side, older);
      expect(ear.foreign).toBe("the major version is 1");
    }
  });

  it("are not judged by what they kept, but by what they broke", () => {
    const ledger = new Ledger({ name: "pairs/pull-binds-for-push", types: { one: "PULL", other: "PUSH" }, binder: "one" });
    ledger.keeps("one", "greeting.signature");
    ledger.keeps("other", "greeting.signature");
    ledger.breaks("other", "greeting.at-once", "a", "b");
    ledger.stopped = { reason: "another version", isForeign: true };
    expect([ledger.unjudged("one"), ledger.unjudged("other")]).toEqual([{ verdict: "not-applicable", reason: "another version" }, undefined]);
    expect([ledger.results("one", setting), ledger.results("other", setting)]).toMatchObject([[], [{ statement: "greeting.at-once" }]]);
    ledger.stopped = { reason: "it is late" };
    expect(ledger.unjudged("one")?.verdict).toBe("inconclusive");
    expect(ledger.results("one", setting)).toHaveLength(1);
  });
});

it("a publisher that no monitor knows for one is blamed for what nobody subscribed to, and it counts for no message", () => {
  const ledger = new Ledger({ name: "pairs/xsub-binds-for-pub", types: { one: "XSUB", other: "PUB" }, binder: "one" });
  const ear = new Ear(ledger, "tcp", () => undefined);
  const tap = ear.tap();
  const asked = [ascii("t there 0"), ascii("x")];
  for (const side of ["binding", "connecting"] as const) tap.passed(side, concat(encodeGreeting({ minor: 0 }), encodeReady({})));
  tap.passed("binding", encodeMessage([ascii("\u0001t")]));
  for (const message of [asked, unasked]) tap.passed("connecting", encodeMessage(message));
  ear.account();
  expect(ledger.passed.other).toEqual([asked]);
  expect(ledger.results("other", setting).flatMap(({ statement }) => statement ?? [])).toEqual(["metadata.socket-type", "publish-subscribe.filter"]);
});

it("messages behind one that nobody sent are late, not doubled", () => {
  const ledger = new Ledger({ name: "pairs/pull-binds-for-push", types: { one: "PULL", other: "PUSH" }, binder: "one" });
  const list = [0, 1, 2].map((number) => [Uint8Array.of(number)]);
  ledger.passed.other.push(...list);
  const nobody = new Uint8Array();
  for (const [index, got] of [[Uint8Array.of(9)], list[0], list[1]].entries()) ledger.judgeReceipt("other", list, index, nobody, got);
  const blamed = (): readonly (string | undefined)[] => ledger.results("one", setting).flatMap(({ statement }) => (statement === undefined ? [] : [statement]));
  ledger.judgeExcess("one", list[2] ?? []);
  expect(blamed()).toEqual(["exchange-patterns.unmodified"]);
  ledger.judgeReceipt("other", list, 2, nobody, list[1]);
  expect(blamed()).toContain("sockets.no-duplicate-delivery");
});

it("one message more is a duplicate when it was sent, and otherwise what nobody sent", () => {
  for (const [more, statement] of [
    [[Uint8Array.of(1)], "sockets.no-duplicate-delivery"],
    [[Uint8Array.of(9)], "exchange-patterns.unmodified"],
  ] as const) {
    const ledger = new Ledger({ name: "pairs/pull-binds-for-push", types: { one: "PULL", other: "PUSH" }, binder: "one" });
    const list = [0, 1].map((number) => [Uint8Array.of(number)]);
    ledger.passed.other.push(...list);
    for (const [index, got] of list.entries()) ledger.judgeReceipt("other", list, index, new Uint8Array(), got);
    ledger.judgeExcess("one", more);
    expect(ledger.results("one", setting).flatMap(({ statement: id }) => id ?? [])).toEqual([statement]);
  }
});
