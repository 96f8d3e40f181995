/** Reads the normative statements out of the chapters of spec/. A malformed statement is a problem with its place and its cure, never skipped. */
import { createHash } from "node:crypto";
import { problem, type Problem } from "./problem.ts";

export type StatementLevel = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";

/** One statement, as requirements.json holds it. */
export interface Statement {
  readonly id: string;
  readonly chapter: string;
  readonly level: StatementLevel;
  readonly actor: string;
  readonly text: string;
  readonly observable: "wire" | "api" | "both" | "none";
  /** Why nothing shows it; present exactly when `observable` is none. */
  readonly reason?: string;
  /** Socket types; empty when the statement applies to all. */
  readonly appliesTo: readonly string[];
  /** The first version of the protocol that has the rule. */
  readonly since?: string;
  /** The values among which an implementation declares its own. */
  readonly choice?: readonly string[];
  readonly hostile: boolean;
  /** As written in the trailer: headings of documents and decision records, joined by semicolons. */
  readonly source: string;
  /** The first eight hexadecimal digits of the SHA-256 of the text. */
  readonly fingerprint: string;
  /** The chapter's file, from the root of the repository. */
  readonly file: string;
}

export const socketTypeNames: readonly string[] =
  "REQ REP DEALER ROUTER PUB SUB XPUB XSUB PUSH PULL PAIR CLIENT SERVER RADIO DISH SCATTER GATHER PEER CHANNEL".split(" ");

/** As the name of the type is spoken: an ex-pub. */
const article = (type: string): string => (type.startsWith("X") ? "An" : "A");

const actors: readonly string[] = [
  ...socketTypeNames.map((type) => `${article(type)} ${type} socket`),
  ..."A peer|A sender|A receiver|A binding peer|A connecting peer|A socket|A connecting socket|A closing socket|A responder|A device|A client|A server|A handler|An implementation|An application".split(
    "|",
  ),
];
const head = /^\*\*\[(?<id>[^\]]*)\]\*\*\s+(?<rest>.*)$/su;
const idForm = /^(?<chapter>[a-z0-9]+(?:-[a-z0-9]+)*)\.[a-z0-9]+(?:-[a-z0-9]+)*$/u;
const keyWord = /\b(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/u;
const level = /^(?:MUST NOT|SHOULD NOT|MUST|SHOULD|MAY)(?= )/u;
const trailer = /^(?<text>.*?)\s*\*\((?<trailer>[^*]*)\)\*$/su;

/** The statements of one chapter, in order, and what is wrong with it. */
export function readStatements(file: string, markdown: string): { readonly statements: readonly Statement[]; readonly problems: readonly Problem[] } {
  const statements: Statement[] = [];
  const problems: Problem[] = [];
  for (const block of statementBlocks(file, markdown, problems)) {
    const read = readStatement(file, block);
    problems.push(...read.problems);
    if (read.statement !== undefined) statements.push(read.statement);
  }
  return { statements, problems };
}

/** Adds a problem for each id that stands twice. */
export function duplicateIds(statements: readonly Statement[]): readonly Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { id, file } of statements) {
    const other = first.get(id);
    if (other === undefined) first.set(id, file);
    else problems.push(problem(file, 1, `the id ${id} stands twice (also in ${other}): give the newer statement its own slug`));
  }
  return problems;
}

export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

interface Block {
  readonly line: number;
  readonly text: string;
}

