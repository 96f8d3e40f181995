/** Shrinking on the reference: faults that need some of the parties and one of the steps, now and then or always, and the smallest inputs of all properties. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAdapter } from "../kit/adapter/client.ts";
import type { AdapterClient } from "../kit/adapter/types.ts";
import type { Witness } from "../kit/model.ts";
import { ascii, text } from "../kit/octets.ts";
import { playOnce } from "../kit/play-once.ts";
import { playAgain } from "../kit/replay.ts";
import { playProperty, type PlayOptions } from "../kit/play.ts";
import type { Property } from "../kit/property.ts";
import { kinds, smaller } from "../kit/shrink/shape.ts";
import type { StageSetting } from "../kit/stage.ts";
import { suite } from "../properties/suite.ts";
import { faultsOf } from "../manifests/schema.ts";

const properties = suite as unknown as readonly Property<unknown>[];
const quick: PlayOptions = { level: "quick", seed: 1, choices: {} };
const order = properties.find(({ name }) => name === "sockets/pull-keeps-the-order-of-each-peer") as Property<unknown>;
let reference: AdapterClient;

beforeAll(async () => {
  reference = await openAdapter({ type: "in-process", name: "reference", module: "conformance/joint/in-process.ts" });
});
afterAll(() => reference.end());

describe("a fault that needs three peers and one message of each", () => {
  test("is shown with three of five peers, and one of six messages", async () => {
    const witness = await witnessOf(() => true);
    expect(witness.input).toEqual({ peers: 3, messages: 1 });
    expect(witness.shrunk).toMatchObject({ rate: { failures: 3, plays: 3 }, repeats: 1, from: { parties: 5, steps: 6 }, to: { parties: 3, steps: 1 } });
    expect(witness.trace.filter((line) => line.includes(" sends "))).toHaveLength(3);
    expect(faultsOf("witness", witness)).toEqual([]);
  });

  test("and shows two times in five only is shown with as little", async () => {
    let state = 0;
    const witness = await witnessOf(() => (state = (state + 2) % 5) < 2);
    expect(witness.input).toEqual({ peers: 3, messages: 1 });
    expect(witness.shrunk).toMatchObject({ rate: { failures: 4, plays: 10 }, repeats: 6, complete: true });
  });

  test("is played again from its witness, without cases and without a generator, as often as its rate asks for", async () => {
    const witness = await witnessOf(() => true);
    let cases = 0;
    const fourthTime = faulty(() => (cases += 1) === 4);
    const setting = settingWith(fourthTime);
    const { arbitrary: _drawn, ...bare } = { ...order, cases: [] };
    const stored = JSON.parse(JSON.stringify({ ...witness, shrunk: { ...witness.shrunk, repeats: 6 } })) as Witness;
    expect(await playAgain(bare, setting, stored)).toMatchObject({ reproduced: true, plays: 4, actual: witness.actual, trace: witness.trace });
    expect(await playAgain(bare, setting, stored)).toMatchObject({ reproduced: false, plays: 6, actual: "the statement is kept" });
  });
});

describe("the smallest input", () => {
  const shaped = properties.filter(
    ({ shape, transports = ["tcp"], mechanisms = ["NULL"] }) => shape !== undefined && transports.includes("tcp") && mechanisms.includes("NULL"),
  );
  test.each(shaped.map((property) => [property.name, property] as const))("of %s is one that the reference passes", async (_name, property) => {
    for (const input of new Set(property.cases.map((first) => JSON.stringify(smallest(property, first)))))
      expect(await playOnce(property, settingWith(reference), JSON.parse(input))).toMatchObject({ verdict: "pass" });
  });
});

/** What is found of an implementation that has the fault in the cases in which `happens` says so. */
async function witnessOf(happens: () => boolean): Promise<Witness> {
  // A case that passes by chance is no failure to begin with: it is played again.
  const cases = Array.from({ length: 5 }, () => ({ peers: 5, messages: 6 }));
  const { witness } = await playProperty({ ...order, cases }, settingWith(faulty(happens)), quick);
  if (witness === undefined) throw new Error("the fault is not found");
  return witness;
}

/** The reference, but the messages of the third peer come in as the first of the first peer. `happens` decides for each socket that is opened. */
function faulty(happens: () => boolean): AdapterClient {
  let mistaken = true;
  return {
    ...reference,
    open: (type, options) => {
      mistaken = happens();
      return reference.open(type, options);
    },
    receive: async (handle, timeoutMs) => {
      const parts = await reference.receive(handle, timeoutMs);
      return mistaken && parts?.[0] !== undefined && text(parts[0]) === "C" ? [ascii("A"), ascii("0")] : parts;
    },
  };
}

function settingWith(adapter: AdapterClient): StageSetting {
  return { adapter, hello: reference.hello, transport: "tcp", protocol: "3.1", ceilingMs: 10_000 };
}

function smallest({ shape }: Property<unknown>, input: unknown): unknown {
  if (shape === undefined) return input;
  return kinds.reduce((value, kind) => {
    const [bold = value] = smaller(shape, value, kind);
    return bold;
  }, input);
}
