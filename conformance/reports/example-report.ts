/** A small report with every class of verdict, and the statements that it speaks of: for the tests of writers and commands. */
import type { PropertyResult, Report, Witness } from "../kit/model.ts";
import type { StatementEntry } from "./statement-entry.ts";

export const exampleStatements: readonly StatementEntry[] = [
  statement("framing.more", "MUST", "A sender MUST set the MORE bit on every frame of a message but the last.", "37/ZMTP, Framing", ["framing/splits"]),
  statement(
    "framing.close-on-command-more",
    "MUST",
    "A receiver MUST close the connection when a command frame has the MORE bit set.",
    "37/ZMTP, Framing; decision 0035",
    ["framing/command-more"],
  ),
  statement("framing.accept-long", "MUST", "A receiver MUST accept a long frame with a body of any size.", "37/ZMTP, Framing; decision 0033", ["framing/long"]),
  statement("framing.short-command", "SHOULD", "A sender SHOULD use the short form for a command of at most 255 octets.", "37/ZMTP, Framing", [
    "framing/short",
  ]),
  statement("framing.any-split", "MUST", "A receiver MUST accept frames however their octets are divided among segments.", "37/ZMTP, Framing", [
    "framing/splits",
  ]),
  {
    ...statement("framing.no-memory-on-word", "MUST NOT", "A receiver MUST NOT reserve memory for the declared size of a frame.", "decision 0039", []),
    observable: "none",
    reason: "memory is not visible on the wire",
  },
  {
    ...statement("greeting.padding-ignored", "MAY", "A receiver MAY refuse a padding that is not zero.", "decisions 0025, 0065", ["greeting/padding"]),
    choice: ["ignore", "close"],
  },
  statement("greeting.version", "MUST", "A peer MUST send its version.", "37/ZMTP, Greeting", ["greeting/version"]),
  {
    ...statement("tcp.endpoint", "MUST", "A socket MUST accept a numeric endpoint.", "decision 0110", ["tcp/endpoint"]),
    since: "3.1",
    appliesTo: ["REQ"],
    hostile: true,
  },
];

export const exampleWitness: Witness = {
  format: "patternwire-witness/1",
  statement: "framing.close-on-command-more",
  text: "A receiver MUST close the connection when a command frame has the MORE bit set.",
  property: "framing/command-more",
  transport: "tcp",
  protocol: "3.1",
  seed: 1,
  input: { octets: { hex: "0505" }, cuts: [1, 2] },
  expected: "the connection is closed",
  actual: "the connection is open: a PING is answered",
  trace: ["S opens ROUTER", "S binds", "A connects to S as DEALER", "A writes 05 05 04 50 49 4e 47", "A is closed"],
  octets: ["A writes", "05  # flags: COMMAND, MORE", "05  # size 5", '04 50 49 4e 47  # command "PING"'],
  implementation: { name: "example", version: "1.2.3" },
};

const properties: readonly PropertyResult[] = [
  {
    ...result("framing/command-more", ["framing.close-on-command-more"]),
    verdict: "fail",
    cause: "violated",
    statement: "framing.close-on-command-more",
    witness: exampleWitness,
  },
  {
    ...result("framing/long", ["framing.accept-long"]),
    verdict: "fail",
    cause: "adapter-died",
    statement: "framing.accept-long",
    reason: "the adapter died with <SIGSEGV>",
  },
  {
    ...result("framing/short", ["framing.short-command"]),
    verdict: "warning",
    cause: "violated",
    statement: "framing.short-command",
    witness: { ...exampleWitness, statement: "framing.short-command", property: "framing/short", actual: "a long frame of 5 octets" },
  },
  { ...result("framing/splits", ["framing.more", "framing.any-split"]), verdict: "pass" },
  {
    ...result("greeting/padding", ["greeting.padding-ignored"]),
    verdict: "not-applicable",
    cause: "undeclared",
    reason: "the choice is not declared",
    runs: 0,
  },
  { ...result("greeting/version", ["greeting.version"]), verdict: "inconclusive", cause: "precondition", reason: "no connection came about" },
  { ...result("tcp/endpoint", ["tcp.endpoint"]), verdict: "pass", observed: "tcp.endpoint: numeric", window: "nothing tells that no name is looked up" },
];

/** Breaks two MUSTs, one of them without a witness; exit code 1. */
export const exampleReport: Report = {
  format: "patternwire-report/1",
  implementation: { name: "example", version: "1.2.3", language: "Go", protocol: "3.1" },
  specification: { version: "0.1", fingerprint: "0123456789abcdef" },
  seed: 1,
  level: "standard",
  hostile: false,
  transports: ["tcp"],
  mechanisms: ["NULL"],
  choices: {},
  statements: [
    judged("framing.more", "MUST", "pass"),
    judged("framing.close-on-command-more", "MUST", "fail"),
    { ...judged("framing.accept-long", "MUST", "fail"), reason: "the adapter died with <SIGSEGV>" },
    judged("framing.short-command", "SHOULD", "warning"),
    { ...judged("framing.any-split", "MUST", "fail"), known: { reason: "It needs whole frames.", expires: "2030-01-01" } },
    { ...judged("framing.no-memory-on-word", "MUST NOT", "not-applicable"), reason: "not observable: memory is not visible on the wire" },
    { ...judged("greeting.padding-ignored", "MAY", "not-applicable"), reason: "the choice is not declared" },
    { ...judged("greeting.version", "MUST", "inconclusive"), reason: "no connection came about" },
    judged("tcp.endpoint", "MUST", "pass"),
  ],
  properties,
  staleKnownFailures: ["tcp.endpoint"],
  summary: { pass: 2, fail: 2, warning: 1, inconclusive: 1, "not-applicable": 2, error: 0, known: 1 },
  exitCode: 1,
  complete: true,
  volatile: {
    startedAt: "2026-01-02T03:04:05.000Z",
    durationMs: 12_345,
    ceilingMs: 2000,
    cases: 42,
    host: "example",
    adapterLog: ["panic: index out of range"],
  },
};

/** Keeps all that is judged; exit code 0. */
export const conformingReport: Report = {
  ...exampleReport,
  statements: [judged("framing.more", "MUST", "pass"), judged("tcp.endpoint", "MUST", "pass")],
  properties: properties.filter(({ verdict }) => verdict === "pass"),
  staleKnownFailures: [],
  summary: { pass: 2, fail: 0, warning: 0, inconclusive: 0, "not-applicable": 0, error: 0, known: 0 },
  exitCode: 0,
};

function statement(id: string, level: string, text: string, source: string, names: readonly string[]): StatementEntry {
  const chapter = id.slice(0, id.indexOf("."));
  return { id, chapter, level, text, observable: "wire", source, file: `spec/wire/${chapter}.md`, properties: names };
}

function judged(
  id: Report["statements"][number]["id"],
  level: Report["statements"][number]["level"],
  verdict: Report["statements"][number]["verdict"],
): Report["statements"][number] {
  return {
    id,
    level,
    verdict,
    properties: exampleStatements.find((entry) => entry.id === id)?.properties ?? [],
    reached: verdict === "pass" ? 6 : 0,
    classes: {},
  };
}

function result(property: string, judges: PropertyResult["judges"]): Omit<PropertyResult, "verdict"> {
  return { property, transport: "tcp", judges, runs: 6, reached: {}, judged: {} };
}