function statementBlocks(file: string, markdown: string, problems: Problem[]): readonly Block[] {
  const blocks: Block[] = [];
  let fence: string | undefined;
  let open: { line: number; parts: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) blocks.push({ line: open.line, text: open.parts.join(" ").replace(/\s+/gu, " ").trim() });
    open = undefined;
  };
  for (const [index, line] of markdown.split("\n").entries()) {
    const mark = /^\s*(?<mark>`{3,}|~{3,})/u.exec(line)?.groups?.["mark"];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    if (fence !== undefined || mark !== undefined) {
      close();
    } else if (line.startsWith("> **[")) {
      close();
      open = { line: index + 1, parts: [line.slice(1)] };
    } else if (open !== undefined && line.startsWith(">")) {
      open.parts.push(line.slice(1));
    } else {
      close();
      if (/\*\*\[[a-z0-9-]+\.[a-z0-9-]+\]\*\*/u.test(line)) {
        problems.push(problem(file, index + 1, "a statement stands alone in a block quote: begin the line with `> **[chapter.slug]**`"));
      }
    }
  }
  close();
  return blocks;
}

function readStatement(file: string, block: Block): { readonly statement?: Statement; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (message: string): void => void problems.push(problem(file, block.line, message));
  const { id = "", rest = "" } = head.exec(block.text)?.groups ?? {};
  const chapter = idForm.exec(id)?.groups?.["chapter"];
  const base = file.replace(/^.*\//u, "").replace(/\.md$/u, "");
  if (chapter === undefined) report(`"${id}" is no statement id: write chapter.slug in lower-case words joined by hyphens`);
  else if (chapter !== base) report(`${id} is in ${base}.md: the chapter of an id is its file's name, so write ${base}.${id.slice(chapter.length + 1)}`);
  const parts = trailer.exec(rest)?.groups;
  if (parts === undefined) {
    report(`${id} has no trailer: end it with *(source · observable)*, nothing after it`);
    return { problems };
  }
  const text = (parts["text"] ?? "").trim();
  const sentence = readSentence(id, text, report);
  const marks = readTrailer(id, parts["trailer"] ?? "", report);
  if (sentence === undefined || marks === undefined) return { problems };
  const type = /^An? (?<type>[A-Z]+) socket$/u.exec(sentence.actor)?.groups?.["type"];
  if (type !== undefined && !marks.appliesTo.includes(type)) report(`${id} speaks of ${type}: name ${type} in the trailer`);
  if (sentence.level === "MAY" && marks.choice === undefined) report(`${id} is a MAY: name the outcomes with "choice a|b" in the trailer`);
  if (problems.length > 0) return { problems };
  const { observable, reason, appliesTo, since, choice, hostile, source } = marks;
  return {
    problems,
    statement: {
      ...{ id, chapter: base, level: sentence.level, actor: sentence.actor, text, observable },
      ...(reason !== undefined && { reason }),
      appliesTo,
      ...(since !== undefined && { since }),
      ...(choice !== undefined && { choice }),
      ...{ hostile, source, fingerprint: fingerprint(text), file },
    },
  };
}

function readSentence(id: string, text: string, report: (message: string) => void): { readonly actor: string; readonly level: StatementLevel } | undefined {
  const actor = actors.find((name) => text.startsWith(`${name} `));
  if (actor === undefined) {
    report(`${id} begins with no known actor: begin with one of ${actors.slice(socketTypeNames.length).join(", ")}, or "A REQ socket" and its like`);
    return undefined;
  }
  const after = text.slice(actor.length + 1);
  const word = level.exec(after)?.[0] as StatementLevel | undefined;
  if (word === undefined) {
    report(`${id} has no key word directly after "${actor}": write MUST, MUST NOT, SHOULD, SHOULD NOT or MAY there`);
    return undefined;
  }
  if (keyWord.test(after.slice(word.length))) report(`${id} has two key words: make it two statements, or write the second in lower case`);
  if (!text.endsWith(".") || /[.!?] +[A-Z]/u.test(text)) report(`${id} is not one sentence that ends with a full stop: keep one sentence a statement`);
  return { actor, level: word };
}

interface Marks {
  observable: Statement["observable"];
  reason?: string;
  appliesTo: readonly string[];
  since?: string;
  choice?: readonly string[];
  hostile: boolean;
  source: string;
}

function readTrailer(id: string, text: string, report: (message: string) => void): Marks | undefined {
  const [source = "", shown = "", ...options] = text.split(" · ");
  const observable = /^(?<kind>wire|api|both|none)(?:: (?<reason>.+))?$/su.exec(shown)?.groups;
  if (observable === undefined) {
    report(`${id}: "${shown}" is no observable: write wire, api, both or "none: reason" after the source`);
    return undefined;
  }
  const marks: Marks = { observable: observable["kind"] as Marks["observable"], appliesTo: [], hostile: false, source };
  checkSource(id, source, report);
  const reason = observable["reason"];
  if ((marks.observable === "none") !== (reason !== undefined)) report(`${id}: a reason belongs to "none", and only there: write "none: reason"`);
  if (reason !== undefined) marks.reason = reason;
  for (const option of options) {
    const types = option.split(", ");
    if (option === "hostile") marks.hostile = true;
    else if (/^since \d\.\d$/u.test(option)) marks.since = option.slice(6);
    else if (/^choice [^|\s]+(?:\|[^|\s]+)+$/u.test(option)) marks.choice = option.slice(7).split("|");
    else if (types.every((type) => socketTypeNames.includes(type))) marks.appliesTo = types;
    else report(`${id}: "${option}" is unknown: write socket types (REQ, REP), "since 3.1", "choice a|b" or "hostile"`);
  }
  return marks;
}

function checkSource(id: string, text: string, report: (message: string) => void): void {
  for (const part of text.split("; ")) {
    if (!/^(?:decisions? \d{4}(?:, \d{4})*|(?:\d+\/[A-Z0-9.-]+|RFC \d+)(?:, .+)?)$/u.test(part)) {
      report(`${id}: "${part}" is no source: write "37/ZMTP, Heading", "decision 0034" or "decisions 0025, 0065", joined by "; "`);
    }
  }
}
