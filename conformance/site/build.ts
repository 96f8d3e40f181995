/** All files of the site, from the text of spec/ and the guides, and from the data that are committed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson, readText, root } from "../checks/generate/repository.ts";
import { decisionRecord } from "../cli/decision-record.ts";
import { replayCommand } from "../cli/replay-command.ts";
import type { Report } from "../kit/model.ts";
import { html, type Markup } from "../reports/html/markup.ts";
import { htmlReport } from "../reports/html/report.ts";
import type { StatementEntry } from "../reports/statement-entry.ts";
import { chapter, type Ground } from "./chapter.ts";
import { frontPage, guideFiles, inOrder } from "./front.ts";
import { glossaryFile, readGlossary } from "./glossary.ts";
import { implementationPages, implementationUrl, reportUrl } from "./implementations.ts";
import { document, relativeUrl, type Section, type SitePage } from "./layout.ts";
import { dataScript, searchEntries } from "./search.ts";
import { readSources, urlOf, type Source, type Sources } from "./sources.ts";
import { readData, titleOf, type Data } from "./standing.ts";

/** The encoding of a file of the site: a picture has a character for each octet. */
export function encodingOf(url: string): "latin1" | "utf8" {
  return url.endsWith(".png") ? "latin1" : "utf8";
}

/** The files by their paths from the root of the site. `withApi`: the pages of the API will stand in api/. */
export function buildSite({ data = readData(), withApi = false }: { readonly data?: Data; readonly withApi?: boolean } = {}): ReadonlyMap<string, string> {
  const sources = readSources();
  const terms = readGlossary(readText(glossaryFile));
  const ground: Ground = { data, sources, terms, rules: ruleUrls(sources), decisions: decisionFiles(sources) };
  const pages: readonly SitePage[] = [
    { url: "index.html", title: "PatternWire", body: frontPage(data, sources) },
    ...[...sources.pages.values()].map((source) => sourcePage(source, ground)),
    ...[...sources.files].filter((file) => urlOf(file).endsWith(".html")).map(filePage),
    ...implementationPages(data),
  ];
  const sections = navigation(sources, data, withApi);
  return new Map([
    ...pages.map((page): readonly [string, string] => [page.url, document(page, sections)]),
    ...[...sources.files].filter((file) => !urlOf(file).endsWith(".html")).map((file): readonly [string, string] => [urlOf(file), contentOf(file)]),
    ...reports(data),
    ...["style.css", "theme.js", "site.js"].map((name): readonly [string, string] => [`assets/${name}`, readText(`conformance/site/${name}`)]),
    ["assets/copy.js", readText("conformance/reports/html/copy.js")],
    ["assets/search.js", dataScript("searchEntries", searchEntries(pages, data, terms))],
    ["assets/glossary.js", dataScript("glossary", Object.fromEntries(terms.map(({ term, meaning }) => [term, meaning])))],
  ]);
}

function sourcePage(source: Source, ground: Ground): SitePage {
  const { body, headings } = chapter(source, ground);
  const { file, url, title } = source;
  const more = file === "spec/decisions/README.md" ? recordList(ground.sources) : undefined;
  return { url, title, file, body: more === undefined ? body : html`${body}${more}`, headings };
}

function recordList(sources: Sources): Markup {
  return html`<h2 id="records">Records</h2>
    <ul class="records">
      ${[...decisionFiles(sources).values()].map((file) => html`<li><a href="${file.replace(/^.*\//u, "").replace(/md$/u, "html")}">${sources.pages.get(file)?.title ?? file}</a></li> `)}
    </ul>`;
}

/** A file of text that some page links to. */
function filePage(file: string): SitePage {
  // Line by line: the template cuts what is very long.
  const lines = readText(file)
    .split("\n")
    .map((line) => html`${line}${"\n"}`);
  return {
    url: urlOf(file),
    title: file,
    file,
    body: html`<h1>${file}</h1>
      <pre class="code"><code>${lines}</code></pre>`,
  };
}

function reports({ implementations, statements: all }: Data): readonly (readonly [string, string])[] {
  return implementations.flatMap((implementation) => {
    const url = reportUrl(implementation);
    if (url === undefined || implementation.reportFile === undefined) return [];
    const words = `--impl ${implementation.measurement.name}`;
    const statements = new Map([...all].map(([id, entry]) => [id, { ...entry, properties: [] }]));
    const replay = (witness: Parameters<typeof replayCommand>[0], report: Report): string => replayCommand(witness, report, { words });
    const statementLink = ({ id, file }: StatementEntry): string => relativeUrl(url, `${urlOf(file)}#${id}`);
    return [[url, htmlReport([readJson(implementation.reportFile) as Report], { statements, decisionRecord, statementLink, replayCommand: replay })]];
  });
}

const folders: readonly (readonly [folder: string, title: string])[] = [
  ["notation", "Notation"],
  ["wire", "The wire"],
  ["security", "Security"],
  ["patterns", "Patterns"],
  ["topologies", "Topologies"],
  ["models", "Models"],
  ["transports", "Transports"],
];

function navigation(sources: Sources, data: Data, withApi: boolean): readonly Section[] {
  const link = (file: string, title = sources.pages.get(file)?.title ?? file): Section["links"][number] => ({ title, url: urlOf(file) });
  const api = withApi ? [{ title: "API", url: "api/index.html" }] : [];
  return [
    { title: "Start", links: [{ title: "PatternWire", url: "index.html" }, link("spec/README.md", "Reading order"), link("README.md", "The package"), ...api] },
    { title: "Guides", links: guideFiles(sources).map((file) => link(file)) },
    ...folders.map(([folder, title]) => ({
      title,
      links: [link(`spec/${folder}/README.md`, "Overview"), ...inOrder(`spec/${folder}`, sources).map((file) => link(file))],
    })),
    {
      title: "Background",
      links: [link("spec/decisions/README.md", "Decision records"), link("spec/coverage.md"), link("spec/scenarios.md")],
    },
    {
      title: "Implementations",
      links: [
        { title: "Side by side", url: "implementations/index.html" },
        ...data.implementations.map((one) => ({ title: titleOf(one), url: implementationUrl(one) })),
      ],
    },
  ];
}

/** Where each rule of the grammar is defined. */
function ruleUrls({ pages }: Sources): ReadonlyMap<string, readonly string[]> {
  const urls = new Map<string, readonly string[]>();
  for (const { url, tokens } of pages.values())
    for (const { type, info, content } of tokens)
      if (type === "fence" && info.trim() === "abnf")
        for (const [, rule = ""] of content.matchAll(/^([A-Za-z][A-Za-z0-9-]*)\s*=/gmu)) {
          const name = rule.toLowerCase();
          urls.set(name, [...new Set([...(urls.get(name) ?? []), url])]);
        }
  return urls;
}

function decisionFiles({ pages }: Sources): ReadonlyMap<string, string> {
  return new Map(
    [...pages.keys()].flatMap((file) => {
      const number = /^spec\/decisions\/(\d{4})-/u.exec(file)?.[1];
      return number === undefined ? [] : [[number, file] as const];
    }),
  );
}

function contentOf(file: string): string {
  return readFileSync(join(root, file), encodingOf(file));
}
