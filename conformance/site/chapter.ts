/** A page of Markdown as markup: statements as cards, links that lead within the site, terms with their meaning, examples with colours. */
import MarkdownIt, { type RendererRule, type Token } from "markdown-it";
import type { Statement } from "../checks/generate/statements.ts";
import { html, Markup } from "../reports/html/markup.ts";
import { fence } from "./fences.ts";
import { anchorOf, findTerms, glossaryFile, type Term } from "./glossary.ts";
import { relativeUrl, type Heading } from "./layout.ts";
import { markdown, plainText, targetFile, urlOf, type Source, type Sources } from "./sources.ts";
import type { Data } from "./standing.ts";
import { statementCard } from "./statement-card.ts";

export interface Ground {
  readonly data: Data;
  readonly sources: Sources;
  readonly terms: readonly Term[];
  /** The page of each rule of the grammar, by its name in lower case. */
  readonly rules: ReadonlyMap<string, readonly string[]>;
  /** The files of decision records by their numbers. */
  readonly decisions: ReadonlyMap<string, string>;
}

/** The page's markup, and its headings. Throws when a relative link leads nowhere. */
export function chapter(source: Source, ground: Ground): { readonly body: Markup; readonly headings: readonly Heading[] } {
  const page = new Chapter(source, ground);
  return { body: page.render(), headings: page.headings };
}

class Chapter {
  readonly headings: Heading[] = [];
  readonly #source: Source;
  readonly #ground: Ground;
  readonly #anchors = new Set<string>();
  /** Terms that the section at hand has explained. */
  #seen = new Set<string>();

  constructor(source: Source, ground: Ground) {
    this.#source = source;
    this.#ground = ground;
  }

