/** Reads the words after a command: options first, and after `--` the command that starts an adapter. */
import { parseArgs } from "node:util";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** An option takes a value (`text`), several (`texts`), or none (`flag`). */
export type OptionKinds = Readonly<Record<string, "flag" | "text" | "texts">>;

export interface Parsed {
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly positionals: readonly string[];
  /** The words after `--`, when it was there. */
  readonly program?: readonly string[];
}

export interface ParseRules {
  readonly options: OptionKinds;
  /** For the message of an error: `patternwire check`. */
  readonly command: string;
  /** The first word that is no option begins the command, even without `--` (npm eats the first one). */
  readonly programWithoutMark?: boolean;
}

/** Thrown when --help or -h stands among the options. */
export class HelpWanted extends Error {}

/** Throws {@link HelpWanted}, or {@link UsageError} on an unknown option, a value too many or too few, or `--` with nothing after it. */
export function parseArguments(args: readonly string[], rules: ParseRules): Parsed {
  const boundary = programStart(args, rules);
  const head = args.slice(0, boundary.end);
  const program = boundary.program === undefined ? undefined : args.slice(boundary.program);
  const tokens = tokensOf(head, rules.options);
  if (tokens.some((token) => token.kind === "option" && (token.name === "help" || token.name === "h"))) throw new HelpWanted();
  if (program?.length === 0) throw new UsageError(`A command must follow "--", for example: ${rules.command} -- ./my-adapter`);
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind === "option") values.set(token.name, [...(values.get(token.name) ?? []), valueOf(token, rules)]);
  }
  return {
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
    positionals,
    ...(program === undefined ? {} : { program }),
  };
}

/** A whole number within bounds, given by an option. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^-?\d+$/u.test(text) || value < least || value > most) {
    throw new UsageError(`--${option} takes a whole number from ${String(least)} to ${String(most)}, not "${text}".`);
  }
  return value;
}

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

function tokensOf(args: readonly string[], options: OptionKinds): readonly Token[] {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, kind]) => [name, kind === "flag" ? ({ type: "boolean" } as const) : ({ type: "string", multiple: true } as const)]),
  );
  return parseArgs({ args: [...args], options: config, strict: false, allowPositionals: true, tokens: true }).tokens;
}

/** Where the options end, and where the command begins when there is one. */
function programStart(args: readonly string[], rules: ParseRules): { readonly end: number; readonly program?: number } {
  for (const token of tokensOf(args, rules.options)) {
    if (token.kind === "option-terminator") return { end: token.index, program: token.index + 1 };
    if (token.kind === "positional" && rules.programWithoutMark === true) return { end: token.index, program: token.index };
  }
  return { end: args.length };
}

function valueOf(token: OptionToken, rules: ParseRules): string {
  const kind = rules.options[token.name];
  if (kind === undefined) {
    const near = nearest(token.name, Object.keys(rules.options), 1).map((name) => ` Did you mean --${name}?`);
    throw new UsageError(`There is no option ${token.rawName}.${near.join("")} All options: ${rules.command} --help`);
  }
  if (kind === "flag") {
    if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value.`);
    return "";
  }
  const { value } = token;
  if (value === undefined || value === "" || (!token.inlineValue && value.startsWith("-") && value !== "-")) {
    throw new UsageError(`--${token.name} needs a value. One that begins with "-" is written --${token.name}=VALUE.`);
  }
  return value;
}
