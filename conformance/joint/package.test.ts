/** The package as a user gets it: packed, installed into an empty project, imported, type-checked, bundled, and started. Nothing is taken from the sources. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../checks/generate/repository.ts";
import { exchange, installPackage, run } from "./installed-package.ts";

let project = "";
let installed = "";
let tarball = "";

beforeAll(async () => {
  ({ project, tarball } = await installPackage());
  installed = join(project, "node_modules/patternwire");
}, 600_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the package, installed into an empty project", () => {
  test("exchanges messages", async () => {
    expect(await evaluate(exchange)).toBe("hello true\n");
  });

  test("has the conformance kit, the statements, the schemas and the vectors", async () => {
    const program = `
      import { listStatements } from "patternwire/conformance";
      import list from "patternwire/requirements.json" with { type: "json" };
      import schema from "patternwire/schemas/report.schema.json" with { type: "json" };
      import vectors from "patternwire/vectors/octets.json" with { type: "json" };
      console.log(listStatements().length === list.requirements.length, schema.title, Object.keys(vectors).length > 0);`;
    expect(await evaluate(program)).toBe("true ReportFile true\n");
  });

  test("has the dissector, and not the captures of the tests", () => {
    expect(readFileSync(join(installed, "conformance/dissector/zmtp.lua"), "utf8")).toContain("Generated from schemas/model");
    expect(existsSync(join(installed, "conformance/captures"))).toBe(false);
    expect(existsSync(join(installed, "dist/conformance/captures"))).toBe(false);
  });

  // The declarations themselves are checked once: that takes most of the time.
  test.each([
    ["nodenext", []],
    ["bundler", ["--skipLibCheck"]],
  ] as const)("has types, with the module resolution %s", async (moduleResolution, more) => {
    write(
      "typed.ts",
      `import { Publisher, type Message } from "patternwire";
      import { runSuite, type Report } from "patternwire/conformance";
      export const socket: Publisher = new Publisher({ sendHighWaterMark: 10 });
      export const report: Promise<Report> = runSuite({} as Parameters<typeof runSuite>[0]);
      export type Parts = Message[];
      // @ts-expect-error: a high-water mark is a number
      new Publisher({ sendHighWaterMark: "ten" });`,
    );
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
    const options = ["--noEmit", "--strict", "--target", "es2023", "--module", module, "--moduleResolution", moduleResolution, "--types", "node", ...more];
    const { stdout } = await run(process.execPath, [compiler, "--ignoreConfig", ...options, "--typeRoots", join(root, "node_modules/@types"), "typed.ts"], {
      cwd: project,
    }).catch((error: unknown) => error as { readonly stdout: string });
    expect(stdout).toBe("");
  });

  test("has types for browsers, without those of Node", async () => {
    write(
      "page.ts",
      `import { Subscriber, type Message } from "patternwire/browser";
      export const socket: Subscriber = new Subscriber();
      export const next: Promise<Message[]> = socket.receive();
      export const octets: Promise<Uint8Array | undefined> = next.then(([first]) => first);`,
    );
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--target",
      "es2023",
      "--lib",
      "es2023,dom",
      "--module",
      "esnext",
      "--moduleResolution",
      "bundler",
      "--typeRoots",
      "none",
    ];
    const { stdout } = await run(process.execPath, [compiler, "--ignoreConfig", ...options, "page.ts"], { cwd: project }).catch(
      (error: unknown) => error as { readonly stdout: string },
    );
    expect(stdout).toBe("");
  });

  test("is found without fault by publint", async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages).toEqual([]);
  });

  test("has types that are not wrong for ES modules", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    if (analysis.types === false) throw new Error("The package has no types.");
    // An ES module is no module for `require` of old, and sub-paths are unknown to the resolution of Node 10: both are meant.
    const meant = ["CJSResolvesToESM", "NoResolution"];
    const problems = analysis.problems.filter(
      (problem) => !("resolutionKind" in problem && ["node10", "node16-cjs"].includes(problem.resolutionKind) && meant.includes(problem.kind)),
    );
    expect(problems).toEqual([]);
  });
});

/** The packages, and the parts of this one, of which something is in the bundle. */
function used(output: readonly { readonly type: string }[]): readonly string[] {
  const modules = output.flatMap((chunk) => ("modules" in chunk ? Object.keys(chunk.modules as object) : [])).map((path) => path.replace(`${project}/`, ""));
  // The bundler's own helpers are no files.
  const files = modules.filter((path) => !path.startsWith("\0"));
  return [...new Set(files.map((path) => /^node_modules\/(?:patternwire\/dist\/[a-z]+|@[^/]+\/[^/]+|[^/]+)/u.exec(path)?.[0] ?? path))].sort();
}

describe("a bundle of one socket", () => {
  test("has neither the harness nor what it needs", async () => {
    write("bundle.js", 'import { Request } from "patternwire"; console.log(Request);');
    const bundle = await rolldown({ input: join(project, "bundle.js"), platform: "node" });
    const { output } = await bundle.generate({ format: "esm" });
    await bundle.close();
    const eager = output.filter((chunk) => chunk.type === "chunk" && !chunk.isDynamicEntry);
    expect(used(eager)).toEqual(["bundle.js", "node_modules/@noble/ciphers", "node_modules/patternwire/dist/reference"]);
    // What WebSocket needs is a file of its own, which is loaded when an endpoint asks for it.
    expect(used(output)).toContain("node_modules/ws");
  });

  test("for a browser has nothing but the reference", async () => {
    write("page.js", 'import { Request } from "patternwire/browser"; console.log(Request);');
    const bundle = await rolldown({ input: join(project, "page.js"), platform: "browser" });
    const { output } = await bundle.generate({ format: "esm" });
    await bundle.close();
    expect(used(output)).toEqual(["node_modules/patternwire/dist/browser", "page.js"]);
    expect(existsSync(join(installed, "dist/browser/patternwire.js"))).toBe(true);
  });
});

describe("the command", () => {
  test("starts by npx, and judges the reference that is in the package", async () => {
    const { stdout } = await run("npx", ["--no-install", "patternwire", "start", "--quick"], { cwd: project, maxBuffer: 2 ** 26 });
    expect(stdout).toMatch(/^reference [^]*conforms: it keeps \d+ statements[^]*Exit code 0: conforming\.\n$/u);
  });

  test("writes the page of a report", async () => {
    await run("npx", ["--no-install", "patternwire", "check", "--quick", "--filter", "greeting.signature", "--html", "report.html"], { cwd: project });
    expect(readFileSync(join(project, "report.html"), "utf8")).toContain("<title>Conformance of reference");
  });
});

async function evaluate(program: string): Promise<string> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: project, env: { ...process.env, NODE_NO_WARNINGS: "1" } });
  return stdout;
}

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}
