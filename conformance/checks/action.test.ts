/** The action of .github: its steps are run here as GitHub runs them, in a folder of their own, with inputs in the environment; and the guide shows what is tested. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isOnPath } from "../cli/target.ts";
import { loadKnownFailures } from "../manifests/load.ts";
import { readText, root } from "./generate/repository.ts";

const folder = ".github/actions/patternwire";
const guide = "conformance/guides/put-it-in-your-ci.md";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly shell?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readText(`${folder}/action.yml`);
const action = parse(text) as Action;
const scripts = action.runs.steps.filter(({ run }) => run !== undefined);
const place = mkdtempSync(join(tmpdir(), "patternwire-action-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("the action", () => {
  it("is composite, and each of its scripts is run by bash", () => {
    expect(action.runs.using).toBe("composite");
    expect(scripts.map(({ shell }) => shell)).toEqual(scripts.map(() => "bash"));
  });

  it("has no expression within a script: what an input holds is data, and never code", () => {
    expect(scripts.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
  });

  it("uses each of its inputs, describes each, and names no other", () => {
    const named = new Set([...text.matchAll(/\binputs\.([a-z-]+)/gu)].map(([, name]) => name));
    expect([...named].sort()).toEqual(Object.keys(action.inputs).sort());
    expect(Object.values(action.inputs).filter(({ description }) => description === "")).toEqual([]);
  });

  it("gives outputs of steps that it has", () => {
    const ids = action.runs.steps.map(({ id }) => id);
    const named = [...text.matchAll(/\bsteps\.([a-z-]+)\.outputs\.([a-z-]+)/gu)];
    expect(named.filter(([, id, name]) => !ids.includes(id) || !scripts.some(({ run = "" }) => run.includes(`echo "${name ?? ""}=`)))).toEqual([]);
  });
});

const missing = ["shellcheck", "actionlint"].filter((tool) => !isOnPath(tool));

/** Machines of GitHub have shellcheck; actionlint is installed by go. */
describe(`what runs on GitHub${missing.length > 0 ? ` (not judged by ${missing.join(" and ")}: not installed)` : ""}`, () => {
  it.skipIf(missing.includes("shellcheck"))("has scripts in which shellcheck finds nothing", async () => {
    const files = scripts.map(({ name, run = "", env = {} }) => {
      const file = join(place, `${name.replaceAll(" ", "-")}.sh`);
      writeFileSync(
        file,
        `#!/usr/bin/env bash\n${Object.keys(env)
          .map((variable) => `: "\${${variable}?}"\n`)
          .join("")}${run}`,
      );
      return file;
    });
    expect(await complaints("shellcheck", [...files, join(root, ".ci/run")])).toBe("");
  });

  it.skipIf(missing.includes("actionlint"))("has workflows in which actionlint finds nothing, that of the guide among them", async () => {
    const copied = join(place, "copied.yml");
    writeFileSync(copied, /```yaml\n([^]*?)```/u.exec(readText(guide))?.[1] ?? "");
    expect(await complaints("actionlint", [copied, ...readdirSync(join(root, ".github/workflows")).map((name) => join(root, ".github/workflows", name))])).toBe(
      "",
    );
  });
});

async function complaints(tool: string, files: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(tool, [...files], { cwd: root })).stdout;
  } catch (error) {
    return (error as { readonly stdout: string }).stdout || String(error);
  }
}

