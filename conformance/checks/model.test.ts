/** The data in schemas/model make sense beyond what a schema can say. */
import { describe, expect, test } from "vitest";
import type { CommandRow } from "../../schemas/types/command.ts";
import type { Machine } from "../../schemas/types/machine.ts";
import type { SocketTypeRow } from "../../schemas/types/socket-type.ts";
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
