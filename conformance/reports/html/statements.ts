/** A statement in the page: one line that opens, the sentence, and under it what each implementation did. */
import type { Report, Witness } from "../../kit/model.ts";
import { casesText } from "../ending.ts";
import { classOf, findings, groundOf, shortReason, witnessOf, type Class, type Finding } from "../findings.ts";
import { chapterOf, decisionsOf, type StatementEntry, type StatementLookup } from "../statement-entry.ts";
import { html, type Markup, type Value } from "./markup.ts";
import type { Packed } from "./packed.ts";
import { command, witnessDetails, witnessMarkup } from "./witness.ts";

export interface HtmlOptions {
  readonly statements: StatementLookup;
  /** The file and the title of a decision record, by its number. */
  readonly decisionRecord: (number: string) => string;
  /** Where the statement stands in a site of the specification, as a link of the page; without it the file is named. */
  readonly statementLink?: (entry: StatementEntry) => string;
  /** The exact command that plays a failure of a report again. */
  readonly replayCommand: (witness: Witness, report: Report) => string;
}

/** Words of the classes. The style of the page sets a mark before each, for the eye. */
export const classWords: Readonly<Record<Class, string>> = {
  ok: "kept",
  broken: "broken",
  warning: "warning",
  unsure: "unsure",
  "n/a": "not applicable",
  known: "known failure",
  error: "fault of the harness",
};

/** The name of a class as CSS and the filter write it. */
export function slugOf(name: Class): string {
  return name === "n/a" ? "na" : name;
}

export function verdictMark(name: Class): Markup {
  return html`<span class="verdict v-${slugOf(name)}">${classWords[name]}</span>`;
}

/** What a report says of a statement; nothing when it does not speak of it. */
export interface Judgement {
  readonly report: Report;
  /** The implementation and its version, and which report it is when there are several of them. */
  readonly title: string;
  readonly finding: Finding;
  readonly class: Class;
  /** Where on the page its witness stands, when it has one. */
  readonly anchor?: string;
}

/** All reports, statement by statement, in the order of the first; statements that only later reports have come last. */
export function judgements(reports: readonly Report[]): ReadonlyMap<string, readonly Judgement[]> {
  const titles = titlesOf(reports);
  const all = new Map<string, Judgement[]>();
  reports.forEach((report, index) => {
    for (const name of Object.keys(classWords) as readonly Class[]) {
      for (const finding of findings(report, name)) {
        const { id } = finding.statement;
        const anchor = witnessOf(finding) === undefined ? undefined : `witness:${id}${reports.length > 1 ? `:${String(index + 1)}` : ""}`;
        const judgement = { report, title: titles[index] ?? "", finding, class: classOf(finding.statement), ...(anchor !== undefined && { anchor }) };
        all.set(id, [...(all.get(id) ?? []), judgement]);
      }
    }
  });
  const order = [...new Set(reports.flatMap(({ statements }) => statements.map(({ id }) => id as string)))];
  return new Map(order.map((id) => [id, all.get(id) ?? []]));
}