  render(): Markup {
    return rendered(this.#tokens(this.#source.tokens));
  }

  #to(url: string): string {
    return relativeUrl(this.#source.url, url);
  }

  #tokens(tokens: readonly Token[]): readonly Token[] {
    const out: Token[] = [];
    let cells = 0;
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] as Token;
      const next = tokens[at + 1];
      if (token.type === "blockquote_open") {
        const statement = this.#statementAt(tokens[at + 2]);
        if (statement !== undefined) {
          out.push(raw(statementCard(statement, { data: this.#ground.data, to: (url) => this.#to(url), inline: (text) => this.#inline(text) })));
          at = closing(tokens, at);
          continue;
        }
        const law = /^\*\*Law \[(?<id>[^\]]+)\]/u.exec(tokens[at + 2]?.content ?? "")?.groups?.["id"];
        if (law !== undefined) token.attrSet("id", law);
      }
      if (token.type === "heading_open") this.#heading(token, next);
      if (/^t[hd]_/u.test(token.type)) cells += token.type.endsWith("open") ? 1 : -1;
      const plain = cells > 0 || tokens[at - 1]?.type === "heading_open";
      if (token.type === "fence") out.push(raw(this.#fence(token)));
      else if (token.type === "inline") out.push(...this.#children(token.children ?? [], !plain, cells > 0));
      else out.push(token);
    }
    return out;
  }

  #inline(text: string): Markup {
    const [token] = markdown.parseInline(text, {});
    return rendered(this.#children(token?.children ?? [], true, false));
  }

  #statementAt(token: Token | undefined): Statement | undefined {
    const id = /^\*\*\[(?<id>[^\]]+)\]\*\*/u.exec(token?.content ?? "")?.groups?.["id"];
    if (id === undefined) return undefined;
    const statement = this.#ground.data.statements.get(id);
    if (statement === undefined) throw new Error(`${this.#source.file}: requirements.json has no statement ${id}: run "npm run generate".`);
    return statement;
  }

  #heading(token: Token, inline: Token | undefined): void {
    const text = plainText(inline);
    const slug = slugOf(text);
    let id = slug;
    for (let number = 1; this.#anchors.has(id); number += 1) id = `${slug}-${String(number)}`;
    this.#anchors.add(id);
    token.attrSet("id", id);
    token.attrSet("tabindex", "-1");
    const level = Number(token.tag.slice(1));
    this.headings.push({ level, id, text });
    if (level <= 2) this.#seen = new Set();
  }

  #fence(token: Token): Markup {
    return fence(token.info, token.content, {
      statementLink: (id) => this.#statementLink(id) ?? html`<code>${id}</code>`,
      ruleAnchor: (rule) => {
        const id = `rule-${rule.toLowerCase()}`;
        if (this.#anchors.has(id)) return undefined;
        this.#anchors.add(id);
        return id;
      },
      ruleUrl: (rule) => {
        const urls = this.#ground.rules.get(rule.toLowerCase()) ?? [];
        const url = urls.find((one) => one === this.#source.url) ?? urls[0];
        return url === undefined ? undefined : this.#to(`${url}#rule-${rule.toLowerCase()}`);
      },
    });
  }

  #children(children: readonly Token[], withTerms: boolean, inCell: boolean): readonly Token[] {
    const out: Token[] = [];
    let links = 0;
    let bold = 0;
    for (const [index, token] of children.entries()) {
      if (token.type === "link_open") this.#readdress(token, "href");
      if (token.type === "image") this.#readdress(token, "src");
      if (token.type === "link_open" || token.type === "link_close") links += token.nesting;
      // What a chapter sets in bold it defines itself.
      if (token.type === "strong_open" || token.type === "strong_close") bold += token.nesting;
      if (token.type === "strong_open" && inCell && this.#source.file === glossaryFile) token.attrSet("id", anchorOf(children[index + 1]?.content ?? ""));
      const link = token.type === "code_inline" && links === 0 ? this.#statementLink(token.content) : undefined;
      if (link !== undefined) out.push(raw(link));
      else if (token.type === "text" && links === 0) out.push(...this.#text(token.content, withTerms && bold === 0));
      else out.push(token);
    }
    return out;
  }

  /** Decision records that the text names become links, and terms tell their meaning. */
  #text(text: string, withTerms: boolean): readonly Token[] {
    return text.split(/((?<=\bdecisions? (?:\d{4}(?:, | and | to ))*)\d{4})/u).flatMap((piece, index) => {
      const file = index % 2 === 1 ? this.#ground.decisions.get(piece) : undefined;
      if (file !== undefined) return [raw(html`<a href="${this.#to(urlOf(file))}">${piece}</a>`)];
      const terms = withTerms && this.#source.file !== glossaryFile ? this.#ground.terms : [];
      return findTerms(piece, terms, this.#seen).map((found) =>
        raw(
          typeof found === "string"
            ? html`${found}`
            : html`<a class="term" href="${this.#to(`${urlOf(glossaryFile)}#${found.term.anchor}`)}" data-term="${found.term.term}">${found.text}</a>`,
        ),
      );
    });
  }

  #statementLink(id: string): Markup | undefined {
    const statement = this.#ground.data.statements.get(id);
    return statement === undefined ? undefined : html`<a class="cited" href="${this.#to(`${urlOf(statement.file)}#${id}`)}"><code>${id}</code></a>`;
  }

  #readdress(token: Token, name: "href" | "src"): void {
    const href = String(token.attrGet(name));
    if (/^(?:https?|mailto):/u.test(href) || href.startsWith("#")) return;
    const file = targetFile(this.#source.file, href);
    if (file === undefined) throw new Error(`${this.#source.file}: the link ${href} leads nowhere.`);
    const anchor = href.includes("#") ? `#${href.split("#")[1] ?? ""}` : "";
    token.attrSet(name, this.#to(`${urlOf(file)}${anchor}`));
  }
}

/** As GitHub makes them from headings. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]+/gu, "")
    .trim()
    .replace(/\s/gu, "-");
}

const asText: RendererRule = (tokens, index) => {
  const content = tokens[index]?.content ?? "";
  if (/^\s*<!--.*-->\s*$/su.test(content)) return "";
  return /^<br ?\/?>$/u.test(content) ? "<br />" : html`${content}`.toString();
};
markdown.renderer.rules["html_block"] = asText;
markdown.renderer.rules["html_inline"] = asText;
// Wide tables scroll by themselves.
markdown.renderer.rules["table_open"] = () => '<div class="wide"><table>';
markdown.renderer.rules["table_close"] = () => "</table></div>";
markdown.renderer.rules["raw"] = (tokens, index) => tokens[index]?.content ?? "";

/** The parser escapes all text, and raw HTML is shown as text by the rules above: what it renders is safe markup. */
function rendered(tokens: readonly Token[]): Markup {
  return new Markup(markdown.renderer.render([...tokens], markdown.options, {}));
}

function raw(content: Markup): Token {
  const token = new MarkdownIt.Token("raw", "", 0);
  token.content = content.toString();
  return token;
}

function closing(tokens: readonly Token[], open: number): number {
  const { level } = tokens[open] as Token;
  return tokens.findIndex((token, index) => index > open && token.type === "blockquote_close" && token.level === level);
}
