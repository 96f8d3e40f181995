/** The reports that were measured and are kept in the repository; the published package has none. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../kit/model.ts";
import { projectRoot, readJson } from "../kit/root.ts";

const folder = "conformance/reports";

export function measuredReports(): readonly Report[] {
  if (!existsSync(join(projectRoot(), folder))) return [];
  return readdirSync(join(projectRoot(), folder))
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => readJson(`${folder}/${file}`) as Report | { readonly format: "patternwire-false-alarms/1" })
    .filter((value) => value.format === "patternwire-report/1");
}
