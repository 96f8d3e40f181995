/** One or several reports as one HTML file: what came of them, the table of chapters, a filter, and every statement with what stands behind its verdict. */
import type { Report } from "../../kit/model.ts";
import { counted, exitSentence, verdictSentence } from "../ending.ts";
import { chapterOf } from "../statement-entry.ts";
import { chapterCounts, shownClasses, totalCounts } from "../summary-table.ts";
import { html, type Markup, type Value } from "./markup.ts";
import { page } from "./page.ts";
import { Packed } from "./packed.ts";
import { classWords, judgements, slugOf, statementMarkup, titlesOf, verdictMark, type HtmlOptions, type Judgement, type Making } from "./statements.ts";

/** What a page may weigh, in octets: it goes by mail, and opens at once. */
export const largestPage = 500_000;

/** Throws `RangeError` without a report. What would be larger than {@link largestPage} has its failures packed whole; only very many reports are larger then. */
export function htmlReport(reports: readonly Report[], options: HtmlOptions): string {
  if (reports.length === 0) throw new RangeError("A page needs a report.");
  const made = (tight: boolean): string => madePage(reports, { reports: reports.length, options, packed: new Packed(), tight });
  const text = made(false);
  return Buffer.byteLength(text) <= largestPage ? text : made(true);
}

function madePage(reports: readonly Report[], making: Making): string {
  const titles = titlesOf(reports);
  const all = judgements(reports);
  const title = `Conformance of ${reports.map(({ implementation }) => `${implementation.name} ${implementation.version}`).join(", ")}`;
  const statements = chapters(all).map(
    ([chapter, ids]) =>
      html`<section class="chapter" aria-labelledby="chapter-${chapter}">
        <h3 id="chapter-${chapter}">${chapter}</h3>
        ${ids.map((id) => statementMarkup(id, all.get(id) ?? [], making))}
      </section>`,
  );
  return page({
    title,
    data: making.packed.element(),
    description: reports.map(verdictSentence).join(" "),
    body: html`<a class="skip" href="#statements">Skip to the statements</a>
      <header>
        <div>
          <p class="kicker">PatternWire conformance report</p>
          <h1>${title}</h1>
        </div>
        <button type="button" id="theme" hidden>Dark</button>
      </header>
      <main>
        ${reports.map((report, index) => summary(report, `summary-${String(index + 1)}`, titles[index] ?? "", reports.length > 1))}
        ${reports.length > 1 && matrix(all, reports, titles)}
        <section aria-labelledby="statements">
          <h2 id="statements" tabindex="-1">Statements</h2>
          ${filters(all)} ${withoutScript(making)} ${statements}
        </section>
      </main>
      <footer>
        <p>
          Made by <code>patternwire report</code>. The statements are those of specification ${reports[0]?.specification.version}, fingerprint
          <code>${reports[0]?.specification.fingerprint}</code>.
        </p>
      </footer>`,
  });
}

function withoutScript({ tight }: Making): Markup {
  return html`<noscript>
    <p class="banner">
      Without JavaScript each statement has here its sentence and its
      verdicts${!tight && ", each failure what was expected and what came, its scenario and the command that plays it again"}. The rest stays packed:
      <code>${tight ? "patternwire report RESULTS.json" : "patternwire replay WITNESS.json"}</code> shows it in a
      terminal${!tight && html`, and <code>--diagram FILE.svg</code> draws`}.
    </p>
  </noscript>`;
}

