/** The front page: what this is, in figures that are counted, and where to go on. */
import { fileExists, readText } from "../checks/generate/repository.ts";
import { html, type Markup } from "../reports/html/markup.ts";
import { matrixTable } from "./implementations.ts";
import { urlOf, type Sources } from "./sources.ts";
import type { Data } from "./standing.ts";

export function frontPage(data: Data, sources: Sources): Markup {
  const figures: readonly (readonly [number, string])[] = [
    [data.statements.size, "statements, each one sentence with an id"],
    [new Set([...data.coverage.values()].flatMap(({ properties }) => properties)).size, "properties that judge them"],
    [data.mutants.summary.caught, `of ${String(data.mutants.summary.mutants)} mutants caught`],
    [data.implementations.length, "implementations measured"],
  ];
  const ways: readonly (readonly [file: string, text: string])[] = [
    ["spec/README.md", "Read the specification"],
    ["spec/notation/statement-ids.md", "How to read a statement"],
    ...guideFiles(sources).map((file): readonly [string, string] => [file, sources.pages.get(file)?.title ?? file]),
    ["spec/decisions/README.md", "Why it is so: decision records"],
  ];
  return html`<h1>PatternWire</h1>
    <p class="lead">
      The formal specification of the messaging patterns of ØMQ and of ZMTP 3.1, the protocol that carries them, with what was measured of implementations
      beside each statement.
    </p>
    <dl class="figures">
      ${figures.map(
        ([number, text]) =>
          html`<div>
            <dt>${text}</dt>
            <dd>${number}</dd>
          </div> `,
      )}
    </dl>
    <h2 id="start">Where to start</h2>
    <ul class="ways">
      ${ways.map(([file, text]) => html`<li><a href="${urlOf(file)}">${text}</a></li> `)}
    </ul>
    <h2 id="implementations">Who keeps it</h2>
    <p>Computed from the committed reports when this site was built. Beside each statement of a chapter stands who keeps it and who does not.</p>
    ${matrixTable(data, "index.html")}`;
}

/** The pages of a folder, in the order in which its overview names them. */
export function inOrder(folder: string, { pages }: Sources): readonly string[] {
  const own = [...pages.keys()].filter((file) => file.startsWith(`${folder}/`) && !file.endsWith("/README.md"));
  const overview = fileExists(`${folder}/README.md`) ? readText(`${folder}/README.md`) : "";
  const place = (file: string): number => {
    const at = overview.indexOf(`(${file.slice(file.lastIndexOf("/") + 1)})`);
    return at < 0 ? Infinity : at;
  };
  return own.sort((a, b) => (place(a) === place(b) ? (a < b ? -1 : 1) : place(a) - place(b)));
}

export function guideFiles(sources: Sources): readonly string[] {
  return inOrder("conformance/guides", sources);
}
