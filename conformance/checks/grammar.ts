/**
 * The grammar of the specification, run. A context-free grammar cannot say that a size field counts the octets after it, so the rules that a size field binds become
 * terminals of our own: such a terminal reads the size in front of it, takes as many octets, and asks the rule's own definition whether it derives them.
 */
import apg, { type Terminal as Terminated } from "apg-js";
import { readFences } from "./generate/fences.ts";
import { readText } from "./generate/repository.ts";

export interface GrammarOptions {
  /** Rules that a size field binds, and how many octets the size field in front of them has. */
  readonly sized?: Readonly<Record<string, 1 | 4 | 8>>;
  /** Rules that take a fixed number of octets, as their comment says. */
  readonly fixed?: Readonly<Record<string, number>>;
  /** Texts to replace first, where the width of a size depends on what stands before it; each must occur. A terminal is written e_rule-width. */
  readonly rewrites?: readonly (readonly [from: string, to: string])[];
  /** The chapter says that its quoted strings are compared with regard to letter case. */
  readonly caseSensitive?: boolean;
}

/** Tells whether a rule derives exactly these octets or code points. */
export type Judge = (rule: string, input: readonly number[]) => boolean;

/** The ABNF blocks of the files, one after the other. */
export function abnfOf(files: readonly string[]): string {
  return files
    .flatMap((file) =>
      readFences(file, readText(file))
        .filter(({ language }) => language === "abnf")
        .map(({ text }) => text),
    )
    .join("\n");
}

/** The names of the rules that the text defines, in order, with repetitions. */
export function ruleNames(abnf: string): readonly string[] {
  return [...abnf.matchAll(/^([A-Za-z][A-Za-z0-9-]*) *=\/? /gmu)].map(([, name = ""]) => name);
}

/** Compiles ABNF. Throws an error that lists what is wrong: what does not parse, and rules that are used and not defined. */
export function compileGrammar(abnf: string, options: GrammarOptions = {}): Judge {
  const source = prepare(abnf, options);
  const api = new apg.apgApi(`${source}\n${coreRules(abnf)}`.replaceAll(/\r?\n/gu, "\r\n"));
  api.generate();
  if (api.errors.length > 0) throw new Error(api.errors.map(({ line, msg }) => `line ${String(line)}: ${msg} (${source.split("\n")[line] ?? ""})`).join("\n"));
  const grammar = api.toObject();
  const terminals = grammar.udts.map(({ lower }) => readTerminal(lower));
  const judge: Judge = (rule, input) => {
    const parser = new apg.apgLib.parser();
    parser.callbacks = Object.fromEntries(terminals.map((terminal) => [terminal.text, runner(terminal, judge)]));
    return parser.parse(grammar, rule in { ...options.sized, ...options.fixed } ? `content-of-${rule}` : rule, input).success;
  };
  return judge;
}

interface Terminal {
  readonly text: string;
  readonly rule: string;
  readonly mayBeEmpty: boolean;
  readonly size: { readonly type: "field"; readonly width: number } | { readonly type: "fixed"; readonly octets: number };
}

/** e_rule-8: as many octets of the rule as the eight octets before say. u_rule-8: the same, and not none. e_rule-is20: twenty octets of the rule. */
function readTerminal(text: string): Terminal {
  const { kind, rule = "", fixed, number } = /^(?<kind>[eu])_(?<rule>.+)-(?<fixed>is)?(?<number>\d+)$/u.exec(text)?.groups ?? {};
  if (number === undefined) throw new Error(`the grammar uses ${text}, which nothing defines`);
  const size = fixed === undefined ? { type: "field" as const, width: Number(number) } : { type: "fixed" as const, octets: Number(number) };
  return { text, rule, mayBeEmpty: kind === "e", size };
}

