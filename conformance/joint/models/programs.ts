/** The programs that check models: where they are, what is missing, and how they run. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import type { Tool } from "./catalogue.ts";

export interface Ending {
  readonly code: number | null;
  readonly output: string;
}

const quint = join(root, "node_modules/@informalsystems/quint/dist/src/cli.js");

/** What a person has to do before the tool can run; undefined when it can. */
export function missing(tool: Tool): string | undefined {
  if (tool === "quint") return existsSync(quint) ? undefined : "Quint is missing: npm ci brings it (package @informalsystems/quint).";
  const absent = ["spin", "gcc"].filter((name) => !onPath(name));
  if (absent.length === 0) return undefined;
  return `${absent.join(" and ")} missing: install the packages spin and gcc (Debian: apt-get install spin gcc), or build Spin 6.5 from its source.`;
}

/** The version of a tool that is here. */
export function versionOf(tool: Tool | "replay"): string {
  if (tool === "spin") {
    const [spin = ""] = /Spin Version [\d.]+/u.exec(execFileSync("spin", ["-V"], { encoding: "utf8" })) ?? [];
    return `${spin}, gcc ${execFileSync("gcc", ["-dumpfullversion"], { encoding: "utf8" }).trim()}`;
  }
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/@informalsystems/quint/package.json"), "utf8")) as { readonly version: string };
  return `${tool === "replay" ? "traces of " : ""}Quint ${version}`;
}

function onPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, name)));
}

/** The evaluator in TypeScript: the other one is downloaded when it is first used. */
export function runQuint(command: "run" | "test", args: readonly string[], cwd: string): Promise<Ending> {
  return run(process.execPath, [quint, command, "--backend", "typescript", ...args], cwd);
}

export function run(file: string, args: readonly string[], cwd: string): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}

/** Does the tasks, so many at a time; gives their results in the order of the tasks. */
export async function inParallel<T>(tasks: readonly (() => Promise<T>)[], jobs: number): Promise<readonly T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++) {
      const task = tasks[at];
      if (task !== undefined) results[at] = await task();
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}
