/** What `check --list` writes: the statements, and the properties that judge each. */
import { stableJson } from "../reports/json.ts";
import type { StatementEntry } from "../reports/statement-entry.ts";
import type { CheckOptions } from "./check-options.ts";
import type { Context, ExitCode } from "./context.ts";
import { assertWritable, writeWhole } from "./files.ts";
import { chosen, noPropertyReason } from "./filters.ts";

export async function list(options: CheckOptions, context: Context): Promise<ExitCode> {
  const json = options.files.find(({ format }) => format === "json");
  if (json !== undefined && json.path !== "-") assertWritable(json.path);
  const statements = chosen((await context.loadSuite()).listStatements(), options.filters);
  if (json === undefined) context.out.write(listText(statements));
  else if (json.path === "-") context.out.write(listJson(statements));
  else writeWhole(json.path, listJson(statements));
  return 0;
}

/** `{"format": "patternwire-statements/1", "statements": […]}`, in the order of the specification. */
export function listJson(statements: readonly StatementEntry[]): string {
  return stableJson({ format: "patternwire-statements/1", statements });
}

export function listText(statements: readonly StatementEntry[]): string {
  const lines: string[] = [];
  let chapter: string | undefined;
  for (const entry of statements) {
    if (entry.chapter !== chapter) {
      if (chapter !== undefined) lines.push("");
      chapter = entry.chapter;
      lines.push(`${chapter} (${entry.file})`);
    }
    lines.push(
      `  ${[entry.id, entry.level, ...(entry.choice === undefined ? [] : [`choice ${entry.choice.join("|")}`]), ...(entry.hostile === true ? ["hostile"] : [])].join("  ")}`,
    );
    lines.push(...(entry.properties.length === 0 ? [`      ${noPropertyReason(entry)}`] : entry.properties.map((name) => `      ${name}`)));
  }
  const judged = statements.filter((entry) => entry.properties.length > 0).length;
  return `${[...lines, "", `${String(statements.length)} statements, ${String(judged)} of them judged by a property`].join("\n")}\n`;
}
