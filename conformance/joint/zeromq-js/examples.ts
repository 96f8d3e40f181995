/**
 * `npm run zeromq-examples -- DIR [--json]`: runs the examples of a checkout of zeromq.js on the reference, unchanged but for the import and the ports, and prints what
 * ran. They are not part of the npm package, so the checkout is the caller's. Exit 1 when one does not run and no reason is known, 3 for wrong usage.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "../../checks/generate/markdown.ts";
import { freePorts, start, type Package, type Running, type Source } from "./program.ts";

interface Expectation {
  /** A line that it prints when it has done what it shows; the last of them ends the wait for a program that goes on for ever. */
  readonly shows: readonly RegExp[];
  /** Whether it ends by itself, or goes on for ever. */
  readonly ends: boolean;
}

/** What each example shows, in our words. */
const expectations: Readonly<Record<string, Expectation>> = {
  "req-rep": { shows: [/8/u], ends: false },
  "pub-sub": { shows: [/meow|6d 65 6f 77/u], ends: false },
  "push-pull": { shows: [/work: some work/u], ends: false },
  queue: { shows: [/received: hello/u, /received: world!/u, /received: <empty message>/u], ends: true },
  majordomo: {
    shows: [
      ...["cola", "oolong", "sencha", "jasmine", "cappuccino", "espresso", "irish coffee"].map((word) => new RegExp(`received '${word}`, "u")),
      /Stopping/u,
    ],
    ends: true,
  },
};
/** What cannot run, and why. */
const left: Readonly<Record<string, string>> = {
  "threaded-worker": "sockets of several threads meet over inproc; here each thread has its own names, so use ipc or tcp between threads",
  "v5-compat": "it imports zeromq/v5-compat, the API of versions 4 and 5, which the reference does not have",
};

interface Outcome {
  readonly example: string;
  readonly outcome: "runs" | "fails" | "left out";
  readonly detail: string;
}

const [folder, ...flags] = process.argv.slice(2);
const examples = folder === undefined ? "" : ([join(folder, "examples"), folder].find((place) => existsSync(join(place, "req-rep"))) ?? "");
if (examples === "" || flags.some((flag) => flag !== "--json")) {
  console.error("usage: npm run zeromq-examples -- DIR [--json], where DIR is a checkout of zeromq.js or its folder examples");
  process.exit(3);
}

const outcomes: Outcome[] = [];
for (const entry of readdirSync(examples, { withFileTypes: true })) {
  if (!entry.isDirectory() || entry.name === "node_modules") continue;
  const outcome = await judged(entry.name);
  if (!flags.includes("--json")) console.log(`${outcome.outcome.padEnd(9)} ${outcome.example}: ${outcome.detail}`);
  outcomes.push(outcome);
}
if (flags.includes("--json")) console.log(JSON.stringify({ zeromq: checkoutVersion(), examples: outcomes }, undefined, 2));
else
  console.log(
    `\nzeromq.js ${checkoutVersion()}:\n\n${markdownTable(
      ["example", "outcome", "what was seen"],
      outcomes.map(({ example, outcome, detail }) => [example, outcome, detail]),
    )}`,
  );
process.exitCode = outcomes.some(({ outcome }) => outcome === "fails") ? 1 : 0;

async function judged(example: string): Promise<Outcome> {
  const reason = left[example];
  if (reason !== undefined) return { example, outcome: "left out", detail: reason };
  const expectation = expectations[example];
  if (expectation === undefined)
    return { example, outcome: "fails", detail: "nothing is known of this example: say in conformance/joint/zeromq-js/examples.ts what it shows" };
  const fault = await faultOf(example, expectation, "patternwire");
  if (fault === undefined)
    return {
      example,
      outcome: "runs",
      detail: expectation.ends ? "shows what it is to show, and ends with exit code 0" : "shows what it is to show, and goes on",
    };
  return { example, outcome: "fails", detail: fault };
}

/** What the run lacks; undefined when it shows all. */
async function faultOf(example: string, { shows, ends }: Expectation, from: Package): Promise<string | undefined> {
  const sources = sourcesOf(example);
  const program = start(sources, from, await freePorts(sources.map(({ text }) => text)), { CI: "" });
  const giveUp = setTimeout(() => program.process.kill("SIGKILL"), 60_000);
  try {
    const missing = (): readonly RegExp[] => shows.filter((pattern) => !program.lines.some((line) => pattern.test(line)));
    if (ends) await program.ended;
    else for (let count = 1; missing().length > 0 && (await program.printed(count));) count = program.lines.length + 1;
    return describe(program, missing(), ends ? await program.ended : undefined);
  } finally {
    clearTimeout(giveUp);
    program.process.kill("SIGKILL");
  }
}

function describe(program: Running, missing: readonly RegExp[], code: number | null | undefined): string | undefined {
  const complaints = program.complaints().trim().split("\n").slice(-3).join(" ");
  if (missing.length > 0) return `does not print ${missing.map(String).join(", ")}${complaints === "" ? "" : `; ${complaints}`}`;
  if (code !== undefined && code !== 0) return code === null ? "does not end within a minute" : `ends with exit code ${String(code)}; ${complaints}`;
  return complaints === "" ? undefined : complaints;
}

/** The files of an example, the one that starts it first. */
function sourcesOf(example: string): readonly Source[] {
  const files = readdirSync(join(examples, example)).filter((file) => file.endsWith(".ts"));
  return files
    .map((file) => ({ name: file.slice(0, -".ts".length), text: readFileSync(join(examples, example, file), "utf8") }))
    .sort((a, b) => Number(b.name === "index") - Number(a.name === "index"));
}

/** The folder of examples has a package file of its own, which tells no version. */
function checkoutVersion(): string {
  const files = ["package.json", "../package.json"].map((path) => join(folder ?? "", path)).filter((path) => existsSync(path));
  const versions = files.map((path) => (JSON.parse(readFileSync(path, "utf8")) as { readonly version?: string }).version);
  return versions.find((version) => version !== undefined) ?? "of unknown version";
}
