/** Where statement ids are cited: by code, by examples, by properties and by mutants. Citations are literal, so reading the text finds them all. */
import { readFences } from "./fences.ts";
import { filesBelow, readText } from "./repository.ts";

export interface Citation {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** The name of the property or mutant that cites; the file elsewhere. */
  readonly by: string;
}

const idForm = "[a-z0-9]+(?:-[a-z0-9]+)*\\.[a-z0-9]+(?:-[a-z0-9]+)*";
/** As `@requirement id`, or as the argument or member by which an offence is named. */
const codeForm = new RegExp(`@requirement (${idForm})|(?:PeerError\\(|(?:refuse|expire|requirement|statement): )"(${idForm})"`, "gu");

/** A helper that makes a property is called with its name and the statement: `refused("chapter/name", "chapter.slug", …`. */
const callForm = new RegExp(`\\(\\s*"([a-z0-9-]+/[a-z0-9-]+)",\\s*"(${idForm})"`, "gu");

/** What the reference obeys and refuses by. Tests are left out: they prove nothing about the code's intent. */
export function codeCitations(): readonly Citation[] {
  return filesBelow("reference", ".ts")
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => citations(file, readText(file), codeForm));
}

/** The statements that properties judge: `judges: ["…"]`, `judges: "…"`, or a call with the property's name and the statement. */
export function propertyCitations(): readonly Citation[] {
  return filesBelow("conformance/properties", ".ts")
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [...namedCitations(file, readText(file), "name", "judges"), ...citations(file, readText(file), callForm)]);
}

/** The statements that mutants break: `breaks: "…"`. */
export function mutantCitations(): readonly Citation[] {
  return filesBelow("conformance/mutants", ".ts")
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => namedCitations(file, readText(file), "id", "breaks"));
}

/** The statements that the examples of spec/ show: those that an example follows, and those that it names by `malformed=` or in a comment. */
export function fenceCitations(): readonly Citation[] {
  return filesBelow("spec", ".md").flatMap((file) =>
    readFences(file, readText(file))
      .filter((fence) => fence.language === "zmtp")
      .flatMap((fence) => {
        const named = [...`${fence.info}\n${comments(fence.text)}`.matchAll(new RegExp(idForm, "gu"))].map(([id]) => id);
        return [...new Set([...fence.statements, ...named])].map((id) => ({ id, file, line: fence.line, by: file }));
      }),
  );
}

/** Finds `member: "id"` and `member: ["id", …]`, and gives each the literal that stands nearest before it as the member `named`. */
export function namedCitations(file: string, text: string, named: string, member: string): readonly Citation[] {
  const token = new RegExp(`\\b${named}:\\s*(?:"([^"]*)"|\`([^\`]*)\`)|\\b${member}:\\s*(?:\\[([^\\]]*)\\]|("[^"]*"))`, "gu");
  const found: Citation[] = [];
  let name: string | undefined;
  for (const match of text.matchAll(token)) {
    const [, literal, template, list, single] = match;
    const value = literal ?? template?.replaceAll(/\$\{[^}]*\}/gu, "*");
    if (value !== undefined) name = value;
    const line = lineAt(text, match.index);
    for (const [, id = ""] of (list ?? single ?? "").matchAll(/"([^"]*)"/gu)) found.push({ id, file, line, by: name ?? file });
    if (list !== undefined || single !== undefined) name = undefined;
  }
  return found;
}

function citations(file: string, text: string, form: RegExp): readonly Citation[] {
  return [...text.matchAll(form)].map(({ index, 1: first, 2: second }) => {
    const line = lineAt(text, index);
    return first?.includes("/") === true ? { id: second ?? "", file, line, by: first } : { id: first ?? second ?? "", file, line, by: file };
  });
}

function comments(text: string): string {
  return text
    .split("\n")
    .map((line) => /#.*$/u.exec(line)?.[0] ?? "")
    .join("\n");
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
