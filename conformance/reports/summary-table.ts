/** How many statements of each chapter are kept, broken, and so on: as a table, or as lines where a table does not fit. */
import type { Report } from "../kit/model.ts";
import { classes, classOf, type Class } from "./findings.ts";
import { chapterOf } from "./statement-entry.ts";
import type { Palette } from "./text.ts";
import { wrap } from "./text.ts";

export interface ChapterCount {
  readonly chapter: string;
  readonly counts: Readonly<Record<Class, number>>;
}

/** Counts by chapter, in the order in which the report names them. */
export function chapterCounts(report: Report): readonly ChapterCount[] {
  const chapters = new Map<string, Record<Class, number>>();
  for (const statement of report.statements) {
    const chapter = chapterOf(statement.id);
    const counts = chapters.get(chapter) ?? noCounts();
    counts[classOf(statement)] += 1;
    chapters.set(chapter, counts);
  }
  return [...chapters].map(([chapter, counts]) => ({ chapter, counts }));
}

/** The sum over chapters. */
export function totalCounts(rows: readonly ChapterCount[]): Readonly<Record<Class, number>> {
  const total = noCounts();
  for (const { counts } of rows) for (const name of classes) total[name] += counts[name];
  return total;
}

/** The classes to show: errors of the harness only when there are any. */
export function shownClasses(total: Readonly<Record<Class, number>>): readonly Class[] {
  return classes.filter((name) => name !== "error" || total.error > 0);
}

export function summaryTable(report: Report, width: number, paint: Palette): readonly string[] {
  const rows = chapterCounts(report);
  const total = totalCounts(rows);
  const shown = shownClasses(total);
  const all = [...rows, { chapter: "total", counts: total }];
  const nameWidth = Math.max("chapter".length, ...all.map((row) => row.chapter.length));
  if (nameWidth + shown.length * columnWidth > width) return all.flatMap((row) => wrap(`${row.chapter}: ${inWords(row.counts, shown)}`, width, "", "  "));
  const head = `${"chapter".padEnd(nameWidth)}${shown.map((name) => name.padStart(columnWidth)).join("")}`;
  const line = ({ chapter, counts }: ChapterCount): string => `${chapter.padEnd(nameWidth)}${shown.map((name) => cell(name, counts[name], paint)).join("")}`;
  return [paint.dim(head), ...rows.map(line), paint.dim("─".repeat(head.length)), line({ chapter: "total", counts: total })];
}

const columnWidth = 9;

function cell(name: Class, count: number, paint: Palette): string {
  const text = (count === 0 ? "·" : String(count)).padStart(columnWidth);
  if (count === 0) return paint.dim(text);
  if (name === "ok") return paint.green(text);
  if (name === "broken" || name === "error") return paint.red(text);
  return name === "warning" || name === "unsure" ? paint.yellow(text) : text;
}

function inWords(counts: Readonly<Record<Class, number>>, shown: readonly Class[]): string {
  return shown
    .filter((name) => counts[name] > 0)
    .map((name) => `${String(counts[name])} ${name}`)
    .join(", ");
}

function noCounts(): Record<Class, number> {
  return { ok: 0, broken: 0, warning: 0, unsure: 0, "n/a": 0, known: 0, error: 0 };
}
