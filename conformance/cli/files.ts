/** Writes result files whole or not at all, and says in words why one cannot be written. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { FileError } from "../manifests/file-error.ts";

/** Throws {@link FileError} when the file cannot be written, so that a long run is not made in vain. */
export function assertWritable(path: string): void {
  attempt(path, () => {
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind?.isDirectory() === true) throw new FileError(`${path} is a folder: give the name of a file.`);
    accessSync(kind === undefined || kind.isFile() ? dirname(resolve(path)) : path, constants.W_OK);
  });
}

/** Replaces the file by one rename, so that no reader sees half of it. A device or a pipe is written to as it is. */
export function writeWhole(path: string, text: string | Uint8Array): void {
  attempt(path, () => {
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind !== undefined && !kind.isFile()) {
      writeFileSync(path, text);
      return;
    }
    const temporary = `${path}.${String(process.pid)}.tmp`;
    try {
      writeFileSync(temporary, text);
      renameSync(temporary, path);
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

/** Makes the folder and those above it, unless they are there. */
export function makeFolder(path: string): void {
  attempt(path, () => {
    makeEach(resolve(path));
    accessSync(path, constants.W_OK);
  });
}

/** One by one: where a folder can hold none, as in /proc, `recursive` tries for ever. */
function makeEach(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  makeEach(dirname(path));
  mkdirSync(path);
}

/** Writes a file into a folder made by {@link makeFolder}. */
export function writeInto(folder: string, name: string, text: string): void {
  writeWhole(join(folder, name), text);
}

/** The cause of a failed write, for people. */
export function writeFault(path: string, error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const folder = dirname(resolve(path));
  const causes: Readonly<Record<string, string>> = {
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    EACCES: "permission is denied",
    EPERM: "permission is denied",
    EROFS: "the file system is read-only",
    ENOENT: existsSync(folder) ? `nothing can be made in the folder ${folder}` : `the folder ${folder} does not exist`,
    ENOTDIR: "a part of the path is no folder",
    EEXIST: "a file of that name is in the way",
    EISDIR: "it is a folder",
  };
  return `${path} cannot be written: ${causes[code ?? ""] ?? message ?? String(error)}.`;
}

function attempt(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(writeFault(path, error));
  }
}
