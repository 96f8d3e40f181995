import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { conformingReport, exampleWitness } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { examplesIn } from "./examples.ts";
import { fakeContext } from "./fake-context.ts";
import { writeFault } from "./files.ts";
import { nearest } from "./nearest.ts";
import { timeLeft } from "./progress.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("start", () => {
  it.each([[["--quick", process.execPath, "x.js", "--full"]], [["--quick", "--", process.execPath, "x.js", "--full"]]])(
    "judges the command after its options: %s",
    async (args) => {
      const context = fakeContext({ report: conformingReport });
      expect(await runCommandLine(["start", ...args], context)).toBe(0);
      expect(context.runs[0]).toMatchObject({ level: "quick", target: { command: [process.execPath, "x.js", "--full"] } });
    },
  );
});

describe("explain", () => {
  it("tells all that is known of a statement", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["explain", "framing.more"], context)).toBe(0);
    expect(context.printed()).toMatch(/^framing\.more {2}MUST\n/u);
    expect(context.printed()).toContain("A sender MUST set the MORE bit");
    expect(context.printed()).toMatch(/^properties +framing\/splits$/mu);
    expect(context.printed()).toMatch(/^mutants +framing-forgets-more: It forgets the MORE bit\.$/mu);
    expect(context.printed()).toMatch(/^judge it +patternwire check --filter framing\.more$/mu);
  });

  it("tells choices, socket types, versions, hostility, and why nothing judges", async () => {
    const context = fakeContext({ columns: 200 });
    for (const id of ["greeting.padding-ignored", "tcp.endpoint", "framing.no-memory-on-word"]) await runCommandLine(["explain", id], context);
    expect(context.printed()).toMatch(/^choice +ignore or close: .*--choice greeting\.padding-ignored=ignore/mu);
    expect(context.printed()).toMatch(/^decisions +\S.*0025.*\n +\S.*0065/mu);
    expect(context.printed()).toMatch(/^applies to +REQ$/mu);
    expect(context.printed()).toMatch(/^since +version 3\.1/mu);
    expect(context.printed()).toMatch(/^hostile +only judged with --hostile$/mu);
    expect(context.printed()).toMatch(/^properties +not observable: memory is not visible/mu);
  });

  it("lists the statements of a chapter", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["explain", "greeting"], context)).toBe(0);
    expect(context.printed().match(/^greeting\.\S+/gmu)).toEqual(["greeting.padding-ignored", "greeting.version"]);
  });

  it.each([
    [["framing.mroe"], /no statement or chapter "framing\.mroe"\. Nearest: framing\.more/u],
    [["qqqqqqqqqqqqqqqqqqqqqqq"], /no statement or chapter.*--list/u],
    [[], /Name a statement/u],
    [["framing.more", "tcp"], /One statement at a time/u],
  ])("refuses %s and helps", async (args, message) => {
    const context = fakeContext();
    expect(await runCommandLine(["explain", ...args], context)).toBe(3);
    expect(context.complained()).toMatch(message);
    expect(context.printed()).toBe("");
  });
});

describe("the examples of a statement", () => {
  const chapter = [
    "> **[x.a]** A peer MUST a. *(…)*",
    "> **[x.b]** A peer MUST b. *(…)*",
    "```zmtp trace",
    "S opens REQ",
    "```",
    "```text",
    "no example",
    "```",
    "> **[x.c]** A peer MUST c. *(…)*",
    "```zmtp frame malformed=x.a",
    "ff",
    "```",
    "## Next",
    "```zmtp trace",
    "S opens REP",
    "```",
  ].join("\n");

  it.each([
    ["x.a", 2],
    ["x.b", 1],
    ["x.c", 0],
  ])("%s are those that follow it, and the octets refused by it: %d", (id, count) => {
    expect(examplesIn(chapter, id)).toHaveLength(count);
  });
});

describe("replay", () => {
  const path = join(folder, "witness.json");
  writeFileSync(path, JSON.stringify(exampleWitness));
  const silent = join(folder, "silent.json");
  writeFileSync(silent, JSON.stringify({ ...exampleWitness, octets: [] }));
  const outcome = { reproduced: true, expected: "closed", actual: "open", trace: ["S opens ROUTER"], octets: [] };

  it.each([
    [true, 1],
    [false, 0],
  ])("ends with 1 when the failure happens again, else with 0: %s", async (reproduced, code) => {
    const context = fakeContext({ replay: { ...outcome, reproduced } });
    expect(await runCommandLine(["replay", path, "--", process.execPath], context)).toBe(code);
    expect(context.replays[0]).toMatchObject({ witness: exampleWitness, target: { command: [process.execPath] } });
    expect(context.printed()).toContain("S opens ROUTER");
  });

  it("asks how an implementation without a manifest starts", async () => {
    const context = fakeContext({ replay: outcome });
    expect(await runCommandLine(["replay", path], context)).toBe(3);
    expect(context.complained()).toMatch(/witness is of example, which has no manifest/u);
  });

  it.each([
    [[], /Name the witness/u],
    [["absent.json", "--", process.execPath], /no file absent\.json/u],
    [["package.json", "--", process.execPath], /package\.json is no witness.*lacks the member "format"/u],
    [[path, path], /One witness at a time/u],
    [[silent, "--pcapng", join(folder, "out.pcapng"), "--", process.execPath], /silent\.json shows no octets that passed on a wire/u],
  ])("refuses %s", async (args, message) => {
    const context = fakeContext();
    expect(await runCommandLine(["replay", ...args], context)).toBe(3);
    expect(context.complained()).toMatch(message);
  });
});

describe("small things", () => {
  it("nearest names are the similar ones, best first", () => {
    expect(nearest("framing.mor", ["tcp.endpoint", "framing.more", "framing.maximum-size"])[0]).toBe("framing.more");
    expect(nearest("xyzzyxyzzy", ["tcp", "framing"])).toEqual([]);
  });

  it("a full disk is called a full disk", () => {
    expect(writeFault("x.json", Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" }))).toBe("x.json cannot be written: the disk is full.");
    expect(writeFault("x.json", Object.assign(new Error("odd"), { code: "EODD" }))).toBe("x.json cannot be written: odd.");
  });

  it("time left is told in seconds, then in minutes", () => {
    expect([timeLeft(100), timeLeft(99_000), timeLeft(100_000)]).toEqual(["about 1 s left", "about 99 s left", "about 2 min left"]);
  });
});
