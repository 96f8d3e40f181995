/** A statement in the page: one line that opens, the sentence, and under it what each implementation did. */
import type { Report, Witness } from "../../kit/model.ts";
import { casesText } from "../ending.ts";
import { classOf, findings, groundOf, shortReason, witnessOf, type Class, type Finding } from "../findings.ts";
import { decisionsOf, type StatementEntry, type StatementLookup } from "../statement-entry.ts";
import { html, type Markup, type Value } from "./markup.ts";
import { command, witnessMarkup } from "./witness.ts";

export interface HtmlOptions {
  readonly statements: StatementLookup;
  /** The file and the title of a decision record, by its number. */
  readonly decisionRecord: (number: string) => string;
  /** The exact command that plays a failure of a report again. */
  readonly replayCommand: (witness: Witness, report: Report) => string;
}

/** Words and marks of the classes: the mark is for the eye, the word for everybody. */
export const classWords: Readonly<Record<Class, { readonly mark: string; readonly word: string }>> = {
  ok: { mark: "✓", word: "kept" },
  broken: { mark: "✗", word: "broken" },
  warning: { mark: "!", word: "warning" },
  unsure: { mark: "?", word: "unsure" },
  "n/a": { mark: "–", word: "not applicable" },
  known: { mark: "✗", word: "known failure" },
  error: { mark: "⚠", word: "fault of the harness" },
};

/** The name of a class as CSS and the filter write it. */
export function slugOf(name: Class): string {
  return name === "n/a" ? "na" : name;
}

export function verdictMark(name: Class): Markup {
  const { mark, word } = classWords[name];
  return html`<span class="verdict v-${slugOf(name)}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

/** What a report says of a statement; nothing when it does not speak of it. */
export interface Judgement {
  readonly report: Report;
  readonly finding: Finding;
  readonly class: Class;
}

/** All reports, statement by statement, in the order of the first; statements that only later reports have come last. */
export function judgements(reports: readonly Report[]): ReadonlyMap<string, readonly Judgement[]> {
  const all = new Map<string, Judgement[]>();
  for (const report of reports) {
    for (const name of Object.keys(classWords) as readonly Class[]) {
      for (const finding of findings(report, name)) {
        const list = all.get(finding.statement.id) ?? [];
        all.set(finding.statement.id, [...list, { report, finding, class: classOf(finding.statement) }]);
      }
    }
  }
  const order = [...new Set(reports.flatMap(({ statements }) => statements.map(({ id }) => id as string)))];
  return new Map(order.map((id) => [id, all.get(id) ?? []]));
}

export function statementMarkup(id: string, list: readonly Judgement[], options: HtmlOptions): Markup {
  const entry = options.statements.get(id);
  const level = list[0]?.finding.statement.level ?? "";
  const kinds = [...new Set(list.map((judgement) => judgement.class))];
  return html`<details
    class="statement"
    id="${id}"
    data-chapter="${id.slice(0, id.indexOf("."))}"
    data-level="${level}"
    data-verdicts="${kinds.map(slugOf).join(" ")}"
  >
    <summary><code>${id}</code> <span class="level">${level}</span> ${kinds.map((kind) => html`${verdictMark(kind)} `)}</summary>
    <div class="body">${entry !== undefined && sentence(entry, options)} ${list.map((judgement) => judgementMarkup(judgement, list.length > 1, options))}</div>
  </details> `;
}

function sentence(entry: StatementEntry, options: HtmlOptions): Markup {
  const decisions = decisionsOf(entry).map((number) => html`<br />${options.decisionRecord(number)}`);
  return html`<blockquote>${entry.text}</blockquote>
    <p class="facts">${entry.source} · ${entry.file}${decisions}</p>`;
}

function judgementMarkup({ report, finding, class: kind }: Judgement, several: boolean, options: HtmlOptions): Markup {
  const { statement } = finding;
  const witness = witnessOf(finding);
  const others = finding.results.filter((result) => result.witness !== undefined && result.witness !== witness);
  const said: readonly Value[] = [
    statement.known !== undefined && html`<p>Known failure until ${statement.known.expires}: ${statement.known.reason}</p>`,
    witness === undefined && kind !== "ok" && html`<p>${shortReason(finding)}</p>`,
    statement.reached > 0 && html`<p class="facts">Judged in ${casesText(statement)}.</p>`,
    witness === undefined && statement.properties.length > 0 && html`<p class="facts">Judged by ${codes(statement.properties)}.</p>`,
    witness !== undefined && witnessMarkup(witness, options.replayCommand(witness, report)),
    others.length > 0 &&
      html`<h5>Found elsewhere as well</h5>
        ${others.map(
          (result) =>
            html`<p class="facts"><code>${result.property}</code> on ${groundOf(result)}</p>
              ${result.witness !== undefined && command(options.replayCommand(result.witness, report))}`,
        )}`,
  ];
  const { name, version } = report.implementation;
  const heading = html`<h4>${several && html`${name} ${version}: `}${verdictMark(kind)}</h4>`;
  return html`<section class="judgement">${(several || kind !== "ok") && heading}${said}</section>`;
}

function codes(names: readonly string[]): readonly Value[] {
  return names.flatMap((name, index) => [index > 0 && ", ", html`<code>${name}</code>`]);
}
