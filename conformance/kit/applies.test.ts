import { describe, expect, it } from "vitest";
import type { Hello } from "./adapter/types.ts";
import { doesNotApply, type Ground } from "./applies.ts";
import type { Property } from "./property.ts";

const hello = { capabilities: { socketTypes: ["DEALER"], options: [], mechanisms: ["NULL"], operations: [] } } as unknown as Hello;
const ground: Ground = { hello, transport: "tcp", mechanism: "NULL", protocol: "3.1", hostile: false, choices: {} };
const entry: Property<unknown> = { name: "a/b", judges: [], socketTypes: ["DEALER"], cases: [{}], play: () => Promise.resolve() };

describe("an implementation of which the highest version is", () => {
  it.each([
    ["3.1", "tcp", undefined, undefined],
    ["3.0", "tcp", undefined, /holds for version 3\.1.* judged by version 3\.0/u],
    ["2.0", "tcp", /speaks version 2\.0: a peer of version 3 sees nothing of it/u, /sees nothing of it/u],
    ["2.0", "inproc", undefined, /holds for version 3\.1.* judged by version 2\.0/u],
  ] as const)("%s, over %s", (protocol, transport, always, since) => {
    for (const [reason, property] of [
      [always, entry],
      [since, { ...entry, since: "3.1" } as const],
    ] as const) {
      const told = doesNotApply(property, { ...ground, protocol, transport });
      if (reason === undefined) expect(told).toBeUndefined();
      else expect(told).toMatch(reason);
    }
    expect(doesNotApply({ ...entry, ofAnyVersion: true }, { ...ground, protocol, transport })).toBeUndefined();
  });
});
