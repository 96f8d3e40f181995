/** Programs that were written for zeromq.js, run as they stand but for the package that they import and the ports that they use. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { root } from "../../checks/generate/repository.ts";

export type Package = "patternwire" | "zeromq";

/** One file of a program, by its name without the ending. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** What a program must not share with others that run at the time: each port of its text becomes a free one, the same for equal keys. */
export type Ports = ReadonlyMap<string, number>;

export interface Running {
  readonly process: ChildProcess;
  /** What it has printed so far, a line each. */
  readonly lines: readonly string[];
  /** What it wrote to standard error. */
  readonly complaints: () => string;
  /** Resolves when it has printed that many lines; false when it ends before. */
  printed(count: number): Promise<boolean>;
  /** Resolves with the exit code when it ends by itself, null when it was killed. */
  readonly ended: Promise<number | null>;
}

/** Free ports for all that the texts name in `tcp://` addresses. */
export async function freePorts(texts: readonly string[]): Promise<Ports> {
  const named = new Set(texts.flatMap((text) => [...text.matchAll(/tcp:\/\/[^:"'`]+:(\d+)/gu)].map(([, port = ""]) => port)));
  return new Map(await Promise.all([...named].map(async (port) => [port, await freePort()] as const)));
}

/** Starts the first of the files; the others are what it imports. */
export function start(sources: readonly Source[], from: Package, ports: Ports, env: NodeJS.ProcessEnv = {}): Running {
  const folder = mkdtempSync(join(tmpdir(), "patternwire-program-"));
  const [entry] = sources;
  if (entry === undefined) throw new Error("a program has a file");
  const ending = isCommonJs(entry.text) ? "cjs" : "mjs";
  for (const { name, text } of sources) writeFileSync(join(folder, `${name}.${ending}`), translated(text, from, ports, ending));
  const child = spawn(process.execPath, [join(folder, `${entry.name}.${ending}`)], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const running = observed(child);
  void running.ended.then(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return running;
}

/** The text as this project runs it: TypeScript becomes JavaScript, and the import and the ports change. */
export function translated(text: string, from: Package, ports: Ports, ending: "cjs" | "mjs"): string {
  let changed = text.replaceAll(/(from |require\()(["'])zeromq\2/gu, `$1${JSON.stringify(place(from, ending))}`);
  for (const [port, free] of ports) changed = changed.replaceAll(new RegExp(`(tcp://[^:"'\`]+:)${port}\\b`, "gu"), `$1${String(free)}`);
  if (ending === "cjs") return changed;
  changed = changed.replaceAll(/((?:from|import) )(["'])(\.[^"']*)\2/gu, `$1"$3.mjs"`);
  return ts.transpileModule(changed, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } }).outputText;
}

function place(from: Package, ending: "cjs" | "mjs"): string {
  const file = from === "patternwire" ? join(root, "dist/reference/index.js") : createRequire(join(root, "package.json")).resolve("zeromq");
  return ending === "cjs" ? file : pathToFileURL(file).href;
}

function isCommonJs(text: string): boolean {
  return /\brequire\(/u.test(text) && !/^import /mu.test(text);
}

function observed(child: ChildProcess): Running {
  const lines: string[] = [];
  const waiting: { readonly count: number; readonly go: (enough: boolean) => void }[] = [];
  let rest = "";
  let complaints = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    const pieces = (rest + chunk).split("\n");
    rest = pieces.pop() ?? "";
    lines.push(...pieces);
    for (const { count, go } of waiting) if (lines.length >= count) go(true);
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (complaints += chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code);
      for (const { count, go } of waiting) go(lines.length >= count);
    });
  });
  return {
    process: child,
    lines,
    complaints: () => complaints,
    ended,
    printed: async (count) => {
      if (lines.length >= count) return true;
      const over = ended.then(() => lines.length >= count);
      return Promise.race([over, new Promise<boolean>((go) => waiting.push({ count, go }))]);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
