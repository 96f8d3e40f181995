import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { projectRoot, readJson } from "../kit/root.ts";
import { commandNames } from "./command-list.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";

describe("the command line", () => {
  it("prints its version", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["--version"], context)).toBe(0);
    expect(context.printed().trim()).toBe((readJson("package.json") as { version: string }).version);
  });

  it("without words shows its help as an error: nothing was run", async () => {
    const context = fakeContext();
    expect(await runCommandLine([], context)).toBe(3);
    expect(context.complained()).toContain("Usage: patternwire");
    expect(context.printed()).toBe("");
  });

  it.each([["chekc"], ["constructor"], ["--quick"]])("refuses %s as a command, on the standard error", async (word) => {
    const context = fakeContext();
    expect(await runCommandLine([word], context)).toBe(3);
    expect(context.complained()).toMatch(/^Error: /u);
    expect(context.printed()).toBe("");
  });

  it("guesses a mistyped command", async () => {
    const context = fakeContext();
    await runCommandLine(["chekc"], context);
    expect(context.complained()).toContain('Did you mean "check"?');
  });

  it("calls an unforeseen error its own fault", async () => {
    const context = fakeContext({ report: new Error("boom") });
    expect(await runCommandLine(["check", "--", process.execPath], context)).toBe(3);
    expect(context.complained()).toMatch(/harness failed[^]*boom/u);
  });
});

describe("help", () => {
  it.each(commandNames)("of %s shows usage and an example, whichever way it is asked for", async (name) => {
    const direct = fakeContext();
    const asked = fakeContext();
    expect(await runCommandLine([name, "--help"], direct)).toBe(0);
    expect(await runCommandLine(["help", name], asked)).toBe(0);
    const text = asked.printed();
    expect(text).toMatch(new RegExp(`^Usage: patternwire ${name === "help" ? "COMMAND" : name}\\b[^]*\\nExamples?\\n  (patternwire|npm) `, "u"));
    expect(direct.printed()).toBe(text);
    expect(text.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  it.each(commandNames)("of %s tells only options that it has", async (name) => {
    const context = fakeContext();
    await runCommandLine(["help", name], context);
    const options = optionsIn(context.printed()).filter(({ option }) => !["help", "version"].includes(option));
    for (const { option, takesValue } of options) {
      const refused = fakeContext();
      await runCommandLine([name, `--${option}${takesValue ? "=1" : ""}`, "--nonsense"], refused);
      expect(refused.complained()).toMatch(/^Error: There is no option --nonsense\./u);
    }
  });

  it("names every command", async () => {
    const context = fakeContext();
    await runCommandLine(["--help"], context);
    for (const name of commandNames) expect(context.printed()).toMatch(new RegExp(`^  ${name} `, "mu"));
  });

  it("is there for every file of commands/", () => {
    const files = readdirSync(join(projectRoot(), "conformance/cli/commands")).filter((file) => !file.endsWith(".test.ts"));
    expect(files.map((file) => file.replace(".ts", "")).sort()).toEqual([...commandNames].sort());
  });
});

describe("start-up", () => {
  it("for help and version loads neither the suite, nor ajv, nor fast-check", () => {
    const entries = ["main.ts", ...commandNames.map((name) => `commands/${name}.ts`)].map((file) => join(projectRoot(), "conformance/cli", file));
    const reached = reachable(entries);
    expect(reached.packages).toEqual([]);
    expect([...reached.files].filter((file) => !file.startsWith("conformance/cli/")).sort()).toEqual([
      "conformance/kit/root.ts",
      "conformance/manifests/file-error.ts",
    ]);
  });
});

/** What static imports of values lead to: files of the package, and packages. */
function reachable(entries: readonly string[]): { readonly files: ReadonlySet<string>; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = path.slice(projectRoot().length + 1);
    if (files.has(name)) continue;
    files.add(name);
    for (const [, target = ""] of readFileSync(path, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gmu)) {
      if (target.startsWith(".")) waiting.push(fileURLToPath(new URL(target, `file://${dirname(path)}/`)));
      else if (!target.startsWith("node:")) packages.add(target);
    }
  }
  return { files, packages: [...packages] };
}

/** The options that a help text explains, and whether a value stands behind each. */
function optionsIn(help: string): readonly { readonly option: string; readonly takesValue: boolean }[] {
  const explained = help.split("\n").flatMap((line) => /^  (-.*?)(?:  |$)/u.exec(line)?.[1] ?? []);
  return explained.flatMap((line) =>
    [...line.matchAll(/--([a-z-]+)(?: ([A-Z]|\d\.\d))?/gu)].map(([, option = "", value]) => ({ option, takesValue: value !== undefined })),
  );
}
