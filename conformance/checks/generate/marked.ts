/** Fills what stands between `<!-- generated: NAME -->` and `<!-- /generated -->` in the chapters of spec/ and in the README. */
import type { Generator, Output } from "./generator.ts";
import { problem, ProblemsError, type Problem } from "./problem.ts";
import { filesBelow, readText } from "./repository.ts";

/** Gives the Markdown for one mark; called only when a chapter has the mark. */
export type Renderer = () => string;

const mark = /^<!-- generated: (?<name>\S+) -->$/u;
const end = "<!-- /generated -->";

export function markedSections(renderers: Readonly<Record<string, Renderer>>): Generator {
  return {
    name: "tables",
    about: `the generated sections of spec/ and the README: ${Object.keys(renderers).join(", ")}`,
    outputs: () =>
      ["README.md", "conformance/reports/matrix.md", "conformance/reports/claims.md", "conformance/reports/verify.md", ...filesBelow("spec", ".md")].flatMap(
        (file) => filled(file, readText(file), renderers),
      ),
  };
}

/** The file with its marks filled, or nothing when it has none. Throws when a mark is unknown or not closed. */
export function filled(file: string, markdown: string, renderers: Readonly<Record<string, Renderer>>): readonly Output[] {
  const lines: string[] = [];
  const problems: Problem[] = [];
  let open: { readonly name: string; readonly line: number } | undefined;
  let fence = false;
  let marks = 0;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (open === undefined && /^\s*(?:```|~~~)/u.test(line)) fence = !fence;
    const name = fence ? undefined : mark.exec(line)?.groups?.["name"];
    if (open === undefined || line === end) lines.push(line);
    if (name !== undefined && open !== undefined)
      problems.push(problem(file, index + 1, `the mark ${open.name} of line ${String(open.line)} is not closed: add a line ${end}`));
    if (line === end) open = undefined;
    if (name === undefined) continue;
    marks += 1;
    open = { name, line: index + 1 };
    const render = renderers[name];
    if (render === undefined) problems.push(problem(file, index + 1, `nothing generates "${name}": use one of ${Object.keys(renderers).join(", ")}`));
    else lines.push("", render().trimEnd(), "");
  }
  if (open !== undefined) problems.push(problem(file, open.line, `the mark ${open.name} is not closed: add a line ${end}`));
  if (problems.length > 0) throw new ProblemsError(problems);
  return marks === 0 ? [] : [{ path: file, text: lines.join("\n") }];
}
