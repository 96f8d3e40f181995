import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PairRunOptions } from "../kit/pairs/types.ts";
import { conformingReport, exampleReport } from "../reports/example-report.ts";
import { faultsOf } from "../manifests/schema.ts";
import { mirrored } from "../reports/pairs.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";
import { worstCode } from "./pair.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-pair-"));
afterAll(() => rmSync(folder, { recursive: true }));
const node = process.execPath;

describe("check --with", () => {
  it("plays the implementation under test with the one that is named", async () => {
    const { code, asked, printed } = await pair(["--impl", "reference", "--with", "zeromq.js", "--quick", "--filter", "pairs/req*"]);
    expect(code).toBe(1);
    expect(asked).toMatchObject({
      targets: { one: { name: "reference" }, other: { name: "zeromq.js" } },
      level: "quick",
      transports: ["tcp"],
      filters: ["pairs/req*"],
    });
    expect(asked?.knownFailures.other.length).toBeGreaterThan(0);
    expect(printed).toContain("Pairs, as the first implementation plays them");
  });

  it("takes either as a command, and both", async () => {
    const targets = async (args: readonly string[]): Promise<unknown> => (await pair(args)).asked?.targets;
    expect(await targets(["--with", "reference", "--", node, "a.js"])).toMatchObject({ one: { command: [node, "a.js"] }, other: { name: "reference" } });
    expect(await targets(["--impl", "reference", "--with", "-", "--", node, "b.js"])).toMatchObject({
      one: { name: "reference" },
      other: { command: [node, "b.js"] },
    });
    expect(await targets(["--with", "-", "--", node, "a.js", "--", node, "b.js"])).toMatchObject({
      one: { command: [node, "a.js"] },
      other: { command: [node, "b.js"] },
    });
    expect(await targets(["--with", "reference", "--", node, "a.js", "--", "x"])).toMatchObject({ one: { command: [node, "a.js", "--", "x"] } });
  });

  it.each([
    [["--with", "-"], /needs the command of the other implementation/u],
    [["--with", "-", "--", node, "a.js"], /takes two commands, each behind a "--"/u],
    [["--with", "nothing"], /no implementation "nothing"/u],
    [["--with", "zeromq.js", "--list"], /--list has no meaning with --with/u],
    [["--with", "zeromq.js", "--junit", "x.xml", "--runs", "2"], /--junit, --runs has no meaning/u],
    [["--with", "zeromq.js", "--transport", "inproc"], /within a process there is nothing to record/u],
  ])("says what is wrong: %s", async (args, message) => {
    const { code, complained, asked } = await pair(args);
    expect(code).toBe(3);
    expect(complained).toMatch(message);
    expect(asked).toBeUndefined();
  });

  it("writes both reports as JSON, and witnesses that name their implementation", async () => {
    const { printed } = await pair(["--with", "zeromq.js", "--json", "-", "--witnesses", folder]);
    const { format, reports } = JSON.parse(printed) as { readonly format: string; readonly reports: readonly unknown[] };
    expect(format).toBe("patternwire-pairs/1");
    expect(faultsOf("pairs", JSON.parse(printed))).toEqual([]);
    expect(reports).toHaveLength(2);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    expect(readdirSync(folder).every((name) => readFileSync(join(folder, name), "utf8").includes("patternwire-witness/1"))).toBe(true);
  });

  it("ends with the worse of the two codes: 3 before 1 before 2 before 0", () => {
    expect(([0, 1, 2, 3, 130] as const).map((code) => worstCode(code, 2))).toEqual([2, 1, 2, 3, 130]);
  });
});

it("a pair seen from the other side has the other name", () => {
  expect(mirrored("pairs/req-binds-for-rep")).toBe("pairs/rep-connects-to-req");
  expect(mirrored(mirrored("pairs/xsub-connects-to-pub"))).toBe("pairs/xsub-connects-to-pub");
});

async function pair(args: readonly string[]): Promise<{ code: number; asked: PairRunOptions | undefined; printed: string; complained: string }> {
  let asked: PairRunOptions | undefined;
  const context = fakeContext({
    pairs: (options) => {
      asked = options;
      return Promise.resolve({ one: conformingReport, other: { ...exampleReport, exitCode: 1 } });
    },
  });
  const code = await runCommandLine(["check", ...args], context);
  return { code, asked, printed: context.printed(), complained: context.complained() };
}
