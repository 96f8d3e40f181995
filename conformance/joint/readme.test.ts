/** The TypeScript examples of the READMEs run as they stand. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { readFences, type Fence } from "../checks/generate/fences.ts";
import { filesBelow, readText, root } from "../checks/generate/repository.ts";

const run = promisify(execFile);
const examples = ["README.md", ...filesBelow("reference", "README.md")].flatMap((file) =>
  readFences(file, readText(file)).filter(({ language }) => language === "ts"),
);

describe("the examples of the READMEs", () => {
  test("are there", () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  test.each(examples.map((fence) => ({ fence, place: `${fence.file}:${String(fence.line)}` })))(
    "$place runs and prints what its comments say",
    async ({ fence }) => {
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", fence.text], { cwd: root });
      expect(stdout.trim().split("\n")).toEqual(printed(fence));
    },
  );
});

/** The comment behind each console.log, in order. */
function printed(fence: Fence): readonly string[] {
  return [...fence.text.matchAll(/console\.log\(.*\); \/\/ (.+)$/gmu)].map(([, comment = ""]) => comment);
}
