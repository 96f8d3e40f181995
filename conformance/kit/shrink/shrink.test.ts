/** Shrinking: the order of kinds, failures that do not happen every time, and what is kept when it must end early. */
import { describe, expect, test } from "vitest";
import { measureRate, repeatsFor } from "./rate.ts";
import { content, count, entries, extentOf, fields, kinds, letters, smaller } from "./shape.ts";
import { shrink, type ShrinkOptions, type ShrinkProgress } from "./shrink.ts";

interface Input {
  readonly peers: number;
  readonly messages: readonly (readonly { readonly size: number; readonly fill: number }[])[];
  readonly topic: string;
  readonly side: string;
}

const shape = fields({
  peers: count("parties", 2),
  messages: entries("steps", 1, entries("frames", 1, fields({ size: count("octets"), fill: content }))),
  topic: letters(0, 2),
});
const part = (size: number): { readonly size: number; readonly fill: number } => ({ size, fill: 7 });
const large: Input = {
  peers: 6,
  messages: [[part(9), part(4)], [part(1), part(300), part(0)], [part(5)], [part(70_000), part(3)], [part(2)], [part(8)]],
  topic: "414243",
  side: "binds",
};

/** Shrinks with a failure that happens when the input holds what it needs; `happens` decides about each play of such an input. */
function shrinking(first: Input, needs: (input: Input) => boolean, rest: Partial<ShrinkOptions<{ readonly input: unknown }>> = {}, happens = () => true) {
  const played: Input[] = [];
  const play = (input: unknown) => {
    played.push(input as Input);
    return Promise.resolve({ failure: needs(input as Input) && happens() ? { input } : undefined, slow: false });
  };
  return { played, result: shrink({ input: first }, { shape, budget: 200, play, ...rest }) };
}

describe("a failure that happens every time", () => {
  test("becomes as small as what it needs: 3 of 6 peers, 1 of 6 messages, 1 of 3 frames, and 256 octets", async () => {
    const needs = ({ peers, messages }: Input): boolean => peers >= 3 && messages.some((message) => message.some(({ size }) => size >= 256));
    const { smallest, shrunk } = await shrinking(large, needs).result;
    expect(smallest.input).toEqual({ peers: 3, messages: [[{ size: 256, fill: 0 }]], topic: "", side: "binds" });
    expect(shrunk).toMatchObject({ rate: { failures: 3, plays: 3 }, repeats: 1, complete: true });
    expect(shrunk?.from).toEqual({ parties: 6, steps: 6, frames: 10, octets: 70_335 });
    expect(shrunk?.to).toEqual({ parties: 3, steps: 1, frames: 1, octets: 256 });
  });

  test("loses parties first, then steps, then frames, then octets", async () => {
    const told: ShrinkProgress[] = [];
    await shrinking(large, () => true, { onProgress: (progress) => told.push(progress) }).result;
    expect(told.map(({ kind }) => kind)).toEqual([...kinds]);
  });

  test("is played no more when nothing can be smaller", async () => {
    const { played, result } = shrinking({ peers: 2, messages: [[{ size: 0, fill: 0 }]], topic: "", side: "binds" }, () => true);
    expect(Object.keys(await result)).toEqual(["smallest"]);
    expect(played).toEqual([]);
  });

  test("keeps what was found when the plays are used up", async () => {
    const { played, result } = shrinking(large, ({ peers }) => peers >= 3, { budget: 7 });
    const { smallest, shrunk } = await result;
    expect(shrunk).toMatchObject({ plays: 7, complete: false });
    expect((smallest.input as Input).peers).toBeLessThan(6);
    expect(played).toHaveLength(7);
  });

  test("keeps what was found when the run is interrupted", async () => {
    const interrupt = new AbortController();
    const { smallest, shrunk } = await shrinking(large, () => true, { signal: interrupt.signal, onProgress: () => interrupt.abort() }).result;
    expect(smallest.input).toEqual({ ...large, peers: 2 });
    expect(shrunk).toMatchObject({ complete: false, to: { parties: 2, steps: 6 } });
  });

  test("that waits for its ceiling is repeated once, and costs as much as fifteen", async () => {
    let plays = 0;
    const play = (input: unknown) => Promise.resolve({ failure: { input, slow: true }, slow: (plays += 1) > 0 });
    const { smallest, shrunk } = await shrink({ input: large, slow: true }, { shape, budget: 60, play });
    expect(shrunk).toMatchObject({ plays: 4, rate: { failures: 1, plays: 1 }, complete: false });
    expect(smallest.input).toMatchObject({ peers: 2, messages: [[part(9)]] });
  });
});

describe("a failure that does not happen every time", () => {
  /** Happens in so many of a hundred plays, in an order that is the same each time. */
  const inHundred = (percent: number): (() => boolean) => {
    let state = 7;
    return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) % 65_536 < percent * 655;
  };

  test("is measured, and each candidate is played until it fails, or so often that 95 % of those that would are found", async () => {
    const needs = ({ peers, messages }: Input): boolean => peers >= 3 && messages.length >= 2;
    const { played, result } = shrinking(large, needs, {}, inHundred(25));
    const { smallest, shrunk } = await result;
    expect(smallest.input).toEqual({ peers: 3, messages: [[{ size: 0, fill: 0 }], [{ size: 0, fill: 0 }]], topic: "", side: "binds" });
    expect(shrunk?.rate.plays).toBe(10);
    expect(shrunk?.repeats).toBe(repeatsFor(shrunk?.rate ?? { failures: 0, plays: 0 }));
    expect(shrunk?.repeats).toBeGreaterThan(1);
    const tooFew = played.filter(({ peers }) => peers === 2);
    expect(tooFew.length % (shrunk?.repeats ?? 0)).toBe(0);
  });

  test.each([
    [{ failures: 3, plays: 3 }, 1],
    [{ failures: 9, plays: 10 }, 2],
    [{ failures: 5, plays: 10 }, 5],
    [{ failures: 3, plays: 10 }, 9],
    [{ failures: 1, plays: 10 }, 20],
    [{ failures: 0, plays: 10 }, 20],
    [{ failures: 0, plays: 0 }, 1],
  ])("at a rate of %o is repeated %s times", (rate, repeats) => {
    expect(repeatsFor(rate)).toBe(repeats);
  });

  test("is measured by ten plays as soon as one of them passes", async () => {
    const outcomes = [true, true, false, true, true, true, true, true, true, false];
    expect(await measureRate(() => Promise.resolve(outcomes.shift()), false)).toEqual({ failures: 8, plays: 10 });
    expect(await measureRate(() => Promise.resolve(undefined), false)).toEqual({ failures: 0, plays: 0 });
  });
});

describe("a shape", () => {
  test("gives nothing that is smaller than what it allows, and nothing twice as large", () => {
    for (const kind of kinds)
      for (const candidate of smaller(shape, large, kind) as Iterable<Input>) {
        expect(candidate.peers).toBeGreaterThanOrEqual(2);
        expect(candidate.messages.length).toBeGreaterThanOrEqual(1);
        expect(candidate.topic.length % 2).toBe(0);
        expect(candidate.side).toBe("binds");
        expect(extentOf(shape, candidate)[kind]).toBeLessThanOrEqual(extentOf(shape, large)[kind] ?? 0);
      }
  });

  test("leaves alone what is below its least, and members that are not there", () => {
    expect([...smaller(fields({ peers: count("parties", 2), other: count("steps") }), { peers: 1 }, "parties")]).toEqual([]);
  });
});