function runner({ rule, mayBeEmpty, size }: Terminal, judge: Judge): Terminated {
  return (system, characters, index) => {
    const octets = size.type === "fixed" ? size.octets : sizeBefore(characters, index, size.width);
    const content = characters.slice(index, index + octets);
    const derived = content.length === octets && (octets > 0 || mayBeEmpty) && (rule === "octets" || judge(`content-of-${rule}`, content));
    system.state = !derived ? apg.apgLib.ids.NOMATCH : octets === 0 ? apg.apgLib.ids.EMPTY : apg.apgLib.ids.MATCH;
    system.phraseLength = derived ? octets : 0;
  };
}

function sizeBefore(characters: readonly number[], index: number, width: number): number {
  return characters.slice(Math.max(0, index - width), index).reduce((size, octet) => size * 256 + octet, 0);
}

function prepare(abnf: string, { sized = {}, fixed = {}, rewrites = [], caseSensitive = false }: GrammarOptions): string {
  let text = inlineSized(abnf);
  for (const [from, to] of rewrites) {
    if (!text.includes(from)) throw new Error(`the grammar no longer has "${from}": mend the rewrite`);
    text = text.replaceAll(from, to);
  }
  text = withoutComments(text);
  if (caseSensitive) text = text.replaceAll(/(?<!%[si])"([^"]*)"/gu, '%s"$1"');
  for (const [name, width] of Object.entries(sized)) text = asTerminal(text, name, String(width));
  for (const [name, octets] of Object.entries(fixed)) text = asTerminal(text, name, `is${String(octets)}`);
  return text;
}

/**
 * Octets behind a size of either form: `( %x01 OCTET / %x03 8OCTET ) sized-octets`. Each form gets its own terminal; where the comment says "never of size zero", one
 * that is never empty.
 */
function inlineSized(abnf: string): string {
  return abnf.replaceAll(/\( (%x\S+ (?:OCTET|%x\S+)) \/ (%x\S+ 8OCTET) \) sized-octets(.*)/gu, (_all, short: string, long: string, comment: string) => {
    const kind = comment.includes("never of size zero") ? "u" : "e";
    return `( ${short} ${kind}_octets-1 / ${long} ${kind}_octets-8 )`;
  });
}

/** Renames the definition of a rule, and makes each use of it a terminal. */
function asTerminal(text: string, name: string, size: string): string {
  if (!ruleNames(text).includes(name)) throw new Error(`the grammar no longer has the rule ${name}`);
  const uses = text.replaceAll(new RegExp(`(?<![A-Za-z0-9_"-])${name}(?![A-Za-z0-9"-])`, "gu"), `e_${name}-${size}`);
  return uses.replaceAll(new RegExp(`^e_${name}-${size}( *=)`, "gmu"), `content-of-${name}$1`);
}

function withoutComments(abnf: string): string {
  return abnf
    .split("\n")
    .map((line) => line.replace(/^((?:[^";]|"[^"]*")*);.*$/u, "$1").trimEnd())
    .join("\n");
}

/** RFC 5234, appendix B.1, as far as the text uses it and does not define it itself. */
function coreRules(abnf: string): string {
  const core: Readonly<Record<string, string>> = {
    ALPHA: "%x41-5A / %x61-7A",
    BIT: '"0" / "1"',
    CHAR: "%x01-7F",
    CR: "%x0D",
    CRLF: "CR LF",
    DIGIT: "%x30-39",
    DQUOTE: "%x22",
    HEXDIG: '%x30-39 / "A" / "B" / "C" / "D" / "E" / "F"',
    HTAB: "%x09",
    LF: "%x0A",
    OCTET: "%x00-FF",
    SP: "%x20",
    VCHAR: "%x21-7E",
    WSP: "%x20 / %x09",
  };
  const defined = new Set(ruleNames(abnf));
  return `${Object.entries(core)
    .filter(([name]) => !defined.has(name))
    .map(([name, value]) => `${name} = ${value}`)
    .join("\n")}\n`;
}