describe("its scripts", () => {
  const adapter = `node ${root}/conformance/adapters/reference/main.js`;
  const quick = { command: adapter, level: "quick", transport: "tcp", filter: "null.clear-messages", version: `file:${root}`, "node-version": "" };

  it("install, judge, make a baseline, compare with it, and give a verdict", async () => {
    const job = new Job("whole", quick);
    await job.run("Install PatternWire", "Judge", "Compare with the baseline", "Verdict");
    expect(job.outputs()).toMatchObject({ "judge.exit-code": "0", "compare.changes": "none" });
    expect(readdirSync(job.outputs()["install.report"] ?? "").sort()).toEqual(["junit.xml", "report.html", "report.json", "report.md", "witnesses"]);
    expect(job.baseline()).toBe(readFileSync(`${job.outputs()["install.report"] ?? ""}/report.json`, "utf8"));
    expect(job.summary()).toContain("| null | 1 | 0 |");
    expect(job.said).toContain("It conforms.");

    // From now on the baseline is there: first one in which what is kept now was broken, then the other way round.
    writeFileSync(job.baselinePath, broken(job.baseline()));
    await job.run("Compare with the baseline", "Verdict");
    expect(job.outputs()["compare.changes"]).toBe("0");
    expect(job.summary()).toMatch(/### Against the baseline\n```text\nfixed {10}null\.clear-messages/u);

    const report = `${job.outputs()["install.report"] ?? ""}/report.json`;
    writeFileSync(job.baselinePath, readFileSync(report, "utf8"));
    writeFileSync(report, broken(readFileSync(report, "utf8")));
    const later = job.with({ "fail-on": "regression", "update-baseline": "true" });
    await later.run("Compare with the baseline");
    expect(later.outputs()["compare.changes"]).toBe("1");
    expect(later.baseline()).toBe(readFileSync(report, "utf8"));
    expect(await later.exitCodeOf("Verdict")).toBe(1);
    expect(later.said).toContain("::error::A statement is worse than in the baseline");
  });

  it("take a command for words and not for code, and say when nothing was judged", async () => {
    const job = new Job("injection", { ...quick, command: 'no-such-program $(touch made) `touch made` ; touch made "', filter: "$(touch made)" });
    job.takeInstallation("whole");
    await job.run("Judge");
    expect(job.outputs()["judge.exit-code"]).toBe("3");
    expect(job.said).toContain('There is no program "no-such-program"');
    expect(existsSync(join(job.workspace, "made"))).toBe(false);
    expect(await job.exitCodeOf("Verdict")).toBe(3);
  });

  it.each([
    ["conformance", "1", "0", 1],
    ["conformance", "2", "none", 2],
    ["regression", "1", "0", 0],
    ["regression", "1", "2", 0],
    ["regression", "0", "1", 1],
    ["regression", "3", "", 3],
    ["conformance", "", "", 3],
    ["neither", "0", "0", 3],
  ])("end the step, when it fails on %s, check ends with %j and diff with %j, with %i", async (failOn, code, changes, expected) => {
    const job = new Job("verdict", { "fail-on": failOn });
    expect(await job.exitCodeOf("Verdict", { CODE: code, CHANGES: changes })).toBe(expected);
  });

  it("refuse a level that there is not", async () => {
    const job = new Job("level", { ...quick, level: "impl=zeromq.js" });
    job.takeInstallation("whole");
    expect(await job.exitCodeOf("Judge")).toBe(3);
  });
});

describe("the workflows", () => {
  it.each([".github/workflows/ci.yml", `${folder}/example.yml`])("%s gives the action inputs that it has, and may write nothing", (file) => {
    const { permissions, jobs } = parse(readText(file)) as {
      readonly permissions: unknown;
      readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
    };
    expect(permissions).toEqual({ contents: "read" });
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.filter(({ uses: name = "" }) => name.includes("actions/patternwire")));
    expect(uses.length).toBe(1);
    for (const step of uses) expect(Object.keys(step.with ?? {}).filter((name) => action.inputs[name] === undefined)).toEqual([]);
  });
});

