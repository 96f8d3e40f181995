/** What `patternwire init` writes, by language: the minimal adapters of this repository, which run as they are, with their gaps opened. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kit/root.ts";

export interface Skeleton {
  /** File name to text. */
  readonly files: Readonly<Record<string, string>>;
  readonly gaps: number;
  /** For a shell, in the folder; nothing where there is nothing to build. */
  readonly build?: string;
  /** How it starts, in the folder. */
  readonly start: string;
}

interface Language {
  /** What is written, and from which file below conformance/adapters. */
  readonly from: Readonly<Record<string, string>>;
  readonly build?: string;
  readonly start: string;
}

const languages: Readonly<Record<string, Language>> = {
  js: { from: { "adapter.mjs": "minimal/main.js" }, start: "node adapter.mjs" },
  python: { from: { "adapter.py": "minimal/main.py" }, start: "python3 adapter.py" },
  go: { from: { "go.mod": "minimal/go.mod", "main.go": "minimal/main.go" }, build: "go build -o adapter .", start: "./adapter" },
  rust: { from: { "Cargo.toml": "minimal/Cargo.toml", "main.rs": "minimal/main.rs" }, build: "cargo build --release", start: "./target/release/adapter" },
  java: {
    from: { "pom.xml": "minimal/pom.xml", "Main.java": "minimal/Main.java" },
    build: "mvn --quiet process-classes",
    start: "java -cp 'target/classes:target/lib/*' Main",
  },
  c: { from: { "main.c": "minimal/main.c", "base64.h": "c/base64.h" }, build: "cc -std=gnu11 -O2 -pthread -o adapter main.c", start: "./adapter" },
};

export const languageNames: readonly string[] = Object.keys(languages);

export function skeletonOf(name: string): Skeleton | undefined {
  const language = Object.hasOwn(languages, name) ? languages[name] : undefined;
  if (language === undefined) return undefined;
  const opened = Object.entries(language.from).map(
    ([to, from]) => [to, open(readFileSync(join(projectRoot(), "conformance/adapters", from), "utf8"))] as const,
  );
  const { build, start } = language;
  const gaps = opened.reduce((sum, [, file]) => sum + file.gaps, 0);
  return { files: Object.fromEntries(opened.map(([to, { text }]) => [to, text])), gaps, ...(build === undefined ? {} : { build }), start };
}

const header = "The adapter of an implementation, to be completed where it says GAP. Its protocol: conformance/adapters/PROTOCOL.md of patternwire.";
const gap = /^\s*(?:\/\/|#|\/\*|<!--) GAP \d+: /u;
const placeholder = /^(?<indent>\s*)(?:\/\/|#|\/\*) ELSE ?(?<code>.*?)(?: \*\/)?$/u;
const end = /^\s*(?:\/\/|#|\/\*|<!--) END\b/u;

/** A program with its gaps open: between the marks GAP and END the explanation stays, what fills the gap gives way to what lets the program be built. */
function open(program: string): { readonly text: string; readonly gaps: number } {
  const lines: string[] = [];
  let gaps = 0;
  let inside = false;
  for (const line of program.split("\n")) {
    const { indent = "", code } = placeholder.exec(line)?.groups ?? {};
    if (gap.test(line)) {
      gaps += 1;
      inside = true;
      lines.push(line);
    } else if (end.test(line)) inside = false;
    else if (code !== undefined) lines.push(code === "" ? "" : `${indent}${code}`);
    else if (!inside) lines.push(line);
  }
  return { text: withOwnNames(lines.join("\n")), gaps };
}

function withOwnNames(text: string): string {
  return text.replace(/The smallest useful adapter.*?(?=\s*(?:\*\/|""")?$)/mu, header).replace('"../c/base64.h"', '"base64.h"');
}
