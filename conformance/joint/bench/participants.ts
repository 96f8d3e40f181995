/** Who takes part in a measurement, and how its programs are started. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import type { Form, Work } from "./work.ts";

/** What a measurement may ask for that not everyone has. */
export type Ability = "ipc" | "inproc" | "batches" | "curve" | "topics" | "memory";

export interface Participant {
  readonly name: string;
  /** What it is, for those who read the table. */
  readonly about: string;
  readonly abilities: ReadonlySet<Ability>;
  /** Whether its programs, when told "collect", let go what they do not use, and say how much they use. */
  readonly collects: boolean;
  /** The program that plays the role, and its arguments. */
  readonly command: (work: Work) => readonly string[];
}

/** A plain peer in C (`plain.c`). */
export type PlainRole = "SUB" | "HOLD" | "HUGE" | "DEAF" | "TOPICS";

export interface Field {
  readonly participants: readonly Participant[];
  /** Peers that know just enough of the protocol; undefined without a compiler. */
  readonly plain: ((role: PlainRole, work: Work) => readonly string[]) | undefined;
  /** Measures libzmq's own tries; undefined without its static library. */
  readonly tries: string | undefined;
  /** Who is missing, and why. */
  readonly missing: readonly string[];
}

const all: readonly Ability[] = ["ipc", "inproc", "curve", "topics", "memory"];
const nativeFolder = join(root, "build/bench/native");
const python = join(root, "build/adapters/pyzmq/bin/python");
const jeromq = join(root, "build/adapters/jeromq");
const source = (name: string): string => join(root, "conformance/joint/bench", name);

/** Compiles what is to be compiled, and finds what was built; of those who are `wanted`, or of all. */
export function assemble(wanted?: readonly string[]): Field {
  const isWanted = (name: string): boolean => wanted?.includes(name) ?? true;
  const missing: string[] = [];
  const lacks = (name: string, why: string): void => {
    if (isWanted(name)) missing.push(`${name} is not measured: ${why}.`);
  };
  const headers = "install a C compiler and the headers of libzmq (Debian: gcc libzmq3-dev)";
  const libzmq = isWanted("libzmq") ? compiled("libzmq", ["-lzmq", "-lpthread"]) : undefined;
  if (libzmq === undefined) lacks("libzmq", headers);
  const plain = compiled("plain", []);
  if (plain === undefined) lacks("what needs plain peers", "install a C compiler (Debian: gcc)");
  const tries = compiled("tries", ["-l:libzmq.a", "-lstdc++"]);
  if (tries === undefined) lacks("libzmq's own trie", `${headers}, whose package has the static library`);
  const participants: Participant[] = [];
  if (libzmq !== undefined) participants.push(inC(libzmq));
  participants.push(inNode("zeromq.js", "zeromq", "single", "`await send` and `for await` of zeromq.js 6"));
  participants.push(inNode("reference", "reference", "single", "`await send` and `for await` of the reference"));
  participants.push(inNode("reference, batches", "reference", "batch", "`await sendMany` and `batches()` of the reference"));
  if (existsSync(join(nativeFolder, "node_modules/sodium-native")))
    participants.push(inNode("reference, native", "reference", "batch", "the same, with sodium-native for CURVE", nativeFolder));
  else lacks("a native cryptography", buildIt);
  if (isWanted("pyzmq") && existsSync(python)) participants.push(inPython());
  else lacks("pyzmq", buildIt);
  const java = isWanted("JeroMQ") && existsSync(join(jeromq, "lib")) ? compiledJava() : undefined;
  if (java !== undefined) participants.push(inJava(java));
  else lacks("JeroMQ", buildIt);
  return {
    participants,
    missing,
    plain: plain === undefined ? undefined : (role, work) => [plain, role, new URL(work.endpoint).port, ...words(work).slice(2)],
    tries,
  };
}

const buildIt = "npm run bench -- --build makes it ready, where the machine can";

