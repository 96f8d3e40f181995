/** From what the caller names to an implementation that can be started: the manifest, or the command after `--`. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Manifest } from "../../schemas/types/manifest.ts";
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";
import { loadManifest } from "../manifests/load.ts";
import { UsageError } from "./usage-error.ts";

export interface Named {
  /** The value of --impl. */
  readonly implementation?: string | undefined;
  /** The words after `--`. */
  readonly program?: readonly string[] | undefined;
}

export interface Resolved {
  readonly target: Target;
  readonly manifest?: Manifest;
  /** The words that name the same target on a command line: `--impl zeromq.js`, or `-- ./my-adapter`. */
  readonly words: string;
}

export const defaultImplementation = "reference";

/** Throws {@link UsageError} or `FileError` when there is no such implementation, or it cannot be started as things are. */
export function resolveTarget({ implementation, program }: Named): Resolved {
  if (program !== undefined) {
    if (implementation !== undefined) throw new UsageError('Give either --impl NAME or a command after "--", not both.');
    assertStartable(program[0] ?? "", process.cwd());
    return { target: { type: "program", name: basename(program[0] ?? ""), command: program }, words: `-- ${program.map(quoted).join(" ")}` };
  }
  const manifest = loadManifest(implementation ?? defaultImplementation);
  assertInstalled(manifest);
  assertBuilt(manifest);
  return { target: targetOf(manifest), manifest, words: `--impl ${quoted(manifest.name)}` };
}

/** A word as a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function targetOf(manifest: Manifest): Target {
  const { start, name } = manifest;
  if ("module" in start) {
    const path = join(projectRoot(), start.module);
    if (!existsSync(path)) throw new UsageError(`The implementation ${name} is not built: ${start.module} is missing. In a checkout, run: npm run build`);
    return { type: "in-process", name, module: pathToFileURL(path).href };
  }
  const cwd = join(projectRoot(), start.cwd ?? ".");
  const [program = "", ...rest] = start.command;
  const command = [program === "node" ? process.execPath : program, ...rest];
  assertStartable(command[0] ?? "", cwd);
  return { type: "program", name, command, cwd };
}

function assertBuilt({ name, build }: Manifest): void {
  if (build === undefined || existsSync(join(projectRoot(), build.makes))) return;
  const missing = build.tools.filter((tool) => !isOnPath(tool));
  if (missing.length === 0) throw new UsageError(`The adapter of ${name} is not built. Build it with: patternwire adapters build ${quoted(name)}`);
  throw new UsageError(
    `The adapter of ${name} is not built, and ${missing.join(", ")} is not on the PATH. Get it with: ${build.install} Then: patternwire adapters build ${quoted(name)}`,
  );
}

function assertInstalled(manifest: Manifest): void {
  if (manifest.needs === undefined) return;
  const { module, install } = manifest.needs;
  try {
    createRequire(join(projectRoot(), "package.json")).resolve(module);
  } catch (error) {
    if ((error as { readonly code?: string }).code !== "MODULE_NOT_FOUND") return;
    throw new UsageError(
      `The implementation ${manifest.name} is not installed: it needs the package ${module}, which only development installs bring. Get it with: ${install}`,
    );
  }
}

/** A path must lead to a program; a bare name must be found on PATH. */
function assertStartable(program: string, cwd: string): void {
  if (program.includes("/") || program.includes(sep)) {
    const path = resolve(cwd, program);
    if (!existsSync(path)) throw new UsageError(`There is no program ${program}: no file ${path}.`);
    if (!isProgram(path))
      throw new UsageError(`${program} is no program that can be started: make it executable (chmod +x), or name its interpreter, as in: -- node ${program}`);
    return;
  }
  if (isOnPath(program)) return;
  const hint = existsSync(resolve(cwd, program)) ? ` A program of this folder is named with its path: ./${program}` : "";
  throw new UsageError(`There is no program "${program}" on the PATH.${hint}`);
}

/** Whether a bare name is that of a program on the PATH. */
export function isOnPath(program: string): boolean {
  const extensions = process.platform === "win32" ? (process.env["PATHEXT"] ?? ".EXE").split(delimiter) : [];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => ["", ...extensions].some((extension) => isProgram(join(folder, `${program}${extension}`))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
