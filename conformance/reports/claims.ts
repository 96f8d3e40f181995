/** What is said of implementations beside what was measured of them, as Markdown. A verdict is computed from the measurements, never written by hand. */
import type { Claim } from "../../schemas/types/claim.ts";
import type { MeasuredStatement, MeasurementFile } from "../../schemas/types/measurement.ts";
import { printable } from "./text.ts";

export type ClaimVerdict = "confirmed" | "refuted" | "not seen";

export interface Judged {
  readonly verdict: ClaimVerdict;
  /** What the run saw instead, or why it could not see it. */
  readonly why?: string;
  /** Whether the text of a statement that was judged has changed since. */
  readonly moved: boolean;
}

/** The fingerprint of a statement as it is now; nothing when there is none of that id. */
export type FingerprintOf = (id: string) => string | undefined;

/** Refuted by one statement that is otherwise than expected, confirmed when those that were judged are as expected, and not seen when none was judged. */
export function judgeClaim(claim: Claim, measurement: MeasurementFile, fingerprintOf: FingerprintOf): Judged {
  const cells = new Map(measurement.statements.map((cell) => [cell.id, cell]));
  const expected = claim.statements.flatMap(({ id, expect }) => (expect === undefined ? [] : [{ id, expect, cell: cells.get(id) }]));
  const judged = expected.flatMap(({ expect, cell }) => {
    const outcome = outcomeOf(cell);
    return cell === undefined || outcome === undefined ? [] : [{ cell, outcome, agrees: outcome === expect }];
  });
  const moved = judged.some(({ cell }) => fingerprintOf(cell.id) !== cell.fingerprint);
  const { protocol } = measurement.implementation;
  if (claim.protocol !== undefined && claim.protocol !== protocol) return { verdict: "refuted", why: `it announces ${protocol}`, moved };
  const against = judged.find(({ agrees }) => !agrees);
  if (against !== undefined) return { verdict: "refuted", why: seen(against.cell, against.outcome), moved };
  if (judged.length > 0) return { verdict: "confirmed", moved };
  return { verdict: "not seen", why: claim.unseen ?? expected.map(({ cell }) => cell?.reason ?? "it is not among the statements measured")[0] ?? "", moved };
}

/** For each implementation its claims, one a row, and a column for each run; then those of implementations that are not run. */
export function claimsTable(claims: readonly Claim[], measurements: readonly MeasurementFile[], fingerprintOf: FingerprintOf): string {
  const names = [...new Set(claims.map(({ implementation }) => implementation))];
  const groups = names.map((name) => {
    const own = claims.filter(({ implementation }) => implementation === name);
    return { name, own, runs: measurements.filter(({ name: run }) => own.some(({ runs = [] }) => runs.includes(run))) };
  });
  const judge = (claim: Claim, run: MeasurementFile): Judged => judgeClaim(claim, run, fingerprintOf);
  const summary = groups.flatMap(({ name, own, runs }) =>
    runs.length === 0
      ? [[name, "not run", String(own.length), "", "", ""]]
      : runs.map((run) => {
          const verdicts = own.map((claim) => judge(claim, run).verdict);
          const count = (wanted: ClaimVerdict): string => String(verdicts.filter((verdict) => verdict === wanted).length);
          return [name, versionOf(run), String(own.length), count("confirmed"), count("refuted"), count("not seen")];
        }),
  );
  return [
    table(["said of", "run", "claims", "confirmed", "refuted", "not seen"], summary),
    ...groups.map(({ name, own, runs }) =>
      [
        `### ${name}`,
        "",
        `Said of ${own[0]?.version ?? ""}.`,
        "",
        runs.length === 0
          ? notRun(own)
          : table(["claim", "basis", "statements", ...runs.map(versionOf), "seen instead, or why not seen"], rows(own, runs, judge)),
      ].join("\n"),
    ),
  ].join("\n\n");
}

function rows(claims: readonly Claim[], runs: readonly MeasurementFile[], judge: (claim: Claim, run: MeasurementFile) => Judged): readonly string[][] {
  return claims.map((claim) => {
    const judged = runs.map((run) => judge(claim, run));
    const reasons = [...new Set(judged.flatMap(({ why = "" }) => (why === "" ? [] : [inCell(why)])))];
    return [claim.claim, claim.basis, expectations(claim), ...judged.map(({ verdict, moved }) => `${verdict}${moved ? "\\*" : ""}`), reasons.join("<br>")];
  });
}

function notRun(claims: readonly Claim[]): string {
  return table(
    ["claim", "basis", "statements", "verdict"],
    claims.map((claim) => [claim.claim, claim.basis, expectations(claim), "not run"]),
  );
}

function expectations({ statements }: Claim): string {
  return statements.map(({ id, expect }) => `\`${id}\`${expect === undefined ? "" : ` ${expect}`}`).join("<br>");
}

function outcomeOf(cell: MeasuredStatement | undefined): "kept" | "broken" | undefined {
  if (cell?.verdict === "pass") return "kept";
  return cell?.verdict === "fail" || cell?.verdict === "warning" ? "broken" : undefined;
}

function seen({ id, actual, reason }: MeasuredStatement, outcome: string): string {
  return `${id} is ${outcome}${actual === undefined && reason === undefined ? "" : `: ${actual ?? reason ?? ""}`}`;
}

function versionOf({ implementation }: MeasurementFile): string {
  return `${implementation.name} ${implementation.version}`;
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

const shownLetters = 160;

/** Text of an implementation in a cell: printable, on one line, short, without markup. */
function inCell(text: string): string {
  const line = printable(text).replace(/\s+/gu, " ");
  const short = line.length > shownLetters ? `${line.slice(0, shownLetters)}…` : line;
  return short.replace(/[\\`*_<>|[\]]/gu, (character) => `\\${character}`);
}
