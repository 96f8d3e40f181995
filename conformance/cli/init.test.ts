/** The skeletons are the minimal adapters with their gaps open: filled again with what stands in the gaps there, each is built and passes the doctor. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { projectRoot } from "../kit/root.ts";
import { runCommandLine } from "./command-line.ts";
import { runDoctor } from "./doctor/doctor.ts";
import { fakeContext } from "./fake-context.ts";
import { languageNames, skeletonOf } from "./skeletons.ts";
import { isOnPath } from "./target.ts";

const adapters = join(projectRoot(), "conformance/adapters");
const built = join(projectRoot(), "build/adapters");
mkdirSync(built, { recursive: true });
// Below the root of the package, so that the program in JavaScript finds the library.
const folder = mkdtempSync(join(built, "test-of-init-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Case {
  readonly lang: string;
  /** File name to the file below conformance/adapters that has the gaps filled. */
  readonly filled: Readonly<Record<string, string>>;
  /** Files that lock dependencies. */
  readonly more?: Readonly<Record<string, string>>;
  readonly tools: readonly string[];
  /** What must be built before, below build/adapters, so that the library is there. */
  readonly needs: string;
  /** Whether the skeleton with open gaps needs it as well, for what the library's build fetched. */
  readonly needsWhenOpen?: boolean;
  readonly build?: readonly string[];
  readonly start: (cwd: string) => readonly string[];
  /** Whether it takes long, and so is built only when PATTERNWIRE_TOOLCHAINS is "all". */
  readonly compiled: boolean;
}

const cases: readonly Case[] = [
  { lang: "js", filled: { "adapter.mjs": "minimal/main.js" }, tools: [], needs: "", start: (cwd) => [process.execPath, `${cwd}/adapter.mjs`], compiled: false },
  {
    lang: "python",
    filled: { "adapter.py": "minimal/main.py" },
    tools: ["python3"],
    needs: "pyzmq/bin/python",
    start: (cwd) => [existsSync(`${built}/pyzmq/bin/python`) ? `${built}/pyzmq/bin/python` : "python3", `${cwd}/adapter.py`],
    compiled: false,
  },
  {
    lang: "go",
    filled: { "go.mod": "minimal/go.mod", "main.go": "minimal/main.go" },
    more: { "go.sum": "minimal/go.sum" },
    tools: ["go"],
    needs: "zmq4/main",
    build: ["go", "build", "-o", "adapter", "."],
    start: (cwd) => [`${cwd}/adapter`],
    compiled: true,
  },
  {
    lang: "rust",
    filled: { "Cargo.toml": "minimal/Cargo.toml", "main.rs": "minimal/main.rs" },
    more: { "Cargo.lock": "zmq.rs/Cargo.lock" },
    tools: ["cargo"],
    needs: "zmq.rs/release/main",
    needsWhenOpen: true,
    // What the adapter of zmq.rs was built of is not built again, and the program itself need not be fast.
    build: [
      "cargo",
      "build",
      "--release",
      "--offline",
      "--quiet",
      "--target-dir",
      `${built}/zmq.rs`,
      "--config",
      "profile.release.package.adapter.opt-level=0",
    ],
    start: () => [`${built}/zmq.rs/release/adapter`],
    compiled: true,
  },
  {
    lang: "java",
    filled: { "pom.xml": "minimal/pom.xml", "Main.java": "minimal/Main.java" },
    tools: ["java", "mvn"],
    needs: "jeromq/classes/Main.class",
    needsWhenOpen: true,
    build: ["mvn", "--quiet", "--offline", "--batch-mode", "process-classes"],
    start: (cwd) => ["java", "-cp", `${cwd}/target/classes:${cwd}/target/lib/*`, "Main"],
    compiled: true,
  },
  {
    lang: "c",
    filled: { "main.c": "minimal/main.c" },
    tools: ["cc"],
    needs: "libzmq/main",
    build: ["cc", "-std=gnu11", "-O2", "-pthread", "-o", "adapter", "main.c", "-lzmq"],
    start: (cwd) => [`${cwd}/adapter`],
    compiled: true,
  },
];

/** Why a skeleton is not built here; nothing when it is. */
function hindrance({ tools, needs, needsWhenOpen = false, compiled }: Case, gaps: "open" | "filled"): string | undefined {
  if (compiled && process.env["PATTERNWIRE_TOOLCHAINS"] !== "all") return "PATTERNWIRE_TOOLCHAINS is not all";
  const needed = gaps === "filled" || needsWhenOpen ? [needs] : [];
  const missing = [
    ...tools.filter((tool) => !isOnPath(tool)),
    ...needed.filter((path) => !existsSync(join(built, path))).map((path) => `build/adapters/${path}`),
  ];
  return missing.length === 0 ? undefined : `for want of ${missing.join(", ")}`;
}

