/** The conformance kit for programs: judge an implementation, replay a witness, list the statements. */
export type { Cause, Level, PropertyResult, ProtocolVersion, Report, StatementResult, Transport, Verdict, Witness } from "./model.ts";
export type { KnownFailure, RunOptions, Target } from "./run-options.ts";
export { replayWitness } from "./replay.ts";
export { listStatements, runSuite } from "./runner.ts";
