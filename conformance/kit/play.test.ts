/** How a property is played: quotas, what counts as judged, and what must not be lost. */
import { connect } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AdapterDied, type AdapterClient } from "./adapter/types.ts";
import { blame, judge, NotReached, Unexpected } from "./outcome.ts";
import { playProperty, type PlayOptions } from "./play.ts";
import type { Property } from "./property.ts";
import { requirement } from "./requirements.ts";
import { count } from "./shrink/shape.ts";
import type { Stage, StageSetting } from "./stage.ts";
import { exitCodeOf, statementResult } from "./summary.ts";

const hello = {
  version: 1,
  implementation: { name: "fake", version: "1", language: "none" },
  capabilities: { protocol: "3.1", socketTypes: [], transports: ["tcp"], mechanisms: ["NULL"], options: [], operations: [], events: [] },
  choices: {},
} as const;
const setting: StageSetting = { adapter: { hello } as unknown as AdapterClient, hello, transport: "tcp", protocol: "3.1", ceilingMs: 100 };
const standard: PlayOptions = { level: "standard", seed: 1, choices: {} };

function about(rest: Partial<Property<number>>): Property<unknown> {
  return { name: "framing/fake", judges: ["framing.more"], socketTypes: [], cases: [1], play: () => Promise.resolve(), ...rest } as Property<unknown>;
}

const judging = { play: (stage: Stage) => blame(stage, "framing.more", () => Promise.resolve()) };

