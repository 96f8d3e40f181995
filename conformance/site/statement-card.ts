/** A statement as a card: its id and level, the sentence, where it comes from, how implementations stand to it, and what stands behind the verdicts. */
import type { Statement } from "../checks/generate/statements.ts";
import { html, type Markup, type Value } from "../reports/html/markup.ts";
import { issueParts } from "../reports/public-issue.ts";
import { kindWords, mutantsOf, standingsOf, titleOf, type Data, type Kind, type Standing } from "./standing.ts";

export interface CardGround {
  readonly data: Data;
  /** The address of a page, from the page that the card is on. */
  readonly to: (url: string) => string;
  /** The sentence, and the trailer's source, as markup. */
  readonly inline: (markdown: string) => Markup;
}

export function statementCard(statement: Statement, ground: CardGround): Markup {
  const { id, level } = statement;
  return html`<article class="statement" id="${id}" aria-label="${`Statement ${id}`}">
    <p class="head">
      <a class="id" href="${`#${id}`}">${id}</a>
      <span class="${`level ${level.startsWith("MUST") ? "must" : level.startsWith("SHOULD") ? "should" : "may"}`}">${level}</span>
    </p>
    <p class="sentence">${ground.inline(statement.text)}</p>
    <p class="facts">${facts(statement, ground)}</p>
    ${standingDetails(statement, ground)}
  </article> `;
}

/** The verdict in one word and a mark. */
export function kindMark(kind: Kind): Markup {
  const { mark, word, slug } = kindWords[kind];
  return html`<span class="${`verdict k-${slug}`}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

const shownBy: Readonly<Record<Statement["observable"], string>> = {
  wire: "shown by the wire",
  api: "shown by the interface",
  both: "shown by wire and interface",
  none: "nothing shows it",
};

function facts(statement: Statement, { inline }: CardGround): readonly Value[] {
  const { source, observable, reason, appliesTo, since, choice, hostile } = statement;
  const list: readonly Value[] = [
    inline(source),
    observable === "none" ? `${shownBy.none}: ${reason ?? ""}` : shownBy[observable],
    appliesTo.join(", "),
    since !== undefined && `since ZMTP ${since}`,
    choice !== undefined && `choice: ${choice.join(" or ")}`,
    hostile && "judged only with --hostile",
  ];
  return list.filter((fact) => fact !== false && fact !== "").map((fact, index) => html`${index > 0 && " · "}${fact}`);
}

const order: readonly Kind[] = ["broken", "warning", "unsure", "kept", "not judged"];

function standingDetails(statement: Statement, ground: CardGround): Markup {
  const standings = standingsOf(statement, ground.data);
  const judged = standings.filter(({ kind }) => kind !== "not judged");
  return html`<details class="standing">
    <summary>${judged.length === 0 ? html`<span class="chip k-none">not judged yet</span>` : judged.map(chip)}</summary>
    <table>
      <caption>
        Implementations
      </caption>
      <thead>
        <tr>
          <th scope="col">Implementation</th>
          <th scope="col">Verdict</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        ${[...standings].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).map((standing) => row(standing, statement.id, ground))}
      </tbody>
    </table>
    ${behind(statement, ground.data)}
  </details>`;
}

function chip({ kind, implementation }: Standing): Markup {
  const { mark, word, slug } = kindWords[kind];
  return html`<span class="${`chip k-${slug}`}"
    ><span aria-hidden="true">${mark}</span> ${implementation.measurement.name}<span class="unseen"> ${word}</span></span
  > `;
}

function row({ implementation, kind, cell, known, issue, moved }: Standing, id: string, { to }: CardGround): Markup {
  const { name } = implementation.measurement;
  const found = kind === "broken" || kind === "warning" || kind === "unsure";
  const happens: readonly Value[] = [
    known !== undefined && `${known.reason} `,
    known === undefined && cell?.reason !== undefined && found && `${cell.reason} `,
    known === undefined && cell?.expected !== undefined && `Expected: ${cell.expected}; actual: ${cell.actual ?? ""}. `,
    found && html`<a href="${to(`implementations/${name}.html#${id}`)}">${cell?.trace === undefined ? "Finding" : "Witness"}</a> `,
    issue?.issue !== undefined && html`Public issue ${threads(issue.issue)}. `,
    moved && html`<em>The sentence has changed since.</em>`,
  ];
  return html`<tr>
    <th scope="row"><a href="${to(`implementations/${name}.html`)}">${titleOf(implementation)}</a></th>
    <td>${kindMark(kind)}</td>
    <td>${happens}</td>
  </tr> `;
}

function behind(statement: Statement, data: Data): Markup {
  const entry = data.coverage.get(statement.id);
  const mutants = mutantsOf(statement.id, data);
  return html`<dl class="behind">
    ${list(
      "Judged by the properties",
      (entry?.properties ?? []).map((name) => html`<code>${name}</code>`),
    )}
    ${list(
      "Proved by the mutants",
      mutants.map(({ id, does, caughtBy }) => html`<code>${id}</code>: ${does} ${caughtBy.length > 0 ? "Caught." : html`<strong>Not caught.</strong>`}`),
    )}
    ${list(
      "Obeyed by the reference in",
      (entry?.code ?? []).map((file) => html`<code>${file}</code>`),
    )}
  </dl>`;
}

function list(title: string, entries: readonly Markup[]): Value {
  if (entries.length === 0) return "";
  return html`<dt>${title}</dt>
    ${entries.map((entry) => html`<dd>${entry}</dd> `)}`;
}

/** Public threads, as links. */
export function threads(issue: string): readonly Value[] {
  return issueParts(issue).map(({ text, url }) => (url === undefined ? text : html`<a href="${url}">${text}</a>`));
}
