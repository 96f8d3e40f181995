/** The pages of implementations: all side by side, and for each what it breaks, with the smallest scenario that shows it. */
import type { Statement } from "../checks/generate/statements.ts";
import { html, type Markup, type Value } from "../reports/html/markup.ts";
import { command } from "../reports/html/witness.ts";
import { traceExample } from "./fences.ts";
import { relativeUrl, type Heading, type SitePage } from "./layout.ts";
import { urlOf } from "./sources.ts";
import { kindMark, threads } from "./statement-card.ts";
import { kindWords, standingsOf, titleOf, type Data, type Implementation, type Kind, type Standing } from "./standing.ts";

const indexUrl = "implementations/index.html";

export function implementationPages(data: Data): readonly SitePage[] {
  return [
    { url: indexUrl, title: "Implementations", body: overview(data, indexUrl) },
    ...data.implementations.map((implementation) => implementationPage(implementation, data)),
  ];
}

export function implementationUrl({ measurement }: Implementation): string {
  return `implementations/${measurement.name}.html`;
}

/** Where the whole report of an implementation is in the site; nothing when only its measurement is committed. */
export function reportUrl({ measurement, reportFile }: Implementation): string | undefined {
  return reportFile === undefined ? undefined : `reports/${measurement.name}.html`;
}

/** How many statements of each chapter each implementation keeps, of those that were judged. */
export function matrixTable(data: Data, from: string): Markup {
  const chapters = [...new Set([...data.statements.values()].map(({ chapter }) => chapter))];
  const all = [...data.statements.values()].map((statement) => ({ statement, standings: standingsOf(statement, data) }));
  const rows = chapters.map((chapter) => {
    const own = all.filter(({ statement }) => statement.chapter === chapter);
    const file = own[0]?.statement.file ?? "";
    return html`<tr>
      <th scope="row"><a href="${relativeUrl(from, urlOf(file))}">${chapter}</a></th>
      ${data.implementations.map((_one, index) => share(own.map(({ standings }) => standings[index]?.kind ?? "not judged")))}
    </tr> `;
  });
  return html`<div class="wide">
    <table class="matrix">
      <caption>
        Statements kept, of those that were judged
      </caption>
      <thead>
        <tr>
          <th scope="col">Chapter</th>
          ${data.implementations.map((one) => html`<th scope="col"><a href="${relativeUrl(from, implementationUrl(one))}">${titleOf(one)}</a></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">all</th>
          ${data.implementations.map((_one, index) => share(all.map(({ standings }) => standings[index]?.kind ?? "not judged")))}
        </tr>
      </tfoot>
    </table>
  </div>`;
}

function share(kinds: readonly Kind[]): Markup {
  const judged = kinds.filter((kind) => kind === "kept" || kind === "broken" || kind === "warning");
  const kept = judged.filter((kind) => kind === "kept").length;
  if (judged.length === 0) return html`<td class="k-none"><span aria-hidden="true">·</span><span class="unseen">not judged</span></td>`;
  return html`<td class="${kept === judged.length ? "k-kept" : "k-some"}">${kept} of ${judged.length}</td>`;
}

function overview(data: Data, url: string): Markup {
  return html`<h1>Implementations</h1>
    <p>
      What the committed measurements say. A statement counts as judged when its properties reached what they look for; what an implementation does not declare
      is not judged.
    </p>
    ${matrixTable(data, url)}`;
}

function implementationPage(implementation: Implementation, data: Data): SitePage {
  const { measurement } = implementation;
  const url = implementationUrl(implementation);
  const index = data.implementations.indexOf(implementation);
  const found = [...data.statements.values()].map((statement) => ({ statement, standing: standingsOf(statement, data)[index] as Standing }));
  const of = (kind: Kind): typeof found => found.filter(({ standing }) => standing.kind === kind);
  const groups: readonly (readonly [id: string, title: string, entries: typeof found])[] = [
    ["broken", "Broken", of("broken")],
    ["warnings", "Recommendations not followed", of("warning")],
    ["unsure", "Could not be judged", of("unsure")],
  ];
  const shown = groups.filter(([, , entries]) => entries.length > 0);
  const report = reportUrl(implementation);
  const { language, protocol } = measurement.implementation;
  const facts = [language, `ZMTP ${protocol}`, measurement.transports.join(", "), `${measurement.level} level`, `seed ${String(measurement.seed)}`];
  return {
    url,
    title: titleOf(implementation),
    headings: shown.map(([id, title]): Heading => ({ level: 2, id: `group-${id}`, text: title })),
    body: html`<h1>${titleOf(implementation)}</h1>
      <p class="facts">${facts.join(" · ")}</p>
      <p>
        It keeps ${of("kept").length} statements, breaks ${of("broken").length}, and does not follow ${of("warning").length} recommendations.
        ${of("unsure").length > 0 && `${String(of("unsure").length)} could not be judged. `}${withheld(measurement.withheld)}
      </p>
      <p>${report === undefined ? "Measure it again:" : html`<a href="${relativeUrl(url, report)}">The whole report</a>, with octets. Measure it again:`}</p>
      ${command(report === undefined ? asCommand(measurement.reproduce) : `npx patternwire check --impl ${measurement.name} --known-failures none`)}
      ${shown.map(
        ([id, title, entries]) =>
          html`<h2 id="${`group-${id}`}">${title}</h2>
            ${entries.map(({ statement, standing }) => finding(statement, standing, url))}`,
      )}`,
  };
}

/** A measurement names the program; from a clone it is started by npx. */
function asCommand(reproduce: string): string {
  return reproduce.replaceAll(/(?<=^|&& )patternwire /gu, "npx patternwire ");
}

function withheld(count: number): Value {
  return count > 0 && `${String(count)} more are told to its maintainers first.`;
}

function finding(statement: Statement, { implementation, kind, cell, known, issue, moved }: Standing, url: string): Markup {
  const { id, level, text, file } = statement;
  const report = reportUrl(implementation);
  return html`<section class="finding" id="${id}" aria-label="${`${kindWords[kind].word}: ${id}`}">
    <h3><a href="${relativeUrl(url, `${urlOf(file)}#${id}`)}">${id}</a> <span class="level">${level}</span></h3>
    <blockquote><p>${text}</p></blockquote>
    <p>${kindMark(kind)} ${known !== undefined && html`${known.reason}`} ${moved && html`<em>The sentence has changed since.</em>`}</p>
    ${
      cell?.expected !== undefined
        ? html`<dl class="pair">
            <dt>Expected</dt>
            <dd>${cell.expected}</dd>
            <dt>Actual</dt>
            <dd>${cell.actual ?? ""}</dd>
          </dl>`
        : cell?.reason !== undefined && html`<p>${cell.reason}</p>`
    }
    ${cell?.trace !== undefined && trace(cell.trace)}
    <p class="facts">
      ${cell?.property !== undefined && html`Found by <code>${cell.property}</code>${cell.transport !== undefined && ` on ${cell.transport}`}. `}
      ${issue !== undefined && (issue.issue === undefined ? `No public issue was found (${issue.searched}). ` : html`Public issue ${threads(issue.issue)}. `)}
      ${report !== undefined && html`<a href="${relativeUrl(url, `${report}#${id}`)}">In the whole report</a>`}
    </p>
  </section> `;
}

/** A scenario that does not parse, as one that was cut may not, is shown without a drawing. */
function trace(steps: readonly string[]): Markup {
  try {
    return traceExample(steps.join("\n"));
  } catch {
    return html`<pre class="code"><code>${steps.join("\n")}</code></pre>`;
  }
}