describe("quotas", () => {
  const rare = { arbitrary: fc.nat({ max: 9 }), classes: { nine: (input: number) => input === 9 } };

  test.each([
    ["quick", 1],
    ["standard", 3],
    ["full", 15],
  ] as const)("at the level %s each class has %s inputs at least, however rarely it is drawn", async (level, least) => {
    const { reached, verdict } = await playProperty(about({ ...rare, ...judging }), setting, { ...standard, level });
    expect(verdict).toBe("pass");
    expect(reached["nine"]).toBeGreaterThanOrEqual(least);
  });

  test("a class that cannot be drawn makes the property inconclusive", async () => {
    const result = await playProperty(about({ ...rare, ...judging, classes: { ten: (input) => input === 10 } }), setting, standard);
    expect(result).toMatchObject({ verdict: "inconclusive", cause: "not-reached", reason: expect.stringContaining("ten (0 of 3)") as string });
  });

  test("a failure among the inputs drawn for a class is found, and made smaller", async () => {
    const play = (stage: Stage, input: number): Promise<void> =>
      blame(stage, "framing.more", () => (input > 8 ? Promise.reject(new Unexpected("a", "b")) : Promise.resolve()));
    const result = await playProperty(
      about({
        arbitrary: fc.nat({ max: 2000 }),
        shape: count("octets"),
        classes: { large: (input) => input > 8 },
        cases: [],
        runs: { quick: 1, standard: 1, full: 1 },
        play,
      }),
      setting,
      {
        ...standard,
        seed: 3,
      },
    );
    expect(result).toMatchObject({ verdict: "fail", witness: { input: 9 } });
  });

  test("a fixed case that fails is made smaller as well, unless only verdicts are wanted or the run was interrupted", async () => {
    const play = (stage: Stage, input: number): Promise<void> =>
      blame(stage, "framing.more", () => (input > 8 ? Promise.reject(new Unexpected(`${String(input)} octets`, "b")) : Promise.resolve()));
    const found = async (options: Partial<PlayOptions>): Promise<unknown> =>
      (await playProperty(about({ cases: [300], shape: count("octets"), play }), setting, { ...standard, ...options })).witness?.input;
    expect(await found({})).toBe(9);
    expect(await found({ shrinks: false })).toBe(300);
    expect(await found({ signal: AbortSignal.abort() })).toBe(300);
  });

  test("an input that breaks the statement for another reason is no smaller failure", async () => {
    const play = (stage: Stage, input: number): Promise<void> =>
      blame(stage, "framing.more", () => Promise.reject(new Unexpected(input > 8 ? "it arrives" : "it is refused", "b")));
    const { witness } = await playProperty(about({ cases: [300], shape: count("octets"), play }), setting, standard);
    expect(witness).toMatchObject({ input: 9, expected: "it arrives", shrunk: { from: { octets: 300 }, to: { octets: 9 } } });
  });

  test("inputs that are enumerated are all tried", async () => {
    const seen: number[] = [];
    const play = (stage: Stage, input: number): Promise<void> => blame(stage, "framing.more", () => Promise.resolve(void seen.push(input)));
    await playProperty(about({ enumerated: (level) => (level === "quick" ? [] : [2, 3]), play }), setting, standard);
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe("what counts as judged", () => {
  test("is what a case came to judge, by input class", async () => {
    const play = (stage: Stage, input: number): Promise<void> => (input < 3 ? blame(stage, "framing.more", () => Promise.resolve()) : Promise.resolve());
    const classes = { odd: (input: number) => input % 2 === 1 };
    const { judged } = await playProperty(about({ cases: [1, 2, 3, 4, 5], classes, play }), setting, standard);
    expect(judged).toEqual({ "framing.more": { cases: 2, classes: { odd: 1 } } });
  });

  test("is also what was found broken, and not what was never reached", async () => {
    const broken = await playProperty(
      about({
        play: (stage) =>
          Promise.resolve().then(() => {
            judge(stage, "framing.more", false, "a", "b");
          }),
      }),
      setting,
      standard,
    );
    expect(broken.judged?.["framing.more"]?.cases).toBe(1);
    const unreached = await playProperty(about({ play: () => Promise.reject(new NotReached("precondition", "no")) }), setting, standard);
    expect(unreached.judged).toEqual({});
  });

  test("a statement that its passing property never judged is inconclusive", async () => {
    const result = await playProperty(about({}), setting, standard);
    expect(result.verdict).toBe("pass");
    expect(statementResult(requirement("framing.more"), ["framing/fake"], [result], [])).toMatchObject({ verdict: "inconclusive", reached: 0 });
  });
});

describe("nothing is lost", () => {
  test("a failure of the adapter while inputs are drawn ends the property, and is not taken for a failed input", async () => {
    const died = new AdapterDied("gone", 1, null);
    const play = (stage: Stage, input: number): Promise<void> => (input > 1 ? Promise.reject(died) : blame(stage, "framing.more", () => Promise.resolve()));
    await expect(playProperty(about({ arbitrary: fc.integer({ min: 2, max: 5 }), classes: { any: () => true }, play }), setting, standard)).rejects.toBe(died);
  });

  test("and nothing stays open: a peer that listens ends with its case, also when the adapter fails", async () => {
    const died = new AdapterDied("gone", 1, null);
    let endpoint = "";
    const play = async (stage: Stage): Promise<void> => {
      ({ endpoint } = await stage.listen());
      throw died;
    };
    await expect(playProperty(about({ play }), setting, standard)).rejects.toBe(died);
    const { hostname, port } = new URL(endpoint.replace("tcp:", "http:"));
    const refused = new Promise((resolve) => {
      connect(Number(port), hostname)
        .on("connect", () => resolve("somebody listens"))
        .on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(await refused).toBe("ECONNREFUSED");
  });

  test("no input at all is an error of the harness", async () => {
    const result = await playProperty(about({ cases: [], arbitrary: fc.nat() }), setting, { ...standard, runs: 0 });
    expect(result).toMatchObject({ verdict: "error", cause: "harness", reason: "no input was tried" });
  });

  test("a run in which nothing was judged ends with 3", async () => {
    expect(exitCodeOf([], [], [])).toBe(3);
    const notApplicable = await playProperty(about({ play: () => Promise.reject(new NotReached("undeclared", "no")) }), setting, standard);
    expect(notApplicable.verdict).toBe("not-applicable");
    expect(exitCodeOf([statementResult(requirement("framing.more"), ["framing/fake"], [notApplicable], [])], [], [notApplicable])).toBe(3);
  });
});
