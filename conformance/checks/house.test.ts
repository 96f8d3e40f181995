/** The tools that look at the whole tree find nothing: what `npm run check` says, as tests that run beside the others. The linter is in rules.test.ts. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "./generate/repository.ts";

const run = promisify(execFile);

const tools: readonly (readonly [sentence: string, program: string, options: readonly string[]])[] = [
  ["every file is formatted; npm run format mends it", "prettier/bin/prettier.cjs", ["--check", ".", "--log-level", "warn"]],
  [
    "the folders import only what they may",
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ["--config", "conformance/checks/layers.cjs", "reference", "conformance", "schemas"],
  ],
  ["the pure core compiles without the platform", "typescript/bin/tsc", ["-p", "reference/tsconfig.pure.json"]],
];

// A tool may take long on a machine that is busy: its end is waited for.
test.concurrent.each(tools)(
  "%s",
  async (_sentence, program, options) => {
    expect(await complaints(join(root, "node_modules", program), options)).toBe("");
  },
  600_000,
);

/** What a tool prints when it ends with another code than 0. */
async function complaints(program: string, options: readonly string[]): Promise<string> {
  try {
    await run(process.execPath, [program, ...options], { cwd: root, maxBuffer: 1 << 24 });
    return "";
  } catch (error) {
    const { stdout, stderr, code } = error as { readonly stdout: string; readonly stderr: string; readonly code: number };
    return `exit code ${String(code)}\n${stdout}${stderr}`;
  }
}
