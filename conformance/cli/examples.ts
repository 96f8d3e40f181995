/** The examples of a statement: the fences that follow it in its chapter before the next statement or heading, and octets that are refused by its id. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kit/root.ts";
import type { StatementEntry } from "../reports/statement-entry.ts";

/** Each example as its lines, fence included. */
export function examplesOf(entry: Pick<StatementEntry, "id" | "file">): readonly (readonly string[])[] {
  const path = join(projectRoot(), entry.file);
  return existsSync(path) ? examplesIn(readFileSync(path, "utf8"), entry.id) : [];
}

/** Statements that follow each other share the fences after them; a fence with `malformed=ID` belongs to that id alone. */
export function examplesIn(markdown: string, id: string): readonly (readonly string[])[] {
  const examples: string[][] = [];
  let group: string[] = [];
  let closed = false;
  let fence: string[] | undefined;
  for (const line of markdown.split("\n")) {
    if (fence !== undefined) {
      fence.push(line);
      if (line.trim() === "```") {
        if (belongs(fence[0] ?? "", group, id)) examples.push(fence);
        fence = undefined;
        closed = true;
      }
      continue;
    }
    const statement = /^> \*\*\[(?<id>[^\]]+)\]\*\*/u.exec(line)?.groups?.["id"];
    if (statement !== undefined) {
      group = closed ? [statement] : [...group, statement];
      closed = false;
    } else if (/^#+ /u.test(line)) {
      group = [];
    } else if (line.startsWith("```")) {
      fence = [line];
    }
  }
  return examples;
}

function belongs(opening: string, group: readonly string[], id: string): boolean {
  if (!opening.startsWith("```zmtp ")) return false;
  const refused = /\bmalformed=(?<id>\S+)/u.exec(opening)?.groups?.["id"];
  return refused === undefined ? group.includes(id) : refused === id;
}
