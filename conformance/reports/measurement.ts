/** From a report of ten thousand lines to what is committed of it: one short entry a statement, and nothing that must not be told yet. */
import type { MeasuredStatement, MeasurementFile } from "../../schemas/types/measurement.ts";
import type { Report, StatementResult } from "../kit/model.ts";
import { isDeadly, resultsOn } from "../kit/summary.ts";

/** Longer scenarios are cut: they replay from the report. */
const keptSteps = 40;

export interface Origin {
  /** The name of the manifest. */
  readonly name: string;
  readonly fingerprintOf: (id: string) => string;
}

export function measurementOf(report: Report, { name, fingerprintOf }: Origin): MeasurementFile {
  const { implementation, specification, seed, level, transports, complete } = report;
  const told = report.statements.filter((statement) => !isDeadly(statement, report.properties));
  const untold = report.statements.filter((statement) => !told.includes(statement)).map(({ id }) => id);
  return {
    format: "patternwire-measurement/1",
    name,
    implementation: { ...implementation },
    specification: { ...specification },
    seed,
    level,
    transports: [...transports],
    reproduce: `patternwire adapters build ${name} && patternwire matrix --impl ${name}`,
    complete,
    statements: told.map((statement) => cellOf(withoutNames(statement, untold), report, fingerprintOf)),
    withheld: untold.length,
  };
}

/** JSON with one statement a line, so that a change of one is a change of one line. */
export function measurementJson(measurement: MeasurementFile): string {
  const { statements, ...head } = measurement;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${lines.join("")}  "statements": [\n${statements.map((cell) => `    ${JSON.stringify(cell)}`).join(",\n")}\n  ]\n}\n`;
}

/** A statement that hides behind one that is not told does not name it either. */
function withoutNames(statement: StatementResult, untold: readonly string[]): StatementResult {
  const names = untold.some((id) => statement.reason?.includes(id) === true);
  return names ? { ...statement, reason: "hidden behind a statement that is told to the maintainers first" } : statement;
}

function cellOf({ id, level, verdict, reason }: StatementResult, report: Report, fingerprintOf: (id: string) => string): MeasuredStatement {
  const cell = { id, fingerprint: fingerprintOf(id), level, verdict };
  if (verdict === "pass") return cell;
  const witnessed = resultsOn(id, report.properties)
    .filter(({ witness }) => witness?.statement === id)
    .sort((a, b) => (a.witness?.trace.length ?? 0) - (b.witness?.trace.length ?? 0))[0];
  const { witness, property, transport } = witnessed ?? {};
  if (witness === undefined || property === undefined || transport === undefined)
    return { ...cell, ...(reason === undefined ? {} : { reason: firstLine(reason) }) };
  const { trace, expected, actual } = witness;
  const steps = trace.length > keptSteps ? [...trace.slice(0, keptSteps), `# and ${String(trace.length - keptSteps)} more`] : [...trace];
  return { ...cell, property, transport, expected, actual, trace: steps };
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
