/** The data in schemas/model make sense beyond what a schema can say. */
import { describe, expect, test } from "vitest";
import type { CommandRow } from "../../schemas/types/command.ts";
import type { Machine } from "../../schemas/types/machine.ts";
import type { SocketOptionRow } from "../../schemas/types/socket-option.ts";
import type { SocketTypeRow } from "../../schemas/types/socket-type.ts";
import { claims } from "./generate/claims.ts";
import { measurements } from "./generate/matrix.ts";
import { filesBelow, readJson } from "./generate/repository.ts";
import { allStatements } from "./generate/requirements.ts";
import { socketTypeNames } from "./generate/statements.ts";

const ids = new Set(allStatements().map(({ id }) => id));

describe("socket types", () => {
  const rows = readJson("schemas/model/socket-types.json") as readonly SocketTypeRow[];

  test("are all nineteen of 37/ZMTP, each once", () => {
    expect(rows.map(({ type }) => type).sort()).toEqual([...socketTypeNames].sort());
  });

  test("agree with each other about who may be connected with whom", () => {
    const pairs = new Set(rows.flatMap(({ type, peers }) => peers.map((peer) => `${type} ${peer}`)));
    expect([...pairs].filter((pair) => !pairs.has(pair.split(" ").reverse().join(" ")))).toEqual([]);
  });
});

describe("socket options", () => {
  const rows = readJson("schemas/model/socket-options.json") as readonly SocketOptionRow[];

  test("are listed once each", () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test("name statements that exist", () => {
    expect(rows.flatMap(({ statements = [] }) => statements).filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe("claims on implementations", () => {
  const runs = new Map(measurements().map((measurement) => [measurement.name, measurement]));

  test("stand once each, under the name of their implementation, and name statements that exist", () => {
    expect(new Set(claims().map(({ id }) => id)).size).toBe(claims().length);
    const slug = (name: string): string => name.toLowerCase().replaceAll(".", "-");
    expect(claims().filter(({ id, implementation }) => id.split(".")[0] !== slug(implementation))).toEqual([]);
    expect(claims().flatMap(({ statements }) => statements.filter(({ id }) => !ids.has(id)))).toEqual([]);
  });

  test("name every run of their implementation; who is not named is who nothing was said of", () => {
    const named = new Set(claims().flatMap(({ runs: names = [] }) => names));
    expect([...named].filter((name) => !runs.has(name))).toEqual([]);
    expect([...runs.keys()].filter((name) => !named.has(name)).toSorted()).toEqual(["jeromq-0.3.6", "omq", "reference", "rzmq"]);
  });

  test("do not name what a measurement withholds", () => {
    const told = (name: string, id: string): boolean => runs.get(name)?.withheld === 0 || runs.get(name)?.statements.some((cell) => cell.id === id) === true;
    expect(claims().flatMap(({ statements, runs: names = [] }) => statements.filter(({ id }) => names.some((name) => !told(name, id))))).toEqual([]);
  });
});

describe("commands", () => {
  const rows = readJson("schemas/model/commands.json") as readonly CommandRow[];

  test("have a chapter with statements, or are marked draft", () => {
    const chapters = new Set([...ids].map((id) => id.split(".")[0]));
    expect(rows.filter(({ chapter }) => chapter !== "draft" && !chapters.has(chapter))).toEqual([]);
  });

  test("stand once for each mechanism", () => {
    const keys = rows.flatMap(({ name, mechanisms }) => (mechanisms.length === 0 ? [name] : mechanisms.map((mechanism) => `${name} ${mechanism}`)));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe.each(filesBelow("schemas/model", "-machine.json"))("%s", (file) => {
  const machine = readJson(file) as Machine;
  const states = machine.states.map(({ name }) => name);
  const events = machine.events.map(({ name }) => name);

  test("has one transition for every state and every event, and no other", () => {
    const expected = states.flatMap((state) => events.map((event) => `${state} ${event}`));
    expect(machine.transitions.map(({ from, event }) => `${from} ${event}`).sort()).toEqual(expected.sort());
  });

  test("goes only to states that it has, and each state can be reached", () => {
    const steps = machine.transitions.flatMap((transition) => ("to" in transition ? [transition] : []));
    expect(steps.filter(({ to }) => !states.includes(to))).toEqual([]);
    const reached = new Set([machine.initial]);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const { from, to } of steps) if (reached.has(from)) reached.add(to);
    }
    expect(states.filter((state) => !reached.has(state))).toEqual([]);
  });

  test("describes each thing that it does, and does each thing that it describes", () => {
    const done = new Set(machine.transitions.flatMap((transition) => ("do" in transition ? [transition.do] : [])));
    expect(machine.deeds.map(({ name }) => name).sort()).toEqual([...done].sort());
  });

  test("refuses by statements that exist", () => {
    const cited = machine.transitions.flatMap((transition) =>
      "refuse" in transition ? [transition.refuse] : "expire" in transition ? [transition.expire] : [],
    );
    expect(cited.filter((id) => !ids.has(id))).toEqual([]);
  });
});
