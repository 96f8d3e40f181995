/** The fenced blocks of a Markdown file. */

export interface Fence {
  readonly file: string;
  /** The line of the opening mark, from 1. */
  readonly line: number;
  /** The first word of the info string: zmtp, abnf, ts, … */
  readonly language: string;
  /** The other words of the info string. */
  readonly info: string;
  readonly text: string;
  /** The last statement before the fence under the same heading, when there is one. */
  readonly statement?: string;
  /** All statements that the fence shows: those that follow each other directly before it. */
  readonly statements: readonly string[];
}

/** All fences of a file, in order. An unclosed fence ends with the file, as in CommonMark. */
export function readFences(file: string, markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let statements: readonly string[] = [];
  let following = false;
  let open: { readonly mark: string; readonly line: number; readonly info: string; readonly lines: string[] } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const [language = "", ...info] = open.info.trim().split(/\s+/u);
    const statement = statements.at(-1);
    fences.push({
      file,
      line: open.line,
      language,
      info: info.join(" "),
      text: open.lines.join("\n"),
      ...(statement !== undefined && { statement }),
      statements,
    });
    open = undefined;
  };
  for (const [index, line] of markdown.split("\n").entries()) {
    const { mark, info = "" } = /^ {0,3}(?<mark>`{3,}|~{3,})(?<info>[^`]*)$/u.exec(line)?.groups ?? {};
    if (open !== undefined) {
      if (mark?.startsWith(open.mark) === true && info.trim() === "") close();
      else open.lines.push(line);
    } else if (mark !== undefined) {
      following = false;
      open = { mark, line: index + 1, info, lines: [] };
    } else if (line.startsWith("#")) {
      statements = [];
    } else {
      const id = /^> \*\*\[([^\]]+)\]\*\*/u.exec(line)?.[1];
      if (id !== undefined) statements = following ? [...statements, id] : [id];
      if (line.trim() !== "") following = line.startsWith(">");
    }
  }
  close();
  return fences;
}
