/** Who takes part in a measurement, and how its programs are started. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import type { Form, Work } from "./work.ts";

export interface Participant {
  readonly name: string;
  /** What it is, for those who read the table. */
  readonly about: string;
  /** The program that plays the role, and its arguments. */
  readonly command: (work: Work) => readonly string[];
}

export interface Field {
  readonly participants: readonly Participant[];
  /** Counts the octets of subscribers without decoding them; undefined without a compiler. */
  readonly sink: ((work: Work) => readonly string[]) | undefined;
  /** Who is missing, and why. */
  readonly missing: readonly string[];
}

/** Compiles what is to be compiled. */
export function assemble(): Field {
  const missing: string[] = [];
  const libzmq = compiled("libzmq", ["-lzmq", "-lpthread"], missing);
  const sink = compiled("sink", [], missing);
  const participants: Participant[] = [];
  if (libzmq !== undefined)
    participants.push({ name: "libzmq", about: `libzmq ${versionOf(libzmq)}, in C (libzmq.c)`, command: (work) => [libzmq, ...words(work)] });
  participants.push(inNode("zeromq.js", "zeromq", "single", "`await send` and `for await` of zeromq.js"));
  participants.push(inNode("reference", "reference", "single", "`await send` and `for await` of the reference"));
  participants.push(inNode("reference, batches", "reference", "batch", "`await sendMany` and `batches()` of the reference"));
  return {
    participants,
    missing,
    sink: sink === undefined ? undefined : (work) => [sink, new URL(work.endpoint).port, ...words(work).slice(2)],
  };
}

const program = join(root, "dist/conformance/joint/bench/program.js");

function inNode(name: string, packageName: string, form: Form, about: string): Participant {
  return { name, about, command: (work) => [process.execPath, program, packageName, form, JSON.stringify(work)] };
}

function words({ role, endpoint, size, warmMs, measureMs, peers }: Work): readonly string[] {
  return [role, endpoint, String(size), String(warmMs), String(measureMs), String(peers)];
}

/** The program that cc makes of a file of this folder; undefined when it makes none. */
function compiled(name: string, libraries: readonly string[], missing: string[]): string | undefined {
  const folder = join(root, "dist/bench");
  const output = join(folder, name);
  mkdirSync(folder, { recursive: true });
  const source = join(root, `conformance/joint/bench/${name}.c`);
  const { status, error, stderr } = spawnSync("cc", ["-O2", "-o", output, source, ...libraries], { encoding: "utf8" });
  if (status === 0 && existsSync(output)) return output;
  const why = error === undefined ? (stderr.split("\n").find((line) => line.includes("error")) ?? "cc failed") : `cc: ${error.message}`;
  missing.push(
    `${name} is not measured: ${why}. Install a C compiler${libraries.includes("-lzmq") ? " and the headers of libzmq (Debian: gcc libzmq3-dev)" : ""}.`,
  );
  return undefined;
}

function versionOf(libzmq: string): string {
  const { stdout } = spawnSync(libzmq, ["version", "", "0", "0", "0", "0"], { encoding: "utf8" });
  return (JSON.parse(stdout) as { readonly version: string }).version;
}
