/**
 * The words of a judgement: verdicts, results, witness, report. Everything that prints, stores or compares results uses these shapes; the JSON Schemas
 * `report.schema.json` and `witness.schema.json` describe the same data.
 */
import type { MechanismName } from "./security/mechanism.ts";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { OctetScript } from "./octet-script.ts";
import type { Shrunk } from "./shrink/shrink.ts";

/** What became of a statement or a property. Order of severity: see `worst`. */
export type Verdict = "pass" | "not-applicable" | "warning" | "inconclusive" | "fail" | "error";

/** Why a verdict is not a plain pass. */
export type Cause =
  "violated" | "not-reached" | "precondition" | "undeclared" | "choice-mismatch" | "adapter-died" | "adapter-silent" | "adapter-invalid" | "harness";

/** How much is run: `quick` (a transport, few runs), `standard` (the default) or `full`. */
export type Level = "quick" | "standard" | "full";

export type Transport = "tcp" | "ipc" | "inproc" | "ws";
export type ProtocolVersion = "3.1" | "3.0" | "2.0";

/** The smallest scenario in which a statement was broken. It replays without the generator. */
export interface Witness {
  readonly format: "patternwire-witness/1";
  readonly statement: RequirementId;
  readonly text: string;
  readonly property: string;
  readonly transport: Transport;
  /** Absent: NULL. */
  readonly mechanism?: MechanismName;
  readonly protocol: ProtocolVersion;
  readonly seed: number;
  /** The property's input: JSON; octets are written as {"hex": "…"}. */
  readonly input: unknown;
  /** How the input was found from the first that failed. Absent: it could not be smaller. */
  readonly shrunk?: Shrunk;
  readonly expected: string;
  readonly actual: string;
  /** The scenario in the trace language (spec/notation/trace-language.md), one step a line. */
  readonly trace: readonly string[];
  /** Octets that crossed the wire, annotated field by field, one line a field. */
  readonly octets: readonly string[];
  /** The scenario as octets that any TCP client can send. Absent where more than octets is needed. */
  readonly script?: OctetScript;
  readonly implementation: { readonly name: string; readonly version: string };
}

/** What one property found on one transport. */
export interface PropertyResult {
  readonly property: string;
  readonly transport: Transport;
  /** The mechanism under which it was played. Absent: NULL. */
  readonly mechanism?: MechanismName;
  readonly judges: readonly RequirementId[];
  readonly verdict: Verdict;
  readonly cause?: Cause;
  /** The statement that was broken, when one was. */
  readonly statement?: RequirementId;
  /** For a person: why it is inconclusive, not applicable or an error. */
  readonly reason?: string;
  /** How many inputs were tried, and how many reached each input class. */
  readonly runs: number;
  readonly reached: Readonly<Record<string, number>>;
  /** The cases in which each statement was itself judged, and how many of them were of each input class; absent where occasions are counted, and no cases. */
  readonly judged?: Readonly<Partial<Record<RequirementId, JudgedCases>>>;
  readonly witness?: Witness;
  /** What the implementation was seen to choose, where the statement leaves a choice. */
  readonly observed?: string;
  /** Set when a window of time stood in for a barrier; says why. */
  readonly window?: string;
}

/** Cases in which a statement's own judgement was carried out. */
export interface JudgedCases {
  readonly cases: number;
  readonly classes: Readonly<Record<string, number>>;
}

/** What the run says about one statement: the worst of its properties. */
export interface StatementResult {
  readonly id: RequirementId;
  readonly level: "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly properties: readonly string[];
  /** Cases in which the statement's own judgement was carried out, over all its properties. */
  readonly reached: number;
  /** How many of them were of each input class; only classes that have any. */
  readonly classes?: Readonly<Record<string, number>>;
  /** Set when a known failure of the manifest excuses the verdict. */
  readonly known?: { readonly reason: string; readonly expires: string };
}

/** A run, as it is stored: the same seed gives the same report but for `volatile`. */
export interface Report {
  readonly format: "patternwire-report/1";
  readonly implementation: { readonly name: string; readonly version: string; readonly language: string; readonly protocol: ProtocolVersion };
  readonly specification: { readonly version: string; readonly fingerprint: string };
  readonly seed: number;
  readonly level: Level;
  readonly hostile: boolean;
  readonly transports: readonly Transport[];
  /** Mechanisms under which properties were played. */
  readonly mechanisms: readonly MechanismName[];
  readonly choices: Readonly<Record<string, string>>;
  readonly statements: readonly StatementResult[];
  readonly properties: readonly PropertyResult[];
  /** Known failures that did not happen, although their property ran. */
  readonly staleKnownFailures: readonly RequirementId[];
  readonly summary: Readonly<Record<Verdict | "known", number>>;
  readonly exitCode: 0 | 1 | 2 | 3 | 130;
  readonly complete: boolean;
  readonly volatile: {
    readonly startedAt: string;
    readonly durationMs: number;
    readonly ceilingMs: number;
    readonly cases: number;
    readonly host: string;
    readonly adapterLog: readonly string[];
  };
}

const severity: readonly Verdict[] = ["not-applicable", "pass", "warning", "inconclusive", "fail", "error"];

/** The worse of two verdicts: error, then fail, inconclusive, warning, pass, not-applicable. */
export function worst(a: Verdict, b: Verdict): Verdict {
  return severity.indexOf(a) >= severity.indexOf(b) ? a : b;
}
