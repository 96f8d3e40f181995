/** From a report of ten thousand lines to what is committed of it: one short entry a statement, and nothing that must not be told yet. */
import type { MeasuredStatement, MeasurementFile } from "../../schemas/types/measurement.ts";
import type { PropertyResult, Report, StatementResult } from "../kit/model.ts";

/** Longer scenarios are cut: they replay from the report. */
const keptSteps = 40;

export interface Origin {
  /** The name of the manifest. */
  readonly name: string;
  readonly fingerprintOf: (id: string) => string;
}

export function measurementOf(report: Report, { name, fingerprintOf }: Origin): MeasurementFile {
  const { implementation, specification, seed, level, transports, complete } = report;
  const told = report.statements.filter((statement) => !isWithheld(statement, report));
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
    statements: told.map((statement) => cellOf(statement, report, fingerprintOf)),
    withheld: report.statements.length - told.length,
  };
}

/** JSON with one statement a line, so that a change of one is a change of one line. */
export function measurementJson(measurement: MeasurementFile): string {
  const { statements, ...head } = measurement;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${lines.join("")}  "statements": [\n${statements.map((cell) => `    ${JSON.stringify(cell)}`).join(",\n")}\n  ]\n}\n`;
}

/** Told first to the maintainers (SECURITY.md): what ends or hangs the process of a deployed release. */
function isWithheld({ id, verdict }: StatementResult, report: Report): boolean {
  return (verdict === "fail" || verdict === "warning") && resultsOn(id, report).some(({ cause }) => cause === "adapter-died" || cause === "adapter-silent");
}

/** The results that broke a statement, or left it unjudged. */
function resultsOn(id: string, { properties }: Report): readonly PropertyResult[] {
  return properties.filter(
    ({ judges, statement, verdict }) => verdict !== "pass" && (statement === id || (statement === undefined && judges.some((judged) => judged === id))),
  );
}

function cellOf({ id, level, verdict, reason }: StatementResult, report: Report, fingerprintOf: (id: string) => string): MeasuredStatement {
  const cell = { id, fingerprint: fingerprintOf(id), level, verdict };
  if (verdict === "pass") return cell;
  const witnessed = resultsOn(id, report)
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
