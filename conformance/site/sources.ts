/** What the site is made of: the Markdown that becomes pages, the files that these link to, and where each of them stands in the site. */
import { dirname, join } from "node:path/posix";
import MarkdownIt, { type Token } from "markdown-it";
import { fileExists, filesBelow, readText } from "../checks/generate/repository.ts";

export interface Source {
  /** From the root of the repository. */
  readonly file: string;
  /** From the root of the site. */
  readonly url: string;
  readonly title: string;
  readonly tokens: readonly Token[];
}

export interface Sources {
  readonly pages: ReadonlyMap<string, Source>;
  /** Text and drawings that pages link to. */
  readonly files: ReadonlySet<string>;
}

/** Raw HTML is parsed so that it can be refused: the renderer shows all of it as text, but for comments and line breaks. */
export const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });

/** All of spec/ and of the guides, the README, and whatever these lead to. */
export function readSources(): Sources {
  const pages = new Map<string, Source>();
  const files = new Set<string>();
  const waiting = [...filesBelow("spec", ".md"), ...filesBelow("conformance/guides", ".md"), "README.md"];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (pages.has(file) || files.has(file)) continue;
    if (!file.endsWith(".md")) files.add(file);
    else {
      const source = readSource(file);
      pages.set(file, source);
      for (const href of linksIn(source.tokens)) {
        const target = targetFile(file, href);
        if (target !== undefined) waiting.push(target);
      }
    }
  }
  return { pages, files };
}

export function readSource(file: string, text: string = readText(file)): Source {
  const tokens = markdown.parse(text, {});
  const heading = tokens.findIndex(({ type, tag }) => type === "heading_open" && tag === "h1");
  return { file, url: urlOf(file), title: plainText(tokens[heading + 1]) || file, tokens };
}

/** Where a file of the repository stands in the site. */
export function urlOf(file: string): string {
  if (file === "README.md") return "readme.html";
  const short = file.replace(/^conformance\/guides\//u, "guides/");
  if (file.endsWith(".md")) return short.replace(/README\.md$/u, "index.md").replace(/\.md$/u, ".html");
  return /\.(?:svg|png)$/u.test(file) ? short : `${short}.html`;
}

/** The file that a relative link of a file names; a folder is its README. Nothing for other links, and when nothing is there. */
export function targetFile(from: string, href: string): string | undefined {
  const [path = ""] = href.split("#");
  if (path === "" || /^[a-z]+:/iu.test(path)) return undefined;
  const target = join(dirname(from), decodeURI(path)).replace(/\/$/u, "");
  if (target.startsWith("..")) return undefined;
  if (fileExists(`${target}/README.md`)) return `${target}/README.md`;
  return fileExists(target) ? target : undefined;
}

/** The text of a token and of what is inside, without marks. */
export function plainText(token: Token | undefined): string {
  if (token === undefined) return "";
  if (token.children === null) return token.type === "text" || token.type === "code_inline" ? token.content : token.type === "softbreak" ? " " : "";
  return token.children.map(plainText).join("");
}

function linksIn(tokens: readonly Token[]): readonly string[] {
  return tokens
    .flatMap((token) => [token, ...(token.children ?? [])])
    .flatMap(({ type, attrs }) => (type === "link_open" || type === "image" ? (attrs ?? []) : []))
    .flatMap(([name, value]) => (name === "href" || name === "src" ? [String(value)] : []));
}