/** What `--build` runs: the adapters' own recipes, and one package that is no dependency. */
export const buildCommands: readonly (readonly string[])[] = [
  [process.execPath, join(root, "conformance/cli/patternwire.js"), "adapters", "build", "pyzmq", "jeromq"],
  ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", nativeFolder, "sodium-native@5.1.0"],
];

const program = join(root, "dist/conformance/joint/bench/program.js");

function inNode(name: string, packageName: string, form: Form, about: string, crypto?: string): Participant {
  const abilities = form === "batch" ? [...all, "batches" as const] : all;
  const rest = crypto === undefined ? [] : [crypto];
  return {
    ...{ name, about, abilities: new Set(abilities), collects: true },
    command: (work) => [process.execPath, "--expose-gc", program, packageName, form, JSON.stringify(work), ...rest],
  };
}

function inC(libzmq: string): Participant {
  const command = (work: Work): readonly string[] => [libzmq, ...words(work)];
  return { name: "libzmq", about: `libzmq ${versionOf(libzmq)}, in C (libzmq.c)`, abilities: new Set(all), collects: false, command };
}

function inPython(): Participant {
  const { stdout } = spawnSync(python, ["-c", "import zmq; print(zmq.__version__, zmq.zmq_version())"], { encoding: "utf8" });
  const [own = "", inside = ""] = stdout.trim().split(" ");
  const command = (work: Work): readonly string[] => [python, "-B", source("program.py"), JSON.stringify(work)];
  return { name: "pyzmq", about: `pyzmq ${own} over libzmq ${inside}`, abilities: new Set(["curve", "memory"]), collects: false, command };
}

function inJava(classes: string): Participant {
  const path = `${classes}:${join(jeromq, "lib")}/*`;
  const command = (work: Work): readonly string[] => ["java", "-cp", path, "Bench", ...words(work)];
  return { name: "JeroMQ", about: "JeroMQ, as its adapter has it", abilities: new Set(["memory"]), collects: false, command };
}

function words({ role, endpoint, size, warmMessages, warmMs, measureMs, count, keys }: Work): readonly string[] {
  const curve = keys === undefined ? [] : [keys.serverPublic, keys.serverSecret, keys.clientPublic, keys.clientSecret];
  return [role, endpoint, ...[size, warmMessages, warmMs, measureMs, count].map(String), ...curve];
}

const outputs = join(root, "build/bench");

/** Whether it was made after the last change of any source here. */
function isFresh(output: string): boolean {
  if (!existsSync(output)) return false;
  const changes = readdirSync(source(""))
    .filter((name) => /\.(?:c|h|java)$/u.test(name))
    .map((name) => statSync(source(name)).mtimeMs);
  return statSync(output).mtimeMs > Math.max(...changes);
}

/** The program that cc makes of a file of this folder; undefined when it makes none. */
function compiled(name: string, libraries: readonly string[]): string | undefined {
  mkdirSync(outputs, { recursive: true });
  const output = join(outputs, name);
  if (isFresh(output)) return output;
  const { status } = spawnSync("cc", ["-O2", "-o", output, source(`${name}.c`), ...libraries], { stdio: "ignore" });
  return status === 0 ? output : undefined;
}

/** The folder of the classes of Bench.java. */
function compiledJava(): string | undefined {
  const folder = join(outputs, "java");
  if (isFresh(join(folder, "Bench.class"))) return folder;
  const { status } = spawnSync("javac", ["-d", folder, "-cp", `${join(jeromq, "lib")}/*`, source("Bench.java")], { stdio: "ignore" });
  return status === 0 ? folder : undefined;
}

function versionOf(libzmq: string): string {
  const { stdout } = spawnSync(libzmq, ["version", "", "0", "0", "0", "0", "0"], { encoding: "utf8" });
  return (JSON.parse(stdout) as { readonly version: string }).version;
}
