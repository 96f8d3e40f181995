/** What `watch` leaves behind: reports on both sides for a person or as JSON, and witnesses. */
import type { Observation } from "../kit/watch/observation.ts";
import { requirements } from "../kit/requirements.ts";
import { witnesses, witnessFileName } from "../reports/findings.ts";
import { reportJson, stableJson, witnessJson } from "../reports/json.ts";
import { terminalReport } from "../reports/terminal.ts";
import { printable } from "../reports/text.ts";
import type { Parsed } from "./arguments.ts";
import { useColour } from "./colour.ts";
import type { Context, ExitCode } from "./context.ts";
import { decisionRecord } from "./decision-record.ts";
import { assertWritable, makeFolder, writeInto, writeWhole } from "./files.ts";
import { worstCode } from "./pair.ts";
import { quoted } from "./target.ts";

export interface Outputs {
  readonly json: string | undefined;
  readonly folder: string | undefined;
  readonly colour: boolean | undefined;
}

/** Throws when an output cannot be written, so that nothing is watched in vain. */
export function outputsOf({ text, flag }: Parsed): Outputs {
  const [json, folder] = [text("json"), text("witnesses")];
  if (json !== undefined && json !== "-") assertWritable(json);
  if (folder !== undefined) makeFolder(folder);
  return { json, folder, colour: flag("color") ? true : flag("no-color") ? false : undefined };
}

/** Writes everything and gives the exit code. `extra` goes into the JSON beside the reports. */
export function writeWatched(
  observation: Observation,
  { json, folder, colour }: Outputs,
  context: Context,
  extra: Readonly<Record<string, unknown>> = {},
): ExitCode {
  const reports = [observation.report("connecting"), observation.report("binding")] as const;
  if (folder !== undefined)
    for (const report of reports)
      for (const witness of witnesses(report)) writeInto(folder, `${witness.implementation.version}.${witnessFileName(witness)}`, witnessJson(witness));
  const data = stableJson({ format: "patternwire-pairs/1", ...extra, reports: reports.map((report) => JSON.parse(reportJson(report)) as unknown) });
  if (json === "-") context.out.write(data);
  else if (json !== undefined) writeWhole(json, data);
  if (json !== "-")
    for (const report of reports)
      context.out.write(
        `${terminalReport(report, {
          statements: new Map([...requirements()].map(([id, entry]) => [id, { ...entry, properties: [] }])),
          knownFailures: [],
          width: context.out.columns,
          colour: useColour(context.out, context.environment, colour),
          ...(folder === undefined ? {} : { witnessFolder: folder }),
          decisionRecord,
          replayCommand: (file) => `npx patternwire replay ${quoted(file)}`,
        })}\n`,
      );
  for (const line of observation.notes) context.err.write(`Note: ${printable(line)}\n`);
  // Of a conversation that was joined in the middle perhaps one side shows something, and the other nothing that can be judged.
  const shown = reports.filter(({ properties }) => properties.length > 0);
  return shown.length === 0 ? 3 : shown.map(({ exitCode }) => exitCode).reduce(worstCode);
}
