/** The programs of zeromq.js's README run on the reference, unchanged but for the import, and print what they print on zeromq.js. */
import { afterEach, describe, expect, test } from "vitest";
import { freePorts, start, type Package, type Running } from "./program.ts";
import { readmePrograms } from "./readme-programs.ts";

/** Those that meet over a port: who binds, who connects, and how many lines each prints before what follows is a repetition. */
const pairs = [
  { binds: "producer", connects: "worker", lines: [1, 3] },
  { binds: "publisher", connects: "subscriber", lines: [2, 2] },
  { binds: "server", connects: "client", lines: [0, 2] },
] as const;
const alone = ["basic-usage", "basic-usage-2"];
/** What does not run, and why. */
const left: Readonly<Record<string, string>> = {
  "defining-new-options": "it is no JavaScript, as it has types, and sets options by the numbers of libzmq, which the reference does not know",
  "zeromq-4-and-5-compatibility-layer": "it imports zeromq/v5-compat, the API of versions 4 and 5, which the reference does not have",
};

const programs = new Map(readmePrograms().map((program) => [program.name, program]));
const running: Running[] = [];

afterEach(() => {
  for (const { process } of running.splice(0)) process.kill("SIGKILL");
});

test("each program of the README runs, or there is a reason why it does not", () => {
  const known = [...pairs.flatMap(({ binds, connects }) => [binds, connects]), ...alone, ...Object.keys(left)];
  expect([...programs.keys()].sort()).toEqual(known.sort());
});

describe.each(pairs)("$binds and $connects", ({ binds, connects, lines }) => {
  const both = async (binding: Package, connecting: Package): Promise<unknown> => {
    const ports = await freePorts([source(binds).text, source(connects).text]);
    const [bound, connected] = [begin(binds, binding, ports), begin(connects, connecting, ports)];
    const enough = await Promise.all([bound.printed(lines[0]), connected.printed(lines[1])]);
    const code = connects === "client" ? await connected.ended : "goes on";
    return {
      enough,
      code,
      bound: bound.lines.slice(0, lines[0]),
      connected: connected.lines.slice(0, lines[1]),
      complaints: bound.complaints() + connected.complaints(),
    };
  };

  test.concurrent("print on the reference, and with either of them on zeromq.js, what they print on zeromq.js", async () => {
    const [control, ...others] = await Promise.all([
      both("zeromq", "zeromq"),
      both("patternwire", "patternwire"),
      both("patternwire", "zeromq"),
      both("zeromq", "patternwire"),
    ]);
    expect(control).toMatchObject({ enough: [true, true], complaints: "" });
    for (const other of others) expect(other).toEqual(control);
  });
});

test.each(alone)("%s ends with exit code 0 on both", async (name) => {
  const outcomes = await Promise.all(
    (["zeromq", "patternwire"] as const).map(async (from) => {
      const program = begin(name, from, new Map());
      return { code: await program.ended, lines: program.lines, complaints: program.complaints() };
    }),
  );
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(outcomes[0]?.code).toBe(0);
});

function source(name: string): { readonly name: string; readonly text: string } {
  const program = programs.get(name);
  if (program === undefined) throw new Error(`the README has no program ${name}`);
  return program;
}

function begin(name: string, from: Package, ports: ReadonlyMap<string, number>): Running {
  const program = start([source(name)], from, ports);
  running.push(program);
  return program;
}