const title = (sentence: string, why: string | undefined): string => (why === undefined ? sentence : `${sentence} (not here: ${why})`);

describe.each(cases)("init --lang $lang", (of) => {
  const { lang, filled, more = {}, build: [program = "", ...words] = [], start } = of;
  const cwd = join(folder, lang);
  const whyNotOpen = hindrance(of, "open");
  const whyNotFilled = hindrance(of, "filled");
  const build = (): unknown => program !== "" && execFileSync(program, words, { cwd, stdio: "pipe" });

  it("writes a program whose gaps are numbered, explained and without a trace of the implementation that filled them, and says how to go on", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["init", "--lang", lang, cwd], context)).toBe(0);
    const texts = Object.keys(skeletonOf(lang)?.files ?? {}).map((file) => readFileSync(join(cwd, file), "utf8"));
    const gaps = texts.flatMap((text) => [...text.matchAll(/ GAP (\d+): \S[^\n]*\./gu)].map(([, number]) => Number(number)));
    expect(gaps).toEqual(gaps.map((_, at) => at + 1));
    expect(gaps.length).toBeGreaterThanOrEqual(8);
    expect(context.printed()).toContain(`Fill the ${String(gaps.length)} gaps`);
    expect(context.printed().match(/^ {2}(?:cd|npx patternwire (?:doctor|check) --) /gmu)).toHaveLength(3);
    expect(texts.join("")).not.toMatch(/ELSE|\bEND\b|zmq|zeromq(?!\.js)|\.\.\//u);
  });

  it.skipIf(whyNotOpen !== undefined)(title("is built as it is, and the doctor finds the gaps", whyNotOpen), async () => {
    if (lang === "rust") copyFileSync(join(adapters, "zmq.rs/Cargo.lock"), join(cwd, "Cargo.lock"));
    build();
    const { code, said } = await examined(lang, start(cwd), cwd);
    expect(code, said).toBe(1);
    expect(said).toMatch(lang === "c" ? /Function not implemented/u : /gap \d+ is not filled/u);
  });

  it.skipIf(whyNotFilled !== undefined)(title("passes the doctor when its gaps are filled", whyNotFilled), async () => {
    for (const [file, from] of Object.entries(filled)) {
      const text = fill(readFileSync(join(cwd, file), "utf8"), readFileSync(join(adapters, from), "utf8"));
      writeFileSync(join(cwd, file), text);
    }
    for (const [file, from] of Object.entries(more)) copyFileSync(join(adapters, from), join(cwd, file));
    build();
    const { code, said } = await examined(lang, start(cwd), cwd);
    expect(code, said).toBe(0);
  });
});

describe("init", () => {
  it("knows the languages that are tested here", () => {
    expect(languageNames).toEqual(cases.map(({ lang }) => lang));
  });

  it.each([
    [["init", folder], /--lang takes js, python, go, rust, java, c\.$/mu],
    [["init", "--lang", "cobol", `${folder}/x`], /not "cobol"/u],
    [["init", "--lang", "js"], /Name one folder/u],
    [["init", "--lang", "js", folder], /is not empty: init begins a new folder/u],
    [["init", "--lang", "js", "/proc/adapter"], /cannot be written: /u],
    [["init", "--lang", "js", `${folder}/something`], /is a file: name a folder/u],
    [["init", "--lang", "js", `${folder}/something/below`], /cannot be written: a part of the path is no folder\./u],
  ])("%j is refused in plain words, and nothing is written", async (args, words) => {
    writeFileSync(join(folder, "something"), "");
    const context = fakeContext();
    expect(await runCommandLine(args, context)).toBe(3);
    expect(context.complained()).toMatch(words);
    expect(existsSync(`${folder}/x`)).toBe(false);
  });
});

async function examined(name: string, command: readonly string[], cwd: string): Promise<{ readonly code: number; readonly said: string }> {
  const said: string[] = [];
  const code = await runDoctor({ type: "program", name, command, cwd }, (words) => said.push(words));
  return { code, said: said.join("") };
}

/** The skeleton with each gap and its placeholder replaced by what fills it in the program. */
function fill(skeleton: string, program: string): string {
  const gaps = [...program.matchAll(/^[^\n]* GAP (\d+): [^\n]*\n((?:[^\n]* ELSE\b[^\n]*\n)*)([\s\S]*?)^[^\n]*(?:\/\/|#|\/\*|<!--) END\b[^\n]*$/gmu)];
  return gaps.reduce((text, [, number = "", placeholders = "", body = ""]) => {
    const lines = text.split("\n");
    const at = lines.findIndex((line) => line.includes(` GAP ${number}: `));
    lines.splice(at, placeholders.split("\n").length, body);
    return lines.join("\n");
  }, skeleton);
}
