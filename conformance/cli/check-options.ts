/** The options of `check` and `start`: what they mean, and how their values are read. */
import { wholeNumber, type OptionKinds, type Parsed } from "./arguments.ts";
import type { MechanismName } from "../kit/security/mechanism.ts";
import type { Level, ProtocolVersion, Transport } from "../kit/model.ts";
import { UsageError } from "./usage-error.ts";

export const checkOptionKinds: OptionKinds = {
  impl: "text",
  with: "text",
  filter: "texts",
  list: "flag",
  seed: "text",
  runs: "text",
  quick: "flag",
  full: "flag",
  jobs: "text",
  json: "text",
  junit: "text",
  markdown: "text",
  html: "text",
  site: "text",
  witnesses: "text",
  protocol: "text",
  transport: "texts",
  mechanism: "texts",
  hostile: "flag",
  "known-failures": "text",
  choice: "texts",
  color: "flag",
  "no-color": "flag",
};

export const checkOptionHelp = `What is judged
  --impl NAME            an implementation that has a manifest (default: reference)
  --with NAME            let it play with this implementation, every pair of socket types both
                         ways, through a recorder; "-": with the command after a second "--"
  --filter GLOB          only these statements, chapters or properties; repeatable; * and ? are wildcards
  --quick | --full       fewer inputs, or many more (default: standard)
  --protocol 3.1|3.0     the version to judge by (default: what the implementation announces)
  --transport LIST       tcp, ipc, inproc, ws, joined by commas (default: those declared)
  --mechanism LIST       null, plain, curve, joined by commas (default: null; --full: those declared)
  --hostile              also judge statements whose cases crash deployed releases
  --choice ID=VALUE      replace a choice that the implementation declares; repeatable
  --known-failures FILE  excuse these (a JSON list or a manifest); none: excuse nothing (default: the manifest's)

How it runs
  --seed N               the seed of generated inputs (default 1; random: a new one)
  --runs N               inputs generated for each property, in place of the level's number
  --jobs N               properties that run at once (default 8, or the manifest's)

What it writes ("-" is the standard output, where nothing else is then written)
  --list                 the statements and their properties; nothing is run
  --json FILE            the whole report, as schemas/report.schema.json says
  --junit FILE           JUnit XML for build servers
  --markdown FILE        a summary for people
  --html FILE            a page for people: one file, with a filter and every failure explained
  --site PLACE           the page leads to each statement in the site of the specification: the
                         folder that "npm run site" wrote, or its address
  --witnesses DIR        one file for each failure, to be replayed
  --color | --no-color   colours or none (default: on a terminal, unless NO_COLOR is set)`;

export const exitCodeHelp = `Exit codes
  0    conforming
  1    a MUST is broken, or a known failure is stale
  2    inconclusive
  3    wrong usage, a fault of the harness, or nothing was judged
  130  interrupted`;

/** A file format and where it goes. */
export interface ReportFile {
  readonly format: "json" | "junit" | "markdown" | "html";
  readonly path: string;
}

export interface CheckOptions {
  readonly implementation?: string;
  readonly program?: readonly string[];
  /** The implementation with which it plays: by name, or as a command. */
  readonly with?: string | readonly string[];
  readonly filters: readonly string[];
  readonly list: boolean;
  readonly seed: number;
  readonly runs?: number;
  readonly level: Level;
  readonly jobs?: number;
  readonly files: readonly ReportFile[];
  readonly witnessFolder?: string;
  /** The site of the specification, to which a page leads: a folder or an address. */
  readonly site?: string;
  readonly protocol?: ProtocolVersion;
  readonly transports?: readonly Transport[];
  readonly mechanisms?: readonly MechanismName[];
  readonly hostile: boolean;
  /** A file, or "none"; absent: the manifest's. */
  readonly knownFailures?: string;
  /** Statement id to value. */
  readonly choices: Readonly<Record<string, string>>;
  /** Absent: as the terminal and NO_COLOR say. */
  readonly colour?: boolean;
}

