import { describe, expect, it } from "vitest";
import { EMPTY, octetsOf } from "../base/octets.ts";
import { Identities } from "./identities.ts";
import { FakePipe } from "./pipes.test.support.ts";

describe("identities", () => {
  it("are made by counting on from where they begin, through all of 32 bits", () => {
    const identities = new Identities(0xfffffffe);
    const made = [1, 2, 3].map(() => {
      const pipe = new FakePipe();
      identities.give(pipe, EMPTY);
      return [...identities.of(pipe)];
    });
    expect(made).toEqual([
      [0, 255, 255, 255, 255],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
    ]);
  });

  it("that are made pass over those that are taken", () => {
    const identities = new Identities(0);
    const [taken, made] = [new FakePipe(), new FakePipe()];
    identities.give(taken, Uint8Array.of(0, 0, 0, 0, 1));
    identities.give(made, EMPTY);
    expect([...identities.of(made)]).toEqual([0, 0, 0, 0, 2]);
    expect(identities.find(Uint8Array.of(0, 0, 0, 0, 1))).toBe(taken);
  });

  it("that were made stay as long as the peer names itself on no connection, and go when it does", () => {
    const identities = new Identities(0);
    const pipe = new FakePipe();
    identities.give(pipe, EMPTY);
    const made = identities.of(pipe);
    identities.give(pipe, EMPTY);
    expect(identities.of(pipe)).toBe(made);
    identities.give(pipe, octetsOf("A"));
    expect([identities.of(pipe), identities.find(made)]).toEqual([octetsOf("A"), undefined]);
    identities.give(pipe, EMPTY);
    expect([...identities.of(pipe)]).toEqual([0, 0, 0, 0, 2]);
  });

  it("lead to one pipe, which has no other; who lost its own has none", () => {
    const identities = new Identities(0);
    const [first, second] = [new FakePipe(), new FakePipe()];
    identities.give(first, octetsOf("A"));
    identities.give(second, octetsOf("A"));
    expect([identities.of(first), identities.of(second), identities.find(octetsOf("A"))]).toEqual([EMPTY, octetsOf("A"), second]);
    identities.remove(first);
    expect(identities.find(octetsOf("A"))).toBe(second);
    identities.remove(second);
    expect([identities.of(second), identities.find(octetsOf("A"))]).toEqual([EMPTY, undefined]);
  });
});