function summary(report: Report, id: string, title: string, several: boolean): Markup {
  const { implementation, level, seed, transports, mechanisms, volatile, hostile } = report;
  const facts = [
    implementation.language,
    `ZMTP ${implementation.protocol}`,
    transports.join(", ") || "no transport",
    mechanisms.join(", "),
    `${level} level${hostile ? ", hostile" : ""}`,
    `seed ${String(seed)}`,
    `${counted(volatile.cases, "case")} in ${(volatile.durationMs / 1000).toFixed(1)} s`,
  ].filter((fact) => fact !== "");
  const kind = !report.complete ? "unsure" : report.exitCode === 0 ? "ok" : report.exitCode === 1 ? "broken" : "unsure";
  const table = html`<div class="wide" tabindex="0" role="region" aria-label="${`Chapters of ${title}`}">${chapterTable(report)}</div>`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${several ? title : "Verdict"}</h2>
    ${!report.complete && html`<p class="banner" role="note"><strong>Incomplete:</strong> the run was interrupted. What was not judged is missing.</p>`}
    <p class="verdict-line v-${kind}">${verdictSentence(report)} ${exitSentence(report)}</p>
    <p class="facts">${facts.join(" · ")}</p>
    ${report.staleKnownFailures.length > 0 && html`<p>Stale known failures, which did not happen: ${report.staleKnownFailures.map((stale, index) => html`${index > 0 && ", "}<code>${stale}</code>`)}</p>`}
    ${
      several
        ? html`<details>
            <summary>By chapter</summary>
            ${table}
          </details>`
        : table
    }
  </section>`;
}

function chapterTable(report: Report): Markup {
  const rows = chapterCounts(report);
  const total = totalCounts(rows);
  const shown = shownClasses(total);
  const cells = (counts: typeof total): readonly Markup[] =>
    shown.map((name) => html`<td class="${counts[name] > 0 ? `count v-${slugOf(name)}` : "count none"}">${counts[name]}</td>`);
  return html`<table>
    <caption>
      Statements by chapter
    </caption>
    <thead>
      <tr>
        <th scope="col">Chapter</th>
        ${shown.map((name) => html`<th scope="col">${classWords[name]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ chapter, counts }) =>
          html`<tr>
            <th scope="row"><a href="#chapter-${chapter}">${chapter}</a></th>
            ${cells(counts)}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">all</th>
        ${cells(total)}
      </tr>
    </tfoot>
  </table>`;
}

function matrix(all: ReadonlyMap<string, readonly Judgement[]>, reports: readonly Report[], titles: readonly string[]): Markup {
  const differing = [...all].filter(
    ([, list]) => list.some((one) => one.class !== "ok" && one.class !== "n/a") || new Set(list.map((one) => one.class)).size > 1,
  );
  const cell = (list: readonly Judgement[], report: Report): Markup => {
    const found = list.find((one) => one.report === report);
    if (found === undefined) return html`<td>not in the report</td>`;
    const mark = verdictMark(found.class);
    return html`<td>${found.anchor === undefined ? mark : html`<a href="#${found.anchor}">${mark}</a>`}</td>`;
  };
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">Statement × implementation</h2>
    <p>${counted(differing.length, "statement")} of ${all.size} that not all of them keep, or on which they differ.</p>
    <div class="wide" tabindex="0" role="region" aria-label="Statement by implementation">
      <table>
        <caption>
          Where implementations differ
        </caption>
        <thead>
          <tr>
            <th scope="col">Statement</th>
            <th scope="col">Level</th>
            ${titles.map((title) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${differing.map(
            ([id, list]) =>
              html`<tr>
                <th scope="row">
                  <a href="#${id}"><code>${id}</code></a>
                </th>
                <td>${list[0]?.finding.statement.level}</td>
                ${reports.map((report) => cell(list, report))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function filters(all: ReadonlyMap<string, readonly Judgement[]>): Markup {
  const lists = [...all.values()].flat();
  const present = (Object.keys(classWords) as (keyof typeof classWords)[]).filter((name) => lists.some((one) => one.class === name));
  const levels = [...new Set(lists.map(({ finding }) => finding.statement.level as string))].sort();
  const choice = (name: string, label: string, options: readonly (readonly [value: string, text: string])[]): Markup =>
    html`<label
      >${label}
      <select name="${name}">
        <option value="">all</option>
        ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
      </select></label
    > `;
  return html`<form role="search" aria-label="Filter the statements" id="filter" hidden>
    <label>Text <input type="search" name="words" autocomplete="off" spellcheck="false" /></label>
    ${choice(
      "chapter",
      "Chapter",
      chapters(all).map(([chapter]) => [chapter, chapter]),
    )}${choice(
      "verdicts",
      "Verdict",
      present.map((name) => [slugOf(name), classWords[name]]),
    )}${choice(
      "level",
      "Level",
      levels.map((level) => [level, level]),
    )}<button type="button" id="show-all">Show all</button> <button type="button" id="open-all">Open those shown</button>
    <output id="shown" aria-live="polite" aria-atomic="true">${counted(all.size, "statement")}</output>
  </form>`;
}

function chapters(all: ReadonlyMap<string, readonly Value[] | readonly Judgement[]>): readonly (readonly [string, readonly string[]])[] {
  const lists = new Map<string, string[]>();
  for (const id of all.keys()) lists.set(chapterOf(id), [...(lists.get(chapterOf(id)) ?? []), id]);
  return [...lists];
}