/** `example 1.2.3`; the same version may have several reports, and each part of the page has a name of its own. */
export function titlesOf(reports: readonly Report[]): readonly string[] {
  const names = reports.map(({ implementation }) => `${implementation.name} ${implementation.version}`);
  return names.map((name, index) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}, report ${String(index + 1)}`));
}

/** How a page is made. */
export interface Making {
  /** How many reports the page has. */
  readonly reports: number;
  readonly options: HtmlOptions;
  /** Takes what is shown only when a statement is opened. */
  readonly packed: Packed;
  /** Packs failures whole, and not their drawings and octets only: of a page that would be too large. */
  readonly tight: boolean;
}

export function statementMarkup(id: string, list: readonly Judgement[], making: Making): Markup {
  const entry = making.options.statements.get(id);
  const level = list[0]?.finding.statement.level ?? "";
  const kinds = [...new Set(list.map((judgement) => judgement.class))];
  return html`<details class="statement" id="${id}" data-chapter="${chapterOf(id)}" data-level="${level}" data-verdicts="${kinds.map(slugOf).join(" ")}">
    <summary><code>${id}</code> <span class="level">${level}</span>${kinds.map((kind) => html` ${verdictMark(kind)}`)}</summary>
    <div class="body">${entry !== undefined && sentence(entry, making)}${alike(list, making).map((group) => groupMarkup(group, making))}</div>
  </details>`;
}

function sentence(entry: StatementEntry, { options, packed, tight }: Making): Markup {
  const decisions = decisionsOf(entry).map((number) => html`<br />${options.decisionRecord(number)}`);
  const link = options.statementLink?.(entry);
  const file = link === undefined ? entry.file : html`<a href="${link}">${entry.file}</a>`;
  const origin = html`<p class="facts">${entry.source} · ${file}${decisions}</p>`;
  return html`<blockquote>${entry.text}</blockquote>
    ${tight ? packed.put(origin) : origin}`;
}

/** Judgements of one statement of which the page says the same: `said`, before the piece of each is unpacked. */
interface Group {
  readonly judgements: readonly Judgement[];
  readonly said: Markup;
  readonly pieces: readonly Markup[];
}

function alike(list: readonly Judgement[], { options, tight }: Making): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const judgement of list) {
    const [first, more] = [judgementMarkup(judgement, options), judgementDetails(judgement, options)];
    const { anchor } = judgement;
    const said = tight ? html`` : first;
    const piece = !tight ? more : anchor === undefined ? html`${first}${more}` : html`<div id="${anchor}">${first}${more}</div>`;
    // A witness that is not packed stands alone, and has an anchor.
    const key = tight ? judgement.class : `${anchor ?? ""} ${judgement.class} ${said.toString()}`;
    const { judgements: before, pieces } = groups.get(key) ?? { judgements: [], pieces: [] };
    groups.set(key, { judgements: [...before, judgement], said, pieces: [...pieces, piece] });
  }
  return [...groups.values()];
}

function groupMarkup({ judgements: list, said, pieces }: Group, { reports, packed }: Making): Markup | undefined {
  const [first] = list;
  if (first === undefined) return undefined;
  const { anchor, class: kind } = first;
  const names = list.map(({ title }) => title);
  const who = reports > 2 && names.length === reports ? "all of them" : names.join(", ");
  const heading = (reports > 1 || kind !== "ok") && html`<h4>${reports > 1 && `${who}: `}${verdictMark(kind)}</h4>`;
  // Where all of them say the same, they need no names.
  const same = new Set(pieces.map(String)).size === 1;
  const place = packed.put(
    html`${
      same
        ? pieces[0]
        : pieces.map(
            (piece, index) =>
              html`<p class="who">${names[index]}</p>
                ${piece}`,
          )
    }`,
  );
  const content = html`${heading}${said}${place}`;
  return anchor === undefined || said.toString() === ""
    ? html`<section class="judgement">${content}</section>`
    : html`<section class="judgement" id="${anchor}">${content}</section>`;
}

/** What is read first. */
function judgementMarkup({ report, finding, class: kind }: Judgement, options: HtmlOptions): Markup {
  const { statement } = finding;
  const witness = witnessOf(finding);
  return html`${statement.known !== undefined && html`<p>Known failure until ${statement.known.expires}: ${statement.known.reason}</p>`}${
    witness === undefined && kind !== "ok" && html`<p>${shortReason(finding)}</p>`
  }${witness !== undefined && witnessMarkup(witness, options.replayCommand(witness, report))}`;
}

/** What is packed in any case. */
function judgementDetails({ report, finding }: Judgement, options: HtmlOptions): Markup {
  const { statement } = finding;
  const witness = witnessOf(finding);
  const others = finding.results.filter((result) => result.witness !== undefined && result.witness !== witness);
  return html`${statement.reached > 0 && html`<p class="facts">Judged in ${casesText(statement)}.</p>`}${
    witness === undefined && statement.properties.length > 0 && html`<p class="facts">Judged by ${codes(statement.properties)}.</p>`
  }${witness !== undefined && witnessDetails(witness)}${
    others.length > 0 &&
    html`<h5>Found elsewhere as well</h5>
      ${others.map(
        (result) =>
          html`<p class="facts"><code>${result.property}</code> on ${groundOf(result)}</p>
            ${result.witness !== undefined && command(options.replayCommand(result.witness, report))}`,
      )}`
  }`;
}

function codes(names: readonly string[]): readonly Value[] {
  return names.flatMap((name, index) => [index > 0 && ", ", html`<code>${name}</code>`]);
}
