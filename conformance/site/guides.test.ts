/** The commands of the guides: each names what exists, and those of "Read a failing report" are played, in their order. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { readFences } from "../checks/generate/fences.ts";
import { fileExists, filesBelow, readJson, readText, root } from "../checks/generate/repository.ts";
import { loadCommand } from "../cli/command-list.ts";
import { requirements } from "../kit/requirements.ts";

const run = promisify(execFile);
const program = join(root, "conformance/cli/patternwire.js");
const played = "conformance/guides/read-a-failing-report.md";
const commands = filesBelow("conformance/guides", ".md").flatMap((file) =>
  readFences(file, readText(file))
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.split("\n"))
    .map((line) => ({ file, line, words: wordsOf(line), exit: Number(/# exit code (?<code>\d+)/u.exec(line)?.groups?.["code"] ?? 0) })),
);
const own = commands.filter(({ words }) => words[0] === "npx" && words[1] === "patternwire").map((command) => ({ ...command, words: command.words.slice(2) }));
const folder = mkdtempSync(join(tmpdir(), "patternwire-guides-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a command of a guide", () => {
  test.each(own)("has options that its help lists: $line", async ({ words: [name = "", ...rest] }) => {
    const help = (await loadCommand(name))?.help ?? `there is no command ${name}`;
    const options = (rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest).filter((word) => word.startsWith("--"));
    expect(help).toContain(`Usage: patternwire ${name}`);
    expect(options.filter((option) => !help.includes(option))).toEqual([]);
  });

  test("names statements, scripts and files that exist", () => {
    const { scripts } = readJson("package.json") as { readonly scripts: Readonly<Record<string, string>> };
    const unknown = commands.flatMap(({ file, words }) => [
      ...words.filter((word) => /^[a-z0-9-]+\.[a-z0-9-]+$/u.test(word) && !fileExists(`conformance/manifests/${word}.json`) && !requirements().has(word)),
      ...words.filter((word) => word.startsWith("conformance/") && !fileExists(word)),
      ...words.flatMap((word, index) =>
        word === "run" && words[index - 1] === "npm" && !((words[index + 1] ?? "") in scripts) ? [`${file}: npm run ${words[index + 1] ?? ""}`] : [],
      ),
    ]);
    expect(unknown).toEqual([]);
  });
});

test("the way from a failing report to its witness goes as the guide says", async () => {
  const shown: string[] = [];
  for (const { words, exit } of own.filter(({ file }) => file === played)) {
    const here = words.map((word) => word.replace(/^build\//u, `${folder}/`));
    const { code, stdout } = await outcome(here);
    expect(code, here.join(" ")).toBe(exit);
    shown.push(stdout);
  }
  const said = shown.join("\n");
  const fences = readFences(played, readText(played));
  for (const line of fences.filter(({ language }) => language === "text").flatMap(({ text }) => text.split("\n"))) expect(said).toContain(line);
  const trace = fences.find(({ info }) => info.startsWith("trace"))?.text ?? "";
  const asReported = trace.replace(/(?<=writes )[0-9A-F ]+$/gmu, (octets) => octets.replaceAll(" ", "").toLowerCase());
  expect(said).toContain(asReported);
});

async function outcome(words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  try {
    return { code: 0, stdout: (await run(process.execPath, [program, ...words], { cwd: root })).stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return { code, stdout };
  }
}

/** A line of a shell as its words: quotes taken off, the comment left out. */
function wordsOf(line: string): readonly string[] {
  return [...line.replace(/\s# .*$/u, "").matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}
