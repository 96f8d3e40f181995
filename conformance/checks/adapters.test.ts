/** Adapters stay small: what is longer does something that is the implementation's part, or the harness's. The sizes are those of conformance/adapters/PROTOCOL.md. */
import { describe, expect, it } from "vitest";
import { loadManifest, manifestNames } from "../manifests/load.ts";
import { filesBelow, fileExists, readText } from "./generate/repository.ts";

const folder = "conformance/adapters";
/** The largest complete adapter and the largest minimal one, in lines of code. */
const bounds: Readonly<Record<string, { readonly complete: number; readonly minimal: number }>> = {
  js: { complete: 110, minimal: 65 },
  py: { complete: 110, minimal: 65 },
  go: { complete: 180, minimal: 110 },
  rs: { complete: 180, minimal: 110 },
  java: { complete: 180, minimal: 110 },
  c: { complete: 240, minimal: 110 },
};
/** What hello declares is data; degenerate adapters prove the suite and nothing else. */
const programs = filesBelow(folder).filter((file) => /\/(?:main|Main|adapter)\.[a-z]+$/u.test(file) && !file.includes("/degenerate/"));

describe("an adapter has no more lines of code than the protocol allows", () => {
  it.each(programs)("%s", (file) => {
    const bound = bounds[file.slice(file.lastIndexOf(".") + 1)];
    const lines = linesWithShared(file);
    console.log(`${file}: ${String(lines)} lines of code`);
    expect(lines).toBeLessThanOrEqual((file.includes("/minimal/") ? bound?.minimal : bound?.complete) ?? 0);
  });
});

describe("an implementation has a README that says how its adapter is built and run, and locked dependencies", () => {
  it.each(manifestNames().filter((name) => loadManifest(name).build !== undefined))("%s", (name) => {
    const { build, start } = loadManifest(name);
    const words = JSON.stringify([build?.commands, start]);
    const [, program = ""] = /conformance\/adapters\/([^/"]+)/u.exec(words) ?? [];
    expect(readText(`${folder}/${program}/README.md`)).toContain(`patternwire adapters build ${name}`);
    const lock = { go: "go.sum", cargo: "Cargo.lock", mvn: "pom.xml", python3: "requirements.txt", npm: "package-lock.json" }[
      build?.tools.find((tool) => tool !== "java") ?? ""
    ];
    if (lock !== undefined) expect(fileExists(`${folder}/${program}/${lock}`), `commit ${lock}`).toBe(true);
  });
});

/** With those of what programs of one language share: the headers in C, which has no JSON of its own, the modules in Rust; in JavaScript with what makes a library like zeromq.js, beside the adapter for that, which is counted by itself. */
function linesWithShared(file: string): number {
  const text = readText(file);
  const shared = [...text.matchAll(/^(?:#include|#\[path =) "(?:\.\.\/)?((?:c|rust)\/\w+\.(?:h|rs)|\w+\.h)"/gmu)].map(([, name = ""]) => name);
  const between = file.endsWith("/main.js") && text.includes('"./library.js"') ? [file.replace("main.js", "library.js")] : [];
  const paths = shared.filter((name) => name !== "description.h").map((name) => `${folder}/${name.includes("/") ? name : `c/${name}`}`);
  return [...paths, ...between].map(linesWithShared).reduce((sum, lines) => sum + lines, linesOfCode(text));
}

/** Lines but for blank ones, comments, imports, and those that hold nothing but brackets. */
function linesOfCode(text: string): number {
  const nothing = /^\s*(?:$|\/\/|\/\*|\*|"""|#(?:include\b|\[path\b|\s)|import\b|from\b.*\bimport\b|use\b|mod \w+;|package\b|[\]{}()\s;,>]*$)/u;
  const withoutImports = text.replaceAll(/^import \([^)]*\)/gmu, "");
  return withoutImports.split("\n").filter((line) => !nothing.test(line)).length;
}