/** Throws `UsageError` for a value that makes no sense. Names of statements are judged later, when the suite is loaded. */
export function checkOptions(parsed: Parsed): CheckOptions {
  const { flag, text, texts } = parsed;
  const { program, other } = programsOf(parsed);
  if (flag("quick") && flag("full")) throw new UsageError("Give either --quick or --full, not both.");
  if (flag("color") && flag("no-color")) throw new UsageError("Give either --color or --no-color, not both.");
  const implementation = text("impl");
  if (implementation !== undefined && program !== undefined) throw new UsageError('Give either --impl NAME or a command after "--", not both.');
  const runs = text("runs");
  const jobs = text("jobs");
  const witnessFolder = text("witnesses");
  const site = text("site");
  if (site !== undefined && text("html") === undefined) throw new UsageError("--site says where a page leads: give --html FILE as well.");
  const protocol = protocolOf(text("protocol"));
  const transports = transportsOf(texts("transport"));
  const mechanisms = mechanismsOf(texts("mechanism"));
  const knownFailures = text("known-failures");
  return {
    ...(implementation === undefined ? {} : { implementation }),
    ...(program === undefined ? {} : { program }),
    ...(other === undefined ? {} : { with: other }),
    filters: texts("filter"),
    list: flag("list"),
    seed: seedOf(text("seed")),
    ...(runs === undefined ? {} : { runs: wholeNumber("runs", runs, 1, 1_000_000) }),
    level: flag("quick") ? "quick" : flag("full") ? "full" : "standard",
    ...(jobs === undefined ? {} : { jobs: wholeNumber("jobs", jobs, 1, 1024) }),
    files: filesOf(parsed),
    ...(witnessFolder === undefined ? {} : { witnessFolder }),
    ...(site === undefined ? {} : { site }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(transports === undefined ? {} : { transports }),
    ...(mechanisms === undefined ? {} : { mechanisms }),
    hostile: flag("hostile"),
    ...(knownFailures === undefined ? {} : { knownFailures }),
    choices: choicesOf(texts("choice")),
    ...(flag("color") ? { colour: true } : flag("no-color") ? { colour: false } : {}),
  };
}

/** The command of the implementation under test, and what it plays with. A second "--" means something with `--with -` only: a command may have one of its own. */
function programsOf({ text, program }: Parsed): { readonly program?: readonly string[]; readonly other?: string | readonly string[] } {
  const other = text("with");
  if (other !== "-") return { ...(program === undefined ? {} : { program }), ...(other === undefined ? {} : { other }) };
  const example = "patternwire check --with - -- ./my-adapter -- ./another";
  if (program === undefined) throw new UsageError(`--with - needs the command of the other implementation, for example: ${example}`);
  if (text("impl") !== undefined) return { other: program };
  const mark = program.indexOf("--");
  const [own, others] = [program.slice(0, mark), program.slice(mark + 1)];
  if (mark < 1 || others.length === 0)
    throw new UsageError(`--with - takes two commands, each behind a "--", or --impl NAME and one command, for example: ${example}`);
  return { program: own, other: others };
}

const transportNames: readonly Transport[] = ["tcp", "ipc", "inproc", "ws"];
const mechanismNames: readonly MechanismName[] = ["NULL", "PLAIN", "CURVE"];
const largestSeed = 2 ** 31 - 1;

function filesOf({ text, flag }: Parsed): readonly ReportFile[] {
  const files = (["json", "junit", "markdown", "html"] as const).flatMap((format) => {
    const path = text(format);
    return path === undefined ? [] : [{ format, path }];
  });
  if (files.filter(({ path }) => path === "-").length > 1) throw new UsageError('Only one report can go to the standard output: give "-" once.');
  const other = files.find(({ format }) => format !== "json");
  if (flag("list") && other !== undefined) throw new UsageError(`--list writes text or, with --json, JSON: --${other.format} is for a run.`);
  return files;
}

function seedOf(text: string | undefined): number {
  if (text === "random") return Math.floor(Math.random() * largestSeed);
  return text === undefined ? 1 : wholeNumber("seed", text, -largestSeed, largestSeed);
}

function protocolOf(text: string | undefined): ProtocolVersion | undefined {
  if (text === undefined || text === "3.1" || text === "3.0") return text;
  throw new UsageError(`--protocol takes 3.1 or 3.0, not "${text}".`);
}

function transportsOf(texts: readonly string[]): readonly Transport[] | undefined {
  if (texts.length === 0) return undefined;
  const names = texts.flatMap((text) => text.split(","));
  const unknown = names.find((name) => !transportNames.some((transport) => transport === name));
  if (unknown !== undefined) throw new UsageError(`--transport takes ${transportNames.join(", ")}, joined by commas, not "${unknown}".`);
  return transportNames.filter((transport) => names.includes(transport));
}

function mechanismsOf(texts: readonly string[]): readonly MechanismName[] | undefined {
  if (texts.length === 0) return undefined;
  const names = texts.flatMap((text) => text.split(",")).map((name) => name.toUpperCase());
  const unknown = names.find((name) => !mechanismNames.some((mechanism) => mechanism === name));
  if (unknown !== undefined)
    throw new UsageError(`--mechanism takes ${mechanismNames.join(", ").toLowerCase()}, joined by commas, not "${unknown.toLowerCase()}".`);
  return mechanismNames.filter((mechanism) => names.includes(mechanism));
}

function choicesOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const sign = text.indexOf("=");
      if (sign < 1 || sign === text.length - 1) throw new UsageError(`--choice takes ID=VALUE, as in framing.reserved-received=close, not "${text}".`);
      return [text.slice(0, sign), text.slice(sign + 1)];
    }),
  );
}
