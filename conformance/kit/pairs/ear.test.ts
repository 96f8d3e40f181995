import { describe, expect, it } from "vitest";
import { Ear } from "./ear.ts";
import { Ledger } from "./ledger.ts";

const setting = { transport: "tcp", protocol: "3.0", seed: 1, implementation: { name: "test", version: "1" }, trace: [] } as const;

/** The party one binds, so that the other connects. */
function conversation(play: (tap: ReturnType<Ear["tap"]>) => void): readonly (readonly (string | undefined)[])[] {
  const ledger = new Ledger({ name: "pairs/pull-binds-for-push", types: { one: "PULL", other: "PUSH" }, binder: "one" });
  const ear = new Ear(ledger, () => undefined);
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
