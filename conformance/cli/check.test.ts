import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AdapterDied } from "../kit/adapter/types.ts";
import type { Report } from "../kit/model.ts";
import type { RunOptions } from "../kit/run-options.ts";
import { faultsOf } from "../manifests/schema.ts";
import { conformingReport, exampleReport, exampleStatements } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext, type FakeContext, type FakeWorld } from "./fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));
const program = ["--", process.execPath, "adapter.js"];

describe("check", () => {
  it.each([0, 1, 2, 3, 130] as const)("ends with the report's exit code: %d", async (exitCode) => {
    const { code } = await check([], { report: { ...exampleReport, exitCode } });
    expect(code).toBe(exitCode);
  });

  it("hands the runner what was asked for", async () => {
    const { context } = await check("--filter framing.* --seed 5 --runs 2 --quick --jobs 3 --transport tcp --protocol 3.0 --hostile".split(" "), {
      report: conformingReport,
    });
    expect(context.runs[0]).toMatchObject({
      target: { type: "program", command: [process.execPath, "adapter.js"] },
      filters: ["framing.*"],
      seed: 5,
      runs: 2,
      level: "quick",
      jobs: 3,
      transports: ["tcp"],
      protocol: "3.0",
      hostile: true,
      knownFailures: [],
    });
  });

  it("hands over a declared choice, and refuses one that does not exist", async () => {
    const { context } = await check(["--choice", "greeting.padding-ignored=close"], { report: conformingReport });
    expect(context.runs[0]?.choices).toEqual({ "greeting.padding-ignored": "close" });
    expect((await check(["--choice", "greeting.padding-ignored=never"])).complained).toContain("takes ignore or close");
    expect((await check(["--choice", "framing.more=close"])).complained).toContain("leaves no choice. Those that do: greeting.padding-ignored");
    expect((await check(["--choice", "framing.mroe=close"])).complained).toContain("Nearest: framing.more");
  });

  it("shows the summary on the standard output, and progress on the standard error", async () => {
    const report = async ({ onResult, onPhase }: RunOptions): Promise<Report> => {
      onPhase?.("hello");
      exampleReport.properties.forEach((result, index, { length }) => onResult?.(result, index + 1, length));
      return Promise.resolve(exampleReport);
    };
    const plain = await check([], { report });
    expect(plain.printed).toContain("BROKEN  framing.close-on-command-more");
    expect(plain.complained).toBe("framing (1 of 7 properties done)\ngreeting (5 of 7 properties done)\ntcp (7 of 7 properties done)\n");
    const onTerminal = await check([], { report, terminal: true });
    expect(onTerminal.complained).toContain("\r");
    expect(onTerminal.complained).toMatch(/about \d+ s left/u);
    expect(onTerminal.complained).not.toContain("\n");
  });

  const escape = "\u001b[";
  it.each([
    ["on a terminal", [], { terminal: true }, true],
    ["not in a pipe", [], {}, false],
    ["not with NO_COLOR", [], { terminal: true, environment: { NO_COLOR: "1" } }, false],
    ["with an empty NO_COLOR", [], { terminal: true, environment: { NO_COLOR: "" } }, true],
    ["not on a dumb terminal", [], { terminal: true, environment: { TERM: "dumb" } }, false],
    ["not with --no-color", ["--no-color"], { terminal: true }, false],
    ["with --color, whatever NO_COLOR says", ["--color"], { environment: { NO_COLOR: "1" } }, true],
  ] as const)("uses colours %s", async (_name, args, world, colours) => {
    const { printed } = await check(args, { report: exampleReport, ...world });
    expect(printed.includes(escape)).toBe(colours);
  });
});

describe("check, when it cannot begin", () => {
  it.each([
    [["--filter", "framming.*"], /filter "framming\.\*" matches no statement.*framing/u],
    [["--filter", "zzzzzzzzzzzzzz"], /Chapters: framing, greeting, tcp/u],
    [["--filter", "framing.no-memory-on-word"], /No property judges.*not observable: memory/u],
    [["--known-failures", "absent.json"], /There is no file absent\.json/u],
    [["--json", "no/such/folder/x.json"], /x\.json cannot be written: the folder .* does not exist/u],
    [["--json", "."], /is a folder/u],
  ])("says so and ends with 3: %s", async (args, message) => {
    const { code, complained, printed } = await check(args);
    expect(code).toBe(3);
    expect(complained).toMatch(message);
    expect(printed).toBe("");
  });

  it.each([
    [["--impl", "nothing"], /no implementation "nothing"\. Known are: .*reference/u],
    [["zeromq.js"], /"zeromq\.js" is unexpected.*--impl zeromq\.js/u],
    [["--", "./no-such-adapter"], /There is no program \.\/no-such-adapter/u],
    [["--", "no-such-adapter-on-path"], /no program "no-such-adapter-on-path" on the PATH/u],
    [["--", "package.json"], /no program "package\.json" on the PATH.*\.\/package\.json/u],
    [["--", "./package.json"], /no program that can be started.*-- node \.\/package\.json/u],
  ])("names the implementation that cannot be started: %s", async (args, message) => {
    const context = fakeContext();
    expect(await runCommandLine(["check", ...args], context)).toBe(3);
    expect(context.complained()).toMatch(message);
  });

  it("tells an adapter that fails at once from a fault of the harness, and points to the doctor", async () => {
    const { code, complained } = await check([], { report: new AdapterDied("it ended with exit code 1", 1, null) });
    expect(code).toBe(3);
    expect(complained).toMatch(/adapter ended.*exit code 1\nTo learn what is wrong with it: npx patternwire doctor -- .*adapter\.js/u);
    expect(complained).not.toContain("harness");
  });
});

