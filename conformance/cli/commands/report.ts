/** `patternwire report`: renders reports that were made before. */
import type { Command } from "../context.ts";

export const report: Command = {
  help: `Usage: patternwire report RESULTS.json… [options]

Renders reports of "patternwire check --json" for people and for build servers; nothing is
judged again. Of several reports the page compares the implementations, statement by
statement. Without an option the reports are printed.

What it writes ("-" is the standard output)
  --html FILE        a page: one file that needs no network
  --site PLACE       the page leads to each statement in the site of the specification: the
                     folder that "npm run site" wrote, or its address
  --markdown FILE    a summary for an issue or for the summary of a build
  --junit FILE       JUnit XML for build servers (one report)
  --badge FILE       a badge as SVG (one report)
  --badge-json FILE  a badge as JSON for shields.io (one report)
  --witnesses DIR    one file for each failure; the page then names them in its commands

Exit codes
  0    it is written, whatever the reports say
  3    wrong usage: a file is no report, or cannot be written

Examples
  patternwire report results.json --html report.html --badge badge.svg
  patternwire report mine.json theirs.json --html comparison.html
`,
  run: async (args, context) => (await import("../report-run.ts")).run(args, context),
};
