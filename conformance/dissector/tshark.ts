/** Runs tshark with the dissector, for tests. */
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isOnPath } from "../cli/target.ts";
import { projectRoot } from "../kit/root.ts";

export const hasTshark = isOnPath("tshark");
/** For the name of a test that is left out without it. */
export const needsTshark = hasTshark ? "" : " (left out: tshark is not on the PATH)";

const run = promisify(execFile);
const separator = "|";
const folder = mkdtempSync(join(tmpdir(), "patternwire-tshark-"));
let files = 0;

/** The values of the fields in each packet that the dissector reads; of a field that occurs several times all, with a comma between. */
export async function fieldsOf(capture: Uint8Array | string, fields: readonly string[], ...more: readonly string[]): Promise<readonly (readonly string[])[]> {
  const words = ["-T", "fields", "-E", `separator=${separator}`, ...fields.flatMap((field) => ["-e", field])];
  const text = await tshark(capture, "-Y", "patternwire", ...words, ...more);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(separator));
}

/** What tshark prints for the capture. Rejects when the dissector has an error, which tshark only shows. */
export async function tshark(capture: Uint8Array | string, ...words: readonly string[]): Promise<string> {
  const file = typeof capture === "string" ? capture : join(folder, `${String((files += 1))}.pcapng`);
  if (typeof capture !== "string") writeFileSync(file, capture);
  const script = join(projectRoot(), "conformance/dissector/zmtp.lua");
  const { stdout, stderr } = await run("tshark", ["-X", `lua_script:${script}`, "-n", "-r", file, ...words], { maxBuffer: 2 ** 26 });
  if (/lua/iu.test(stderr) || /Lua Error/u.test(stdout)) throw new Error(`the dissector has an error: ${stderr}${/Lua Error[^\n]*/u.exec(stdout)?.[0] ?? ""}`);
  return stdout;
}
