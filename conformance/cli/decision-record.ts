/** Finds the decision record behind a statement. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kit/root.ts";

/** The file and the title of a decision record: `spec/decisions/0034-reserved-flags.md: Reserved flags`. */
export function decisionRecord(number: string): string {
  const folder = join(projectRoot(), "spec/decisions");
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.startsWith(`${number}-`)) : undefined;
  if (file === undefined) return `decision ${number}`;
  const title = /^# (?:\d+\. )?(?<title>.+)$/mu.exec(readFileSync(join(folder, file), "utf8"))?.groups?.["title"];
  return `spec/decisions/${file}${title === undefined ? "" : `: ${title}`}`;
}
