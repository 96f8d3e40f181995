/** Builds the adapter of an implementation, as its manifest says, and tells what keeps it from being built. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Manifest } from "../../schemas/types/manifest.ts";
import { projectRoot } from "../kit/root.ts";
import { isOnPath, quoted } from "./target.ts";

export type Built =
  | { readonly type: "built" }
  | { readonly type: "nothing-to-build" }
  | { readonly type: "missing-tools"; readonly tools: readonly string[]; readonly install: string }
  | { readonly type: "failed"; readonly command: string; readonly output: readonly string[]; readonly install: string };

/** Programs by their names, environment variables with a dollar sign before them. */
export function absent(tools: readonly string[]): string {
  const programs = tools.filter((tool) => !tool.startsWith("$"));
  const variables = tools.filter((tool) => tool.startsWith("$"));
  return [
    ...(programs.length > 0 ? [`${programs.join(", ")} is not on the PATH`] : []),
    ...(variables.length > 0 ? [`${variables.join(", ")} is not set`] : []),
  ].join(", ");
}

const keptLines = 15;

/** Runs the commands one after the other; the first that fails ends it. Build programs are stopped with the signal. */
export async function buildAdapter(manifest: Manifest, onCommand: (words: string) => void, signal?: AbortSignal): Promise<Built> {
  const { build } = manifest;
  if (build === undefined) return { type: "nothing-to-build" };
  const unset = (build.environment ?? []).filter((name) => (process.env[name] ?? "") === "");
  const tools = [...build.tools.filter((tool) => !isOnPath(tool)), ...unset.map((name) => `$${name}`)];
  if (tools.length > 0) return { type: "missing-tools", tools, install: build.install };
  mkdirSync(dirname(join(projectRoot(), build.makes)), { recursive: true });
  for (const command of build.commands) {
    const words = command.map(quoted).join(" ");
    onCommand(words);
    const { code, output } = await run(command, signal);
    if (code !== 0) return { type: "failed", command: words, output, install: build.install };
  }
  if (existsSync(join(projectRoot(), build.makes))) return { type: "built" };
  return { type: "failed", command: "the commands", output: [`They end well, but ${build.makes} is not there.`], install: build.install };
}

export type Build = (manifest: Manifest) => Promise<Built>;

export const buildNothing: Build = () => Promise.resolve({ type: "nothing-to-build" });

/** Each adapter is built when it is first asked for, and not again. */
export function builder(onCommand: (words: string) => void, signal?: AbortSignal): Build {
  const begun = new Map<string, Promise<Built>>();
  return (manifest) => {
    const built = begun.get(manifest.name) ?? buildAdapter(manifest, onCommand, signal);
    begun.set(manifest.name, built);
    return built;
  };
}

async function run([program = "", ...args]: readonly string[], signal?: AbortSignal): Promise<{ readonly code: number; readonly output: readonly string[] }> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    const child = spawn(program, args, { cwd: projectRoot(), stdio: ["ignore", "pipe", "pipe"], ...(signal === undefined ? {} : { signal }) });
    const note = (chunk: Buffer): void => {
      lines.push(...chunk.toString("utf8").split("\n"));
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("error", (error) => resolve({ code: 1, output: [error.message] }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: lines.filter((line) => line.trim() !== "").slice(-keptLines) }));
  });
}
