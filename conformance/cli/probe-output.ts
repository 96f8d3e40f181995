/** Tells what a probe found: what the endpoint is, the report, and what could not be seen. */
import type { Probed } from "../kit/probe/run.ts";
import { requirements } from "../kit/requirements.ts";
import { reportJson } from "../reports/json.ts";
import { terminalReport } from "../reports/terminal.ts";
import { printable, wrap } from "../reports/text.ts";
import { useColour } from "./colour.ts";
import type { Context, ExitCode } from "./context.ts";
import { decisionRecord } from "./decision-record.ts";
import { writeWhole } from "./files.ts";

export interface ProbeWriting {
  readonly json: string | undefined;
  readonly colour: boolean | undefined;
}

export function writeProbe(endpoint: string, probed: Probed, { json, colour }: ProbeWriting, context: Context): ExitCode {
  const { contact, report } = probed;
  if (contact.type !== "peer" || report === undefined) {
    const why =
      contact.type === "refused"
        ? `Nothing listens at ${endpoint} (${contact.reason})`
        : `${endpoint} does not speak ${endpoint.startsWith("ws:") ? "ZMTP over WebSocket" : "ZMTP"}: ${contact.type === "foreign" ? contact.reason : ""}`;
    context.err.write(`Error: ${printable(why)}.\n`);
    return 3;
  }
  const { greeting, socketType, reason, subProtocol } = contact;
  const version =
    subProtocol === undefined ? `announces version ${String(greeting.major)}.${String(greeting.minor)}` : `chooses the sub-protocol ${subProtocol}`;
  const announced = [
    `${endpoint} ${version}, the mechanism ${greeting.mechanism}`,
    socketType === undefined ? ` and no socket type${reason === undefined ? "" : ` (${reason})`}` : ` and the socket type ${socketType}`,
    `; ${String(probed.connections)} connections were made.`,
  ].join("");
  if (json === "-") context.out.write(reportJson(report));
  else if (json !== undefined) writeWhole(json, reportJson(report));
  if (json !== "-")
    context.out.write(
      `${wrap(printable(announced), context.out.columns).join("\n")}\n\n${terminalReport(report, {
        statements: new Map([...requirements()].map(([id, entry]) => [id, { ...entry, properties: [] }])),
        knownFailures: [],
        width: context.out.columns,
        colour: useColour(context.out, context.environment, colour),
        decisionRecord,
        replayCommand: () => `npx patternwire probe ${endpoint}`,
      })}\n${unseenLines(report.statements, context.out.columns).join("\n")}\n`,
    );
  if (!probed.alive) context.err.write(`Warning: ${endpoint} does not answer any more: what was sent to it has ended it, or its application has.\n`);
  return report.exitCode;
}

/** Why statements were not seen: each reason once, with how many it kept from being seen. */
function unseenLines(statements: NonNullable<Probed["report"]>["statements"], width: number): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { id, verdict, reason = "" } of statements) if (verdict === "not-applicable") reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  const count = [...reasons.values()].reduce((sum, ids) => sum + ids.length, 0);
  return [
    `Not seen from outside: ${String(count)} statements`,
    ...[...reasons].flatMap(([reason, ids]) =>
      wrap(`${reason}: ${ids.length > 4 ? `${ids.slice(0, 3).join(", ")} and ${String(ids.length - 3)} more` : ids.join(", ")}`, width, "  ", "    "),
    ),
  ];
}