describe("the guide", () => {
  it("shows the example as it stands, and every input with its default", () => {
    const shown = readText(guide);
    expect(shown).toContain(`\`\`\`yaml\n${readText(`${folder}/example.yml`)}\`\`\``);
    const rows = Object.entries(action.inputs).map(
      ([name, { default: value }]) => `| \`${name}\` | ${value === undefined ? "needed" : value === "" ? "" : `\`${value}\``} |`,
    );
    expect(rows.filter((row) => !shown.includes(row))).toEqual([]);
  });

  it("shows a list of known failures as check takes it", () => {
    const [, list = ""] = /```json\n([\s\S]*?)```/u.exec(readText(guide)) ?? [];
    const file = join(place, "known-failures.json");
    writeFileSync(file, list);
    expect(loadKnownFailures(file).map(({ statement }) => statement)).toEqual(["commands.malformed"]);
  });

  it("has commands for other build servers that do what they say", async () => {
    const [, commands = ""] = /## Elsewhere[\s\S]*?```sh\n([\s\S]*?)```/u.exec(readText(guide)) ?? [];
    const workspace = join(place, "elsewhere");
    mkdirSync(workspace);
    const program = `${process.execPath} ${root}/conformance/cli/patternwire.js`;
    const script = commands
      .replaceAll("npx patternwire", program)
      .replace("patternwire.js check", "patternwire.js check --quick --transport tcp --filter null.clear-messages")
      .replace("./adapter", `node ${root}/conformance/adapters/reference/main.js`);
    await promisify(execFile)("bash", ["-e", "-c", script], { cwd: workspace });
    expect(readdirSync(join(workspace, "build/report")).sort()).toEqual(["junit.xml", "report.html", "report.json"]);
  });
});

/** The report with every statement broken that it has for kept. */
const broken = (report: string): string => report.replaceAll('"verdict": "pass"', '"verdict": "fail"');

/** A job in which the action is used: its folders, and what its steps have put out. */
class Job {
  readonly workspace: string;
  readonly baselinePath: string;
  said = "";
  readonly #name: string;
  readonly #inputs: Readonly<Record<string, string>>;
  #installed: string | undefined;

  constructor(name: string, inputs: Readonly<Record<string, string>>) {
    this.#name = name;
    this.#inputs = inputs;
    this.workspace = join(place, name, "workspace");
    this.baselinePath = join(this.workspace, ".patternwire/baseline.json");
    for (const path of [this.workspace, this.#temporary(name)]) mkdirSync(path, { recursive: true });
  }

  with(inputs: Readonly<Record<string, string>>): Job {
    return new Job(this.#name, { ...this.#inputs, ...inputs });
  }

  /** What another job installed serves this one as well. */
  takeInstallation(from: string): void {
    const report = join(this.#temporary(this.#name), "report");
    mkdirSync(report, { recursive: true });
    this.#installed = this.#temporary(from);
    writeFileSync(this.#outputFile("install"), `report=${report}\n`);
  }

  async run(...names: readonly string[]): Promise<void> {
    for (const name of names) expect(await this.exitCodeOf(name), this.said).toBe(0);
  }

  /** Runs the script as GitHub does: in a file, by bash, which ends at the first command that fails. */
  async exitCodeOf(name: string, env: Readonly<Record<string, string>> = {}): Promise<number> {
    const step = scripts.find((candidate) => candidate.name === name);
    if (step === undefined) throw new Error(`no step ${name}`);
    const script = join(place, this.#name, "script.sh");
    writeFileSync(script, step.run ?? "");
    const values = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, this.#valueOf(value)]));
    const runner = {
      RUNNER_TEMP: this.#installed ?? this.#temporary(this.#name),
      GITHUB_OUTPUT: this.#outputFile(step.id ?? "verdict"),
      GITHUB_STEP_SUMMARY: this.#file("summary.md"),
    };
    return new Promise((resolve) => {
      const options = { cwd: this.workspace, env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...runner, ...values, ...env } };
      execFile("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], options, (error, stdout, stderr) => {
        this.said += stdout + stderr;
        resolve(error === null ? 0 : typeof error.code === "number" ? error.code : -1);
      });
    });
  }

  outputs(): Readonly<Record<string, string>> {
    const ids = scripts.flatMap(({ id }) => (id === undefined || !existsSync(this.#outputFile(id)) ? [] : [id]));
    const lines = ids.flatMap((id) =>
      readFileSync(this.#outputFile(id), "utf8")
        .trim()
        .split("\n")
        .map((line) => `${id}.${line}`),
    );
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  }

  baseline(): string {
    return readFileSync(this.baselinePath, "utf8");
  }

  summary(): string {
    return readFileSync(this.#file("summary.md"), "utf8");
  }

  #temporary(name: string): string {
    return join(place, name, "temporary");
  }

  #file(name: string): string {
    return join(place, this.#name, name);
  }

  #outputFile(id: string): string {
    return this.#file(`output-${id}`);
  }

  /** An expression of the action: an input, or an output of a step. */
  #valueOf(value: string): string {
    const [, input, output] = /^\$\{\{ (?:inputs\.([a-z-]+)|steps\.([a-z-]+\.outputs\.[a-z-]+)) \}\}$/u.exec(value) ?? [];
    if (input !== undefined) return this.#inputs[input] ?? action.inputs[input]?.default ?? "";
    if (output !== undefined) return this.outputs()[output.replace(".outputs.", ".")] ?? "";
    throw new Error(`not an expression of one input or output: ${value}`);
  }
}