describe("known failures", () => {
  const entry = { statement: "framing.any-split", reason: "It needs whole frames.", expires: "2999-01-01" };

  it("come from a file", async () => {
    const path = written("known.json", [entry]);
    const { context } = await check(["--known-failures", path], { report: conformingReport });
    expect(context.runs[0]?.knownFailures).toEqual([entry]);
  });

  it("must name statements that exist", async () => {
    const path = written("unknown.json", [{ ...entry, statement: "framing.any-splits" }]);
    expect((await check(["--known-failures", path])).complained).toMatch(/known failure names framing\.any-splits.*Nearest: framing\.any-split/u);
  });

  it("that have expired are named", async () => {
    const path = written("old.json", [{ ...entry, expires: "2020-01-01" }]);
    expect((await check(["--known-failures", path], { report: conformingReport })).complained).toContain("framing.any-split expired on 2020-01-01");
  });
});

describe("result files", () => {
  it("are written, each in its format", async () => {
    const paths = { json: join(folder, "r.json"), junit: join(folder, "r.xml"), markdown: join(folder, "r.md") };
    const { code } = await check(["--json", paths.json, "--junit", paths.junit, "--markdown", paths.markdown], { report: exampleReport });
    expect(code).toBe(1);
    expect(faultsOf("report", JSON.parse(readFileSync(paths.json, "utf8")))).toEqual([]);
    expect(readFileSync(paths.junit, "utf8")).toMatch(/^<\?xml/u);
    expect(readFileSync(paths.markdown, "utf8")).toMatch(/^# example/u);
    expect(readdirSync(folder).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });

  it("with --json - leave the standard output to the report alone, and the verdict to the standard error", async () => {
    const { printed, complained } = await check(["--json", "-"], { report: exampleReport, terminal: true });
    expect(faultsOf("report", JSON.parse(printed))).toEqual([]);
    expect(complained).toContain("Exit code 1");
  });

  it("of witnesses are one a failure, and the replay command names them", async () => {
    const witnesses = join(folder, "found", "today");
    const { printed } = await check(["--witnesses", witnesses], { report: exampleReport });
    expect(readdirSync(witnesses).sort()).toEqual(["framing.close-on-command-more.framing-command-more.json", "framing.short-command.framing-short.json"]);
    for (const file of readdirSync(witnesses)) expect(faultsOf("witness", JSON.parse(readFileSync(join(witnesses, file), "utf8")))).toEqual([]);
    expect(printed).toContain(`npx patternwire replay ${witnesses}/framing.close-on-command-more.framing-command-more.json -- ${process.execPath} adapter.js`);
  });

  it("that can no longer be written end the run with 3, after the summary is shown", async () => {
    const path = join(folder, "late.json");
    const report = async (): Promise<Report> => {
      mkdirSync(path);
      return Promise.resolve(exampleReport);
    };
    writeFileSync(path, "");
    rmSync(path);
    const { code, printed, complained } = await check(["--json", path], { report });
    expect(code).toBe(3);
    expect(printed).toContain("Exit code 1");
    expect(complained).toMatch(/late\.json cannot be written: it is a folder/u);
  });
});

describe("Ctrl-C", () => {
  it("aborts the run; the partial report is written and marked, and the code is 130", async () => {
    const path = join(folder, "partial.json");
    const context: FakeContext = fakeContext({
      report: async ({ signal }) => {
        context.interrupt();
        expect(signal?.aborted).toBe(true);
        return Promise.resolve({ ...conformingReport, complete: false, exitCode: 130 });
      },
    });
    expect(await runCommandLine(["check", "--json", path, ...program], context)).toBe(130);
    const value = JSON.parse(readFileSync(path, "utf8")) as Report;
    expect(value.complete).toBe(false);
    expect(faultsOf("report", value)).toEqual([]);
    expect(context.printed()).toContain("partial");
  });

  it("before anything could be judged ends with 130 too", async () => {
    const context: FakeContext = fakeContext({
      report: () => {
        context.interrupt();
        return Promise.reject(new AdapterDied("killed", null, "SIGINT"));
      },
    });
    expect(await runCommandLine(["check", ...program], context)).toBe(130);
  });
});

describe("check --list", () => {
  it("prints every statement with its properties, or why it has none", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["check", "--list"], context)).toBe(0);
    expect(context.printed()).toMatchSnapshot();
  });

  it("as JSON is pure, and whole", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["check", "--list", "--json", "-"], context)).toBe(0);
    expect(JSON.parse(context.printed())).toEqual({ format: "patternwire-statements/1", statements: exampleStatements });
    expect(context.complained()).toBe("");
  });

  it("keeps to the filters, and refuses one that matches nothing", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["check", "--list", "--filter", "tcp"], context)).toBe(0);
    expect(context.printed()).not.toContain("framing");
    expect(await runCommandLine(["check", "--list", "--filter", "nothing.*"], context)).toBe(3);
  });
});

async function check(args: readonly string[], world: FakeWorld = {}): Promise<{ code: number; printed: string; complained: string; context: FakeContext }> {
  const context = fakeContext(world);
  const code = await runCommandLine(["check", ...args, ...program], context);
  return { code, printed: context.printed(), complained: context.complained(), context };
}

function written(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}
